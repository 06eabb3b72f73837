"""Who is in the course: a roster, or any table that an LMS makes of its students, and which of them a submission is.

A student is known by several keys, each of its own kind: a number among Moodle's participants says nothing about a
number of Canvas. A name is no key where two students have it.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from autograder.lms.errors import LmsError
from autograder.lms.tables import read_values
from autograder.lms.times import parsed
from autograder.report import Origin
from autograder.submissions import speakable

HEADERS = {
    "participant": ("identifier",),
    "canvas": ("id", "canvas user id"),
    "login": (
        "username", "user name", "login", "login id", "sis login id", "user", "benutzername", "anmeldename",
        "nom d’utilisateur", "nom d'utilisateur", "nombre de usuario",
    ),
    "number": (
        "id number", "student id", "student number", "student no", "sis user id", "orgdefinedid", "sid", "number",
        "matriculation number", "matrikelnummer",
    ),
    "email": (
        "email", "email address", "e-mail", "e-mail address", "mail", "e-mail-adresse", "adresse de courriel",
        "dirección de correo", "indirizzo email",
    ),
    "name": (
        "name", "full name", "fullname", "student", "student name", "display name", "vollständiger name", "nom complet",
        "nombre completo", "nome completo",
    ),
    "first": ("first name", "firstname", "given name", "first", "vorname", "prénom", "voornaam"),
    "last": ("last name", "lastname", "family name", "surname", "last", "nachname", "familienname", "achternaam"),
    "submitted": ("submitted", "submitted at", "submission time", "last modified (submission)", "date submitted"),
    "due": ("due", "due date", "extension", "extended to", "extended due date"),
    "days": ("extension days", "extra days", "days"),
}  # fmt: skip
"""What the columns of a roster are called, in small letters."""
KEYS = ("participant", "canvas", "login", "number", "email")
FIRST_CHOICE = {
    "moodle": ("participant",),
    "canvas": ("canvas",),
    "blackboard": ("login",),
    "gradescope": ("number", "email"),
    "nbgrader": ("login", "number", "canvas", "email"),
}
"""By which keys the students of an LMS's archive are known for certain."""

CERTAIN = {"moodle": "participant", "canvas": "canvas", "blackboard": "login"}
"""The key that an LMS gives to each student, both in its archive and in its tables."""


@dataclass(frozen=True, slots=True)
class Person:
    """A student of the course: the row in the table, the keys by kind, the name, and what else the table says."""

    row: int
    keys: dict[str, str]
    name: str
    submitted: str = ""
    due: str = ""
    days: str = ""

    @property
    def label(self) -> str:
        """The student in messages."""
        known = next((self.keys[kind] for kind in KEYS if kind in self.keys), "")
        return f"{self.name} ({known})" if self.name and known else self.name or known


def roster(path: Path) -> list[Person]:
    """The students of a table; `LmsError` if no column says who they are."""
    _, rows = read_values(path)
    header = next(rows, list[str]())
    found = people(header, rows)
    if not found:
        raise LmsError(
            f"{path}: no column says who the students are (there is {', '.join(header)}). "
            f"Name one of them name, username, id number or email."
        )
    return found


def people(header: Sequence[str], rows: Iterable[Sequence[str]], first_row: int = 1) -> list[Person]:
    """The students of a table with that header; rows that name nobody are left out."""
    rows = list(rows)
    kinds = [_kind(name) for name in header]
    numbered = rows and all(row and re.fullmatch(r"\D+ \d+", row[0].strip()) for row in rows if any(row))
    if numbered and kinds[0] in ("", "participant", "canvas"):  # a German worksheet calls the identifier ID
        kinds[0] = "participant"  # Moodle's worksheet, in whatever language
        times = [column for column in range(1, len(kinds)) if _are_times(rows, column)]
        if "submitted" not in kinds and len(times) == len(("submitted", "graded")):
            kinds[times[0]] = "submitted"
    found: list[Person] = []
    for number, row in enumerate(rows, start=first_row):
        values: dict[str, str] = {}
        for kind, value in zip(kinds, row, strict=False):
            if kind and value.strip():
                values.setdefault(kind, clean_id(value))
        keys = {kind: values[kind] for kind in KEYS if kind in values}
        if participant := re.search(r"(\d+)\s*$", keys.get("participant", "")):
            keys["participant"] = participant[1]
        name = values.get("name") or " ".join(values[part] for part in ("first", "last") if part in values)
        if (keys or name) and not name.casefold().startswith("points possible"):
            told = {kind: values.get(kind, "") for kind in ("submitted", "due", "days")}
            found.append(Person(number, keys, name, **told))
    return found


