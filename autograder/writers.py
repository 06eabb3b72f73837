"""A few threads that carry out jobs, while whoever hands them over goes on.

Whoever waits for them waits in a queue of the interpreter's own, and not in a lock of Python code: an exception that a
signal raises there, wherever it comes, leaves nothing locked.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from queue import Empty, SimpleQueue


class Writers:
    """Jobs by name, each done by one of some threads. Use from one thread, and `close` in the end."""

    def __init__(self, threads: int) -> None:
        self._jobs: SimpleQueue[tuple[str, Callable[[], None]] | None] = SimpleQueue()
        self._done: SimpleQueue[tuple[str, BaseException | None]] = SimpleQueue()
        self._under_way: set[str] = set()
        self._threads = [threading.Thread(target=self._work, name="writing", daemon=True) for _ in range(threads)]
        for thread in self._threads:
            thread.start()

    def __len__(self) -> int:
        """How many jobs are under way."""
        return len(self._under_way)

    def __contains__(self, name: str) -> bool:
        """Whether the job of that name is under way."""
        return name in self._under_way

    def submit(self, name: str, job: Callable[[], None]) -> None:
        """Have a job done; none of that name is under way."""
        self._under_way.add(name)
        self._jobs.put((name, job))

    def take(self, *, wait: bool) -> bool:
        """Take note of a job that is done, and raise what it has raised; False if there is none yet."""
        try:
            name, problem = self._done.get(block=wait)
        except Empty:
            return False
        self._under_way.discard(name)
        if problem is not None:
            raise problem
        return True

    def close(self) -> None:
        """Wait until all jobs are done, whatever comes of them, and end the threads."""
        for _ in self._threads:
            self._jobs.put(None)
        for thread in self._threads:
            thread.join()

    def _work(self) -> None:
        while (given := self._jobs.get()) is not None:
            name, job = given
            problem: BaseException | None = None
            try:
                job()
            except BaseException as raised:  # noqa: BLE001 - whoever waits for the job raises it
                problem = raised
            self._done.put((name, problem))
