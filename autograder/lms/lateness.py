"""What a late submission costs, and the sentence that says so."""

from __future__ import annotations

import datetime as dt
import math
import re
import zoneinfo

from autograder.lms.errors import LmsError
from autograder.report import Late, total
from autograder.settings import Lateness

FORMATS = (
    "%A, %d %B %Y, %I:%M %p",  # Moodle's worksheet in English
    "%A, %d %B %Y, %H:%M",
    "%d.%m.%Y %H:%M",
    "%d.%m.%Y %H:%M:%S",
    "%m/%d/%Y %I:%M %p",
    "%b %d, %Y %I:%M %p",
    "%B %d, %Y %I:%M %p",
)
DAY = dt.timedelta(days=1)


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
    return None


def late(rule: Lateness, submitted: dt.datetime, extended: dt.datetime | None, points: float) -> Late | None:
    """What is deducted from a submission that could have had so many points; None if it is in time.

    `submitted` and `extended` (the student's own due date, if there is one) have zones.
    """
    if rule.due is None and extended is None:
        return None
    where = zone(rule.timezone)
    due = localised(extended or rule.due or submitted, where)
    behind = submitted.astimezone(dt.UTC) - due.astimezone(dt.UTC)
    if behind <= dt.timedelta(minutes=rule.grace_minutes):
        return None
    days = math.ceil(behind / DAY)
    percent = min(days * rule.percent_per_day, rule.cap_percent)
    deducted = total([points * percent / 100])
    local = submitted.astimezone(where)
    why = (
        f"Handed in {_moment(local)}, {_length(behind)} after the due date{' of your extension' if extended else ''} "
        f"({_moment(due)}): "
    )
    if deducted == 0:
        why += "nothing is deducted."
    else:
        capped = percent < days * rule.percent_per_day
        rate = f"{days} {'day' if days == 1 else 'days'} begun at {rule.percent_per_day:g} % of {points:g} points"
        why += f"{rate}{f', at most {rule.cap_percent:g} %' if capped else ''}, so {deducted:g} "
        why += f"{'point is' if deducted == 1 else 'points are'} deducted."
    return Late(submitted=local.isoformat(), due=due.isoformat(), days=days, points=deducted, why=why)


def _moment(time: dt.datetime) -> str:
    return time.strftime("%Y-%m-%d %H:%M %Z").strip()


def _length(behind: dt.timedelta) -> str:
    minutes = max(1, math.floor(behind.total_seconds() / 60))
    days, minutes = divmod(minutes, 24 * 60)
    hours, minutes = divmod(minutes, 60)
    parts = [(days, "day"), (hours, "hour"), (minutes, "minute")]
    told = [f"{number} {unit}{'' if number == 1 else 's'}" for number, unit in parts if number]
    return " ".join(told[:2])
