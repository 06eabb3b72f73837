"""Gaps between a worker's objects: once they are filled, new objects lie elsewhere."""

from __future__ import annotations

import subprocess
import sys

import pytest

from autograder.sandbox import gaps

NEW_OBJECTS = """
import ctypes
from autograder.sandbox import gaps, pages

many = [bytes(k % 470) for k in range(200_000)] + [float(k) for k in range(50_000)] + [object() for _ in range(50_000)]
blocks = [bytearray(600 + k % 3000) for k in range(3000)]
del many[::2], blocks[::2]
memory = pages.own_memory()

def between_old_ones():
    new = [bytes(k % 470) for k in range(1000)] + [float(k) for k in range(1000)] + [object() for _ in range(1000)]
    return sum(any(id(each) in part for part in memory) for each in new)

def lowest_block():
    return min(ctypes.addressof(ctypes.c_char.from_buffer(bytearray(600 + k % 3000))) for k in range(1000))

before, low = between_old_ones(), lowest_block()
kept = gaps.fill(memory)
print(before, between_old_ones(), lowest_block() > low)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="where memory lies is known on Linux only")
def test_new_objects_lie_beside_each_other_once_the_gaps_are_filled() -> None:
    said = subprocess.run([sys.executable, "-c", NEW_OBJECTS], capture_output=True, text=True, check=True).stdout
    before, after, is_above = said.split()
    assert int(before) > 2500
    assert int(after) < 100
    assert is_above == "True"


def test_where_nothing_is_known_of_the_memory_nothing_is_done() -> None:
    assert gaps.fill([]) == []
