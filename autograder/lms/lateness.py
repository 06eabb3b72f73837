"""What a late submission costs, and the sentence that says so."""

from __future__ import annotations

import datetime as dt
import math

from autograder.lms.times import localised, zone
from autograder.report import Late, total
from autograder.settings import Lateness

DAY = dt.timedelta(days=1)


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
