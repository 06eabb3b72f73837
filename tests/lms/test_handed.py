"""The list of what everybody handed in is a file, and nothing of what it was given is lost in it."""

from __future__ import annotations

import datetime as dt
import gc
import os
import tracemalloc
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from lms.making import CODE, archive, folder

from autograder.lms.handed import Attempt, Handed, Left, Roll
from autograder.lms.intake import take_in
from autograder.report import Origin
from autograder.submissions import Found

ODD = Path(os.fsdecode(b"/a/\xff b\n.py"))
TIMES = [
    None,
    dt.datetime(2026, 11, 22, 13, 28, 36, 123456, tzinfo=ZoneInfo("Europe/Berlin")),
    dt.datetime(2026, 10, 25, 2, 30, tzinfo=ZoneInfo("Europe/Berlin"), fold=1),  # an hour that comes twice
    dt.datetime(1890, 1, 1, tzinfo=ZoneInfo("Europe/Amsterdam")),  # seconds off the hour
]
ORIGIN = Origin(lms="moodle", id="3", name="Zoë", folder="Zoë_3", keys={"participant": "3"}, marked_late=True)


def handed(student, *attempts):
    return Handed(student, tuple(attempts))


@pytest.mark.parametrize("time", TIMES, ids=str)
@pytest.mark.parametrize("origin", [None, ORIGIN], ids=["plain", "lms"])
def test_what_was_handed_in_comes_back_as_it_was(tmp_path, time, origin):
    one = handed("Zoë 😀", Attempt(Found("Zoë 😀", (ODD, Path("b.py")), "no"), time, origin))
    (back,) = Roll(tmp_path, [one])
    (attempt,) = back.attempts
    assert (back.student, attempt.found, attempt.origin) == (one.student, one.attempts[0].found, origin)
    if time is None:
        assert attempt.submitted is None
    else:
        assert (attempt.submitted.isoformat(), attempt.submitted.timestamp()) == (time.isoformat(), time.timestamp())


def test_a_student_is_found_by_name(tmp_path):
    everybody = [handed(name, Attempt(Found(name, (Path(f"{name}.py"),)))) for name in ("Ann", "ann", "bob", "Élie")]
    roll = Roll(tmp_path, everybody)
    assert [roll.of(each.student) for each in everybody] == everybody
    for stranger in ("", "A", "cem", "Élie2"):
        with pytest.raises(KeyError):
            roll.of(stranger)


def test_names_out_of_order_are_a_mistake_of_ours(tmp_path):
    roll = Roll(tmp_path, [handed("bob", Attempt(Found("bob", ())))])
    for name in ("ann", "bob"):
        with pytest.raises(AssertionError):
            roll.append(handed(name, Attempt(Found(name, ()))))


def test_each_file_that_is_left_has_a_ticket_of_its_own(tmp_path):
    paths = [Path(f"{number}.py") for number in range(3)]
    roll = Roll(
        tmp_path,
        [
            handed("ann", Attempt(Found("ann", (paths[0],), "why"))),
            handed("bob", *(Attempt(Found("bob", (path,))) for path in paths[1:])),
            handed("cem", Attempt(Found("cem", (paths[0],)))),
        ],
    )
    left = Left(roll)
    assert not left
    left.add(0, 1)
    left.add(1, 2)
    assert (len(left), left.students) == (3, 2)
    whose = [roll.told_apart(found.student) for found in left]
    assert whose == [(0, 0), (1, 0), (1, 1)]
    for nobodys in ("dan", "bob\0o", "dan\x001"):
        with pytest.raises((KeyError, ValueError)):
            roll.told_apart(nobodys)
    assert [found.paths for found in left] == [(path,) for path in paths]
    assert left[0].refused == "why"


def memory(path, count):
    """Bytes that taking in a class takes at most, and that it holds: tables of the interpreter grow now and then."""
    found = []
    for turn in range(2):
        scratch = path.parent / f"scratch{turn}"
        scratch.mkdir()
        tracemalloc.start()
        try:
            intake = take_in([path], "toy", scratch)
            assert len(intake.handed) == count
            gc.collect()
            held, peak = tracemalloc.get_traced_memory()
            found.append((peak, held))
        finally:
            tracemalloc.stop()
    return tuple(map(min, zip(*found, strict=True)))


@pytest.mark.parametrize("kind", ["folder", "archive"])
def test_a_large_class_takes_little_memory(tmp_path, kind):
    found = {}
    for count in (10, 410):
        if kind == "folder":
            path = folder(tmp_path / f"{count}" / "class", {f"student{k:05}.py": CODE for k in range(count)})
        else:
            names = (f"Ann {k}_{k}_assignsubmission_file/hw.py" for k in range(count))
            path = archive(tmp_path / f"{count}" / "class.zip", dict.fromkeys(names, CODE))
        found[count] = memory(path, count)
    peak, held = ((many - few) / 400 for many, few in zip(found[410], found[10], strict=True))
    assert held < 300  # bytes a student; a path alone has as many
    assert peak < {"folder": 1000, "archive": 2500}[kind]
