"""What is known of a class before anybody is graded: submissions, the roster, due dates, with all that is missing."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import Literal

import msgspec
from msgspec.structs import replace

from autograder.grades import csv_lines, defused
from autograder.labs import Lab
from autograder.lms.errors import LmsError
from autograder.lms.handed import Attempt, Handed, Roll
from autograder.lms.intake import Source, take_in
from autograder.lms.people import Directory, Person, folded, roster
from autograder.lms.times import due_time, localised, parsed, zone
from autograder.outputs import write_atomically
from autograder.report import Origin
from autograder.settings import Lateness
from autograder.spool import Spool

Which = Literal["latest", "first", "best"]
MATCHED = "matched"
SHOWN = 20
"""So many files or students are named one by one; a file has the others."""


class Options(msgspec.Struct, frozen=True, kw_only=True):
    """What `autograder grade` was asked for, as it is kept beside the results for `autograder regrade`."""

    lab: str
    course: str
    submissions: tuple[str, ...]
    attempt: Which = "latest"
    source: Source = "auto"
    roster: str | None = None
    extensions: str | None = None
    due: str | None = None
    grace_minutes: float | None = None
    percent_per_day: float | None = None
    cap_percent: float | None = None
    timezone: str | None = None
    anonymous: bool = False
    similar: bool = False


@dataclass
class Class:
    """Everybody's attempts with what is known of them, and what the instructor should be told."""

    handed: Roll
    rule: Lateness
    extended: dict[str, dt.datetime] = field(default_factory=dict[str, dt.datetime])
    notes: list[str] = field(default_factory=list[str])
    left_out: list[str] = field(default_factory=list[str])
    roster_rows: Spool[tuple[str, ...]] | None = None
    roster_size: int | None = None
    missing: list[str] = field(default_factory=list[str])
    unmatched: dict[str, str] = field(default_factory=dict[str, str])


def gather(options: Options, lab: Lab, scratch: Path, out: Path) -> Class:
    """Read all that the options name; `LmsError` for a file or an option that cannot be understood.

    The results go to `out`, where nobody's submission is looked for.
    """
    rule = _rule(options, lab)
    where = zone(rule.timezone)
    intake = take_in([Path(path) for path in options.submissions], lab.name, scratch, options.source, where, out)
    notes = [*intake.recognised, *_few(intake.passed_over), *_few(_alike(intake.handed.students))]
    known = Class(intake.handed, rule, notes=notes, left_out=intake.passed_over)
    if options.roster is not None:
        _match(known, Path(options.roster), where, scratch)
    if options.attempt != "best" and known.handed.several:
        known.handed = Roll(scratch, (_counted(each, options.attempt) for each in known.handed))
    if options.extensions is not None:
        path = Path(options.extensions)
        known.notes += _few(_extend(known, path, _extensions(path), where, complete=True))
    known.notes += _few(_untimed(known))
    return known


def write_roster(folder: Path, known: Class) -> None:
    """Write `roster.csv`: who is in the course and handed in, who did not, and which submissions are nobody's."""
    if known.roster_rows is not None:
        rows = chain([("name", "known by", "student", "status")], known.roster_rows)
        write_atomically(folder / "roster.csv", csv_lines(rows, bom=True))


def _rule(options: Options, lab: Lab) -> Lateness:
    """The lab's rule for lateness with what was asked for on the command line."""
    rule = lab.lateness
    changes = {
        name: value
        for name in ("grace_minutes", "percent_per_day", "cap_percent", "timezone")
        if (value := getattr(options, name)) is not None
    }
    for name, value in changes.items():
        if name != "timezone" and not 0 <= value <= (1e7 if name == "grace_minutes" else 100):  # not for NaN either
            raise LmsError(f"{name.replace('_', ' ')}: {value} makes no sense. Give minutes, or 0 to 100 percent.")
    rule = replace(rule, **changes)
    if options.due is not None:
        due = due_time(options.due, zone(rule.timezone))
        if due is None:
            raise LmsError(f"the due date {options.due!r} is no time; write it as 2026-11-22 23:59.")
        rule = replace(rule, due=due)
    if rule.due is not None:
        localised(rule.due, zone(rule.timezone))  # says so if it is a time that nobody means
    return rule


def _counted(each: Handed, which: Which) -> Handed:
    """The student with the attempt that is to be graded."""
    return Handed(each.student, each.attempts[:1] if which == "first" else each.attempts[-1:])


def _match(known: Class, path: Path, where: dt.tzinfo | None, scratch: Path) -> None:
    """Find each submission's student in the roster, and each student of the roster who handed in nothing."""
    people = roster(path)
    found, claims = _claims(known.handed, people)
    rows = Spool(tuple[str, ...], scratch)
    matched = Roll(scratch)
    doubts: list[str] = []
    for each, who in zip(known.handed, found, strict=True):
        persons = [people[place] for place in who]
        status = _status(persons, claims)
        only = persons[0] if len(persons) == 1 else None
        rows.append((*_cells(only), defused(each.student), status))
        matched.append(each if only is None else _known_as(each, only, where))
        if status != MATCHED:
            shown = f" ({', '.join(person.label for person in persons)})" if persons else ""
            known.unmatched[each.student] = f"{status}{shown}"
            doubts.append(f"{each.student}: {status}{shown}; see {path.name}.")
    missing = [person for person in people if person.row not in claims]
    known.roster_size, known.missing = len(people), [person.label for person in missing]
    for person in missing:
        rows.append((*_cells(person), "", "nothing handed in"))
    known.roster_rows, known.handed = rows, matched
    known.notes.append(f"{path}: {len(people) - len(missing)} of {len(people)} students handed in.")
    known.notes += _few(doubts)
    known.notes += _few([f"{person.label} handed in nothing." for person in missing])
    known.notes += _few(_extend(known, path, [person for person in people if person.due or person.days], where))
    known.notes += _few(
        [
            f"{path}: {person.submitted!r}, of {person.label}, is no time that can be understood."
            for person in people
            if person.row in claims and person.submitted not in ("", "-") and parsed(person.submitted, where) is None
        ]
    )


