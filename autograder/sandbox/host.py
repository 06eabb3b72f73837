"""The grader's side: a warm worker, which starts a process for each student."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Collection
from types import TracebackType

import msgspec

from autograder.sandbox.control import LEAN, MAX_MESSAGE, Ready, Spawn
from autograder.sandbox.errors import WorkerFailed
from autograder.sandbox.process import FAREWELL_SECONDS, Child

START_SECONDS = 60.0
BUFFER = 1 << 18
"""Bytes of the socket buffers: large enough that most frames are written in one go."""


class Worker:
    """A warm process that forks a child for each submission. Use as a context manager; not from several threads.

    `without` names layers of protection to leave out: for measuring what each is worth, not for grading. A `lean` one
    forks sooner, and imports the large modules of `preload` only in the processes that use them.
    """

    def __init__(self, without: Collection[str] = (), *, lean: bool = False) -> None:
        self.lean = lean
        ours, theirs = socket.socketpair()
        environment = {"PATH": os.defpath, "MPLBACKEND": "Agg", "PYTHONHASHSEED": "0"}
        environment |= {f"{library}_NUM_THREADS": "1" for library in ("OPENBLAS", "OMP", "MKL", "VECLIB_MAXIMUM")}
        environment |= {name: os.environ[name] for name in ("OPENBLAS_CORETYPE",) if name in os.environ}
        command = [sys.executable, "-P", "-B", "-m", "autograder.sandbox.worker", str(theirs.fileno())]
        command += [*without, *([LEAN] if lean else [])]
        with theirs:
            self._process = subprocess.Popen(
                command,
                env=environment,
                cwd="/",
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                pass_fds=[theirs.fileno()],
                start_new_session=True,  # Ctrl-C is for the command, which ends its workers itself
            )
        self._control = ours
        self._ready: Ready | None = None

    @property
    def pid(self) -> int:
        """The worker's process."""
        return self._process.pid

    @property
    def ready(self) -> Ready:
        """What the worker said of itself; waits until it is warm."""
        if self._ready is None:
            self._ready = msgspec.msgpack.decode(self._receive_ready(), type=Ready)
        return self._ready

    def spawn(self, spawn: Spawn) -> Child:
        """Start a student's process."""
        _ = self.ready
        protocol, theirs = socket.socketpair()
        leash, their_leash = socket.socketpair()
        protocol.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, BUFFER)
        theirs.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, BUFFER)
        with theirs, their_leash:
            try:
                socket.send_fds(self._control, [msgspec.msgpack.encode(spawn)], [theirs.fileno(), their_leash.fileno()])
            except OSError as problem:
                protocol.close()
                leash.close()
                raise WorkerFailed(f"the worker process is gone ({problem})") from None
        return Child(protocol, leash)

    def close(self) -> None:
        """End the worker and everything below it."""
        self._control.close()
        try:
            self._process.wait(FAREWELL_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def __enter__(self) -> Worker:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _receive_ready(self) -> bytes:
        self._control.settimeout(START_SECONDS)
        try:
            message = self._control.recv(MAX_MESSAGE)
        except OSError as problem:
            raise WorkerFailed(f"the worker process did not start ({problem})") from None
        if not message:
            raise WorkerFailed("the worker process ended while it started; its message is above")
        return message
