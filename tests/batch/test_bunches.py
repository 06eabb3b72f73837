"""How many files go out together."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from autograder.batch import bunches
from autograder.batch.bunches import MOST_FILES, Bunches
from autograder.batch.messages import file_in
from autograder.grading import ungraded
from autograder.labs import Lab
from autograder.report import Report
from autograder.submissions import Found


def students(folder: Path, count: int) -> list[Found]:
    found = [Found(f"s{number:03}", (folder / f"s{number:03}.py",)) for number in range(count)]
    for each in found:
        each.paths[0].write_text("x = 1\n")
    return found


def lasting(toy: Lab, seconds: float) -> Report:
    report = ungraded(toy, "ann", "ann.py", "needs_review", "")
    return msgspec.structs.replace(report, seconds=seconds)


def sizes(made: Bunches, width: int) -> list[int]:
    taken: list[int] = []
    while made.left:
        taken.append(len(made.take(width)[1]))
    return taken


def test_every_file_is_in_one_bunch_and_the_bunches_grow_smaller_towards_the_end(toy: Lab, tmp_path: Path) -> None:
    found = students(tmp_path, 100)
    made = Bunches(found, seconds=1.0)
    made.learn(lasting(toy, 0.1))
    names: list[str] = []
    lengths: list[int] = []
    while made.left:
        bunch, given = made.take(4)
        assert [file_in(each).student for each in given] == [each.student for each in bunch.found]
        names += [each.student for each in bunch.found]
        lengths.append(len(given))
    assert names == [each.student for each in found]
    assert lengths == sorted(lengths, reverse=True)
    assert lengths[:6] == [10] * 6
    assert lengths[-6:] == [1] * 6


@pytest.mark.parametrize(("seconds", "most"), [(0.2, 5), (0.001, MOST_FILES), (5.0, 1)])
def test_a_bunch_takes_as_long_as_it_should_if_the_next_are_like_the_last(
    toy: Lab, tmp_path: Path, seconds: float, most: int
) -> None:
    made = Bunches(students(tmp_path, 200), seconds=1.0)
    for each in (30.0, 0.0, *[seconds] * 400):  # the first was slow, for all was cold; one was not even begun
        made.learn(lasting(toy, each))
    assert len(made.take(2)[1]) == most


def test_the_first_go_out_one_by_one(tmp_path: Path) -> None:
    assert sizes(Bunches(students(tmp_path, 40), seconds=1.0), width=2) == [1] * 40


def test_bunches_of_no_seconds_are_of_one_file(toy: Lab, tmp_path: Path) -> None:
    made = Bunches(students(tmp_path, 40), seconds=0.0)
    made.learn(lasting(toy, 0.01))
    assert sizes(made, width=2) == [1] * 40


def test_large_files_make_small_bunches(toy: Lab, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bunches, "MOST_BYTES", 100)
    found = students(tmp_path, 20)
    found[0].paths[0].write_bytes(b"#" * 300)
    made = Bunches(found, seconds=1.0)
    made.learn(lasting(toy, 0.01))
    assert [made.take(1)[0].size > 300, len(made.take(1)[1])] == [True, 3]
    assert max(sizes(made, width=1)) == 3


def test_a_file_that_cannot_be_read_is_told_of_and_does_not_go_out(toy: Lab, tmp_path: Path) -> None:
    found = students(tmp_path, 20)
    found[1].paths[0].unlink()
    made = Bunches(found, seconds=1.0)
    made.learn(lasting(toy, 0.2))
    bunch, given = made.take(1)
    assert [each.student for each, _ in bunch.unreadable] == ["s001"]
    assert [each.student for each in bunch.found] == ["s000", "s002", "s003", "s004"]
    assert len(given) == 4