def _claims(handed: Iterable[Handed], people: Sequence[Person]) -> tuple[list[tuple[int, ...]], Counter[int]]:
    """Whom each submission may belong to, as places among the people, and how many may belong to a person's row."""
    directory = Directory(people)
    places = {person.row: place for place, person in enumerate(people)}
    found: list[tuple[int, ...]] = []
    claims: Counter[int] = Counter()
    for each in handed:
        persons = directory.find(each.student, each.attempts[-1].origin)
        found.append(tuple(places[person.row] for person in persons))
        claims.update(person.row for person in persons)
    return found, claims


def _status(persons: Sequence[Person], claims: Mapping[int, int]) -> str:
    if not persons:
        return "not in the roster"
    if len(persons) > 1:
        return "several in the roster"
    several = claims[persons[0].row]
    return MATCHED if several == 1 else f"one of {several} submissions"


def _cells(person: Person | None) -> tuple[str, str]:
    return ("", "") if person is None else (defused(person.name), defused(", ".join(person.keys.values())))


def _known_as(each: Handed, person: Person, where: dt.tzinfo | None) -> Handed:
    """The student with the roster's keys, and the roster's time of submission where the archive has none."""
    attempts: list[Attempt] = []
    for attempt in each.attempts:
        origin = attempt.origin or Origin(lms="plain", id=each.student, name=person.name)
        submitted = attempt.submitted or (parsed(person.submitted, where) if len(each.attempts) == 1 else None)
        keys = person.keys | origin.keys | ({"name": person.name} if person.name else {})
        time = submitted.isoformat() if submitted else ""
        attempts.append(Attempt(attempt.found, submitted, replace(origin, keys=keys, submitted=time)))
    return Handed(each.student, tuple(attempts))


def _extensions(path: Path) -> list[Person]:
    """The students of a table who have an extension; it may list the whole class."""
    people = [person for person in roster(path) if person.due or person.days]
    if not people:
        raise LmsError(f"{path} gives nobody an extension. Its columns are called due (2026-11-22 23:59) or days.")
    return people


def _extend(
    known: Class, path: Path, people: Sequence[Person], where: dt.tzinfo | None, *, complete: bool = False
) -> list[str]:
    """Enter the extensions of a table; names who is not here, if the table is about extensions alone."""
    directory = Directory(people)
    used: set[int] = set()
    for each in known.handed:
        persons = directory.find(each.student, each.attempts[-1].origin)
        if len(persons) > 1:
            rows = " and ".join(str(person.row + 1) for person in persons)
            raise LmsError(f"{path}: rows {rows} could all be {each.student}'s. Keep one, or say who is who by a key.")
        for person in persons:
            used.add(person.row)
            known.extended[each.student] = _extended(known.rule, path, person, where)
    return [
        f"{path}: {p.label} has an extension, but handed in nothing that is known by this name."
        for p in people
        if complete and p.row not in used
    ]


def _extended(rule: Lateness, path: Path, person: Person, where: dt.tzinfo | None) -> dt.datetime:
    if person.due:
        due = due_time(person.due, where)
        if due is None:
            raise LmsError(f"{path}: {person.due!r}, of {person.label}, is no time; write it as 2026-11-22 23:59.")
        return due
    try:
        if rule.due is None:
            raise LmsError(f"{path}: {person.label} has days of extension, but there is no due date (--due).")
        days = float(person.days.replace(",", "."))
        if days < 0:
            raise ValueError
        return rule.due + dt.timedelta(days=days)
    except (ValueError, OverflowError):
        raise LmsError(f"{path}: {person.days!r}, of {person.label}, is no number of days.") from None


def _untimed(known: Class) -> list[str]:
    """Who cannot be late for want of a time, where that matters."""
    if known.rule.due is None and not known.extended:
        return []
    untimed = 0
    notes: list[str] = []
    for each in known.handed:
        if any(attempt.submitted is None for attempt in each.attempts):
            untimed += 1
            if (origin := each.attempts[-1].origin) is not None and origin.marked_late:
                notes.append(f"{each.student} is late by the LMS's own mark, but by how much is not known.")
    if untimed:
        notes.append(
            f"When {untimed} of {len(known.handed)} students handed in is not known, so nothing is deducted from "
            f"them. A roster with a column submitted (--roster) can say."
        )
    return notes


def _alike(students: Iterable[str]) -> list[str]:
    """Students whose names no person can tell apart: in case or Unicode form only do they differ."""
    first: dict[str, str] = {}
    names: dict[str, list[str]] = {}
    for student in students:
        form = folded(student)
        if form in first:
            names.setdefault(form, [first[form]]).append(student)
        else:
            first[form] = student
    return [
        f"{' and '.join(same)} are graded as {len(same)} students, though their names look alike. Is it one?"
        for same in names.values()
    ]


def _few(notes: Sequence[str]) -> list[str]:
    more = [f"... and {len(notes) - SHOWN} more like that."] if len(notes) > SHOWN else []
    return [*notes[:SHOWN], *more]
