"""On a worker of a cluster: what it refuses, and what it lets go of. The worker itself is a stand-in here."""

from __future__ import annotations

import asyncio
import os
import pickle
import tempfile
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from conftest import TOY
from processes import below, survivors
from submitting import RIGHT

if "CI" not in os.environ:
    pytest.importorskip("distributed")

from autograder.batch import ClusterError, parcel, remote
from autograder.batch.engine import code_hash
from autograder.batch.messages import Answer, Graded, Stranger, Unsafe, answer_in, bundle, packed, unbundle
from autograder.labs import Lab
from autograder.submissions import SubmittedFile

RIGHT_FILE = bundle([packed(SubmittedFile("ann", "ann.py", RIGHT.encode()))])


def branch_of(toy: Lab, place: Path, code: str | None = None) -> remote.Branch:
    """A branch as it arrives on a worker with this local directory."""
    sent = remote.Branch("autograder-x", code or code_hash(), parcel.pack(TOY, "toy"), toy.sha256, "limits")
    return pickle.loads(pickle.dumps(sent))  # noqa: S301 - our own


def worker_at(place: Path) -> SimpleNamespace:
    return SimpleNamespace(address="tcp://10.0.0.7:1234", local_directory=str(place))


def the_answer(given: bytes) -> Answer:
    """The one in a bundle."""
    (one,) = unbundle(given)
    return answer_in(one)


def on_worker(toy: Lab, place: Path, given: bytes = RIGHT_FILE, code: str | None = None) -> bytes:
    """The bundle of answers of a branch that is set up for one bundle of files, and torn down again."""

    async def one() -> bytes:
        branch, worker = branch_of(toy, place, code), worker_at(place)
        await branch.setup(worker)
        try:
            return await asyncio.to_thread(branch.grade, given)
        finally:
            await branch.teardown(worker)

    return asyncio.run(one())


def test_it_grades_and_leaves_nothing_behind(toy: Lab, tmp_path: Path) -> None:
    before = below(os.getpid())
    answer = the_answer(on_worker(toy, tmp_path))
    assert isinstance(answer, Graded)
    assert answer.report.score == 9.0
    assert not list(tmp_path.iterdir())
    assert survivors(below(os.getpid()) - before) == set()


def test_a_place_that_student_code_may_read_is_refused(toy: Lab) -> None:
    packages = Path(np.__file__).parents[1]
    if not os.access(packages, os.W_OK):
        pytest.skip(f"{packages} is not ours to write into")
    with tempfile.TemporaryDirectory(dir=packages) as place:
        answer = the_answer(on_worker(toy, Path(place)))
    assert isinstance(answer, Unsafe)
    assert "which student code may read" in answer.why


def test_on_a_cluster_student_code_is_never_run_without_isolation(
    toy: Lab, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever the command demands: with a network, student code could command the cluster."""
    orders: list[str] = []

    def noted(order: object) -> None:
        orders.append(order.required)  # pyright: ignore
        raise OSError("enough is known")

    monkeypatch.setattr(remote, "Processes", noted)
    with pytest.raises(OSError, match="enough is known"):
        on_worker(toy, tmp_path)
    assert orders == ["contained"]


def test_a_worker_with_another_autograder_grades_nothing(toy: Lab, tmp_path: Path) -> None:
    assert the_answer(on_worker(toy, tmp_path, code="f" * 64)) == Stranger("tcp://10.0.0.7:1234")
    assert not list(tmp_path.iterdir())


def test_a_worker_without_a_place_to_unpack_says_so_with_its_address(toy: Lab, tmp_path: Path) -> None:
    with pytest.raises(ClusterError, match=r"tcp://10.0.0.7:1234 cannot unpack the lab.*No such file"):
        on_worker(toy, tmp_path / "gone")


def test_a_submission_that_comes_after_the_end_is_sent_elsewhere(toy: Lab, tmp_path: Path) -> None:
    async def late() -> None:
        branch, worker = branch_of(toy, tmp_path), worker_at(tmp_path)
        await branch.setup(worker)
        await branch.teardown(worker)
        with pytest.raises(remote.Reschedule):
            branch.grade(RIGHT_FILE)

    asyncio.run(late())
    assert not list(tmp_path.iterdir())


def test_what_is_idle_for_long_is_let_go_and_made_again_when_it_is_needed(toy: Lab, tmp_path: Path) -> None:
    async def idle() -> None:
        branch, worker = branch_of(toy, tmp_path), worker_at(tmp_path)
        await branch.setup(worker)
        before = below(os.getpid())
        await asyncio.to_thread(branch.grade, RIGHT_FILE)
        family = below(os.getpid()) - before
        await branch.tidy(idle_for=3600)
        assert list(tmp_path.iterdir())
        await branch.tidy(idle_for=1e-9)
        assert not list(tmp_path.iterdir())
        assert survivors(family) == set()
        assert isinstance(the_answer(await asyncio.to_thread(branch.grade, RIGHT_FILE)), Graded)
        await branch.teardown(worker)

    asyncio.run(idle())
