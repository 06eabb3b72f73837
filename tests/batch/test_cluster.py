"""Grading on a Dask cluster comes to what grading here comes to, whatever happens to its workers."""

from __future__ import annotations

import ast
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psutil
import pytest
import yaml
from conftest import ROOT, TOY
from processes import below, heed_signals, serving
from submitting import RIGHT, looping

from autograder.batch import ClusterError, grade_all, messages
from autograder.batch.bunches import Bunches
from autograder.find import find
from autograder.labs import Lab, load_lab
from autograder.report import Report
from autograder.submissions import Found

GUIDE = (ROOT / "docs" / "cluster.md").read_text()
WRONG = RIGHT.replace("2 * x", "x + 2")


def grading(*arguments: object) -> list[str]:
    return [sys.executable, "-m", "autograder", "grade", *map(str, arguments)]


def files(out: Path) -> dict[str, str]:
    """All files of students, and the grades, without the seconds that it took."""
    paths = [out / "grades.csv", *(out / "results").iterdir(), *(out / "feedback").iterdir()]
    return {path.relative_to(out).as_posix(): re.sub(r'"seconds": .*', "", path.read_text()) for path in paths}


def killing(what: str) -> str:
    """A submission that has something killed."""
    return RIGHT + f"\ndef anything(x):\n    return {what!r}\n"


def students(folder: Path, **sources: str) -> list[Found]:
    for name, source in sources.items():
        (folder / f"{name}.py").write_text(source)
    return find([folder])[0]


def on_cluster(
    address: str, course: Path, found: list[Found], tell: Callable[[str], object] = print
) -> dict[str, Report]:
    reports = grade_all(course, load_lab(course, "toy"), found, 1, cluster=address, tell=tell)
    return {report.student: report for report in reports}


