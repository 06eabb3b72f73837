"""Grading processes of this machine: started when they are needed, replaced when they are lost."""

from __future__ import annotations

import contextlib
import subprocess
import sys
import threading
import time
from multiprocessing import Pipe

from autograder.batch.messages import Lost, Order, Ready, bundle, packed, start_in, unbundle
from autograder.sandbox.errors import WorkerFailed

ATTEMPTS = 3
"""A submission on which a grading process is lost so many times is left to a person."""
ENOUGH_SECONDS = 5.0
"""A bunch of files that has taken so long is not gone on with: files may be slower than those before them were."""
FAREWELL_SECONDS = 10.0


class ProcessLost(Exception):
    """The grading process is gone."""


class ProcessesClosed(Exception):
    """Nothing is graded here any more."""


class GradingProcess:
    """A process that grades with one lab, one file at a time (see `serve`)."""

    def __init__(self, order: Order) -> None:
        # no pool of the standard library: the worker of a cluster is a daemon, which may have none
        self._line, theirs = Pipe()
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-m", "autograder.batch.serve", str(theirs.fileno())],
                stdin=subprocess.DEVNULL,
                stdout=2,  # what a lab prints is no result
                pass_fds=[theirs.fileno()],
                start_new_session=True,  # Ctrl-C is for the command, which ends its processes itself
            )
        self.is_ready = False
        """Whether it has loaded the lab."""
        with contextlib.suppress(BrokenPipeError):  # its end is found out when it is asked something
            self._line.send_bytes(packed(order))

    def grade(self, given: bytes) -> bytes:
        """The packed answer to a packed file; `ProcessLost` if the process ends before."""
        try:
            if not self.is_ready:
                start = self._line.recv_bytes()
                if not isinstance(start_in(start), Ready):
                    return start
                self.is_ready = True
            self._line.send_bytes(given)
            return self._line.recv_bytes()
        except (EOFError, OSError):
            raise ProcessLost from None

    def dismiss(self) -> None:
        """Let an idle process go: it ends by itself, with its worker."""
        self._line.close()

    @property
    def has_ended(self) -> bool:
        """Whether the process is gone."""
        return self._process.poll() is not None

    def kill(self) -> None:
        """End the process at once; its worker notices and ends too."""
        self._process.kill()

    def wait(self) -> None:
        """Wait for the end of a process that was let go or killed."""
        try:
            self._process.wait(FAREWELL_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


class Processes:
    """As many grading processes as there are threads that ask at the same time."""

    def __init__(self, order: Order) -> None:
        self._order = order
        self._lock = threading.Lock()
        self._idle: list[GradingProcess] = []
        self._busy: set[GradingProcess] = set()
        self._closed = False

    def grade(self, given: bytes) -> bytes:
        """The packed answer to a packed file, of a process that nobody else uses meanwhile.

        `WorkerFailed` if none gets as far as loading the lab, `ProcessesClosed` if somebody ends them meanwhile.
        """
        were_ready = False
        for _ in range(ATTEMPTS):
            process = self._take()
            try:
                answer = process.grade(given)
            except ProcessLost:
                were_ready |= process.is_ready
                self._give_up(process)
            else:
                self._give_back(process)
                return answer
        if not were_ready:
            raise WorkerFailed("the grading process ended while it started; its message is above")
        return packed(Lost(ATTEMPTS))

    def grade_bunch(self, given: bytes) -> bytes:
        """A bundle of the packed answers to a bundle of packed files, at least to the first.

        After `ENOUGH_SECONDS` no further file is begun: whoever waits for the others has them graded elsewhere.
        """
        answers: list[bytes] = []
        until = time.monotonic() + ENOUGH_SECONDS
        for each in unbundle(given):
            answers.append(self.grade(each))
            if time.monotonic() > until:
                break
        return bundle(answers)

    def close(self) -> None:
        """End all processes, also those that are at work."""
        with self._lock:
            self._closed = True
            idle, busy = self._idle, list(self._busy)
            self._idle = []
        for process in idle:
            process.dismiss()
        for process in busy:  # whoever waits for its answer learns that it is lost
            process.kill()
        for process in [*idle, *busy]:
            process.wait()

    def _take(self) -> GradingProcess:
        with self._lock:
            if self._closed:
                raise ProcessesClosed
            while self._idle and self._idle[-1].has_ended:  # while it waited: that is no submission's doing
                self._idle.pop().dismiss()
            process = self._idle.pop() if self._idle else GradingProcess(self._order)
            self._busy.add(process)
            return process

    def _give_back(self, process: GradingProcess) -> None:
        with self._lock:
            self._busy.discard(process)
            if not self._closed:
                self._idle.append(process)
                return
        process.dismiss()

    def _give_up(self, process: GradingProcess) -> None:
        """A process that is no more to be trusted: end what is left of it."""
        process.kill()
        process.wait()
        process.dismiss()
        with self._lock:
            self._busy.discard(process)
