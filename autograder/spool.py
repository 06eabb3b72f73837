"""Values of one type in a file, of which memory knows the places alone: for what grows with a class."""

from __future__ import annotations

import os
import tempfile
from abc import abstractmethod
from array import array
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Generic, TypeVar, overload

import msgspec

T = TypeVar("T")

READ_AT_ONCE = 16 << 10
"""Bytes of values that are read together when all are read in order."""


class NoRoomError(Exception):
    """What is too much for memory cannot be put aside; the text names the place, the cause and the mend."""


class MadeWhenRead(Sequence[T], Generic[T]):
    """A sequence that holds no values, but knows how to make each."""

    @abstractmethod
    def at(self, place: int) -> T:
        """The value at a place from 0 to below the length."""

    def __iter__(self) -> Iterator[T]:
        """The values in order; an IndexError on the way is a fault, and not the end."""
        return (self.at(place) for place in range(len(self)))

    @overload
    def __getitem__(self, number: int) -> T: ...
    @overload
    def __getitem__(self, number: slice) -> list[T]: ...
    def __getitem__(self, number: int | slice) -> T | list[T]:
        places = range(len(self))[number]  # an IndexError says so if it is none
        return self.at(places) if isinstance(places, int) else [self.at(place) for place in places]


class Spool(MadeWhenRead[T]):
    """A sequence that is appended to, and read from a file that has no name and is gone when nobody uses it any more.

    Values are plain data and structs; each takes eight bytes of memory. The file is in `folder`, or where temporary
    files are; `NoRoomError` if it cannot grow there.
    """

    def __init__(self, kind: type[T], folder: Path | None = None) -> None:
        self._kind = kind
        self._folder = folder or Path(tempfile.gettempdir())
        try:
            self._file = tempfile.TemporaryFile(dir=self._folder)  # noqa: SIM115 (it lives as long as the sequence)
        except OSError as problem:
            raise self._no_room(problem) from None
        self._ends = array("Q", [0])
        self._encoder = msgspec.msgpack.Encoder()
        self._decoder = msgspec.msgpack.Decoder(kind)

    def append(self, value: T) -> None:
        """Add a value at the end."""
        self._append(self._encoder.encode(value))

    def __len__(self) -> int:
        return len(self._ends) - 1

    def at(self, place: int) -> T:
        """The value at a place."""
        return self._decoder.decode(self._read(self._ends[place], self._ends[place + 1]))

    def __iter__(self) -> Iterator[T]:
        """The values in order, of which many are read from the file at once."""
        place = 0
        while place < len(self):
            first = self._ends[place]
            past = max(place + 1, bisect_right(self._ends, first + READ_AT_ONCE, lo=place) - 1)
            data = memoryview(self._read(first, self._ends[past]))
            for start, end in pairwise(self._ends[place : past + 1]):
                yield self._decoder.decode(data[start - first : end - first])
            place = past

    def rearranged(self, order: Iterable[int]) -> Spool[T]:
        """The values at these places, in this order, in a file of their own."""
        made = Spool(self._kind, self._folder)
        for place in order:
            made._append(self._read(self._ends[place], self._ends[place + 1]))
        return made

    def _append(self, data: bytes) -> None:
        try:
            self._ends.append(self._ends[-1] + self._file.write(data))
        except OSError as problem:
            raise self._no_room(problem) from None

    def _read(self, start: int, end: int) -> bytes:
        try:
            self._file.flush()
            return os.pread(self._file.fileno(), end - start, start)
        except OSError as problem:
            raise self._no_room(problem) from None

    def _no_room(self, problem: OSError) -> NoRoomError:
        return NoRoomError(
            f"{self._folder} cannot hold what is put aside there for a while: {problem.strerror}. Make room there."
        )


class Sorter(Generic[T]):
    """Values that come in any order, each with its place among all, and are read by place.

    They wait in a `Spool`; each takes sixteen bytes of memory, and some more while they are put in order. `NoRoomError`
    as there.
    """

    def __init__(self, kind: type[T], folder: Path | None = None) -> None:
        self._values = Spool(kind, folder)
        self._places = array("Q")

    def put(self, place: int, value: T) -> None:
        """Add the value at a place, at which there is none yet."""
        self._values.append(value)
        self._places.append(place)

    def __len__(self) -> int:
        return len(self._values)

    def in_order(self) -> Spool[T]:
        """The values by place; a place at which there is none is passed over."""
        if any(after < before for before, after in pairwise(self._places)):
            self._values = self._values.rearranged(sorted(range(len(self)), key=self._places.__getitem__))
            self._places = array("Q", sorted(self._places))
        assert all(before < after for before, after in pairwise(self._places)), "there is one value at each place"
        return self._values
