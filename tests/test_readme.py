"""The README's first command does what the README shows."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from conftest import ROOT

README = (ROOT / "README.md").read_text()


def marked(kind: str, name: str) -> str:
    """The content of the code block under a marker."""
    block = re.search(rf"<!-- {kind}: {name} -->\n```\w+\n(.*?)```", README, flags=re.DOTALL)
    assert block is not None, f"README.md has no block marked {kind}: {name}"
    return block[1]


def test_the_readmes_first_command_prints_the_table_that_the_readme_shows(tmp_path: Path) -> None:
    arguments = marked("command", "grade").partition(".venv/bin/autograder ")[2].split()
    out = tmp_path / "graded"
    done = subprocess.run(
        [sys.executable, "-m", "autograder", *(str(out) if part == "graded" else part for part in arguments)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    table = [line.rstrip() for line in done.stdout.splitlines() if not line.startswith("Written")]
    assert table == marked("output", "grade").splitlines()
    assert (out / "grades.csv").exists()
    assert len(list((out / "feedback").iterdir())) == len(list((out / "results").iterdir())) == 17
