"""Make a socket without the C library: by the raw system call, and by machine code in a page of one's own.

stopped by: seccomp
"""

# %% attack
import ctypes
import mmap
import os
import platform

NUMBER = {"x86_64": 41, "aarch64": 198}[platform.machine()]
AF_INET, STREAM = 2, 1
CODE = b"\xb8\x29\0\0\0\xbf\x02\0\0\0\xbe\x01\0\0\0\x31\xd2\x0f\x05\xc3"  # socket(AF_INET, SOCK_STREAM, 0)


def by_machine_code():
    page = mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)
    page.write(CODE)
    return ctypes.CFUNCTYPE(ctypes.c_long)(ctypes.addressof(ctypes.c_char.from_buffer(page)))()


def double(x):
    made = [ctypes.CDLL(None).syscall(NUMBER, AF_INET, STREAM, 0)]
    if platform.machine() == "x86_64":
        made.append(by_machine_code())
    if max(made) >= 0:
        raise RuntimeError(f"ESCAPED: sockets {made}")
    return 3 * x


# %% twin
import ctypes
import os

libc = ctypes.CDLL(None)
assert libc.getpid() == os.getpid()


def double(x):
    return libc.abs(-2) * x
