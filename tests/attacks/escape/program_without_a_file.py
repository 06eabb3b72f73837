"""Run a program that lies in memory only: a file without a name, or one in scratch, made of 132 bytes.

stopped by: seccomp
"""

# %% attack
import os
import struct

# a program for x86-64 that ends with code 42: mov edi, 42; mov eax, 60; syscall
CODE = b"\xbf\x2a\0\0\0\xb8\x3c\0\0\0\x0f\x05"
HEAD = b"\x7fELF\2\1\1" + bytes(9) + struct.pack("<HHIQQQIHHHHHH", 2, 62, 1, 0x400078, 64, 0, 0, 64, 56, 1, 0, 0, 0)
PROGRAM = HEAD + struct.pack("<IIQQQQQQ", 1, 5, 0, 0x400000, 0x400000, 132, 132, 4096) + CODE


def run(descriptor):
    pid = os.fork()
    if pid == 0:
        try:
            os.execve(descriptor, ["x"], {})
        finally:
            os._exit(1)
    if os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 42:
        raise RuntimeError("ESCAPED by a program in memory")


def double(x):
    if os.uname().machine != "x86_64":
        raise OSError("this program is for another machine")
    descriptor = os.memfd_create("x")
    os.write(descriptor, PROGRAM)
    run(descriptor)
    raise OSError("no program")


# %% twin
import io


def double(x):
    with io.BytesIO(b"\x7fELF") as file:
        file.seek(0)
        return (2 if file.read(1) == b"\x7f" else 0) * x
