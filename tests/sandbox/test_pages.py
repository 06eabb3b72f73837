"""Large pages for the worker's memory: a hint to the kernel that changes nothing but speed."""

from __future__ import annotations

import ctypes
import mmap
import sys

import pytest

from autograder.sandbox.pages import LARGE, make_large, own_memory


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a process what memory it has")
def test_memory_of_ones_own_is_found_and_stays_as_it_is():
    memory = mmap.mmap(-1, 4 * LARGE, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)
    memory[:] = bytes(range(256)) * (4 * LARGE // 256)
    address = ctypes.addressof(ctypes.c_char.from_buffer(memory))
    assert [part for part in own_memory() if address in part and address + 4 * LARGE - 1 in part]
    make_large([range(address, address + 4 * LARGE)])
    assert memory[:] == bytes(range(256)) * (4 * LARGE // 256)


def test_memory_that_is_gone_is_passed_over():
    make_large([range(LARGE, 3 * LARGE), range(0)])
