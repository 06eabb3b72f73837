"""A class at a glance: plain frozen data with a documented JSON form, which `report.html` is a page of.

===================  ================================================================================================
``schema``           1
``lab``, ``title``   name of the lab's folder, and what the lab is called
``submissions``      how many were handed in
``statuses``         how many have each status (see `autograder.report`)
``full_marks``       how many have all points of the exercises
``scores``           the exercises' scores: ``count``, ``mean``, ``median``, ``lower_quartile``, ``upper_quartile``,
                     ``lowest``, ``highest``, ``most`` (points that can be had), ``bins``; null if nobody has one
``bins``             ``low``, ``high``, ``count``: scores from ``low`` to below ``high`` (the last: with ``high``)
``marks``            the same of the marks that count in the end; null if nobody has one other than the score
``exercises``        in the lab's order: ``name``, ``max_score``, ``mean``; of students with a score, how many got all
                     points (``full``), some (``partial``), none though it was written (``none``), or left it as the
                     stub (``untouched``); students whose failure no wrong idea explains (``unexplained``) or may come
                     from an earlier exercise (``follows``); ``checks``
``checks``           ``name``, ``title``, ``visible``, ``points``, and how many ``passed``, ``failed``, were ``skipped``
                     or met an ``error`` of the grader
``misconceptions``   the wrong ideas that were recognised, most common first: ``exercise``, ``names`` (of its forms),
                     ``hint``, ``students`` who had it, ``example`` (of them, whose page shows it most clearly)
``students``         one entry a student, see `StudentRow`
``known``            what is known of the class besides its results, see `Known`
``seconds``          spent on grading, all submissions together; the only entry that differs between two runs
===================  ================================================================================================
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import cast

import msgspec

from autograder.report import Status

TOGETHER = 20
"""So many values of a list are made JSON of at once, for there may be one for each student."""


class Similar(msgspec.Struct, frozen=True, kw_only=True):
    """Students whose own code is nearly the same: `percent` of each is in the other, too.

    Those with the same code stand together, and the first of them for all in what is nearly the same.
    """

    students: tuple[str, ...]
    percent: int


class Likeness(msgspec.Struct, frozen=True, kw_only=True):
    """What came of comparing all submissions: who is alike (and how many `more` there are than are listed), and whose
    code could not be compared, with the reason."""

    alike: tuple[Similar, ...] = ()
    more: int = 0
    not_compared: dict[str, str] = {}


class Known(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of a class besides its results.

    `roster` is how many students are in it, None if there is no roster; `missing` are those who handed in nothing;
    `unmatched` says of submissions that are nobody's, or not certainly, why; `left_out` names files of an archive or a
    folder that were not graded, with the reason; `similar` is None if submissions were not compared.
    """

    title: str = ""
    exercises: tuple[str, ...] = ()
    roster: int | None = None
    missing: tuple[str, ...] = ()
    unmatched: dict[str, str] = {}
    left_out: tuple[str, ...] = ()
    similar: Likeness | None = None


class Bin(msgspec.Struct, frozen=True, kw_only=True):
    """A bar of a distribution: from `low` to below `high` (the last one: with `high`)."""

    low: float
    high: float
    count: int


class Spread(msgspec.Struct, frozen=True, kw_only=True):
    """How points are distributed; `most` can be had."""

    count: int
    mean: float
    median: float
    lower_quartile: float
    upper_quartile: float
    lowest: float
    highest: float
    most: float
    bins: tuple[Bin, ...]


class CheckSummary(msgspec.Struct, frozen=True, kw_only=True):
    """What came of a check in the whole class."""

    name: str
    title: str
    visible: bool
    points: float
    passed: int
    failed: int
    skipped: int
    error: int

    @property
    def tried(self) -> int:
        """Students of whom it is known whether they pass: an error of the grader says nothing."""
        return self.passed + self.failed + self.skipped


class ExerciseSummary(msgspec.Struct, frozen=True, kw_only=True):
    """What came of an exercise in the whole class; `mean` is None if nobody has a score."""

    name: str
    max_score: float
    mean: float | None
    full: int
    partial: int
    none: int
    untouched: int
    unexplained: int
    follows: int
    checks: tuple[CheckSummary, ...]

    @property
    def scored(self) -> int:
        """Students with a score."""
        return self.full + self.partial + self.none + self.untouched


class MisconceptionSummary(msgspec.Struct, frozen=True, kw_only=True):
    """A wrong idea and who had it; `names` are those of its forms, which share the hint."""

    exercise: str
    names: tuple[str, ...]
    hint: str
    students: Sequence[str]
    example: str


class StudentRow(msgspec.Struct, frozen=True, kw_only=True):
    """A student in the table.

    `page` is the feedback page as a link relative to the report; `exercises` are points by name; `late` are points
    deducted, None if in time (or not known); `limits` are those of the report; `misconceptions` are places in the list
    of the summary, from 0; `why` says what is to be looked at, if there is no score; `unmatched` what the roster says.
    """

    student: str
    page: str
    file: str
    status: Status
    score: float | None
    mark: float | None
    max_mark: float | None
    late: float | None
    exercises: dict[str, float]
    limits: tuple[str, ...] = ()
    misconceptions: tuple[int, ...] = ()
    why: str = ""
    unmatched: str = ""


class ClassSummary(msgspec.Struct, frozen=True, kw_only=True):
    """What came of a class. The students, and who had a wrong idea, may be read from a file whenever asked for."""

    schema: int = 1
    lab: str
    title: str
    submissions: int
    statuses: dict[Status, int]
    full_marks: int
    scores: Spread | None
    marks: Spread | None
    exercises: tuple[ExerciseSummary, ...]
    misconceptions: tuple[MisconceptionSummary, ...]
    students: Sequence[StudentRow]
    known: Known
    seconds: float


def json_parts(summary: ClassSummary) -> Iterator[bytes]:
    """The summary as indented UTF-8 JSON, ending in a newline, piece by piece."""
    yield from _indented(summary, b"\n")
    yield b"\n"


def to_json(summary: ClassSummary) -> bytes:
    """The same in one piece."""
    return b"".join(json_parts(summary))


def _indented(value: object, line: bytes) -> Iterator[bytes]:
    """A value's JSON, in pieces where it may be long; `line` begins a line as far to the right as the value stands."""
    inner = line + b"  "
    if isinstance(value, ClassSummary | MisconceptionSummary):
        for number, name in enumerate(value.__struct_fields__):
            yield (b"," if number else b"{") + inner + msgspec.json.encode(name) + b": "
            yield from _indented(getattr(value, name), inner)
        yield line + b"}"
    elif isinstance(value, Sequence) and value and not isinstance(value, str):
        values = iter(cast("Sequence[object]", value))
        mark = b"["
        while some := list(islice(values, TOGETHER)):
            yield mark
            yield from _items(some, inner)
            mark = b","
        yield line + b"]"
    else:
        is_empty = isinstance(value, Sequence) and not isinstance(value, str)
        text = b"[]" if is_empty else msgspec.json.format(msgspec.json.encode(value), indent=2)
        yield text.replace(b"\n", line)  # in a text of JSON no line ends


def _items(values: list[object], line: bytes) -> Iterator[bytes]:
    """What stands between the brackets of a list, up to the last value."""
    if not isinstance(values[0], MisconceptionSummary):
        text = msgspec.json.format(msgspec.json.encode(values), indent=2)
        yield text[1:-2].replace(b"\n  ", line)
        return
    for number, each in enumerate(values):
        yield b"," * bool(number) + line
        yield from _indented(each, line)
