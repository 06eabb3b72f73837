"""Values of one type in a file, of which memory knows the places alone: for what grows with a class."""

from __future__ import annotations

import os
import tempfile
from abc import abstractmethod
from array import array
from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Generic, TypeVar, overload

import msgspec

T = TypeVar("T")


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
        self._folder = folder or Path(tempfile.gettempdir())
        with self._told():
            self._file = tempfile.TemporaryFile(dir=folder)  # noqa: SIM115 (it lives as long as the sequence)
        self._ends = array("Q", [0])
        self._encoder = msgspec.msgpack.Encoder()
        self._decoder = msgspec.msgpack.Decoder(kind)

    def append(self, value: T) -> None:
        """Add a value at the end."""
        with self._told():
            self._ends.append(self._ends[-1] + self._file.write(self._encoder.encode(value)))

    def __len__(self) -> int:
        return len(self._ends) - 1

    def at(self, place: int) -> T:
        """The value at a place."""
        start, end = self._ends[place], self._ends[place + 1]
        with self._told():
            self._file.flush()
            data = os.pread(self._file.fileno(), end - start, start)
        return self._decoder.decode(data)

    @contextmanager
    def _told(self) -> Generator[None]:
        try:
            yield
        except OSError as problem:
            raise NoRoomError(
                f"{self._folder} cannot hold what is put aside there for a while: {problem.strerror}. Make room there."
            ) from None
