"""A Dask cluster of two worker processes, started by the commands that docs/cluster.md gives."""

from __future__ import annotations

import contextlib
import os
import re
import shlex
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT
from processes import below, heed_signals, survivors

GUIDE = (ROOT / "docs" / "cluster.md").read_text()


def documented(name: str) -> str:
    """The command in the block of docs/cluster.md that is marked so."""
    block = re.search(rf"<!-- command: {name} -->\n```sh\n(.*)\n```", GUIDE)
    assert block is not None, f"docs/cluster.md has no block marked command: {name}"
    return block[1]


def documented_settings() -> str:
    """Dask's settings that docs/cluster.md gives."""
    block = re.search(r"<!-- yaml: dask -->\n```yaml\n(.*?)```", GUIDE, flags=re.DOTALL)
    assert block is not None, "docs/cluster.md has no block marked yaml: dask"
    return block[1]


def dask_distributed() -> Any:
    """Dask's package, without which tests fail in CI and are skipped elsewhere."""
    return import_module("distributed") if "CI" in os.environ else pytest.importorskip("distributed")


@pytest.fixture(scope="session")
def distributed() -> Any:
    return dask_distributed()


@dataclass
class DaskCluster:
    """A scheduler, and commands that each started some workers; all of them are processes of their own."""

    port: int
    space: Path
    commands: list[subprocess.Popen[bytes]] = field(default_factory=list[subprocess.Popen[bytes]])

    @property
    def address(self) -> str:
        return f"tcp://127.0.0.1:{self.port}"

    @property
    def settings(self) -> Path:
        """The folder where Dask looks for its settings."""
        folder = self.space / "settings"
        folder.mkdir(exist_ok=True)
        return folder

    @property
    def pids(self) -> list[int]:
        """The commands' processes."""
        return [process.pid for process in self.commands]

    def start(self, command: str, log: str, **environment: str) -> subprocess.Popen[bytes]:
        """Start a command of Dask, with this cluster's port."""
        words = shlex.split(command.replace("8786", str(self.port)).replace("8787", "0"))
        assert words.pop(0) == "dask"
        with open(self.space / log, "ab") as file:
            process = subprocess.Popen(
                [sys.executable, "-m", "dask", *words],
                stdin=subprocess.DEVNULL,
                stdout=file,
                stderr=file,
                env={**os.environ, "DASK_CONFIG": str(self.settings), **environment},
                start_new_session=True,
                preexec_fn=heed_signals,
            )
        self.commands.append(process)
        return process

    def start_workers(self, processes: int = 2, threads: int = 1) -> subprocess.Popen[bytes]:
        """Start workers as the guide does, but fewer and smaller ones."""
        command = documented("worker")
        for given, here in (("--nworkers 2", f"--nworkers {processes}"), ("--nthreads 16", f"--nthreads {threads}")):
            assert given in command
            command = command.replace(given, here)
        return self.start(f"{command} --local-directory {self.space}", "workers")

    def wait_for_workers(self, count: int) -> None:
        """Wait until the scheduler and so many workers are there."""
        with dask_distributed().Client(self.address, timeout=60, set_as_default=False) as client:
            if count:
                client.wait_for_workers(count, timeout=60)

    def stop(self, process: subprocess.Popen[bytes]) -> None:
        """End a command and all that is below it, gently if it lets us."""
        family = {process.pid} | below(process.pid)
        process.send_signal(signal.SIGINT)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(20)
        for pid in family:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        process.wait()
        assert survivors(family) == set()
        self.commands.remove(process)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture(scope="session")
def dask_settings() -> str:
    """Those of the guide."""
    return documented_settings()


@pytest.fixture(scope="module")
def new_cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[], DaskCluster]]:
    """Makes clusters that have a scheduler, and no workers yet."""
    made: list[DaskCluster] = []

    def make() -> DaskCluster:
        cluster = DaskCluster(free_port(), tmp_path_factory.mktemp("dask"))
        (cluster.settings / "autograder.yaml").write_text(documented_settings())
        made.append(cluster)
        cluster.start(documented("scheduler"), "scheduler")
        cluster.wait_for_workers(0)
        return cluster

    yield make
    for cluster in made:
        for process in reversed(list(cluster.commands)):
            cluster.stop(process)


@pytest.fixture(scope="module")
def two_workers(new_cluster: Callable[[], DaskCluster]) -> DaskCluster:
    cluster = new_cluster()
    cluster.start_workers()
    return cluster


@pytest.fixture
def dask(two_workers: DaskCluster) -> DaskCluster:
    """A cluster of two workers with one thread each; both are there, also if a test before has killed them."""
    two_workers.wait_for_workers(2)
    return two_workers
