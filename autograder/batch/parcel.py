"""A lab as one parcel of bytes, the same for the same files: how it travels to machines that have no course."""

from __future__ import annotations

import hashlib
import os
import zlib
from pathlib import Path

import msgspec

from autograder.labs import files_of

HALVES = ("assignments", "solutions")


class Parcel(msgspec.Struct, frozen=True):
    """Both halves of a lab, packed, with the SHA-256 of that."""

    lab: str
    sha256: str
    data: bytes


def pack(course: Path, lab: str) -> Parcel:
    """Pack a lab of a course: every file with its place below the course, in order."""
    files = [
        (tuple(os.fsencode(part) for part in path.relative_to(course).parts), path.read_bytes())
        for half in HALVES
        for path in files_of(course / half / lab)
    ]
    data = zlib.compress(msgspec.msgpack.encode(files))
    return Parcel(lab, hashlib.sha256(data).hexdigest(), data)


def unpack(parcel: Parcel, folder: Path) -> None:
    """Make a course of one lab in an empty folder; `ValueError` if the parcel is not what was sent."""
    if hashlib.sha256(parcel.data).hexdigest() != parcel.sha256:
        raise ValueError(f"the lab {parcel.lab} was damaged on its way")
    for parts, content in msgspec.msgpack.decode(
        zlib.decompress(parcel.data), type=list[tuple[tuple[bytes, ...], bytes]]
    ):
        path = folder.joinpath(*map(os.fsdecode, parts))
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
