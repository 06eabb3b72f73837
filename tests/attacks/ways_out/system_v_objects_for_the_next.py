"""Leave System V memory, messages and semaphores, end the process, and find them again from the next one.

stopped by: seccomp, namespaces
"""

# %% attack
import ctypes
import os

KEY, CREATE, REMOVE = 0x5EC12E7, 0o1600, 0
libc = ctypes.CDLL(None)
OBJECTS = (
    (lambda flags: libc.shmget(KEY, 4096, flags), lambda number: libc.shmctl(number, REMOVE, None)),
    (lambda flags: libc.msgget(KEY, flags), lambda number: libc.msgctl(number, REMOVE, None)),
    (lambda flags: libc.semget(KEY, 1, flags), lambda number: libc.semctl(number, 0, REMOVE, None)),
)

found = [number for get, _ in OBJECTS if (number := get(0)) >= 0]
for get, remove in OBJECTS:
    if (number := get(0)) >= 0:
        remove(number)
if found:
    raise RuntimeError(f"ESCAPED: {found} were left here")


def double(x):
    for get, _ in OBJECTS:
        get(CREATE)
    os._exit(0)


# %% twin
import array

shared = array.array("d", [2.0])


def double(x):
    return shared[0] * x
