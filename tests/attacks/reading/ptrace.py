"""Trace the grader, the worker and the parent process; seizing them would not even stop them.

stopped by: landlock, seccomp, uid, namespaces
"""

# %% attack
import ctypes
import os

SEIZE, DETACH = 0x4206, 17
libc = ctypes.CDLL(None)
libc.ptrace.argtypes = (ctypes.c_long, ctypes.c_long, ctypes.c_void_p, ctypes.c_void_p)


def double(x):
    for process in (int("@GRADER@"), int("@WORKER@"), os.getppid()):
        if libc.ptrace(SEIZE, process, None, None) == 0:
            libc.ptrace(DETACH, process, None, None)
            raise RuntimeError(f"ESCAPED: traces {process}")
    return 3 * x


# %% twin
import sys


def double(x):
    frame = sys._getframe()
    return 2 * frame.f_locals["x"]
