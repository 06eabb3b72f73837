"""What lateness costs, to the minute, and the sentence that says why."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.lms.errors import LmsError
from autograder.lms.lateness import late
from autograder.lms.times import due_time, localised, parsed, zone
from autograder.settings import LabError, Lateness, read_settings

BERLIN = zone("Europe/Berlin")
DUE = dt.datetime(2026, 11, 22, 23, 59)
RULE = Lateness(due=DUE, grace_minutes=15, percent_per_day=10, cap_percent=50, timezone="Europe/Berlin")


def at(*moment):
    return dt.datetime(*moment, tzinfo=BERLIN)


@pytest.mark.parametrize(
    ("submitted", "days", "points"),
    [
        (at(2026, 11, 22, 23, 59), 0, 0),
        (at(2026, 11, 23, 0, 14), 0, 0),  # the last minute of grace
        (at(2026, 11, 23, 0, 15), 1, 2),
        (at(2026, 11, 23, 23, 59), 1, 2),  # a day to the minute
        (at(2026, 11, 24, 0, 0), 2, 4),
        (at(2026, 11, 27, 0, 0), 5, 10),
        (at(2027, 11, 27, 0, 0), 370, 10),  # the cap
    ],
)
def test_days_begun_are_counted_from_the_due_date_once_grace_is_over(submitted, days, points):
    found = late(RULE, submitted, None, 20)
    assert (found.days, found.points) == (days, points) if days else found is None


def test_zones_are_compared_as_moments():
    assert late(RULE, dt.datetime(2026, 11, 22, 22, 59, tzinfo=dt.UTC), None, 20) is None
    assert late(RULE, dt.datetime(2026, 11, 22, 23, 59, tzinfo=dt.UTC), None, 20).days == 1


def test_a_day_across_the_end_of_summer_time_has_its_25_hours_counted():
    rule = Lateness(due=dt.datetime(2026, 10, 24, 12, 0), percent_per_day=10, timezone="Europe/Berlin")
    assert late(rule, at(2026, 10, 25, 11, 0), None, 10).days == 1
    assert late(rule, at(2026, 10, 25, 11, 1), None, 10).days == 2


def test_an_extension_is_the_students_own_due_date():
    assert late(RULE, at(2026, 11, 24, 12, 0), at(2026, 11, 24, 12, 0), 20) is None
    found = late(RULE, at(2026, 11, 25, 12, 0), at(2026, 11, 24, 12, 0), 20)
    assert found.days == 1
    assert "your extension" in found.why


def test_an_extension_without_a_general_due_date_counts_too():
    assert late(Lateness(percent_per_day=10), at(2026, 11, 25, 12, 0), at(2026, 11, 24, 12, 0), 20).points == 2


def test_without_a_due_date_nobody_is_late():
    assert late(Lateness(percent_per_day=10), at(2030, 1, 1), None, 20) is None


def test_the_sentence_says_when_how_long_at_what_rate_and_how_much():
    assert late(RULE, at(2026, 11, 24, 10, 1), None, 20).why == (
        "Handed in 2026-11-24 10:01 CET, 1 day 10 hours after the due date (2026-11-22 23:59 CET): "
        "2 days begun at 10 % of 20 points, so 4 points are deducted."
    )
    assert ", at most 50 %, so 10 points" in late(RULE, at(2026, 12, 24, 10, 1), None, 20).why
    assert "nothing is deducted" in late(Lateness(due=DUE), at(2026, 12, 24, 10, 1), None, 20).why
    assert "so 1 point is deducted" in late(RULE, at(2026, 11, 23, 1, 0), None, 10).why


@given(st.floats(0, 100), st.floats(0, 100), st.integers(0, 10**7), st.floats(0, 1000))
def test_never_more_than_the_cap_nor_less_than_nothing(rate, cap, minutes, points):
    rule = Lateness(due=DUE, percent_per_day=rate, cap_percent=cap)
    found = late(rule, localised(DUE, None) + dt.timedelta(minutes=minutes), None, points)
    assert found is None or 0 <= found.points <= points * cap / 100 + 1e-6


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-11-22T13:28", (13, 28)),
        ("2026-11-22 13:28:00", (13, 28)),
        ("2026-11-22 13:28:36.123456789 Z", (14, 28)),
        ("2026-11-22 13:28 +0100", (13, 28)),
        ("2026-11-22 13:28 UTC", (14, 28)),
        ("Sunday, 22 November 2026, 1:28 PM", (13, 28)),
        ("Sunday, 22 November 2026, 1:28\u202fPM", (13, 28)),
        ("Sonntag, 22. November 2026, 13:28", (13, 28)),
        ("dimanche 22 novembre 2026, 13:28", (13, 28)),
        ("domingo, 22 de noviembre de 2026, 13:28", (13, 28)),
        ("domenica, 22 novembre 2026, 13:28", (13, 28)),
        ("22.11.2026 13:28", (13, 28)),
        ("11/22/2026 01:28 PM", (13, 28)),
        ("Nov 22, 2026 1:28 PM", (13, 28)),
    ],
)
def test_times_are_understood_as_an_lms_writes_them(text, moment):
    found = parsed(text, BERLIN)
    assert (found.year, found.month, found.day, found.hour, found.minute) == (2026, 11, 22, *moment)
    assert found.utcoffset() == dt.timedelta(hours=1)


@pytest.mark.parametrize(
    "text",
    [
        *("", "-", "soon", "2026-13-45", "9" * 5000, "Sonntag, 31. Februar 2026, 13:28", "22 Juch 2026, 13:28"),
        *("Sunday, 22 November 2026, 13:28 PM", "22 November 2026, 25:00", "22 November 0000, 13:28"),
    ],
)
def test_what_is_no_time_is_none(text):
    assert parsed(text, BERLIN) is None


def test_a_zone_that_nobody_knows_is_told():
    for name in ("Europe/Berlni", "../../etc/passwd", "/etc/passwd", "a\0b"):
        with pytest.raises(LmsError, match="no time zone"):
            zone(name)


def test_a_labs_file_says_the_rule(tmp_path):
    text = (
        'title = "t"\nexercises = []\n[lateness]\ndue = 2026-11-22T23:59:00\npercent_per_day = 10\ncap_percent = 50\n'
    )
    (tmp_path / "lab.toml").write_text(text + "grace_minutes = 15\ntimezone = 'Europe/Berlin'\n")
    assert read_settings(tmp_path / "lab.toml").lateness == RULE
    (tmp_path / "lab.toml").write_text('title = "t"\nexercises = []\n')
    assert read_settings(tmp_path / "lab.toml").lateness == Lateness()


@pytest.mark.parametrize(
    "line", ["percent_per_day = 101", "cap_percent = -1", "grace_minutes = nan", "due = 'soon'", "days = 3"]
)
def test_a_rule_that_cannot_be_is_refused_with_the_file(tmp_path, line):
    (tmp_path / "lab.toml").write_text(f'title = "t"\nexercises = []\n[lateness]\n{line}\n')
    with pytest.raises(LabError, match=r"lab\.toml"):
        read_settings(tmp_path / "lab.toml")


@pytest.mark.parametrize("text", ["2026-11-22", " 2026-11-22 ", "22.11.2026", "Nov 22, 2026", "22 November 2026"])
def test_a_due_date_without_a_time_ends_with_the_day(text):
    assert due_time(text, BERLIN) == at(2026, 11, 22, 23, 59, 59)


@pytest.mark.parametrize("text", ["2026-11-22 00:00", "2026-11-22T00:00", "22.11.2026 00:00"])
def test_a_due_date_with_a_time_is_that_time(text):
    assert due_time(text, BERLIN) == at(2026, 11, 22)


def test_what_is_no_due_date_is_none():
    assert [due_time(text, BERLIN) for text in ("", "soon", "2026-02-30", "22/11/2026")] == [None] * 4


MONTHS = {
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    "at": "Jänner Februar März April Mai Juni Juli August September Oktober November Dezember",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "it": "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
    "nl": "januari februari maart april mei juni juli augustus september oktober november december",
    "pt": "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
    "sv": "januari februari mars april maj juni juli augusti september oktober november december",
    "pl": "stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia",
    "en": "January February March April May June July August September October November December",
}


@pytest.mark.parametrize("language", MONTHS)
def test_every_month_is_understood_in_many_languages(language):
    months = MONTHS[language].split()
    found = [parsed(f"x, 3 {month} 2026, 09:05", BERLIN) for month in months]
    assert found == [at(2026, number, 3, 9, 5) for number in range(1, 13)]
