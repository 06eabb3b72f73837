"""Read from the memory of the grader, the worker and the parent process by process_vm_readv, where this process has the
same libraries.

stopped by: landlock, seccomp, uid, namespaces
"""

# %% attack
import ctypes
import os


class Part(ctypes.Structure):
    _fields_ = [("base", ctypes.c_void_p), ("length", ctypes.c_size_t)]


libc = ctypes.CDLL(None, use_errno=True)
EFAULT = 14


def double(x):
    buffer = ctypes.create_string_buffer(64)
    here = Part(ctypes.addressof(buffer), 64)
    for address in (id(None), id(int), ctypes.cast(libc.printf, ctypes.c_void_p).value):
        there = Part(address, 64)
        for process in (int("@GRADER@"), int("@WORKER@"), os.getppid()):
            count = libc.process_vm_readv(process, ctypes.byref(here), 1, ctypes.byref(there), 1, 0)
            if count > 0 or ctypes.get_errno() == EFAULT:  # it was let in, and only the address was wrong
                raise RuntimeError(f"ESCAPED: memory of {process}")
    return 3 * x


# %% twin
import ctypes

buffer = ctypes.create_string_buffer(b"2")
assert ctypes.string_at(ctypes.addressof(buffer)) == b"2"


def double(x):
    return int(buffer.value) * x
