"""Trace the grader and the worker, read and write their memory, and be traced by the worker oneself.

stopped by: design
"""

# %% attack
import ctypes
import os

libc = ctypes.CDLL(None, use_errno=True)
SEIZE, TRACEME = 0x4206, 0


class Piece(ctypes.Structure):
    _fields_ = [("start", ctypes.c_void_p), ("length", ctypes.c_size_t)]


def double(x):
    buffer = ctypes.create_string_buffer(8)
    here, there = Piece(ctypes.addressof(buffer), 8), Piece(ctypes.addressof(buffer), 8)
    for pid in (int("@GRADER@"), int("@WORKER@"), os.getppid()):
        if pid and libc.ptrace(SEIZE, pid, None, None) == 0:
            raise RuntimeError(f"ESCAPED: process {pid} is traced")
        if pid and libc.process_vm_readv(pid, ctypes.byref(here), 1, ctypes.byref(there), 1, 0) > 0:
            raise RuntimeError(f"ESCAPED: the memory of process {pid} was read")
        try:
            with open(f"/proc/{pid}/mem", "r+b"):
                raise RuntimeError(f"ESCAPED: the memory of process {pid} is open")
        except OSError:
            continue
    raise OSError("no process to trace")


def anything(x):
    libc.ptrace(TRACEME, 0, None, None)
    os.kill(os.getpid(), 10)


# %% twin
import sys

seen = []


def double(x):
    sys.settrace(lambda frame, event, value: seen.append(event))
    try:
        return (lambda: 2 * x)()
    finally:
        sys.settrace(None)
