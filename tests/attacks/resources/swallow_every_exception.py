"""Loop without end and swallow every exception, of the time limit too.

stopped by: design
"""

# %% attack
def double(x):
    while True:
        try:
            while True:
                pass
        except BaseException:
            continue


# %% twin
def double(x):
    for _ in range(1000):
        try:
            raise KeyboardInterrupt
        except BaseException:
            continue
    return 2 * x
