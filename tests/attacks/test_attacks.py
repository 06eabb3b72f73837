"""No attack earns a mark, learns a secret, leaves a trace or a process, or touches the next student."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from attacks.arena import CANARY, GROUPS, HERE, HONEST, RIGHT, Arena, Attack, attacks
from processes import below

PROFILES = {
    "all layers": (),
    "container with root": ("namespaces",),
    "container without rights": ("namespaces", "uid"),
    "without landlock": ("landlock",),
}
"""Layers that are left out, to be what other machines are."""

ATTACKS = attacks()


@pytest.fixture(scope="module", params=PROFILES.values(), ids=PROFILES.keys())
def arena(request: pytest.FixtureRequest) -> Iterator[Arena]:
    # not pytest's own temporary folder: that is closed to other users, and would protect the secrets by itself
    with tempfile.TemporaryDirectory(prefix="arena-") as folder:
        os.chmod(folder, 0o755)
        with Arena(Path(folder), request.param) as made:
            yield made


@pytest.fixture(scope="module")
def honest_mark(arena: Arena) -> float:
    mark = arena.grade(HONEST).score
    assert mark == 5
    return mark


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: f"{attack.group}-{attack.name}")
def test_an_attack_gains_nothing(arena: Arena, honest_mark: float, attack: Attack) -> None:
    layers = {*arena.worker.ready.protections, "design"}
    if not layers & set(attack.stopped_by):
        pytest.skip(f"needs one of {', '.join(attack.stopped_by)}, which this profile or machine does not have")
    traces, family = arena.traces(), below(arena.worker.pid)
    report = arena.grade(HONEST, attack.attack)
    assert report.status == "graded"
    assert report.score is not None
    assert report.score <= honest_mark
    texts = arena.texts(report)
    assert CANARY not in texts
    assert "ESCAPED" not in texts
    assert arena.traces() == traces
    assert arena.connections() == 0
    assert below(arena.worker.pid) == family
    assert arena.grade(RIGHT, student="next").score == 9


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: f"{attack.group}-{attack.name}")
def test_its_legitimate_twin_keeps_full_marks(arena: Arena, attack: Attack) -> None:
    report = arena.grade(RIGHT, attack.twin)
    assert (report.status, report.score) == ("graded", 9.0), report.problems


def test_there_are_enough_attacks_in_every_group() -> None:
    assert len(ATTACKS) >= 45
    assert {attack.group for attack in ATTACKS} == set(GROUPS)


def test_every_file_belongs_to_a_group() -> None:
    folders = {path.name for path in HERE.iterdir() if path.is_dir() and path.name != "__pycache__"}
    assert folders == set(GROUPS)
