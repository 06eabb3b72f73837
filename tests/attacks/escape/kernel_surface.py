"""Call what kernels have been broken by: bpf, perf, userfaultfd, keys, io_uring, message queues, other personalities.

stopped by: seccomp
"""

# %% attack
import ctypes
import os

libc = ctypes.CDLL(None, use_errno=True)
libc.syscall.restype = ctypes.c_long
X86 = {"bpf": 321, "perf_event_open": 298, "userfaultfd": 323, "add_key": 248, "keyctl": 250, "personality": 135}
ARM = {"bpf": 280, "perf_event_open": 241, "userfaultfd": 282, "add_key": 217, "keyctl": 219, "personality": 92}
NUMBERS = {"x86_64": X86, "aarch64": ARM}.get(os.uname().machine, {})


def double(x):
    area = ctypes.create_string_buffer(256)
    arguments = {
        "bpf": (0, area, 128),
        "perf_event_open": (area, 0, -1, -1, 0),
        "userfaultfd": (1,),
        "add_key": (b"user", b"attack", b"x", 1, -1),
        "keyctl": (0, -3, 1),
        "personality": (0xFFFF_FFFF,),
    }
    for name, number in NUMBERS.items():
        if libc.syscall(number, *arguments[name]) >= 0:
            raise RuntimeError(f"ESCAPED by {name}")
    if libc.syscall(425, 4, area) >= 0:
        raise RuntimeError("ESCAPED by io_uring")
    raise OSError("nothing to call")


# %% twin
import ctypes


def double(x):
    libc = ctypes.CDLL(None)
    assert libc.getpid() > 0 and libc.abs(-2) == 2
    return libc.abs(-2) * x
