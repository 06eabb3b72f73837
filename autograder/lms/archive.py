"""The files of an archive, or of a folder that one was unpacked into, as a list that is safe to work with.

A zip is hostile input: its members are listed before anything is read, nothing is ever written under a name that it
gives, and what cannot be trusted is left out with the reason.
"""

from __future__ import annotations

import os
import re
import stat
import struct
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType

from autograder.lms.errors import LmsError
from autograder.submissions import MAX_FILE_BYTES, speakable

MAX_MEMBERS = 50_000
"""Five thousand students with ten files each."""
MAX_DIRECTORY_BYTES = 32 << 20
"""The list of members itself, which is read into memory."""
MAX_TOTAL_BYTES = 4 << 30
"""All that is unpacked from one archive."""
MAX_RATIO = 250
"""A notebook shrinks to a twentieth; what shrinks to less than this is made to burst."""
RATIO_COUNTS_FROM = 1 << 20
NOISE = re.compile(
    r"(?:.*/)?(?:(?:__MACOSX|\.ipynb_checkpoints|__pycache__)/.*|\._[^/]*|\.DS_Store|Thumbs\.db|desktop\.ini)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Member:
    """A file of an archive: its name with `/` between folders, and why it is not read, if so."""

    name: str
    size: int
    refused: str = ""
    place: str = ""
    """Where it lies, if it is a file of a folder: a path as text takes a third of the memory."""
    entry: zipfile.ZipInfo | None = None

    @property
    def path(self) -> Path | None:
        """Where it lies, if it is a file of a folder."""
        return Path(self.place) if self.place else None

    @property
    def file(self) -> str:
        """The last part of the name."""
        return self.name.rpartition("/")[2]


@dataclass
class Bundle:
    """The members of a zip or folder. Use as a context manager."""

    path: Path
    members: list[Member]
    skipped: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])
    """Members that are nobody's: name and reason."""
    archive: zipfile.ZipFile | None = None
    _unpacked: int = 0

    def __enter__(self) -> Bundle:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.members.clear()  # there may be many
        if self.archive is not None:
            self.archive.close()

    def read(self, member: Member, most: int = MAX_FILE_BYTES) -> bytes:
        """The content of a member; `LmsError` with the reason if it is not to be had."""
        if member.refused:
            raise LmsError(member.refused)
        if member.size > most:
            raise LmsError(f"it has {member.size >> 20} MB; at most {most >> 20} MB are read")
        if (path := member.path) is not None:
            return _contents(path, most)
        assert self.archive is not None
        assert member.entry is not None
        if self._unpacked + member.size > MAX_TOTAL_BYTES:
            raise LmsError(f"the archive holds more than {MAX_TOTAL_BYTES >> 30} GB before it comes to this file")
        try:
            with self.archive.open(member.entry) as file:
                data = file.read(most + 1)
        except (
            zipfile.BadZipFile,
            zlib.error,
            EOFError,
            OSError,
            NotImplementedError,
            RuntimeError,
            ValueError,
        ) as why:
            raise LmsError(f"it is damaged in the archive ({why}); download the archive again") from None
        if len(data) > most:
            raise LmsError(f"it has more than the {most >> 20} MB that are read")
        self._unpacked += len(data)
        return data


def open_bundle(path: Path) -> Bundle:
    """The members of a zip or a folder; `LmsError` if it is neither, or an archive that cannot be trusted at all."""
    return _folder(path) if path.is_dir() else _zip(path)


def _zip(path: Path) -> Bundle:
    try:
        _demand_small_directory(path)
        archive = zipfile.ZipFile(path)
    except OSError as problem:
        raise LmsError(f"{path} cannot be read: {problem.strerror or problem}.") from None
    except (zipfile.BadZipFile, NotImplementedError, struct.error, ValueError, RecursionError, OverflowError):
        raise LmsError(f"{path} is not a whole zip archive. Download it again.") from None
    bundle = Bundle(path, [], archive=archive)
    if len(archive.infolist()) > MAX_MEMBERS:
        archive.close()
        raise LmsError(
            f"{path} has {len(archive.infolist())} members; at most {MAX_MEMBERS} are read. "
            f"Take the extra files out, or grade it in parts."
        )
    names = Counter(speakable(_name(entry)) for entry in archive.infolist())  # as they are told apart later
    for entry in archive.infolist():
        name = _name(entry)
        if entry.is_dir() or name.endswith("/") or NOISE.fullmatch(name):
            continue
        if trouble := _trouble_with_name(name):
            bundle.skipped.append((speakable(name), trouble))
            continue
        refused = "two members of the archive have this name" if names[speakable(name)] > 1 else _trouble(entry, name)
        bundle.members.append(Member(speakable(name), entry.file_size, refused, entry=entry))
    return bundle


