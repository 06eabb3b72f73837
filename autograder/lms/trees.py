"""Exports that say in files of their own who handed in what: Gradescope's metadata, nbgrader's tree."""

from __future__ import annotations

import datetime as dt
import re
import zoneinfo
from collections.abc import Iterator
from typing import Any, cast

from autograder.lms.archive import Bundle, Member
from autograder.lms.errors import LmsError
from autograder.lms.layouts import Layout, Piece
from autograder.lms.plain_yaml import read_plain
from autograder.submissions import speakable

METADATA = "submission_metadata.yml"
STAMP = "timestamp.txt"
MAX_STAMP_BYTES = 1000
_SUBMISSION = re.compile(r"submission_\d+/")
_PARTS = re.compile(r"(?P<student>[^/]+)/(?P<assignment>[^/]+)/(?P<file>.+)", re.DOTALL)


def gradescope(bundle: Bundle, *, asked: bool = False) -> Layout | None:
    """The submissions of a Gradescope export, a group's once for each of its members; None if it is none.

    A student may hand in a file of that name, too: the one that counts lies above everything else.
    """
    metadata = min((m for m in bundle.members if m.file == METADATA), key=lambda m: m.name.count("/"), default=None)
    root = "" if metadata is None else metadata.name.removesuffix(METADATA)
    if metadata is None or root.count("/") > 1 or not all(m.name.startswith(root) for m in bundle.members):
        return None
    like = [m for m in bundle.members if _SUBMISSION.match(m.name, len(root))]
    if not asked and 2 * len(like) < len(bundle.members) - 1:
        return None
    pieces: list[Piece] = []
    left: list[tuple[str, str]] = []
    about = _metadata(bundle, metadata)
    for member in bundle.members:
        folder, _, file = member.name.removeprefix(root).partition("/")
        if member is metadata:
            continue
        if folder not in about or not file:
            left.append((member.name, f"{METADATA} does not say whose it is"))
            continue
        entry = about[folder]
        for keys, name in _submitters(entry, folder):
            key = keys.get("number") or keys.get("email") or name
            student = f"{name} ({key})" if name and name != key else key
            pieces.append(Piece(key, name, student, folder, file, member, _time(entry.get(":created_at")), keys=keys))
    return Layout("gradescope", "Gradescope", tuple(pieces), tuple(left), len(left))


def _metadata(bundle: Bundle, member: Member) -> dict[str, dict[str, Any]]:
    """What Gradescope says of each submission; every value is text, so that ids keep their zeros."""
    try:
        found = read_plain(bundle.read(member))
    except (LmsError, ValueError) as problem:
        why = str(problem)[:200]
        raise LmsError(f"{bundle.path}: {member.name} cannot be read ({why}). Download the export again.") from None
    if not isinstance(found, dict):
        raise LmsError(f"{bundle.path}: {member.name} lists no submissions. Download the export again.")
    entries = cast("dict[Any, Any]", found)
    return {str(name): cast("dict[str, Any]", entry) for name, entry in entries.items() if isinstance(entry, dict)}


def _submitters(entry: dict[str, Any], folder: str) -> Iterator[tuple[dict[str, str], str]]:
    """Keys and name of each who submitted; the submission itself where nobody is named."""
    submitters: Any = entry.get(":submitters")
    told = cast("list[Any]", submitters) if isinstance(submitters, list) else []
    known = [cast("dict[str, Any]", each) for each in told if isinstance(each, dict)]
    for each in known:
        values = {
            kind: each.get(f":{name}") for kind, name in (("number", "sid"), ("email", "email"), ("name", "name"))
        }
        texts = {kind: speakable(value.strip()) for kind, value in values.items() if isinstance(value, str) and value}
        if texts:
            yield {kind: text for kind, text in texts.items() if kind != "name"}, texts.get("name", "")
    if not known:
        yield {}, folder


def _time(text: object) -> dt.datetime | None:
    if not isinstance(text, str):
        return None
    short = re.sub(r"(\.\d{6})\d+", r"\1", text).replace(" Z", "+00:00").replace(" UTC", "+00:00")
    try:
        time = dt.datetime.fromisoformat(short)
    except ValueError:
        return None
    return time if time.tzinfo else time.replace(tzinfo=dt.UTC)


def nbgrader(bundle: Bundle, lab: str, *, asked: bool = False) -> Layout | None:
    """The submissions to a lab in nbgrader's `submitted/<student>/<assignment>/`; None if it is no such tree."""
    names = {member: member.name for member in bundle.members}
    named = bundle.path.name == "submitted"
    if names and all(name.startswith("submitted/") for name in names.values()):
        named, names = True, {member: name.removeprefix("submitted/") for member, name in names.items()}
    found = [(_PARTS.fullmatch(name), member) for member, name in names.items()]
    # most students' folders have to look like that: one student could make any tree in a folder of their own
    like = {match["student"] for match, _ in found if match is not None and (named or match["file"] == STAMP)}
    if not asked and 2 * len(like) <= len({name.partition("/")[0] for name in names.values()}):
        return None
    assignment = _assignment(bundle, {match["assignment"] for match, _ in found if match is not None}, lab)
    pieces: list[Piece] = []
    left: list[tuple[str, str]] = []
    times: dict[str, dt.datetime | None] = {}
    for match, member in found:
        if match is None:
            left.append((member.name, "it lies outside of <student>/<assignment>/"))
        elif match["assignment"] == assignment and match["file"] == STAMP:
            times[match["student"]] = _stamp(bundle, member)
    for match, member in found:
        if match is not None and match["assignment"] == assignment and match["file"] != STAMP:
            student = match["student"]
            when = times.get(student)
            pieces.append(Piece(student, student, student, f"{student}/{assignment}", match["file"], member, when))
    return Layout("nbgrader", f"nbgrader, assignment {assignment}", tuple(pieces), tuple(left), len(left))


def _assignment(bundle: Bundle, names: set[str], lab: str) -> str:
    """The folder of an assignment that is the lab's: of the same name, or the only one."""
    if lab in names or not names:
        return lab
    if len(names) == 1:
        return names.pop()
    raise LmsError(
        f"{bundle.path} holds several assignments ({', '.join(sorted(names))}) and none is called {lab}. "
        f"Copy the one to be graded into a tree of its own, or rename it."
    )


def _stamp(bundle: Bundle, member: Member) -> dt.datetime | None:
    """The time in a time stamp such as ``2026-11-22 13:28:36.123456 Europe/Berlin``."""
    try:
        text = bundle.read(member, MAX_STAMP_BYTES).decode("utf-8-sig").strip()
        moment, _, where = text.rpartition(" ")
        if ":" in where:  # no zone is named
            return dt.datetime.fromisoformat(text)
        return dt.datetime.fromisoformat(moment).replace(tzinfo=zoneinfo.ZoneInfo(where))
    except (LmsError, ValueError, OSError, zoneinfo.ZoneInfoNotFoundError):
        return None
