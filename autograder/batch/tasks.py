"""Dask's tasks as futures of `concurrent.futures`.

Dask has an executor that makes them. It looks at a task again when it has fetched what came of it: if the task's worker
has ended by then, the future fails; and if what came of it has to be made anew and cannot be, it is never done. (Seen
with distributed 2026.8.0, where workers are killed.)
"""

from __future__ import annotations

import asyncio
import weakref
from collections.abc import Awaitable, Callable, Iterable
from concurrent.futures import CancelledError, Future
from typing import Protocol


class Task(Protocol):
    """What Dask calls a future; it is given up when nobody holds it any more."""


class Loop(Protocol):
    """The loop in which Dask's client does its work, in a thread of its own."""

    def add_callback(self, callback: Callable[..., Awaitable[None]], *arguments: object) -> None: ...


class TaskClient(Protocol):
    """What is used here of Dask's client, which has no types of its own."""

    @property
    def loop(self) -> Loop: ...
    def submit(self, function: Callable[..., bytes], *arguments: object, pure: bool, retries: int) -> Task: ...
    def gather(self, futures: list[Task], *, asynchronous: bool) -> Awaitable[list[bytes]]: ...
    def cancel(self, futures: Iterable[Task]) -> object: ...


class Tasks:
    """Hands tasks to a cluster; each is tried so often again if it raises."""

    def __init__(self, client: TaskClient, retries: int) -> None:
        self._client, self._retries = client, retries
        self._tasks = weakref.WeakSet[Task]()

    def submit(self, function: Callable[..., bytes], *arguments: object) -> Future[bytes]:
        """Have a function called by some worker."""
        task = self._client.submit(function, *arguments, pure=False, retries=self._retries)
        self._tasks.add(task)
        future = Future[bytes]()
        self._client.loop.add_callback(_fetch, self._client, task, future)
        return future

    def cancel(self) -> None:
        """Give up all that is not done."""
        self._client.cancel(list(self._tasks))


async def _fetch(client: TaskClient, task: Task, future: Future[bytes]) -> None:
    """Let a future have what comes of a task, also if it has to be made anew because a worker was lost with it."""
    try:
        (answer,) = await client.gather([task], asynchronous=True)
    except asyncio.CancelledError:  # the loop ends
        future.set_exception(CancelledError())
    except BaseException as why:  # noqa: BLE001 - whatever it is, nobody is to wait for the future for ever
        future.set_exception(why)
    else:
        future.set_result(answer)
