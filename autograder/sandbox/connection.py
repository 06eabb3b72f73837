"""The student's end of the wire: requests in the order in which they came, replies in bunches where that is quicker."""

from __future__ import annotations

import socket
import threading
import time

from autograder.sandbox import wire

BUNCH_BYTES = 1 << 15
BUNCH_SECONDS = 0.001
"""Replies wait for each other so long at most, if there are more requests to go on with."""

_now = time.perf_counter  # student code may replace what `time` holds


class Connection:
    """Frames to and from the grader, which may send several requests before it looks at a reply."""

    def __init__(self, protocol: socket.socket) -> None:
        self._socket = protocol
        self._unread = bytearray()
        self._unsent: list[bytes] = []
        self._bytes, self._since = 0, 0.0
        self._asking = threading.Lock()  # student code may ask from several threads

    def next(self) -> tuple[bytes, bytes] | None:
        """Header and body of the next request, or None at the end of the stream."""
        while (frame := wire.first(self._unread)) is None:
            self._flush()  # whoever has nothing to do says what it has done
            more = self._socket.recv(max(wire.FIRST_READ, wire.missing(self._unread)))
            if not more:
                return None
            self._unread += more
        return frame

    def reply(self, frame: bytes, *, at_once: bool = False) -> None:
        """Send a reply, at once or with the next ones."""
        now = _now()
        if not self._unsent:
            self._since = now
        self._unsent.append(frame)
        self._bytes += len(frame)
        if at_once or self._bytes > BUNCH_BYTES or now - self._since > BUNCH_SECONDS:
            self._flush()

    def ask(self, question: wire.Asks, body: bytes) -> tuple[wire.Answer, bytes]:
        """Put a question to the grader in the midst of a call, and wait for the answer."""
        with self._asking:
            self._unsent.append(wire.frame(question, body))
            frame = self.next()
        if frame is None:
            raise EOFError
        return wire.answer(frame[0]), frame[1]

    def _flush(self) -> None:
        if self._unsent:
            data, self._unsent, self._bytes = b"".join(self._unsent), [], 0
            self._socket.sendall(data)
