"""Nest folders so deeply that whoever tidies up runs out of recursion, of descriptors or of path length.

stopped by: design
"""

# %% attack
import os


def double(x):
    for _ in range(500):
        os.mkdir("d" * 100)
        os.chdir("d" * 100)
    return x


def reverse(items):
    os.mkdir("closed", 0)


# %% twin
import os
import shutil

os.makedirs("a/b/c/d/e/f")
shutil.rmtree("a")


def double(x):
    return 2 * x
