"""How the archives of each LMS name their members, and what a name says of the student.

Only the number or user name in a member's name is a key: the rest is what a student may call a file or a profile. So
a pattern is anchored at the first folder, and what a student puts below it cannot look like somebody else's.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from autograder.lms.archive import Bundle, Member
from autograder.lms.errors import LmsError
from autograder.submissions import speakable

_FLAGS = re.DOTALL | re.ASCII
MOODLE = re.compile(r"(?P<name>[^/_]*)_(?P<id>\d+)_assignsubmission_(?P<plugin>[a-z]+)(?:_?/|_)(?P<path>.+)", _FLAGS)
MOODLE_TEAM = re.compile(r"[^/_]*_assignsubmission_[a-z]+(?:_?/|_).+", _FLAGS)
CANVAS_ANONYMOUS = re.compile(r"(?P<late>LATE_)?anon_(?P<id>[^_/]+)_(?P<aid>[1-9]\d*)_(?P<file>[^/]+)", _FLAGS)
CANVAS = re.compile(
    r"(?P<name>[^/]+?)(?P<late>_LATE)?_(?P<id>[1-9]\d*)_"
    r"(?:(?P<aid>[1-9]\d*)_(?P<file>[^/]+)|(?P<kind>text|link)\.html)",
    _FLAGS,
)
BRIGHTSPACE = re.compile(
    r"(?P<id>\d+(?:-\d+)?) - (?P<name>[^/]+) - (?P<when>[A-Z][a-z]+ \d{1,2}, \d{4} \d{3,4} [AP]M)/(?P<path>.+)", _FLAGS
)
BLACKBOARD = re.compile(
    r"(?P<stem>(?P<item>[^/]+?)_(?P<user>[^/_]+)_attempt_(?P<when>\d{4}(?:-\d\d){5}))(?:_(?P<file>[^/]+)|\.txt)", _FLAGS
)
BLACKBOARD_NAME = re.compile(r"Name: (?P<name>.*) \((?P<user>[^()]+)\)\s*")
MAX_NOTE_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class Piece:
    """A file that somebody handed in: by whom (`id` is the key), in which attempt, and under which name."""

    id: str
    name: str
    student: str
    """How the student is named in reports."""
    folder: str
    """What the LMS needs to have back with the feedback: a folder's name, or the beginning of a file's."""
    file: str
    member: Member
    when: dt.datetime | None = None
    marked_late: bool = False
    keys: dict[str, str] | None = None
    """What else the student is known by, by kind (see `people`)."""


@dataclass(frozen=True)
class Layout:
    """What a bundle was recognised as: the LMS, its pieces, and members that are nobody's with the reason."""

    lms: str
    title: str
    pieces: tuple[Piece, ...]
    left_over: tuple[tuple[str, str], ...] = ()
    strangers: int = 0
    """How many members have a name that this LMS does not give."""
    clashes: dict[str, str] = field(default_factory=dict[str, str])
    """Students (by `id`) of whom it is not certain who they are, and why."""
    notes: tuple[str, ...] = ()
    """What the instructor should know about the bundle."""


def recognised(bundle: Bundle, only: str = "") -> Layout | None:
    """The layout that most members of a bundle follow, or the one that was asked for; None if it is a plain folder."""
    members = _without_wrapper(bundle.members)
    for lms, read in READERS.items():
        if only in ("", lms):
            layout = read(bundle, members)
            if layout is not None and (only or _is_likely(layout, bundle, len(members))):
                return layout
    return None


def _is_likely(layout: Layout, bundle: Bundle, members: int) -> bool:
    """Whether the names are no accident: anybody may call files in a folder of their own as Canvas does."""
    own = layout.lms == "canvas" and bundle.archive is None
    return 2 * layout.strangers < members and not (own and (layout.clashes or len(layout.pieces) < 2))


