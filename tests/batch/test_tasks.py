"""What comes of a task reaches its future, also where its worker ends before or after it is fetched."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Awaitable, Callable, Iterator
from concurrent.futures import CancelledError
from pathlib import Path
from typing import Any

import pytest

from autograder.batch.tasks import Tasks


@pytest.fixture
def client(dask, distributed: Any) -> Iterator[Any]:
    with distributed.Client(dask.address, timeout=60, set_as_default=False) as connected:
        connected.wait_for_workers(2, timeout=60)
        yield connected


@pytest.fixture
def killed() -> list[int]:
    """The workers' processes that were killed."""
    return []


@pytest.fixture
def lose(client: Any, killed: list[int]) -> Callable[[Any], Awaitable[None]]:
    """Has the worker killed that did a task."""
    processes = client.run(os.getpid)

    async def lost(task: Any) -> None:
        await until(task, "finished")
        ((worker,),) = (await client.scheduler.who_has(keys=[task.key])).values()
        os.kill(processes[worker], signal.SIGKILL)
        killed.append(processes[worker])

    return lost


@pytest.fixture
def once(tmp_path: Path) -> tuple[Any, Path, Path]:
    """What can be done once, and fails when it is done again; what comes of it is None."""
    (tmp_path / "there").touch()
    return os.rename, tmp_path / "there", tmp_path / "moved"


async def until(task: Any, status: str) -> None:
    while task.status != status:
        await asyncio.sleep(0.01)


@pytest.fixture
def lost_first(client: Any, lose: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """A worker is lost when it is done, and nobody has fetched anything yet."""

    async def lose_and_fetch(tasks: list[Any], *, asynchronous: bool) -> Any:
        await lose(tasks[0])
        return await gather(tasks, asynchronous=asynchronous)

    gather = client.gather
    monkeypatch.setattr(client, "gather", lose_and_fetch)


def test_what_is_lost_is_made_anew(client: Any, lost_first: None, killed: list[int]) -> None:
    worker = Tasks(client, retries=0).submit(os.getpid).result(60)
    assert len(killed) == 1
    assert worker not in killed


def test_what_is_lost_and_cannot_be_made_anew_is_told(client: Any, lost_first: None, once: Any) -> None:
    with pytest.raises(FileNotFoundError):
        Tasks(client, retries=0).submit(*once).result(60)


def test_an_exception_that_is_none_of_the_usual_ones_is_told(client: Any) -> None:
    with pytest.raises(GeneratorExit):
        Tasks(client, retries=0).submit(exec, "raise GeneratorExit").result(60)


def test_what_is_given_up_is_told(new_cluster: Any, distributed: Any) -> None:
    cluster = new_cluster()  # without a worker that could do it before
    with distributed.Client(cluster.address, timeout=60, set_as_default=False) as idle:
        tasks = Tasks(idle, retries=0)
        future = tasks.submit(os.getpid)
        tasks.cancel()
        with pytest.raises(CancelledError):
            future.result(60)


def test_what_was_fetched_counts_though_it_is_lost_then(
    client: Any, lose: Any, killed: list[int], once: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fetch_and_lose(tasks: list[Any], *, asynchronous: bool) -> Any:
        fetched = await gather(tasks, asynchronous=asynchronous)
        await lose(tasks[0])
        await until(tasks[0], "error")
        return fetched

    gather = client.gather
    monkeypatch.setattr(client, "gather", fetch_and_lose)
    assert Tasks(client, retries=0).submit(*once).result(60) is None
    assert len(killed) == 1
