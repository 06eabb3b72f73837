"""Make processes by the bare system calls: clone with several flags, clone3, fork, vfork.

stopped by: seccomp
"""

# %% attack
import ctypes
import os
import struct

libc = ctypes.CDLL(None, use_errno=True)
SIGCHLD, VFORK, PARENT, UNTRACED, THREAD = 17, 0x4000, 0x8000, 0x80_0000, 0x1_0000


def double(x):
    clone, fork = {"x86_64": (56, 57), "aarch64": (220, None)}.get(os.uname().machine, (None, None))
    area = ctypes.create_string_buffer(struct.pack("=11Q", 0, 0, 0, 0, SIGCHLD, 0, 0, 0, 0, 0, 0))
    flags = (SIGCHLD, SIGCHLD | VFORK, SIGCHLD | PARENT, SIGCHLD | UNTRACED, SIGCHLD | 1 << 33, 0)
    calls = [(clone, flag, None, None, None, None) for flag in flags if clone]
    calls += [(fork,)] if fork else []
    for call in [*calls, (435, area, 64), (435, area, 88)]:
        pid = libc.syscall(*call)
        if pid == 0:
            os._exit(0)
        if pid > 0:
            raise RuntimeError(f"ESCAPED by call {call[:2]}")
    raise OSError("no process")


# %% twin
import copy
import threading


def double(x):
    lock = threading.Lock()
    with lock:
        return copy.deepcopy(x) + x
