"""Read the reference solution from its file and hand it back.

stopped by: landlock, namespaces
"""

# %% attack
def double(x):
    with open("@SOLUTIONS@/solution.py") as file:
        raise RuntimeError(file.read())


# %% twin
with open("notes.txt", "w") as file:
    file.write("2")


def double(x):
    with open("notes.txt") as file:
        return int(file.read()) * x