def _folder(path: Path) -> Bundle:
    bundle = Bundle(path, [])
    for name, place in _walk(path):
        if NOISE.fullmatch(name):
            continue
        try:
            status = os.lstat(place)
        except OSError:
            continue  # it was taken away just now
        refused = "" if stat.S_ISREG(status.st_mode) else "it is a link or no regular file"
        bundle.members.append(Member(speakable(name), status.st_size, refused or _trouble_with_kind(name), place))
        if len(bundle.members) > MAX_MEMBERS:  # no LMS makes such a folder: it is one like any other
            bundle.members.clear()
            break
    return bundle


def _walk(path: Path) -> Iterator[tuple[str, str]]:
    """The files below a folder in order: the name with `/` between folders, and where each lies."""
    for folder, folders, files in os.walk(path):
        folders.sort()
        below = os.path.relpath(folder, path)
        for file in sorted(files):
            yield file if below == os.curdir else f"{below}/{file}", os.path.join(folder, file)


def _contents(path: Path, most: int) -> bytes:
    try:
        with open(path, "rb") as file:
            return file.read(most)
    except OSError as problem:
        raise LmsError(f"it cannot be read: {problem.strerror or problem}") from None


def _name(entry: zipfile.ZipInfo) -> str:
    """A member's name; UTF-8 also where the archive does not say that it is."""
    name = entry.filename
    if not entry.flag_bits & 0x800 and not name.isascii():
        with suppress(UnicodeError):
            name = name.encode("cp437").decode("utf-8")
    return name.replace("\\", "/")


def _trouble_with_name(name: str) -> str:
    if name.startswith("/"):
        return "its path is absolute"
    if re.match(r"[A-Za-z]:", name):
        return "its path names a drive"
    if ".." in name.split("/"):
        return "its path leads out of the archive (..)"
    return "its name is too long" if len(name) > 2000 else ""


def _trouble(entry: zipfile.ZipInfo, name: str) -> str:
    mode = entry.external_attr >> 16
    if stat.S_ISLNK(mode):
        return "it is a link; the file itself is needed"
    if stat.S_IFMT(mode) not in (0, stat.S_IFREG):
        return "it is no regular file"
    if entry.flag_bits & 0x1:
        return "it is encrypted; it has to be handed in without a password"
    if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        return "it is compressed in a way that no LMS uses"
    if entry.file_size > RATIO_COUNTS_FROM and entry.file_size > MAX_RATIO * max(entry.compress_size, 1):
        return f"it grows to more than {MAX_RATIO} times its size, as no notebook does"
    return _trouble_with_kind(name)


def is_archive(name: str) -> bool:
    """Whether a file is an archive by its name."""
    return re.search(r"\.(?:zip|tar|tgz|gz|bz2|xz|7z|rar)$", name, re.IGNORECASE) is not None


def _trouble_with_kind(name: str) -> str:
    if is_archive(name):
        return "it is an archive inside of the archive, which is not opened; the notebook itself is needed"
    return ""


def _demand_small_directory(path: Path) -> None:
    """Refuse an archive whose list of members alone would fill the memory, before it is read."""
    with open(path, "rb") as file:
        size = file.seek(0, os.SEEK_END)
        file.seek(max(0, size - (1 << 16) - 22 - 20 - 56))
        tail = file.read()
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or at + 22 > len(tail):
        raise zipfile.BadZipFile
    count, directory = struct.unpack("<HL", tail[at + 10 : at + 16])
    large = tail.rfind(b"PK\x06\x06", 0, at)
    if large >= 0 and large + 48 <= len(tail):
        count, directory = struct.unpack("<QQ", tail[large + 32 : large + 48])
    if count > MAX_MEMBERS or directory > MAX_DIRECTORY_BYTES:
        raise LmsError(
            f"{path} lists {count} members; at most {MAX_MEMBERS} are read. "
            f"Take the extra files out, or grade it in parts."
        )
