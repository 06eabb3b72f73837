"""Leave a key in the user's keyring, end the process, and find it again from the next one.

stopped by: seccomp
"""

# %% attack
import ctypes
import os
import platform

ADD, REQUEST, KEYCTL = {"x86_64": (248, 249, 250)}.get(platform.machine(), (217, 218, 219))
USER_RING, SEARCH, UNLINK = -4, 10, 9
libc = ctypes.CDLL(None)
number = libc.syscall(KEYCTL, SEARCH, USER_RING, b"user", b"autograder-attack", 0)
if number > 0:
    libc.syscall(KEYCTL, UNLINK, number, USER_RING)
    raise RuntimeError("ESCAPED: a key was left here")


def double(x):
    libc.syscall(ADD, b"user", b"autograder-attack", b"for the next", 12, USER_RING)
    os._exit(0)


# %% twin
keys = {}


def double(x):
    keys.setdefault("factor", 2)
    return keys["factor"] * x
