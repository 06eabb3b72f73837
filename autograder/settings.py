"""What a lab's `lab.toml` says: exercises with their points, limits, the feedback's policy, the demanded isolation."""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from pathlib import Path
from typing import Annotated, Any, Literal, cast

import msgspec

Positive = Annotated[float, msgspec.Meta(gt=0, lt=1e9)]
Minutes = Annotated[float, msgspec.Meta(ge=0, lt=1e7)]
Percent = Annotated[float, msgspec.Meta(ge=0, le=100)]


class LabError(Exception):
    """A lab is missing or not as it should be; the text names the file, the cause and the mend."""


class _Table(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    pass


class Exercise(_Table, frozen=True):
    """One function that students write: its name, its parameters in order, the points of all its checks together.

    `uses` names earlier exercises whose functions an answer is likely to call. `exact` says that results are demanded
    to the last bit, as where parameters are moved and not computed: `autograder verify` then makes no float noise.
    """

    name: str
    parameters: tuple[str, ...]
    points: Positive
    call_seconds: Positive | None = None
    uses: tuple[str, ...] = ()
    exact: bool = False


class Limits(_Table, frozen=True):
    """What a submission may use: wall-clock seconds a call, a cell and in all; memory beyond an idle worker's."""

    call_seconds: Positive = 3.0
    cell_seconds: Positive = 10.0
    total_seconds: Positive = 60.0
    memory_mb: Annotated[int, msgspec.Meta(ge=1)] = 1024


class FeedbackPolicy(_Table, frozen=True):
    """What a student is told about hidden checks: all, their titles with hints, or nothing."""

    hidden: Literal["full", "titles", "none"] = "titles"


class Isolation(_Table, frozen=True):
    """The level of isolation (see `sandbox.isolation`) below which this lab is not graded."""

    require: Literal["limits", "contained", "full"] = "limits"


class Written(_Table, frozen=True):
    """The question that a person marks by the rubric; its points come on top of the exercises'."""

    title: str
    points: Positive


class Lateness(_Table, frozen=True):
    """Until when a lab is to be handed in, and what a later submission costs.

    Nothing is deducted before `grace_minutes` have passed. After that, each day that has begun since `due` costs
    `percent_per_day` of the points that can be had, `cap_percent` at most. Times without a zone are in `timezone` (a
    name such as Europe/Berlin; by default the machine's).
    """

    due: dt.datetime | None = None
    grace_minutes: Minutes = 0.0
    percent_per_day: Percent = 0.0
    cap_percent: Percent = 100.0
    timezone: str = ""


class Settings(_Table, frozen=True):
    """All that a `lab.toml` says."""

    title: str
    exercises: tuple[Exercise, ...]
    limits: Limits = Limits()
    feedback: FeedbackPolicy = FeedbackPolicy()
    isolation: Isolation = Isolation()
    written: Written | None = None
    lateness: Lateness = Lateness()


def read_settings(path: Path) -> Settings:
    """Read a `lab.toml`; `LabError` names the file, and the line of a key that nobody knows."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as problem:
        raise LabError(f"{path} cannot be read: {problem}") from None
    try:
        return msgspec.convert(_with_ends_of_days(tomllib.loads(text)), Settings)
    except tomllib.TOMLDecodeError as problem:
        raise LabError(f"{path} is not valid TOML: {problem}") from None
    except msgspec.ValidationError as problem:
        raise LabError(f"{path}{_line_of(text, str(problem))}: {problem}") from None


def _with_ends_of_days(value: Any) -> Any:
    """What a TOML file says, a day without a time being the last second of the day: until then it is not over."""
    if isinstance(value, dict):
        return {key: _with_ends_of_days(part) for key, part in cast("dict[str, Any]", value).items()}
    return dt.datetime.combine(value, dt.time(23, 59, 59)) if type(value) is dt.date else value


def _line_of(text: str, problem: str) -> str:
    """``, line 7`` for a message that names an unknown field, if the file has it on a line of its own."""
    found = re.search(r"unknown field `([^`]+)`(?: - at `\$\.?([^`\[]*))?", problem)
    if found is None:
        return ""
    key, wanted = found[1], found[2] or ""
    entry = re.compile(rf"\s*[\"']?{re.escape(key)}[\"']?\s*=")
    table = ""
    for number, line in enumerate(text.splitlines(), start=1):
        header = re.match(r"\s*\[+\s*[\"']?([^\]\"']*?)[\"']?\s*\]", line)
        table = header[1] if header else table
        if (table == wanted and entry.match(line)) or (header and not wanted and table == key):
            return f", line {number}"
    return ""
