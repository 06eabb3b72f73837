"""A student's process as the grader sees it: requests that are answered in their order, under deadlines."""

from __future__ import annotations

import signal
import socket
import time
from collections import deque
from collections.abc import Callable, Sequence

import msgspec

from autograder.sandbox import nodes, wire
from autograder.sandbox.control import MAX_MESSAGE, Ended
from autograder.sandbox.errors import ChildEnded, WorkerFailed
from autograder.sandbox.questions import Answers

FAREWELL_SECONDS = 10.0
GRACE_SECONDS = 0.5
NODE_WEIGHT = 32
"""Bytes of memory that a byte of a header may become when it is decoded: small lists in a list."""


class Child:
    """A student's process: requests, each with one reply in the same order, under deadlines."""

    def __init__(self, protocol: socket.socket, leash: socket.socket) -> None:
        self._protocol = protocol
        self._leash = leash
        self._unread = bytearray()
        self._awaited: deque[bytes] = deque()
        self.ended: Ended | None = None
        self.weight = 0
        """Bytes of memory that the last frame may take; none if it was known."""

    def request(
        self, make: Callable[[bytes], bytes], seconds: float, answers: Answers | None = None
    ) -> tuple[wire.Reply, bytes]:
        """Send a request and receive its reply with the reply's arrays; questions until then go to `answers`.

        `make` is called with a fresh random id, as it stands in the frame, and gives this. Raises as `receive` does.
        """
        self.send_all([make], seconds)
        return self.receive(seconds, answers)

    def send_all(self, makes: Sequence[Callable[[bytes], bytes]], seconds: float) -> None:
        """Send requests in one go; raises as `receive` does."""
        ids = wire.ids(len(makes))
        frames = b"".join([make(id) for make, id in zip(makes, ids, strict=True)])
        self._awaited += ids
        try:
            self._send(frames, time.monotonic() + seconds)
        except (OSError, EOFError) as problem:
            raise self._ending(problem) from None

    def receive(self, seconds: float, answers: Answers | None = None) -> tuple[wire.Reply, bytes]:
        """Receive the reply to the first request that has none yet.

        Raises `ChildEnded` when the process does not answer in time, ends, or sends anything but a reply to this very
        request; it is gone then.
        """
        deadline = time.monotonic() + seconds
        try:
            while True:
                header, body = self._receive(deadline)
                reply = wire.reply(header)
                if reply.id != wire.number(self._awaited[0]):
                    raise nodes.WireError("a reply to another question")
                if answers is None or not isinstance(reply, wire.Asks):
                    break
                self._send(wire.frame(*answers.answer(reply, body)), deadline)
            self._awaited.popleft()
            if self._unread and not self._awaited:
                raise nodes.WireError("more than one reply to a question")
        except (OSError, EOFError, nodes.WireError) as problem:
            raise self._ending(problem) from None
        return reply, body

    def receive_known(
        self, known: Sequence[wire.Prepared], patience: Callable[[float], float], until: float
    ) -> int | None:
        """Wait for the next reply, and take it if it is one of these to the byte: which; if not, `receive` gives it.

        `patience` tells for how many seconds to wait, `until` then at most, if it is not there yet. Raises as
        `receive` does.
        """
        place = self._take(known)
        if place is not None:
            return place
        try:
            if wire.missing(self._unread) <= 0:
                return None
            self._fill(time.monotonic() + patience(until))
        except (OSError, EOFError, nodes.WireError) as problem:
            raise self._ending(problem) from None
        return self._take(known)

    def _take(self, known: Sequence[wire.Prepared]) -> int | None:
        """Take the next reply if it is one of these, as far as it has been read: which."""
        unread, awaited = self._unread, self._awaited
        for place, each in enumerate(known):
            expected = each.frame(awaited[0])
            # what follows the last reply is for `receive` to refuse
            if unread.startswith(expected) and (len(awaited) > 1 or len(unread) == len(expected)):
                del unread[: len(expected)]
                awaited.popleft()
                self.weight = 0
                return place
        return None

    def _ending(self, problem: Exception) -> ChildEnded:
        """What goes wrong with the connection is the end of the process."""
        if not isinstance(problem, TimeoutError | nodes.WireError):
            return self._gone()
        self.end()
        return ChildEnded("timeout") if isinstance(problem, TimeoutError) else ChildEnded("protocol", str(problem))

    def end(self) -> Ended:
        """End the process, if it still runs, and learn how it ended."""
        if self.ended is None:
            self._protocol.close()
            try:
                self._leash.shutdown(socket.SHUT_WR)
                self.ended = self._farewell(FAREWELL_SECONDS)
            except TimeoutError:
                raise WorkerFailed("the worker did not say how a process ended") from None
            finally:
                self._leash.close()
        return self.ended

    def _gone(self) -> ChildEnded:
        """The process closed its end: give its own way of ending time to be noticed, then say what it was."""
        self._protocol.close()
        try:
            self.ended = self._farewell(GRACE_SECONDS)
        except TimeoutError:
            self.end()
            return ChildEnded("protocol", "it closed its connection")
        self._leash.close()
        if self.ended.trouble:
            raise WorkerFailed(f"a process could not be confined: {nodes.said(self.ended.trouble, 500)}")
        if self.ended.overfull:
            return ChildEnded("scratch", "its folder held too much")
        if self.ended.code == -signal.SIGXCPU:
            return ChildEnded("cpu", "its CPU time was used up")
        return ChildEnded("crash", _manner(self.ended.code))

    def _farewell(self, seconds: float) -> Ended:
        """What the worker says when the process is gone; `TimeoutError` if it is not within so many seconds."""
        self._leash.settimeout(seconds)
        message = bytearray()
        try:
            while data := self._leash.recv(MAX_MESSAGE):
                message += data
        except ConnectionError as problem:
            raise WorkerFailed(f"the worker process is gone ({problem})") from None
        if not message:
            raise WorkerFailed("the worker process is gone")
        return msgspec.msgpack.decode(bytes(message), type=Ended)

    def _send(self, data: bytes, deadline: float) -> None:
        view = memoryview(data)
        while view:
            self._protocol.settimeout(_left(deadline))
            view = view[self._protocol.send(view) :]

    def _receive(self, deadline: float) -> tuple[bytes, bytes]:
        """Header and body of the next frame."""
        while (frame := wire.first(self._unread)) is None:
            self._fill(deadline)
        header, body = frame
        self.weight = NODE_WEIGHT * len(header) + len(body)
        return frame

    def _fill(self, deadline: float) -> None:
        """Read until the next frame is there as a whole."""
        while (missing := wire.missing(self._unread)) > 0:
            self._protocol.settimeout(_left(deadline))
            more = self._protocol.recv(max(wire.FIRST_READ, missing))
            if not more:
                raise EOFError
            self._unread += more


def _left(deadline: float) -> float:
    left = deadline - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left


def _manner(code: int) -> str:
    """How a process ended, in words."""
    if code >= 0:
        return f"it ended itself with exit code {code}"
    try:
        return f"it was ended by {signal.Signals(-code).name}"
    except ValueError:
        return f"it was ended by signal {-code}"
