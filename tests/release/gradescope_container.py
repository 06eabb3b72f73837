"""A folder laid out like Gradescope's container, for tests; what is tried in it needs root, as in the container."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from autograder.sandbox.host import Worker

METADATA = {
    "id": 123456,
    "created_at": "2026-11-20T10:00:00.000000-08:00",
    "users": [{"email": "ann@example.invalid", "id": 1, "name": "Ann <script>"}],
    "assignment": {"title": "Swaps", "total_points": "20.0"},
    "previous_submissions": [{"score": "3.0", "results": {"tests": [{"output": "canary-of-an-earlier-result"}]}}],
}


@dataclass(frozen=True)
class Graded:
    """What a run has left behind: its results, what the staff can read, its exit status."""

    results: dict[str, Any]
    stdout: str
    status: int


class Container:
    """`/autograder` of an image that was built from an archive, with this very Python in the place of its own."""

    def __init__(self, root: Path, archive: Path) -> None:
        self.root = root
        self.environment = {
            "PATH": os.defpath,
            "AUTOGRADER_ROOT": str(root),
            "AUTOGRADER_PYTHON": sys.executable,
        }
        for name in ("source", "submission", "results"):
            (root / name).mkdir()
        with zipfile.ZipFile(archive) as packed:
            for member in packed.infolist():
                path = Path(packed.extract(member, root / "source"))
                path.chmod(0o755 if member.external_attr >> 16 & 0o100 else 0o644)  # as unzip leaves them
        subprocess.run(["bash", root / "source" / "setup.sh"], env=self.environment, check=True, capture_output=True)
        shutil.copy(root / "source" / "run_autograder", root / "run_autograder")

    def hand_in(self, files: dict[str, bytes], metadata: Any = METADATA) -> None:
        """Lay a student's files and Gradescope's own file out, as for a new container."""
        for name in ("submission", "results"):
            shutil.rmtree(self.root / name)
            (self.root / name).mkdir()
        for name, data in files.items():
            path = self.root / "submission" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        (self.root / "submission_metadata.json").write_text(json.dumps(metadata))
        (self.root / "submission_metadata.json").chmod(0o644)

    def grade(self, files: dict[str, bytes], metadata: Any = METADATA, *, cgroups: list[Path] | None = None) -> Graded:
        """Hand files in and run what Gradescope runs, in these control groups."""
        self.hand_in(files, metadata)
        join = "".join(f"echo $$ > {group}/cgroup.procs; " for group in cgroups or [])
        done = subprocess.run(
            ["bash", "-c", f"{join}exec {self.root}/run_autograder"],
            env=self.environment,
            cwd=self.root,
            capture_output=True,
            text=True,
            check=False,
        )
        results = json.loads((self.root / "results" / "results.json").read_bytes())
        return Graded(results, done.stdout + done.stderr, done.returncode)


def demand_root_and_its_layers() -> None:
    """Skip unless student code can become another user, as in Gradescope's container."""
    if os.getuid() != 0:
        pytest.skip("needs root, as in Gradescope's container")
    with Worker() as worker:
        missing = {layer: worker.ready.missing.get(layer) for layer in ("uid", "seccomp", "limits")}
    if any(missing.values()):
        pytest.skip(f"needs a Python that every user can read: {missing}")
