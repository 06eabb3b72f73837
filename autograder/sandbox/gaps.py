"""New objects of a student's process lie together, and not in the gaps between the worker's own.

After a fork each page is the worker's until somebody writes to it, and then it is copied. A new object in a gap between
old ones has its page copied for itself; where there are no gaps, many new ones share a fresh page. So the worker fills
its gaps before it forks. Nothing depends on it but speed, and it takes little memory that was not taken before.
"""

from __future__ import annotations

import ctypes
import platform
from collections.abc import Callable, Sequence

from autograder.sandbox.syscalls import libc

CLASSES = range(512, 32, -16)
"""Bytes of the blocks in which the interpreter hands out memory for small objects; beyond, it asks the C library."""
HEADER = 33
"""Bytes of a bytes object beside its contents."""
GAPS = (*(int(120_000 * 0.75**k) for k in range(17)), *range(1032, 8, -16))
"""Bytes of gaps in the heap of the C library: larger blocks get a mapping of their own, small ones a list by size."""
MOST = 1 << 18
"""Blocks of one kind that are taken at most, whatever the memory looks like."""


def fill(memory: Sequence[range]) -> list[object]:
    """Fill the gaps in this process's memory; they are filled as long as what is returned is kept."""
    kept: list[object] = []
    if memory and platform.libc_ver()[0] == "glibc":
        _fill_heap()
        makers: list[Callable[[], object]] = [lambda: float(len(kept)), object]  # blocks of 32 and 16 bytes
        makers += [lambda size=size: bytes(size - HEADER) for size in CLASSES]
        for make in makers:
            _fill_blocks(make, memory, kept)
    return kept


def _fill_blocks(make: Callable[[], object], memory: Sequence[range], kept: list[object]) -> None:
    """Make objects of a size until one lies where there was nothing before."""
    for _ in range(MOST):
        kept.append(make())
        if not any(id(kept[-1]) in part for part in memory):
            return


def _fill_heap() -> None:
    """Take blocks of the C library, large ones first, until they come from where there was no heap before."""
    libc.malloc.restype = libc.sbrk.restype = ctypes.c_void_p
    libc.malloc.argtypes, libc.sbrk.argtypes = [ctypes.c_size_t], [ctypes.c_ssize_t]
    libc.free.argtypes = [ctypes.c_void_p]
    end = libc.sbrk(0)
    for size in GAPS:
        for _ in range(MOST):
            block = libc.malloc(size)
            if not block or block >= end:
                libc.free(block)
                break
