"""What grader and worker say to each other about a student's process: start it, and how it ended.

These messages never pass through the student's process. The grader sends `Spawn` with two descriptors: the protocol
socket of the student's process, and a leash. When the grader lets go of the leash, the worker kills the process; when
the process is gone, the worker says `Ended` on the leash and closes it.
"""

from __future__ import annotations

import msgspec

MAX_MESSAGE = 256 << 10
LEAN = "lean"
"""Among a worker's arguments: it does not load the large modules of `preload`."""


class Ready(msgspec.Struct, frozen=True):
    """The worker is warm.

    `protections` are the layers that it puts around a student's process, `missing` the others with the reasons;
    `readable` is what student code may read.
    """

    protections: tuple[str, ...]
    missing: dict[str, str]
    readable: tuple[str, ...]


class Spawn(msgspec.Struct, frozen=True):
    """Start a student's process: memory beyond the idle worker's, CPU seconds, seed of the random generators."""

    memory_mb: int
    cpu_seconds: int
    seed: int


class Ended(msgspec.Struct, frozen=True):
    """How a student's process ended: exit code, or the negative number of the signal, and what it used.

    Nothing that a student printed is in it, or is kept at all: the worker's memory is inherited by the next child.
    """

    code: int
    killed: bool  # by the worker, because the grader let go
    overfull: bool  # killed by the worker, because scratch held too much
    cpu_seconds: float
    trouble: bytes = b""  # why the process could not be confined; no student code has run then
