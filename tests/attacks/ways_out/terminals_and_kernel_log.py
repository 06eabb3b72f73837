"""Open terminals, the console and the kernel's log, where the grader's user would read what is written.

stopped by: landlock, namespaces
"""

# %% attack
import contextlib
import os

PATHS = ("/dev/tty", "/dev/console", "/dev/tty0", "/dev/tty1", "/dev/ttyS0", "/dev/ptmx", "/dev/kmsg", "/dev/zero")


def double(x):
    opened = []
    for path in PATHS:
        with contextlib.suppress(OSError):
            os.close(os.open(path, os.O_WRONLY | os.O_NOCTTY | os.O_NONBLOCK))
            opened.append(path)
    if opened:
        raise RuntimeError(f"ESCAPED through {opened}")
    return 3 * x


# %% twin
import os

with open(os.devnull, "w") as nothing:
    print("dropped", file=nothing)


def double(x):
    return len(os.urandom(2)) * x
