"""What the tests of the labs share."""

from __future__ import annotations

import os

import pytest
from labs.notebooks import Execute


@pytest.fixture(scope="session")
def executed(tmp_path_factory: pytest.TempPathFactory) -> Execute:
    """Executes the notebook of a lab with right answers; once a session, however many processes the tests run in."""
    folder = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        folder = folder.parent  # the session's; below it, each process has its own
    folder /= "notebooks"
    folder.mkdir(exist_ok=True)
    return lambda notebook: notebook.execute(folder)
