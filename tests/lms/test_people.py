"""Which student of the course a submission belongs to: by a key of the right kind, by name only if that is certain."""

from __future__ import annotations

import pytest
from lms.test_export_moodle import SAMPLES

from autograder.lms.errors import LmsError
from autograder.lms.people import Directory, clean_id, people, roster
from autograder.report import Origin

CANVAS = (
    ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", "Swaps (41)"],
    [
        ["    Points Possible", "", "", "", "", "20"],
        ["Lee, Ann", "701", "S-1", "alee", "A", ""],
        ["Ray, Bob", "702", "S-2", "bray", "A", ""],
        ["Ray, Bob", "703", "S-3", "bray2", "A", ""],
        ['="=SUM, Eve"', "704", "S-4", "701", "A", ""],
    ],
)


def origin(lms, number="", name="", **keys):
    return Origin(lms=lms, id=number, name=name, keys=keys)


@pytest.fixture
def canvas():
    return Directory(people(*CANVAS))


def rows(found):
    return [person.row for person in found]


def test_a_number_of_canvas_is_one_of_canvas_and_of_nothing_else(canvas):
    assert rows(canvas.find("leeann (701)", origin("canvas", "701", "leeann"))) == [2]
    assert rows(canvas.find("701", origin("blackboard", "701", ""))) == [5]  # Eve's login is 701


@pytest.mark.parametrize("name", ["Ann Lee", "Lee, Ann", "ann  LEE", "leeann", "Ａnn Lee"])
def test_names_are_matched_in_every_form(canvas, name):
    assert rows(canvas.find(name, None)) == [2]


def test_a_name_of_two_students_is_a_tie(canvas):
    assert rows(canvas.find("Bob Ray", None)) == [3, 4]
    assert rows(canvas.find("rayboB (9)", origin("brightspace", "bob ray", "Bob Ray"))) == [3, 4]


def test_a_plain_student_is_found_by_any_key(canvas):
    assert rows(canvas.find("bray2", None)) == [4]
    assert rows(canvas.find("S-1", None)) == [2]
    assert rows(canvas.find("nobody", None)) == []


def test_keys_of_the_roster_lead_on_to_another_table(canvas):
    assert rows(canvas.find("x", origin("moodle", "5", "Somebody Else", login="bray"))) == [3]


def test_a_participant_is_never_found_by_name():
    sheet = Directory(people(["Identifier", "Full name"], [["Participant 5", "Ann Lee"]]))
    assert rows(sheet.find("Ann Lee (5)", origin("moodle", "5", "Ann Lee"))) == [1]
    assert rows(sheet.find("Ann Lee (6)", origin("moodle", "6", "Ann Lee"))) == []
    assert rows(sheet.find("Ann Lee", None)) == [1]


@pytest.mark.parametrize(("cell", "told"), [('="=SUM"', "=SUM"), ("#100", "100"), (" 007 ", "007"), ("a#b", "a#b")])
def test_ids_lose_only_what_exports_put_around_them(cell, told):
    assert clean_id(cell) == told


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_a_roster_comes_in_every_form_that_a_spreadsheet_saves(tmp_path, delimiter, encoding):
    path = tmp_path / "roster.csv"
    lines = [["First name", "Last name", "ID number", "Email address"], ["Zoë", "Öz", "00123", "z@example.invalid"]]
    path.write_bytes("\r\n".join(delimiter.join(line) for line in lines).encode(encoding))
    (person,) = roster(path)
    assert (person.name, person.keys) == ("Zoë Öz", {"number": "00123", "email": "z@example.invalid"})
    assert person.label == "Zoë Öz (00123)"


def test_a_roster_that_names_nobody_is_refused_with_its_columns(tmp_path):
    (tmp_path / "r.csv").write_text("colour,size\nred,3\n")
    with pytest.raises(LmsError, match=r"there is colour, size.*Name one of them name, username"):
        roster(tmp_path / "r.csv")


def test_a_worksheet_in_any_language_serves_as_a_roster(tmp_path):
    path = tmp_path / "r.csv"
    path.write_text('ID,"Vollständiger Name",E-Mail-Adresse\n"Teilnehmer/in 5","Ann Lee",a@example.invalid\n')
    (person,) = roster(path)
    assert (person.name, person.keys) == ("Ann Lee", {"participant": "5", "email": "a@example.invalid"})


def test_a_table_that_marks_go_into_is_searched_by_the_lms_own_key_alone(canvas):
    stranger = origin("canvas", "999", "leeann")
    assert rows(canvas.find("leeann (999)", stranger)) == [2]  # a roster may have another column ID
    assert Directory(people(*CANVAS), strict=True).find("leeann (999)", stranger) == []


def test_students_called_by_a_word_and_a_number_are_no_participants_of_moodle(tmp_path):
    found = people(["Name", "E-Mail"], [["Student 1", "a@x.invalid"], ["Student 2", ""]])
    assert [(person.name, person.keys) for person in found] == [
        ("Student 1", {"email": "a@x.invalid"}),
        ("Student 2", {}),
    ]
    for header in ("ID", "Identifiant", "Identifier"):
        assert people([header, "Name"], [["Teilnehmer/in 7", "Ann"]])[0].keys == {"participant": "7"}


def test_a_german_class_list_is_understood():
    (found,) = people(["Vorname", "Nachname", "Matrikelnummer", "Anmeldename"], [["Zoë", "Groß", "007", "zgross"]])
    assert (found.name, found.keys) == ("Zoë Groß", {"login": "zgross", "number": "007"})


def test_what_a_terminal_cannot_bear_is_not_in_a_name():
    (found,) = people(["name", "email"], [["Ann\x1b[2J", "a\x07@x"]])
    assert "\x1b" not in found.label
    assert "\x07" not in found.label


def test_a_worksheet_in_another_language_says_when_each_handed_in():
    found = roster(SAMPLES / "worksheet-german.csv")
    assert [person.submitted for person in found] == ["Sonntag, 22. November 2026, 13:28"] * 2 + ["-"]
