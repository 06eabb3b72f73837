"""What a teacher has to look at before the marks can stand, the most urgent first."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import Literal

from autograder.feedback.class_summary import ClassSummary, Likeness, StudentRow

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
    awaiting = summary.with_status("awaiting_written")
    at_fault = summary.with_status("needs_review")
    items = [
        Item(
            "bad",
            *_told(at_fault, f"{_plural(len(at_fault), 'submission', 'submissions')} that the grader failed on"),
            note="That is not the students' fault. When the cause is mended, autograder regrade grades them again.",
        ),
        Item("bad", *_told(summary.with_status("unreadable"), "could not be read")),
        Item(
            "bad",
            len(known.unmatched),
            f"{_plural(len(known.unmatched), 'submission is', 'submissions are')} not surely anybody's in the roster",
            tuple(Entry((student,), why) for student, why in known.unmatched.items()),
        ),
        Item(
            "wait",
            len(known.left_out),
            f"{_plural(len(known.left_out), 'file was', 'files were')} left out",
            tuple(Entry(text=text) for text in known.left_out),
        ),
        Item(
            "wait",
            len(known.missing),
            "in the roster handed in nothing",
            tuple(Entry((person,)) for person in known.missing),
        ),
        Item(
            "wait",
            len(awaiting),
            f"written {_plural(len(awaiting), 'answer waits', 'answers wait')} for a mark",
            (),
            note="Fill in written.csv, and give it to autograder grade with --written. To read from:",
            link="written.html",
        ),
        _limits(summary),
        _late(summary),
        *_similar(known.similar or Likeness()),
    ]
    return [_bounded(item) for item in items if item.count]


def _bounded(item: Item) -> Item:
    more = len(item.entries) - MOST
    if more <= 0:
        return item
    return replace(item, entries=(*item.entries[:MOST], Entry(text=f"... and {more} more; see report.json.")))


def _told(rows: list[StudentRow], title: str) -> tuple[int, str, tuple[Entry, ...]]:
    return len(rows), title, tuple(Entry((row.student,), row.why) for row in rows)


def _plural(number: int, one: str, several: str) -> str:
    return one if number == 1 else several


def _limits(summary: ClassSummary) -> Item:
    """Who met a limit, by the limit."""
    met = [row for row in summary.students if row.limits]
    counts = Counter(limit for row in met for limit in row.limits)
    entries = tuple(
        Entry(tuple(row.student for row in met if limit in row.limits), what=f"{LIMITS.get(limit, limit)} ({count})")
        for limit, count in counts.most_common()
    )
    return Item(
        "note",
        len(met),
        "met a limit while they were graded",
        entries,
        note="Their other exercises were graded. If many meet the same one, it may be too narrow: see the lab.toml.",
    )


def _late(summary: ClassSummary) -> Item:
    rows = [row for row in summary.students if row.late is not None]
    entries = tuple(Entry((row.student,), f"{row.late:g} points deducted") for row in rows)
    return Item("note", len(rows), "handed in late", entries)


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
            tuple(Entry((student,), why) for student, why in found.not_compared.items()),
        ),
    ]