def _without_wrapper(members: Sequence[Member]) -> list[tuple[str, Member]]:
    """Names and members; a folder around everything is taken off, unless it is a student's own."""
    names = [member.name for member in members]
    tops = {name.partition("/")[0] if "/" in name else "" for name in names}
    if len(tops) == 1 and (top := tops.pop()) and not any(p.fullmatch(f"{top}/x") for p in (MOODLE, BRIGHTSPACE)):
        names = [name.partition("/")[2] for name in names]
    return list(zip(names, members, strict=True))


def _moodle(bundle: Bundle, members: Sequence[tuple[str, Member]]) -> Layout | None:
    pieces: list[Piece] = []
    left: list[tuple[str, str]] = []
    strangers = 0
    teams: list[str] = []
    for name, member in members:
        found = MOODLE.fullmatch(name)
        if found is None and MOODLE_TEAM.fullmatch(name):
            teams.append(member.name)
        elif found is None:
            left.append((member.name, "its name is not one that Moodle gives"))
            strangers += 1
        elif found["plugin"] != "file":
            left.append((member.name, "text that was typed into Moodle is not graded"))
        else:
            person, number = found["name"], found["id"]
            folder = name[: found.end("plugin")]
            pieces.append(Piece(number, person, f"{person} ({number})", folder, found["path"], member))
    if strangers == len(members):
        return None
    if teams and 2 * strangers < len(members):  # else it is a file in another archive that somebody called so
        raise LmsError(
            f"{bundle.path} holds a team's submission ({teams[0]}); only submissions of single students can be "
            f"graded. Ask for one file a student, or grade the unpacked files as a plain folder (--from plain)."
        )
    left += [(name, "it is a team's") for name in teams]
    if not _is_blind(pieces):
        return Layout("moodle", "Moodle", tuple(pieces), tuple(left), strangers)
    unnamed = tuple(replace(piece, name="", student=f"Participant {piece.id}") for piece in pieces)
    return Layout("moodle", "Moodle, blind marking", unnamed, tuple(left), strangers)


def _is_blind(pieces: Sequence[Piece]) -> bool:
    """Whether all have one and the same word for a name, which is "Participant" in some language."""
    names, numbers = {piece.name for piece in pieces}, {piece.id for piece in pieces}
    return names == {"Participant"} or (len(names) == 1 < len(numbers) and " " not in min(names))


def _canvas(bundle: Bundle, members: Sequence[tuple[str, Member]]) -> Layout | None:
    pieces: list[Piece] = []
    left: list[tuple[str, str]] = []
    names: dict[str, set[str]] = defaultdict(set)
    attachments: dict[str, str] = {}
    clashes: dict[str, str] = {}
    anonymous = strangers = 0
    for name, member in members:
        hidden = None if "/" in name else CANVAS_ANONYMOUS.fullmatch(name)
        found = hidden or (None if "/" in name else CANVAS.fullmatch(name))
        if found is None:
            left.append((member.name, "its name is not one that Canvas gives"))
            strangers += 1
        elif found.groupdict().get("kind"):
            left.append((member.name, "text or an address that was typed into Canvas is not graded"))
        else:
            if (other := attachments.get(found["aid"])) is not None:  # Canvas numbers every file
                why = f"the file number {found['aid']} stands in two names ({other} and {found['id']}): whose is it?"
                clashes |= {found["id"]: why, other: why}
            attachments[found["aid"]] = found["id"]
            person = "" if hidden else found["name"]
            names[found["id"]].add(person)
            student = f"anon {found['id']}" if hidden else f"{person} ({found['id']})"
            folder = name[: found.end("aid")]
            late = found["late"] is not None
            pieces.append(Piece(found["id"], person, student, folder, found["file"], member, marked_late=late))
            anonymous += hidden is not None
    if strangers == len(members):
        return None
    title = f"Canvas{', anonymous' if anonymous else ''}"
    return Layout("canvas", title, tuple(pieces), tuple(left), strangers, clashes | _two_names(names))


