"""What a teacher has to look at before the marks can stand, the most urgent first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import islice
from typing import Literal, TypeVar

from autograder.feedback.class_summary import ClassSummary, Likeness

T = TypeVar("T")


LIMITS = {
    "timeout": "time limit of a call or a cell",
    "total": "time limit for everything",
    "cpu": "limit of CPU time",
    "memory": "limit of memory",
    "scratch": "limit of files",
    "crash": "crashed",
    "protocol": "broke the grader's protocol",
}
"""What the limits of a report are called."""
MOST = 500
"""So many lines are shown of a kind: an archive may have left out any number of files. report.json has all."""


@dataclass(frozen=True)
class Entry:
    """One line: what the people share, who they are, and what is to be said of them."""

    people: tuple[str, ...] = ()
    text: str = ""
    what: str = ""


@dataclass(frozen=True)
class Item:
    """One kind of thing to look at: how many of them there are, what that means, and the lines."""

    weight: Literal["bad", "wait", "note"]
    count: int
    title: str
    entries: tuple[Entry, ...]
    note: str = ""
    link: str = ""


def attention(summary: ClassSummary) -> list[Item]:
    """All there is to look at; nothing that has a count of zero."""
    known = summary.known
    awaiting = summary.statuses.get("awaiting_written", 0)
    at_fault = summary.statuses.get("needs_review", 0)
    seen = _seen(summary)
    items = [
        Item(
            "bad",
            at_fault,
            f"{_plural(at_fault, 'submission', 'submissions')} that the grader failed on",
            seen.at_fault.entries(),
            note="That is not the students' fault. When the cause is mended, autograder regrade grades them again.",
        ),
        Item("bad", seen.unreadable.count, "could not be read", seen.unreadable.entries()),
        Item(
            "bad",
            len(known.unmatched),
            f"{_plural(len(known.unmatched), 'submission is', 'submissions are')} not surely anybody's in the roster",
            _bounded(
                [Entry((student,), why) for student, why in _first(known.unmatched.items())], len(known.unmatched)
            ),
        ),
        Item(
            "wait",
            len(known.left_out),
            f"{_plural(len(known.left_out), 'file was', 'files were')} left out",
            _bounded([Entry(text=text) for text in _first(known.left_out)], len(known.left_out)),
        ),
        Item(
            "wait",
            len(known.missing),
            "in the roster handed in nothing",
            _bounded([Entry((person,)) for person in _first(known.missing)], len(known.missing)),
        ),
        Item(
            "wait",
            awaiting,
            f"written {_plural(awaiting, 'answer waits', 'answers wait')} for a mark",
            (),
            note="Fill in written.csv, and give it to autograder grade with --written. To read from:",
            link="written.html",
        ),
        _limits(seen),
        Item("note", seen.late.count, "handed in late", seen.late.entries()),
        *_similar(known.similar or Likeness()),
    ]
    return [item for item in items if item.count]


@dataclass
class _Lines:
    """The first lines of a kind, and how many there are."""

    count: int = 0
    first: list[Entry] = field(default_factory=list[Entry])

    def add(self, student: str, text: str) -> None:
        """One more student, and what is to be said of the submission."""
        self.count += 1
        if self.count <= MOST:
            self.first.append(Entry((student,), text))

    def entries(self) -> tuple[Entry, ...]:
        """The lines that are shown."""
        return _bounded(self.first, self.count)


@dataclass
class _Seen:
    """What is to be told of some students, from one look at everybody's row; `met` are those who met each limit."""

    at_fault: _Lines = field(default_factory=_Lines)
    unreadable: _Lines = field(default_factory=_Lines)
    late: _Lines = field(default_factory=_Lines)
    met: Counter[str] = field(default_factory=Counter[str])
    met_by: dict[str, list[str]] = field(default_factory=dict[str, list[str]])
    with_limits: int = 0


def _seen(summary: ClassSummary) -> _Seen:
    seen = _Seen()
    for row in summary.students:
        if row.status == "needs_review":
            seen.at_fault.add(row.student, row.why)
        if row.status == "unreadable":
            seen.unreadable.add(row.student, row.why)
        if row.late is not None:
            seen.late.add(row.student, f"{row.late:g} points deducted")
        seen.with_limits += bool(row.limits)
        for limit in row.limits:
            seen.met[limit] += 1
            if seen.met[limit] <= MOST:
                seen.met_by.setdefault(limit, []).append(row.student)
    return seen


def _first(many: Iterable[T]) -> Iterable[T]:
    return islice(many, MOST)


def _bounded(first: list[Entry], count: int) -> tuple[Entry, ...]:
    """The first lines of so many, and how many are left."""
    return (*first, Entry(text=_more(count))) if count > MOST else tuple(first)


def _more(count: int) -> str:
    return f"... and {count - MOST} more; see report.json."


def _plural(number: int, one: str, several: str) -> str:
    return one if number == 1 else several


def _limits(seen: _Seen) -> Item:
    """Who met a limit, by the limit."""
    entries = tuple(
        Entry(tuple(seen.met_by[limit]), _more(count) if count > MOST else "", f"{LIMITS.get(limit, limit)} ({count})")
        for limit, count in seen.met.most_common()
    )
    return Item(
        "note",
        seen.with_limits,
        "met a limit while they were graded",
        entries,
        note="Their other exercises were graded. If many meet the same one, it may be too narrow: see the lab.toml.",
    )


def _similar(found: Likeness) -> list[Item]:
    """What is worth a look: that code is alike proves nothing."""
    alike = tuple(Entry(each.students, f"{each.percent} % of the code is the same") for each in found.alike)
    more = (Entry(text=f"... and {found.more} more, less alike."),) if found.more else ()
    groups = len(found.alike) + found.more
    return [
        Item(
            "note",
            groups,
            f"{_plural(groups, 'group', 'groups')} of nearly the same submissions: worth a look",
            alike + more,
            note="What the notebook brings along and what many wrote is left out. There are innocent reasons: work "
            "that was allowed to be shared, one source, or simply the usual solution.",
        ),
        Item(
            "note",
            len(found.not_compared),
            "could not be compared with the others",
            _bounded(
                [Entry((student,), why) for student, why in _first(found.not_compared.items())], len(found.not_compared)
            ),
        ),
    ]
