"""Grading by the workers of a Dask cluster."""

from __future__ import annotations

import secrets
import time
import warnings
import zlib
from collections.abc import Callable, Generator
from concurrent.futures import CancelledError, Future
from contextlib import contextmanager
from typing import Protocol, cast

from dask import config
from distributed import Client, KilledWorker, Security

from autograder.batch import parcel, remote
from autograder.batch.engine import OTHER, code_hash, other_code
from autograder.batch.errors import ClusterError
from autograder.batch.local import AHEAD
from autograder.batch.messages import Order
from autograder.batch.tasks import TaskClient, Tasks

CONNECT_SECONDS = 8
MESSAGES_KEPT = 10
"""Dask keeps the last thousand that it has sent, with all that was handed in."""
COUNT_SECONDS = 2.0
"""How old the number of workers may be."""
RETRIES = 2
"""How often a bunch is sent out again because a worker could not grade at all."""


class Connected(TaskClient, Protocol):
    """What else is used here of Dask's client."""

    def nthreads(self) -> dict[str, int]: ...
    def run(self, function: Callable[[], str], *, on_error: str) -> dict[str, object]: ...
    def register_plugin(self, plugin: remote.Branch) -> object: ...
    def unregister_worker_plugin(self, name: str) -> object: ...
    def close(self) -> object: ...


class Cluster:
    """The workers of a scheduler; each gets the lab once, also one that comes later."""

    bunch_seconds = 1.0
    """Long beside the milliseconds that a task of Dask costs three processes, short beside anybody's patience."""

    def __init__(self, address: str, order: Order, tell: Callable[[str], None]) -> None:
        self._address, self._tell = address, tell
        self._name = f"autograder-{secrets.token_hex(8)}"
        # a notebook full of pictures is large, and goes to one worker only
        warnings.filterwarnings("ignore", "Sending large graph")
        self._client = _connected(address)
        try:
            with self._scheduler_at_work():
                strangers = self._strangers()
                if strangers:
                    raise ClusterError(other_code(strangers))
                lab = parcel.pack(order.folder, order.lab)
                branch = remote.Branch(self._name, code_hash(), lab, order.lab_sha256, order.required)
                self._client.register_plugin(branch)
        except BaseException:  # Ctrl-C too: nobody else knows of the connection
            self._client.close()
            raise
        self._tasks = Tasks(self._client, RETRIES)
        self._threads, self._counted = 0, -COUNT_SECONDS
        self._is_empty = False

    def width(self) -> int:
        """How many bunches may be in work, or wait for it; it grows and shrinks with the cluster."""
        if not self._threads or time.monotonic() - self._counted > COUNT_SECONDS:
            with self._scheduler_at_work():
                self._threads = sum(self._client.nthreads().values())
            self._counted = time.monotonic()
        return max(1, AHEAD * self._threads)

    def submit(self, given: bytes) -> Future[bytes]:
        """Have a bundle of packed files graded."""
        return self._tasks.submit(remote.grade, self._name, zlib.compress(given, remote.LEVEL))

    def answer(self, done: Future[bytes]) -> bytes | None:
        """The bundle of packed answers; None if too many workers were lost while they had the files."""
        with self._scheduler_at_work():
            try:
                return zlib.decompress(done.result())
            except KilledWorker:
                return None

    def look(self) -> None:
        """Say so, once, if there are no workers."""
        with self._scheduler_at_work():
            is_empty = not self._client.nthreads()
        if is_empty and not self._is_empty:
            self._tell(f"the cluster at {self._address} has no workers now; waiting for the first (Ctrl-C ends that).")
        self._is_empty = is_empty

    def close(self) -> None:
        """Give up what is in work, and have the lab removed from the workers."""
        try:
            with self._scheduler_at_work():
                self._tasks.cancel()
                self._unregister()
        finally:
            self._client.close()

    def _unregister(self) -> None:
        try:
            self._client.unregister_worker_plugin(self._name)
        except ValueError as why:
            if self._name not in str(why):
                raise
            # a scheduler that was started anew meanwhile has never heard of it

    def _strangers(self) -> dict[str, str]:
        """Workers that have another autograder, or none, each with what is wrong there."""
        found = self._client.run(code_hash, on_error="return")
        return {
            worker: f"it has none that can be used ({said})" if isinstance(said, Exception) else OTHER
            for worker, said in found.items()
            if said != code_hash()
        }

    @contextmanager
    def _scheduler_at_work(self) -> Generator[None]:
        """What fails for want of a scheduler is told as that."""
        try:
            yield
        except (OSError, CancelledError) as why:
            raise ClusterError(
                f"The scheduler at {self._address} is gone ({why or 'the connection was lost'}). What is graded is "
                f"kept: give the same command again to go on."
            ) from None


def _connected(address: str) -> Connected:
    try:
        given = cast(dict[str, object], Security().get_connection_args("client"))  # pyright: ignore[reportUnknownMemberType]
        if address.startswith("tls:") and given["ssl_context"] is None:
            raise ClusterError(f"{address} wants certificates, and Dask knows of none: see TLS in docs/cluster.md.")
        with config.set({"distributed.admin.low-level-log-length": MESSAGES_KEPT}):
            return cast(Connected, Client(address, timeout=CONNECT_SECONDS, set_as_default=False))
    except (OSError, ValueError, TypeError) as why:
        raise ClusterError(
            f"No Dask scheduler can be reached at {address}: {why}. Is it running there, and is that its own address "
            f"(such as tcp://host:8786, or tls://host:8786), not the dashboard's?"
        ) from None