def _are_times(rows: Sequence[Sequence[str]], column: int) -> bool:
    """Whether a column holds times and nothing else; a dash is a time that there is not."""
    values = [row[column].strip() for row in rows if column < len(row)]
    return bool(values) and all(value == "-" or parsed(value, dt.UTC) is not None for value in values)


def clean_id(value: str) -> str:
    """An identifier without what spreadsheets and exports put around it: ``="x"``, a leading #.

    What a terminal cannot bear is replaced, as it is in the names of an archive's files.
    """
    value = speakable(value.strip())
    if wrapped := re.fullmatch(r'="(.*)"', value):
        value = wrapped[1]
    return value.removeprefix("#")


class Directory:
    """The students of a table, to be found by key or name."""

    def __init__(self, students: Iterable[Person], *, strict: bool = False) -> None:
        """With `strict`, nobody is looked for by name whose LMS has a key for everybody, if the table has it too."""
        self.students = tuple(students)
        self._kinds = {kind for person in self.students for kind in person.keys}
        self._strict = strict
        self._by_key: dict[tuple[str, str], list[Person]] = defaultdict(list)
        self._by_name: dict[str, list[Person]] = defaultdict(list)
        for person in self.students:
            for kind, key in person.keys.items():
                self._by_key[kind, folded(key)].append(person)
            for form in name_forms(person.name):
                self._by_name[form].append(person)

    def find(self, student: str, origin: Origin | None) -> list[Person]:
        """Whom a submission may belong to: one person if that is certain, several on a tie, none if nobody fits."""
        for kind, key in _keys(student, origin):
            if found := self._by_key.get((kind, folded(key)), []):
                return found
        certain = CERTAIN.get(origin.lms, "") if origin is not None else ""
        if certain in self._kinds and (self._strict or certain == "participant"):
            return []  # the key would be there, if the student was: names are not unique
        names = {student} if origin is None else {origin.name, origin.keys.get("name", "")}
        named = [person for name in names for form in name_forms(name) for person in self._by_name.get(form, [])]
        return list({person.row: person for person in named}.values())


def _keys(student: str, origin: Origin | None) -> list[tuple[str, str]]:
    """The keys of a submission's student, the most certain first."""
    if origin is None:
        return [(kind, student) for kind in KEYS]
    native = FIRST_CHOICE.get(origin.lms, ())
    return [(kind, origin.keys.get(kind, origin.id)) for kind in native] + list(origin.keys.items())


def folded(text: str) -> str:
    """A text for comparison: case, Unicode form and space do not count."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def name_forms(name: str) -> set[str]:
    """The ways in which a name is written: as it is, "Last, First" turned around, Canvas's letters run together."""
    if not name.strip():
        return set()
    forms = {folded(name)}
    last, comma, first = name.partition(",")
    if comma and first.strip():
        forms.add(folded(f"{first} {last}"))
    # Canvas sorts by "Last, First" and leaves out what is no letter
    forms.add(re.sub(r"\W", "", name).lower())
    words = name.split()
    if not comma and len(words) > 1:
        forms.add(re.sub(r"\W", "", "".join([words[-1], *words[:-1]])).lower())
    return forms - {""}


def _kind(header: str) -> str:
    name = folded(header.removeprefix("\ufeff").replace("_", " "))
    return next((kind for kind, names in HEADERS.items() if name in names), "")
