"""Fixtures that many tests share: the course of this repository, a miniature one, and a warm worker."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from autograder.labs import Lab, load_lab
from autograder.sandbox.host import Worker

ROOT = Path(__file__).parent.parent
TOY = Path(__file__).parent / "toy"


@pytest.fixture(scope="session")
def toy() -> Lab:
    """A lab with three small exercises and tight limits, see tests/toy."""
    return load_lab(TOY, "toy")


@pytest.fixture(scope="session")
def worker() -> Iterator[Worker]:
    """One warm worker for all tests that do not try to break it."""
    with Worker() as warm:
        yield warm
