"""What the container allows: memory and processor time, as the kernel's control groups tell it."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

from msgspec import structs

from autograder.labs import Lab

CGROUPS = Path("/sys/fs/cgroup")
DEFAULT_MEMORY_MB = 768
DEFAULT_CPUS = 0.5
"""What Gradescope gives if nothing else is chosen, and the control groups cannot be read."""
GRADER_MB = 320
"""For the grader and its idle worker together, with some air: they take about 200 MB."""
LEAST_MB = 128
MAX_TOTAL_SECONDS = 480.0
"""For one submission: after ten minutes Gradescope itself ends the run, with a 0."""


def memory_mb(cgroups: Path = CGROUPS) -> int:
    """Megabytes that all processes in the container may use together."""
    machine = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    for name in ("memory.max", "memory/memory.limit_in_bytes"):
        limit = _number(cgroups / name)
        if limit is not None and limit < machine:
            return int(limit) >> 20
    return min(DEFAULT_MEMORY_MB, machine >> 20)


def cpus(cgroups: Path = CGROUPS) -> float:
    """How many processors the container may keep busy; a fraction if less than one."""
    try:
        quota, period = (cgroups / "cpu.max").read_text(encoding="ascii").split()
        if quota != "max":
            return float(quota) / float(period)
    except (OSError, ValueError):
        quota, period = (_number(cgroups / "cpu" / f"cpu.cfs_{name}_us") for name in ("quota", "period"))
        if quota and period and quota > 0:
            return quota / period
    return DEFAULT_CPUS


def fitted(lab: Lab, memory: int, processors: float) -> Lab:
    """The lab with limits for a container of `memory` MB: no more than there is, and more time on a slow processor.

    Seconds are wall clock. What takes 3 s on a whole processor takes 6 s on half of one.
    """
    slow = 1 / min(1.0, max(processors, 0.1))
    limits = lab.limits
    return replace(
        lab,
        limits=structs.replace(
            limits,
            memory_mb=max(LEAST_MB, min(limits.memory_mb, memory - GRADER_MB)),
            call_seconds=limits.call_seconds * slow,
            cell_seconds=limits.cell_seconds * slow,
            total_seconds=min(limits.total_seconds * slow, MAX_TOTAL_SECONDS),
        ),
        exercises=tuple(
            structs.replace(each, call_seconds=each.call_seconds and each.call_seconds * slow) for each in lab.exercises
        ),
    )


def _number(path: Path) -> float | None:
    try:
        return float(path.read_text(encoding="ascii"))
    except (OSError, ValueError):
        return None
