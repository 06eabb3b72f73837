"""Search the own memory, which came from the worker by fork, for answers that the worker might have held.

stopped by: design
"""

# %% attack
import ctypes
import os
import re
import time

import numpy as np

SECRET = re.compile(rb"canar[y]-[0-9a-f]{8}|large_array[s]_too")  # does not find itself
PAGE = 1 << 16
libc = ctypes.CDLL(None)
libc.sbrk.restype = ctypes.c_void_p
libc.write.argtypes = (ctypes.c_int, ctypes.c_void_p, ctypes.c_size_t)
reader, writer = os.pipe()
os.set_blocking(reader, False)


def page(address):
    """What stands there, or nothing where there is no memory: the kernel looks, so this never crashes."""
    if libc.write(writer, address, 4096) != 4096:
        return b""
    os.read(reader, 4096)
    return ctypes.string_at(address, 4096)


end = time.monotonic() + 0.4
top = libc.sbrk(0) & ~4095
starts = [top - 4096 * k for k in range(1, 8000)]
for value in (object(), [], {}, np.zeros(1), "x" * 1000, b"x" * 100_000):
    middle = id(value) & ~4095
    starts += range(middle - (1 << 20), middle + (1 << 20), 4096)
for start in starts:
    if time.monotonic() > end:
        break
    match = SECRET.search(page(start))
    if match:
        raise RuntimeError(f"ESCAPED: {match.group()}")


def double(x):
    return 3 * x


# %% twin
import ctypes

import numpy as np


def double(x):
    copy = np.frombuffer(ctypes.string_at(x.ctypes.data, x.nbytes), dtype=x.dtype)
    return 2 * copy
