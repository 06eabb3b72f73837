"""What a grading process is told, and what it says: plain typed data, never a student's objects."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

import msgspec

from autograder.checks.pictured import Picture
from autograder.feedback.drawings import Drawing
from autograder.labs import Lab
from autograder.report import Report
from autograder.sandbox.isolation import Level
from autograder.submissions import SubmittedFile


class Order(msgspec.Struct, frozen=True, kw_only=True):
    """What to grade with: a lab in a course's folder, known by its hash, at which level of isolation."""

    course: bytes  # a path need not be text
    lab: str
    lab_sha256: str
    required: Level

    @property
    def folder(self) -> Path:
        """The course."""
        return Path(os.fsdecode(self.course))


def order(course: Path, lab: Lab, required: Level) -> Order:
    """The order to grade with a lab that was loaded from a course."""
    return Order(course=os.fsencode(course.absolute()), lab=lab.name, lab_sha256=lab.sha256, required=required)


class Ready(msgspec.Struct, frozen=True, tag="ready"):
    """The lab is loaded: send files."""


class Graded(msgspec.Struct, frozen=True, tag="graded"):
    """A report, and how those of its pictures are drawn that this process has not sent before."""

    report: Report
    drawn: tuple[tuple[Picture, Drawing], ...] = ()


class Unfit(msgspec.Struct, frozen=True, tag="unfit"):
    """The lab cannot be loaded there."""

    why: str


class Unsafe(msgspec.Struct, frozen=True, tag="unsafe"):
    """Student code cannot be isolated there as is demanded."""

    why: str


class Stranger(msgspec.Struct, frozen=True, tag="stranger"):
    """A cluster's worker that has another autograder than the command."""

    worker: str


class Lost(msgspec.Struct, frozen=True, tag="lost"):
    """So many processes were lost while they graded the file."""

    times: int


Answer = Graded | Unfit | Unsafe | Stranger | Lost
Start = Ready | Unfit


def packed(message: Order | SubmittedFile | Answer | Start) -> bytes:
    """The message as bytes."""
    return msgspec.msgpack.encode(message)


def order_in(data: bytes) -> Order:
    """The order in a message."""
    return msgspec.msgpack.decode(data, type=Order)


def file_in(data: bytes) -> SubmittedFile:
    """The submitted file in a message."""
    return msgspec.msgpack.decode(data, type=SubmittedFile)


def start_in(data: bytes) -> Start:
    """How a process started."""
    return msgspec.msgpack.decode(data, type=Start)


def answer_in(data: bytes) -> Answer:
    """The answer to a submitted file."""
    return msgspec.msgpack.decode(data, type=Answer)


def bundle(messages: Sequence[bytes]) -> bytes:
    """Packed messages as one."""
    return msgspec.msgpack.encode(messages)


def unbundle(data: bytes) -> list[bytes]:
    """The packed messages in a bundle."""
    return msgspec.msgpack.decode(data, type=list[bytes])
