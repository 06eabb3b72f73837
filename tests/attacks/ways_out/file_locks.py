"""Lock a library's file, which the process of a neighbour could see: whole files, ranges, descriptions, leases.

stopped by: seccomp
"""

# %% attack
import contextlib
import fcntl
import os
import struct

OFD_SETLK, SETLEASE = 37, 1024
RANGE = struct.pack("hhqqi4x", fcntl.F_RDLCK, os.SEEK_SET, 7, 1, 0)


def double(x):
    file = os.open(os.__file__, os.O_RDONLY)
    ways = {
        "flock": lambda: fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB),
        "lockf": lambda: fcntl.lockf(file, fcntl.LOCK_SH | fcntl.LOCK_NB, 1, 7),
        "description": lambda: fcntl.fcntl(file, OFD_SETLK, RANGE),
        "lease": lambda: fcntl.fcntl(file, SETLEASE, fcntl.F_RDLCK),
    }
    done = []
    for name, way in ways.items():
        with contextlib.suppress(OSError):
            way()
            done.append(name)
    os.close(file)
    if done:
        raise RuntimeError(f"ESCAPED: locked by {done}")
    return 3 * x


# %% twin
import fcntl
import os
import threading

lock = threading.Lock()
file = os.open("mine.txt", os.O_RDWR | os.O_CREAT)
fcntl.fcntl(file, fcntl.F_SETFD, fcntl.fcntl(file, fcntl.F_GETFD) | fcntl.FD_CLOEXEC)


def double(x):
    with lock:
        return 2 * x
