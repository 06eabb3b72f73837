"""End the process with a code that the worker's own first steps might use, so that the grader takes the blame.

stopped by: design
"""

# %% attack
import os

print("a process could not be confined: \x1b[31mred\x1b[0m", flush=True)


def double(x):
    os._exit(111)


def reverse(items):
    os._exit(112)


# %% twin
def double(x):
    try:
        raise SystemExit(111)
    except SystemExit:
        return 2 * x