def _two_names(names: dict[str, set[str]]) -> dict[str, str]:
    return {
        number: f"the number {number} stands beside several names ({', '.join(sorted(given))}): who handed it in?"
        for number, given in names.items()
        if len(given) > 1
    }


def _brightspace(bundle: Bundle, members: Sequence[tuple[str, Member]]) -> Layout | None:
    pieces: list[Piece] = []
    numbers: dict[str, set[str]] = defaultdict(set)
    left: list[tuple[str, str]] = []
    for name, member in members:
        found = BRIGHTSPACE.fullmatch(name)
        if found is not None:
            person = found["name"]
            folder = name.partition("/")[0]
            numbers[person.casefold()].add(found["id"].partition("-")[0])
            when = _brightspace_time(found["when"])
            # the numbers are of the submission, not of the student: only the name says who it is
            pieces.append(Piece(person.casefold(), person, person, folder, found["path"], member, when))
        elif name != "index.html":
            left.append((member.name, "its name is not one that Brightspace gives"))
    notes = tuple(
        f"{person.name} has folders with different numbers; they are taken for attempts of one student. If there are "
        f"two students of that name, grade their folders apart."
        for person in {piece.id: piece for piece in pieces}.values()
        if len(numbers[person.id]) > 1
    )
    return Layout("brightspace", "Brightspace", tuple(pieces), tuple(left), len(left), notes=notes) if pieces else None


def _brightspace_time(text: str) -> dt.datetime | None:
    day, time, half = re.fullmatch(r"(.*) (\d{3,4}) ([AP]M)", text).groups()  # type: ignore[union-attr]
    for form in ("%b %d, %Y %I:%M %p", "%B %d, %Y %I:%M %p"):
        try:
            return dt.datetime.strptime(f"{day} {time[:-2]}:{time[-2:]} {half}", form)
        except ValueError:
            continue
    return None


def _blackboard(bundle: Bundle, members: Sequence[tuple[str, Member]]) -> Layout | None:
    pieces: list[Piece] = []
    left: list[tuple[str, str]] = []
    notes: dict[str, tuple[str, str]] = {}
    found = [(None if "/" in name else BLACKBOARD.fullmatch(name), member) for name, member in members]
    for match, member in found:
        if match is not None and match["file"] is None:
            notes[match["stem"]] = _blackboard_user(bundle, member, match)
    for match, member in found:
        if match is None:
            left.append((member.name, "its name is not one that Blackboard gives"))
        else:
            user, person = notes.get(match["stem"], (match["user"], ""))
            when = _blackboard_time(match["when"])
            # the note of an attempt counts as its file if there is no other: somebody handed in nothing
            pieces.append(Piece(user, person, user, match["stem"], match["file"] or "", member, when))
    return Layout("blackboard", "Blackboard", tuple(pieces), tuple(left), len(left)) if pieces else None


def _blackboard_user(bundle: Bundle, note: Member, match: re.Match[str]) -> tuple[str, str]:
    """User name and name by the note of an attempt, if the file's name bears it out: a student may write notes, too."""
    try:
        first = bundle.read(note, MAX_NOTE_BYTES).decode("utf-8-sig", "replace").splitlines()[:1]
    except LmsError:
        return match["user"], ""
    told = BLACKBOARD_NAME.fullmatch(first[0]) if first else None
    if told is None or not match["stem"].rpartition("_attempt_")[0].endswith(f"_{told['user']}"):
        return match["user"], ""
    return told["user"], speakable(told["name"])


def _blackboard_time(text: str) -> dt.datetime | None:
    try:
        return dt.datetime.strptime(text, "%Y-%m-%d-%H-%M-%S")
    except ValueError:
        return None


Reader = Callable[[Bundle, Sequence[tuple[str, Member]]], Layout | None]
READERS: dict[str, Reader] = {
    "moodle": _moodle,
    "blackboard": _blackboard,
    "brightspace": _brightspace,
    "canvas": _canvas,
}
