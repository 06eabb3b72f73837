"""Find out by stat, access and readlink which files there are and how large: the accepted leak where the tree of files
is not hidden.

stopped by: namespaces
"""

# %% attack
import os


def double(x):
    found = [path for path in ("@SOLUTIONS@/solution.py", "@OTHER@", "@SECRET@", "/etc/passwd") if os.path.exists(path)]
    if found:
        size = os.stat(found[0]).st_size
        raise RuntimeError(f"ESCAPED: {found} are there, {size}")
    return 3 * x


# %% twin
import os


def double(x):
    if os.path.exists("cache.txt"):
        return 2 * x
    with open("cache.txt", "w") as file:
        file.write("2")
    return os.stat("cache.txt").st_size * 2 * x
