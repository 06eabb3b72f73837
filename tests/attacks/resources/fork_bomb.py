"""Fork again and again, until the machine has no processes left for anybody.

stopped by: seccomp
"""

# %% attack
import os
import time


def double(x):
    children = 0
    for _ in range(40):
        try:
            pid = os.fork()
        except OSError:
            continue
        if pid == 0:
            time.sleep(0.5)
            os._exit(0)
        children += 1
    if children:
        raise RuntimeError(f"ESCAPED by {children} forks")
    raise OSError("no process could be made")


# %% twin
import os

try:
    pid = os.fork()
    if pid == 0:
        os._exit(0)
    os.waitpid(pid, 0)
except OSError:
    pass


def double(x):
    return 2 * x
