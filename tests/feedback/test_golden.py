"""The pages and texts for every kind of outcome are those that were read and found good."""

from __future__ import annotations

import difflib
from pathlib import Path

import pytest
from feedback import outcomes

GOLDEN = Path(__file__).parent / "golden"
MOST_BYTES = 400_000


@pytest.fixture(scope="module")
def files() -> dict[str, str]:
    return outcomes.golden()


def test_every_page_is_there_and_no_other(files):
    assert {path.name for path in GOLDEN.iterdir()} == set(files)
    assert sum(path.stat().st_size for path in GOLDEN.iterdir()) < MOST_BYTES


@pytest.mark.parametrize("name", sorted(path.name for path in GOLDEN.iterdir()))
def test_the_wording_is_the_one_in_the_golden_folder(name, files):
    kept = (GOLDEN / name).read_text(encoding="utf-8").splitlines()
    changes = list(difflib.unified_diff(kept, files[name].splitlines(), "golden", "now", lineterm="", n=1))
    assert not changes, "\n".join(["run tests/feedback/regenerate.py if this is meant:", *changes[:60]])
