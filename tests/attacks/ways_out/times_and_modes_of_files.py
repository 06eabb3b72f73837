"""Leave a message in the times or the mode of a file that neighbours can look at; the file itself is not opened.

stopped by: seccomp, uid, namespaces
"""

# %% attack
import contextlib
import os


def double(x):
    done = []
    for path in ("@SECRET@", "@SOLUTIONS@/solution.py", os.__file__):
        with contextlib.suppress(OSError):
            now = os.stat(path)
            os.utime(path, ns=(now.st_atime_ns, now.st_mtime_ns))  # as they are: it could have been any others
            done.append("times")
        with contextlib.suppress(OSError):
            os.chmod(path, os.stat(path).st_mode & 0o7777)
            done.append("mode")
    if done:
        raise RuntimeError(f"ESCAPED by {done}")
    return 3 * x


# %% twin
import os


def double(x):
    with open("mine.txt", "w") as file:
        file.write("2")
    assert os.stat("mine.txt").st_mtime > 0
    with open("mine.txt") as file:
        return int(file.read()) * x
