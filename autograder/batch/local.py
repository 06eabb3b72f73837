"""Grading in several processes of this machine."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor

from autograder.batch.messages import Order
from autograder.batch.processes import Processes

AHEAD = 2
"""Bunches in work, or waiting for it, for each process: so that none waits for the next."""


class Local:
    """One thread for each grading process; the threads do nothing but wait."""

    bunch_seconds = 0.0
    """Files cost nothing to hand over: each goes by itself."""

    def __init__(self, order: Order, workers: int) -> None:
        self._processes = Processes(order)
        self._threads = ThreadPoolExecutor(workers, thread_name_prefix="grading")
        self._width = AHEAD * workers

    def width(self) -> int:
        """How many bunches may be in work, or wait for it."""
        return self._width

    def submit(self, given: bytes) -> Future[bytes]:
        """Have a bundle of packed files graded."""
        return self._threads.submit(self._processes.grade_bunch, given)

    def answer(self, done: Future[bytes]) -> bytes:
        """The bundle of packed answers; never None, for a lost process is replaced."""
        return done.result()

    def look(self) -> None:
        """Nothing can be wrong here that the processes do not say."""

    def close(self) -> None:
        """End all processes, also those that are at work."""
        self._processes.close()  # before the threads: the kernel ends a process with the thread that started it
        self._threads.shutdown(cancel_futures=True)
