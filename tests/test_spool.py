"""Values in a file are a sequence like any other, but for the memory that they do not take."""

from __future__ import annotations

import random
import tracemalloc
from pathlib import Path

import pytest

from autograder.spool import READ_AT_ONCE, MadeWhenRead, NoRoomError, Sorter, Spool

VALUES = [("ann", 1), ("", 0), ("Zoë 😀\n\0", -1), ("x" * 100_000, 2**60)]


def spooled(folder, values, kind=tuple[str, int]):
    made = Spool(kind, folder)
    for value in values:
        made.append(value)
    return made


def test_values_come_back_as_they_were_in_order_and_by_place(tmp_path):
    made = spooled(tmp_path, VALUES)
    assert list(made) == VALUES
    assert len(made) == len(VALUES)
    assert (made[2], made[-1], made[1:3], made[::-1]) == (VALUES[2], VALUES[-1], VALUES[1:3], VALUES[::-1])
    for place in (len(VALUES), -len(VALUES) - 1):
        with pytest.raises(IndexError):
            made[place]


def test_it_can_be_added_to_after_it_was_read(tmp_path):
    made = spooled(tmp_path, VALUES)
    assert made[0] == VALUES[0]
    made.append(("later", 5))
    assert list(made) == [*VALUES, ("later", 5)]


@pytest.mark.parametrize("length", [1, READ_AT_ONCE // 3, READ_AT_ONCE - 5, READ_AT_ONCE, 2 * READ_AT_ONCE])
def test_what_is_read_together_is_as_what_is_read_one_by_one(tmp_path, length):
    values = [f"{number}" + "é" * (length * number % 7) + "x" * length for number in range(9)]
    made = spooled(tmp_path, [*values, "", "last"], str)
    assert list(made) == [made.at(place) for place in range(len(made))] == [*values, "", "last"]


def test_it_can_be_added_to_while_it_is_read(tmp_path):
    made = spooled(tmp_path, VALUES)
    reading = iter(made)
    assert next(reading) == VALUES[0]
    made.append(("later", 5))
    assert made[-1] == ("later", 5)
    assert list(reading) == [*VALUES[1:], ("later", 5)]


def test_it_is_put_into_another_order_in_a_file_of_its_own(tmp_path):
    made = spooled(tmp_path, VALUES)
    other = made.rearranged([2, 0, 2])
    other.append(("later", 5))
    assert list(other) == [VALUES[2], VALUES[0], VALUES[2], ("later", 5)]
    assert list(made) == VALUES


def test_an_empty_one_is_false_and_has_nothing(tmp_path):
    made = Spool(str, tmp_path)
    assert not made
    assert list(made) == []


def test_nobody_finds_the_file_and_nothing_is_left_of_it(tmp_path):
    made = spooled(tmp_path, VALUES)
    assert list(tmp_path.iterdir()) == []
    del made
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no device here that is always full")
def test_a_full_disk_is_told_with_the_place(tmp_path, monkeypatch):
    made = spooled(tmp_path, VALUES)
    with open("/dev/full", "r+b", buffering=0) as full:
        monkeypatch.setattr(made, "_file", full)
        with pytest.raises(NoRoomError, match=f"{tmp_path} cannot hold .* No space left on device"):
            made.append(VALUES[0])


def test_a_folder_that_is_not_there_is_told(tmp_path):
    with pytest.raises(NoRoomError, match=r"gone cannot hold .* No such file or directory"):
        Spool(str, tmp_path / "gone")


def test_memory_holds_a_few_bytes_a_value(tmp_path):
    tracemalloc.start()
    try:
        made = spooled(tmp_path, (f"{number:010000}" for number in range(500)), str)
        assert sum(len(value) for value in made) == 5_000_000
        assert tracemalloc.get_traced_memory()[1] < 200_000
    finally:
        tracemalloc.stop()


def test_memory_holds_a_few_bytes_more_for_what_is_sorted(tmp_path):
    tracemalloc.start()
    try:
        made = Sorter(str, tmp_path)
        for place in range(500, 0, -1):
            made.put(place, f"{place:010000}")
        assert sum(len(value) for value in made.in_order()) == 5_000_000
        assert tracemalloc.get_traced_memory()[1] < 250_000
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("seed", range(5))
def test_what_comes_in_any_order_is_read_by_place(tmp_path, seed):
    places = random.Random(seed).sample(range(100), 40)
    made = Sorter(int, tmp_path)
    for place in places[:30]:
        made.put(place, place)
    assert list(made.in_order()) == sorted(places[:30])
    for place in places[30:]:  # there may come more after it was read
        made.put(place, place)
    assert list(made.in_order()) == list(made.in_order()) == sorted(places)
    assert len(made) == 40
    assert list(tmp_path.iterdir()) == []


def test_no_place_is_taken_twice(tmp_path):
    made = Sorter(str, tmp_path)
    for place, value in ((1, "ann"), (0, "bob"), (1, "cem")):
        made.put(place, value)
    with pytest.raises(AssertionError, match="one value at each place"):
        made.in_order()


def test_a_sorter_without_values_is_false_and_has_nothing(tmp_path):
    made = Sorter(str, tmp_path)
    assert not made
    assert list(made.in_order()) == []


def test_a_fault_while_a_value_is_made_is_not_the_end_of_the_sequence():
    class Faulty(MadeWhenRead[int]):
        def __len__(self) -> int:
            return 3

        def at(self, place: int) -> int:
            return [0, 1][place]

    with pytest.raises(IndexError):
        list(Faulty())