def test_the_guides_command_writes_the_files_that_grading_here_writes(dask, tmp_path: Path) -> None:
    """For examples of lab 02, for a file that nobody can read, and for code that ends its process."""
    handed_in = tmp_path / "examples" / "02_weight_swaps"
    handed_in.mkdir(parents=True)
    for name in ("carl.ipynb", "nora.py"):
        shutil.copy(ROOT / "examples" / "02_weight_swaps" / name, handed_in)
    (handed_in / "broken.ipynb").write_text("{")
    (handed_in / "hostile.py").write_text("import os\nos.kill(os.getppid(), 9)\nos._exit(0)\n")

    documented = re.search(r"<!-- command: grade -->\n```sh\nautograder grade (.*)\n", GUIDE)
    assert documented is not None
    places = {"examples/02_weight_swaps": str(handed_in), "graded": str(tmp_path / "there")}
    words = [places.get(word, word) for word in documented[1].replace("8786", str(dask.port)).split()]
    there = subprocess.run(grading(*words), cwd=ROOT, capture_output=True, text=True, check=False)
    here = subprocess.run(
        grading("02_weight_swaps", handed_in, "-o", tmp_path / "here"), cwd=ROOT, capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    assert (there.returncode, there.stderr.replace("/there/", "/here/")) == (here.returncode, here.stderr)
    assert "Not graded: broken" in there.stderr
    assert files(tmp_path / "there") == files(tmp_path / "here")
    assert len(files(tmp_path / "there")) == 9


def test_the_lab_and_the_grading_processes_are_gone_from_the_workers_afterwards(dask, tmp_path: Path) -> None:
    found = students(tmp_path, right=RIGHT, wrong=WRONG)
    grading = grade_all(TOY, load_lab(TOY, "toy"), [found[0]] * 4 + found, 1, cluster=dask.address)
    next(grading)
    folders = list(dask.space.rglob("autograder-*"))
    assert folders
    assert {folder.stat().st_mode & 0o777 for folder in folders} == {0o700}
    assert list(folders[0].rglob("solution.py"))
    assert serving(*dask.pids)
    grading.close()
    assert not list(dask.space.rglob("autograder-*"))
    assert not serving(*dask.pids)


@pytest.fixture
def in_fives(monkeypatch: pytest.MonkeyPatch) -> None:
    """Bunches are of five files however fast this machine is, where they may be of more than one at all."""
    monkeypatch.setattr(Bunches, "_most", lambda made, _: 5 if made._seconds else 1)


@pytest.mark.parametrize(
    ("victim", "said"),
    [("the grader", "process was lost 3 times"), ("the cluster's worker", "workers that graded this were lost")],
)
def test_a_submission_that_kills_is_left_to_a_person_and_costs_nobody_in_its_bunch_a_mark(
    dask, in_fives, course: Path, tmp_path: Path, victim: str, said: str
) -> None:
    found = students(tmp_path, right1x=killing(victim), **{f"right{k}": RIGHT for k in range(9)})
    reports = on_cluster(dask.address, course, found)
    assert set(reports) == {each.student for each in found}
    killer = reports.pop("right1x")
    assert (killer.status, killer.score) == ("needs_review", None)
    assert said in killer.problems[0]
    assert {report.score for report in reports.values()} == {10.0}


def test_a_file_of_a_bunch_that_cannot_be_read_or_is_no_submission_costs_the_others_nothing(
    dask, in_fives, toy: Lab, tmp_path: Path
) -> None:
    found = students(tmp_path, right1x="", **{f"right{k}": RIGHT for k in range(9)})
    found.insert(1, Found("gone", (tmp_path / "gone.ipynb",)))
    reports = {each.student: each for each in grade_all(TOY, toy, found, 1, cluster=dask.address)}
    assert set(reports) == {each.student for each in found}
    for name in ("gone", "right1x"):
        assert reports.pop(name).status == "unreadable"
    assert {report.score for report in reports.values()} == {9.0}


def test_submissions_of_a_worker_that_is_pulled_are_graded_elsewhere(dask, course: Path, tmp_path: Path) -> None:
    """The one that is in work, too: it is waiting in a pipe when its worker is killed."""
    fifo = tmp_path / "fifo"
    os.mkfifo(fifo)
    folder = tmp_path / "class"
    folder.mkdir()
    found = students(folder, a_loop=RIGHT + looping(fifo), **{f"right{k}": RIGHT for k in range(8)})
    killed: list[int] = []

    def kill_who_opens() -> None:
        first = fifo.read_text()  # opens when the check does: its submission is in work
        worker = int(first.split()[1])
        os.kill(worker, signal.SIGKILL)
        (tmp_path / "fifo.enough").touch()
        killed.append(worker)
        again = first
        while again in ("", first):  # it may come as far as the next check before it ends, too
            again = fifo.read_text()
        killed.append(int(again.split()[1]))  # once more, elsewhere

    thread = threading.Thread(target=kill_who_opens, daemon=True)
    thread.start()
    reports = on_cluster(dask.address, course, found)
    thread.join(60)
    assert len(set(killed)) == 2
    assert set(reports) == {each.student for each in found}
    assert reports.pop("a_loop").status == "graded"
    assert {report.score for report in reports.values()} == {10.0}


def test_a_command_that_is_interrupted_or_killed_goes_on_where_it_was(dask, course: Path, tmp_path: Path) -> None:
    fifo = tmp_path / "fifo"
    os.mkfifo(fifo)
    folder = tmp_path / "class"
    folder.mkdir()
    students(folder, z_loop=RIGHT + looping(fifo), wrong=WRONG, **{f"right{k}": RIGHT for k in range(4)})
    out = tmp_path / "out"
    line = grading("toy", folder, "-o", out, "--course", course, "--cluster", dask.address)
    for number in (signal.SIGINT, signal.SIGKILL):
        started = subprocess.Popen(line, stderr=subprocess.PIPE, text=True, preexec_fn=heed_signals)
        with started as process, open(fifo, "rb"):
            process.send_signal(number)
            _, said = process.communicate(timeout=60)
        if number == signal.SIGINT:
            assert process.returncode == 130
            assert "interrupted" in said
            assert "Traceback" not in said
            assert not serving(*dask.pids)
            assert not list(out.rglob("*.part"))
    kept = {path.name: path.read_bytes() for path in (out / "results").glob("*.json")}
    assert kept, "whoever came first is graded"
    (out / "results" / ".5f3a.part").write_text("what the killed command was writing")
    (folder / "z_loop.py").write_text(RIGHT)
    done = subprocess.run(line, capture_output=True, text=True, check=True)
    assert f"{len(kept)} of 6 were graded before and are kept" in done.stderr
    assert not list(out.rglob("*.part")), "the next command clears it away"
    results = {path.name: path.read_bytes() for path in (out / "results").iterdir()}
    assert kept.items() <= results.items()
    scores = {name.partition(".")[0]: json.loads(data)["score"] for name, data in results.items()}
    assert scores == {"wrong": 6.0, "z_loop": 10.0} | {f"right{k}": 10.0 for k in range(4)}


def test_nothing_of_a_cluster_started_as_the_guide_says_listens_to_the_network(dask) -> None:
    pids = set(dask.pids).union(*map(below, dask.pids)) - serving(*dask.pids)  # into those only root may look
    family = [psutil.Process(pid) for pid in pids]
    listening = {
        connection.laddr.ip
        for process in family
        for connection in process.net_connections("inet")
        if connection.status == psutil.CONN_LISTEN
    }
    assert listening == {"127.0.0.1"}


def test_the_guides_programs_for_slurm_and_kubernetes_can_be_read() -> None:
    slurm = re.search(r"<!-- python: slurm -->\n```python\n(.*?)```", GUIDE, flags=re.DOTALL)
    kubernetes = re.search(r"<!-- yaml: kubernetes -->\n```yaml\n(.*?)```", GUIDE, flags=re.DOTALL)
    assert slurm is not None
    assert kubernetes is not None
    ast.parse(slurm[1])
    kinds = [document["kind"] for document in yaml.safe_load_all(kubernetes[1])]
    assert kinds == ["Deployment", "Service", "Deployment", "NetworkPolicy"]


def leaves(settings: dict[str, object], above: str = "") -> set[str]:
    """The names of all settings that have a value."""
    return set().union(
        *(leaves(value, f"{above}.{name}") if isinstance(value, dict) else {f"{above}.{name}"}
          for name, value in settings.items())
    )  # fmt: skip


def test_dask_knows_the_guides_settings(dask_settings: str, distributed: Any) -> None:
    yaml = pytest.importorskip("yaml")  # Dask needs it
    known = yaml.safe_load(Path(distributed.__file__).with_name("distributed.yaml").read_text())
    given = leaves(yaml.safe_load(dask_settings))
    assert given
    assert given <= leaves(known)


def test_neither_the_command_nor_the_scheduler_remembers_more_than_a_few_messages(
    dask, toy: Lab, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Dask's logs of messages hold a thousand at each end otherwise, with what was handed in."""

    from autograder.batch.cluster import Cluster

    def logged(dask_scheduler: Any) -> list[int]:
        return [line.recent_message_log.maxlen for line in dask_scheduler.stream_comms.values()]

    at_each_end: list[int] = []

    def noted(made: Cluster) -> None:
        client: Any = made._client
        at_each_end.append(client.scheduler_comm.recent_message_log.maxlen)
        at_each_end.extend(client.run_on_scheduler(logged))
        close(made)

    close = Cluster.close
    monkeypatch.setattr(Cluster, "close", noted)
    list(grade_all(TOY, toy, students(tmp_path, ann=RIGHT), 1, cluster=dask.address))
    assert len(at_each_end) == 3
    assert max(at_each_end) <= 20


def test_workers_with_another_autograder_are_named(
    dask, toy: Lab, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("autograder.batch.cluster.code_hash", lambda: "f" * 64)
    with pytest.raises(ClusterError, match=r"tcp://127.0.0.1:\d+: it has another one.*Install the same"):
        list(grade_all(TOY, toy, students(tmp_path, ann=RIGHT), 1, cluster=dask.address))


def test_workers_grade_on_all_of_their_threads_and_may_come_late_and_go_early(
    new_cluster, toy: Lab, tmp_path: Path
) -> None:
    cluster = new_cluster()
    told: list[str] = []

    def tell(note: str) -> None:
        if not told:
            cluster.start_workers(processes=1, threads=2)
        told.append(note)

    meet = "\nimport time\ntime.sleep(0.3)\n"
    found = students(tmp_path, **{f"right{k}": RIGHT + meet for k in range(8)})
    scores: dict[str, float | None] = {}
    seen = 0
    for report in grade_all(TOY, toy, found, 1, cluster=cluster.address, tell=tell):
        scores[report.student] = report.score
        seen = max(seen, len(serving(*cluster.pids)))
        if len(scores) == 3:  # the others are in work
            cluster.start_workers(processes=1, threads=1)
            cluster.wait_for_workers(2)
            cluster.stop(cluster.commands[1])
    assert "has no workers now" in told[0]
    assert seen == 2
    assert scores == {each.student: 9.0 for each in found}


def test_that_there_are_no_workers_is_said_once(new_cluster, toy: Lab) -> None:
    from autograder.batch.cluster import Cluster

    told: list[str] = []
    cluster = Cluster(new_cluster().address, messages.order(TOY, toy, "limits"), told.append)
    cluster.look()
    cluster.look()
    cluster.close()
    assert len(told) == 1


def test_a_scheduler_that_has_forgotten_the_lab_is_left_all_the_same(dask, toy: Lab) -> None:
    """As one that was started anew meanwhile."""
    from autograder.batch.cluster import Cluster

    cluster = Cluster(dask.address, messages.order(TOY, toy, "limits"), print)
    cluster._client.unregister_worker_plugin(cluster._name)
    cluster.close()


def test_a_scheduler_that_goes_away_is_told_and_what_is_graded_is_kept(
    new_cluster, course: Path, tmp_path: Path
) -> None:
    cluster = new_cluster()
    cluster.start_workers(processes=1)
    grading = grade_all(
        course, load_lab(course, "toy"), students(tmp_path, **{f"s{k:02}": RIGHT for k in range(40)}), 1,
        cluster=cluster.address,
    )  # fmt: skip
    assert next(grading).score == 10.0
    os.kill(cluster.commands[0].pid, signal.SIGKILL)
    with pytest.raises(ClusterError, match=r"scheduler at .* is gone.*same command again"):
        list(grading)


@pytest.mark.usefixtures("distributed")
@pytest.mark.parametrize("address", ["tcp://127.0.0.1:9", "carrier-pigeon://127.0.0.1:8786"])
def test_an_address_without_a_scheduler_is_told_within_seconds(
    toy: Lab, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    monkeypatch.setattr("autograder.batch.cluster.CONNECT_SECONDS", 1)
    with pytest.raises(ClusterError, match=f"No Dask scheduler can be reached at {address}"):
        list(grade_all(TOY, toy, students(tmp_path, ann=RIGHT), 1, cluster=address))


@pytest.mark.usefixtures("distributed")
def test_certificates_that_are_missing_are_told_at_once(toy: Lab, tmp_path: Path) -> None:
    with pytest.raises(ClusterError, match="wants certificates, and Dask knows of none"):
        list(grade_all(TOY, toy, students(tmp_path, ann=RIGHT), 1, cluster="tls://127.0.0.1:8786"))


def test_without_dask_the_command_says_what_to_install(tmp_path: Path) -> None:
    (tmp_path / "ann.py").write_text(RIGHT)
    code = "import sys; sys.modules['distributed'] = None; from autograder.__main__ import main; main()"
    arguments = ["grade", "toy", str(tmp_path / "ann.py"), "-o", str(tmp_path / "out"), "--course", str(TOY)]
    line = [sys.executable, "-c", code, *arguments, "--cluster", "tcp://127.0.0.1:8786"]
    done = subprocess.run(line, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "pip install 'nonconvex-lab[cluster]'" in done.stderr
    both = subprocess.run([*line, "--workers", "2"], capture_output=True, text=True, check=False)
    assert both.returncode == 2
    assert "--workers is about this machine" in both.stderr
