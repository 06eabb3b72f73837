"""How well is student code isolated here, in words: levels, and what each layer stops."""

from __future__ import annotations

from collections.abc import Collection
from typing import Literal

LAYERS = ("landlock", "seccomp", "uid", "namespaces", "limits")
"""All layers, as results name them."""

Level = Literal["limits", "contained", "full"]
LEVELS: tuple[Level, ...] = ("limits", "contained", "full")

MEANINGS: dict[Level, str] = {
    "limits": "a separate process with limits of time and memory; files and network are open to it: for practice",
    "contained": "files, network and other processes are out of its reach, by one strong layer and a filter of calls",
    "full": "contained, and with a second wall behind the first: other namespaces or another user",
}

STOPS = {
    "landlock": "reading solutions, other submissions and /proc; writing outside of scratch; TCP; signals to others",
    "seccomp": "starting processes, the network, shared memory, tracing, and most ways to attack the kernel",
    "uid": "reading and signalling what belongs to the grading account, should Landlock or the filter have a hole",
    "namespaces": "seeing that solutions exist; processes left behind; filling the disk; what is left for the next",
    "limits": "using up memory, CPU time, descriptors and file sizes",
}


def level(protections: Collection[str]) -> Level:
    """The highest level that these layers reach."""
    active = set(protections)
    if "seccomp" in active and active & {"landlock", "namespaces"}:
        return "full" if "landlock" in active and active & {"namespaces", "uid"} else "contained"
    return "limits"


def reaches(protections: Collection[str], required: Level) -> bool:
    """Whether these layers reach a level."""
    return LEVELS.index(level(protections)) >= LEVELS.index(required)


def strictest(*levels: Level) -> Level:
    """The level that fulfils all of these demands."""
    return max(levels, key=LEVELS.index)


def shortfall(protections: Collection[str], missing: dict[str, str]) -> str:
    """A sentence on what is missing and why."""
    reasons = [f"{layer} ({missing.get(layer, 'missing')})" for layer in LAYERS if layer not in protections]
    listed = "; ".join(reasons) or "nothing"
    return f"Student code is isolated to the level {level(protections)!r} here; missing: {listed}."
