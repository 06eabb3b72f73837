"""Times as archives, tables and options say them, in whatever form and zone."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
import zoneinfo

from autograder.lms.errors import LmsError

FORMATS = (
    "%d.%m.%Y %H:%M",
    "%d.%m.%Y %H:%M:%S",
    "%m/%d/%Y %I:%M %p",
    "%b %d, %Y %I:%M %p",
    "%B %d, %Y %I:%M %p",
)
DATE_FORMATS = ("%Y-%m-%d", "%d.%m.%Y", "%b %d, %Y", "%B %d, %Y", "%d %B %Y")
MONTHS = (
    "jan jän gen ene sty", "feb fev lut", "mar maa mrt", "apr avr abr kwi", "may mai mei mag maj", "jun juin giu cze",
    "jul juil lug lip", "aug aou ago sie", "sep set wrz", "oct okt ott out paz", "nov lis", "dec dez dic gru",
)  # fmt: skip
"""How the months begin in English, German, French, Spanish, Italian, Dutch, Portuguese, Swedish and Polish."""
WORDED = re.compile(
    r"(?:[^\W\d_]+,? )?(?P<day>\d{1,2})\.? (?:de )?(?P<month>[^\W\d_]+)\.? (?:de )?(?P<year>\d{4}),? (?:\D+ )?"
    r"(?P<hour>\d{1,2})[:.](?P<minute>\d\d)(?: (?P<half>[AP]M))?",
    re.IGNORECASE,
)
"""A time in a worksheet of Moodle: ``Sunday, 22 November 2026, 1:28 PM``, ``Sonntag, 22. November 2026, 13:28``."""


def zone(name: str) -> dt.tzinfo | None:
    """The time zone of that name; None stands for the machine's. `LmsError` if nobody knows it."""
    if not name:
        return None
    try:
        return zoneinfo.ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        raise LmsError(f"there is no time zone {name!r}; names look like Europe/Berlin or UTC.") from None


def localised(time: dt.datetime, where: dt.tzinfo | None) -> dt.datetime:
    """A time with its zone; one that has none is in `where` (the machine's zone if None)."""
    try:
        if time.tzinfo is None and where is not None:
            time = time.replace(tzinfo=where)
        return time.astimezone(where)
    except (OverflowError, ValueError, OSError):
        raise LmsError(f"{time} is a time that nobody means.") from None


def parsed(text: str, where: dt.tzinfo | None) -> dt.datetime | None:
    """The time that a table or an option says, with its zone; None if it says none that can be understood."""
    text = " ".join(text.replace("\u202f", " ").split())
    text = re.sub(r"(\.\d{6})\d+", r"\1", text)
    text = re.sub(r" (Z|UTC|[+-]\d\d:?\d\d)$", lambda zone: zone[1].replace("UTC", "Z"), text)
    for form in ("", *FORMATS):
        try:
            time = dt.datetime.strptime(text, form) if form else dt.datetime.fromisoformat(text)
            return localised(time, where)
        except (ValueError, LmsError):
            continue
    return _worded(text, where)


def due_time(text: str, where: dt.tzinfo | None) -> dt.datetime | None:
    """A due date as a table or an option says it; a day without a time ends when the day does, at 23:59:59."""
    for form in DATE_FORMATS:
        try:
            day = dt.datetime.strptime(text.strip(), form)
        except ValueError:
            continue
        return localised(day.replace(hour=23, minute=59, second=59), where)
    return parsed(text, where)


def _worded(text: str, where: dt.tzinfo | None) -> dt.datetime | None:
    """A time with the name of its month; None if it is none."""
    found = WORDED.fullmatch(text)
    if found is None:
        return None
    plain = "".join(c for c in unicodedata.normalize("NFD", found["month"].casefold()) if not unicodedata.combining(c))
    months = [number for number, starts in enumerate(MONTHS, start=1) if plain.startswith(tuple(starts.split()))]
    hour, half = int(found["hour"]), (found["half"] or "").upper()
    if len(months) != 1 or (half and not 1 <= hour <= 12):
        return None
    hour = hour % 12 + 12 * (half == "PM") if half else hour
    try:
        time = dt.datetime(int(found["year"]), months[0], int(found["day"]), hour, int(found["minute"]))
        return localised(time, where)
    except (ValueError, LmsError):
        return None
