"""On a worker of a Dask cluster: the lab in a private folder, and grading processes of its own.

The worker itself only carries: student code runs below its grading processes, as it does below a command's, and
whatever ends one of those does not end the worker.
"""

from __future__ import annotations

import asyncio
import shutil
import tempfile
import threading
import time
import zlib
from pathlib import Path

from distributed import Reschedule, Worker, WorkerPlugin, get_worker
from tornado.ioloop import PeriodicCallback

from autograder.batch import parcel
from autograder.batch.engine import code_hash
from autograder.batch.errors import ClusterError
from autograder.batch.messages import Order, Stranger, bundle, packed, unbundle
from autograder.batch.parcel import Parcel
from autograder.batch.processes import Processes, ProcessesClosed
from autograder.sandbox.errors import WorkerFailed
from autograder.sandbox.isolation import Level, strictest

LEVEL = 1
"""How hard bunches are compressed: notebooks of a class have so much in common that little effort leaves a fifth."""
IDLE_SECONDS = 120.0
"""After so long without a submission nothing is kept warm: the command may be gone for good."""


class Branch(WorkerPlugin):
    """Grades with one lab on one worker; Dask sends it to all workers, also to those that come later."""

    def __init__(self, name: str, code: str, lab: Parcel, lab_sha256: str, required: Level) -> None:
        self.name = name
        self._code = code
        self._lab = lab
        self._lab_sha256 = lab_sha256
        # with a network, student code could order the whole cluster about
        self._required: Level = strictest(required, "contained")

    async def setup(self, worker: Worker) -> None:
        """Make ready; the lab is unpacked when the first submission comes."""
        self._address = worker.address
        self._place = worker.local_directory
        self._lock = threading.Lock()
        self._processes: Processes | None = None
        self._folder: Path | None = None
        self._busy, self._used, self._is_over = 0, 0.0, False
        self._tidying = PeriodicCallback(self.tidy, IDLE_SECONDS / 4 * 1000)
        self._tidying.start()

    async def teardown(self, worker: Worker) -> None:
        """End the grading processes, and remove the lab."""
        self._tidying.stop()
        self._is_over = True
        await asyncio.to_thread(self._close)

    def grade(self, given: bytes) -> bytes:
        """A bundle of packed answers to a bundle of packed files."""
        if code_hash() != self._code:  # it came when the command had looked at all workers already
            return bundle([packed(Stranger(self._address)) for _ in unbundle(given)])
        with self._lock:
            if self._is_over:
                raise Reschedule
            processes = self._processes = self._processes or self._open()
            self._busy += 1
        try:
            return processes.grade_bunch(given)
        except ProcessesClosed:  # this worker goes, and another one may come
            raise Reschedule from None
        except (OSError, WorkerFailed) as why:
            raise ClusterError(f"The worker {self._address} cannot grade: {why}.") from None
        finally:
            with self._lock:
                self._busy -= 1
                self._used = time.monotonic()

    def _open(self) -> Processes:
        try:
            # only this user may look into it, and Dask clears the place of workers that were killed
            self._folder = self._folder or Path(tempfile.mkdtemp(prefix="autograder-", dir=self._place))
            parcel.unpack(self._lab, self._folder)
        except (OSError, ValueError) as why:  # it is tried once more, perhaps when there is room
            raise ClusterError(f"The worker {self._address} cannot unpack the lab: {why}.") from None
        course = bytes(self._folder)
        order = Order(course=course, lab=self._lab.lab, lab_sha256=self._lab_sha256, required=self._required)
        return Processes(order)

    async def tidy(self, idle_for: float = IDLE_SECONDS) -> None:
        """Let go of what has been idle for so many seconds."""
        await asyncio.to_thread(self._close, idle_for)

    def _close(self, idle_for: float = 0.0) -> None:
        """End what has been idle for so many seconds; at once, and also what is at work, if that is 0."""
        with self._lock:
            if idle_for and (self._busy or time.monotonic() - self._used < idle_for):
                return
            processes, folder = self._processes, self._folder
            self._processes = self._folder = None
        if processes is not None:
            processes.close()
        if folder is not None:
            shutil.rmtree(folder)


def grade(branch: str, given: bytes) -> bytes:
    """What a cluster's task calls: this worker's branch answers a bundle of files; both are compressed."""
    found = get_worker().plugins[branch]
    assert isinstance(found, Branch)
    return zlib.compress(found.grade(zlib.decompress(given)), LEVEL)
