"""The repository keeps its own promises: the direction of imports, the README's commands, the pinned tools."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib

import pytest
from conftest import ROOT

ORDER = [
    "plain", "spool", "functions", "nets", "certify", "checks", "settings", "labs", "submissions", "find", "bank",
    "sandbox", "report", "grades", "own_lines", "remembered", "diagnosis", "plans", "verdicts", "grading", "figures",
    "feedback", "writers", "outputs", "practice", "batch", "lms", "verify", "release", "cli",
]  # fmt: skip
"""From the ground up; an import points to the left."""

NEXT_TO_STUDENTS = ["autograder.sandbox.worker", "autograder.sandbox.child"]


def imported(path):
    """Names of the engine's modules that a file imports when it is loaded (not inside functions)."""
    tree = ast.parse(path.read_text())
    for node in tree.body:
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("autograder"):
            if node.module == "autograder":
                yield from (alias.name for alias in node.names)
            else:
                yield node.module.split(".")[1]


FILES = sorted(path for path in (ROOT / "autograder").rglob("*.py") if path.name not in {"__init__.py", "__main__.py"})


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_imports_point_towards_the_ground(path):
    own = path.relative_to(ROOT / "autograder").parts[0].removesuffix(".py")
    for other in imported(path):
        assert ORDER.index(other) <= ORDER.index(own), f"{path.name} imports {other}, which stands above it"


def test_contributing_lists_the_modules_in_that_order():
    listed = re.findall(r"^\| `(\w+)(?:\.py|/)` \|", (ROOT / "CONTRIBUTING.md").read_text(), flags=re.MULTILINE)
    assert listed == ORDER


@pytest.mark.parametrize("module", NEXT_TO_STUDENTS)
def test_what_runs_next_to_student_code_holds_no_answers(module):
    code = f"import sys, {module}; print([m for m in sys.modules if m.startswith('autograder.')])"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    for answers in ("nets", "checks", "settings", "labs", "grading", "diagnosis"):
        assert f"autograder.{answers}" not in loaded


def test_pre_commit_and_the_dev_extra_have_the_same_ruff():
    extra = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["optional-dependencies"]["dev"]
    pinned = next(line for line in extra if line.startswith("ruff"))
    hooks = re.findall(r'additional_dependencies: \["(.*)"\]', (ROOT / ".pre-commit-config.yaml").read_text())
    assert set(hooks) == {pinned}


def test_the_readme_has_one_line_for_each_marked_command():
    readme = (ROOT / "README.md").read_text()
    blocks = re.findall(r"<!-- command: (\w+) -->\n```sh\n(.*?)```", readme, flags=re.DOTALL)
    assert [name for name, _ in blocks] == ["grade", "test"]
    assert all(block.count("\n") == 1 for _, block in blocks)


def test_the_readme_lists_every_lab():
    readme = (ROOT / "README.md").read_text()
    for folder in (ROOT / "assignments").iterdir():
        lab = tomllib.loads((folder / "lab.toml").read_text())
        assert f"| `{folder.name}`: {lab['title'][0].lower()}{lab['title'][1:]} | {len(lab['exercises'])} |" in readme
