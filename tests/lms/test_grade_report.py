"""The class at a glance, as grade, regrade and report write it."""

from __future__ import annotations

import json
import re
import shutil
from urllib.parse import unquote

import pytest
from conftest import TOY
from lms.making import ANN, BOB, CODE, MOODLE, WRONG, archive, class_list, folder, result
from submitting import RIGHT

LOOPS = RIGHT.replace("return 2 * x", "while True: pass").encode()


def report(out):
    return json.loads((out / "report.json").read_text())


def page(out):
    return (out / "report.html").read_text()


def test_grade_writes_the_class_at_a_glance(grade, tmp_path):
    handed = {"ann.py": CODE, "bob.py": WRONG, "cem.py": WRONG, "dan.py": LOOPS, "eva.py": b"\xff", "fay.pdf": b"%PDF"}
    grade(folder(tmp_path / "class", handed), status=1)
    found = report(tmp_path / "out")
    assert found["statuses"] == {"graded": 4, "unreadable": 1}
    assert (found["scores"]["highest"], found["full_marks"]) == (9, 1)
    double = found["exercises"][0]
    assert (double["full"], double["none"] + double["partial"], double["unexplained"]) == (1, 3, 1)
    (idea,) = found["misconceptions"]
    assert idea["students"] == ["bob", "cem"]
    assert idea["hint"].startswith("Squared is not doubled")
    row = {row["student"]: row for row in found["students"]}
    assert row["dan"]["limits"] == result(tmp_path / "out", "dan")["limits"] == ["timeout"]
    assert row["bob"]["limits"] == []
    assert "UTF-8" in row["eva"]["why"]
    assert len(found["known"]["left_out"]) == 1
    assert "fay.pdf was passed over" in found["known"]["left_out"][0]
    assert found["known"]["similar"] is None


def test_every_link_of_the_page_leads_to_a_file(grade, tmp_path):
    names = ["ann.py", "a b#c?d%e.py", 'Zoë "O\'B".py', "con:aux.py", "x" * 150 + ".py"]
    grade(folder(tmp_path / "class", dict.fromkeys(names, WRONG)))
    links = set(re.findall(r'href="([^"#]+)"', page(tmp_path / "out")))
    assert links > {"report.json", "grades.csv"}
    assert len(links) == len(names) + 2
    for link in links:
        assert (tmp_path / "out" / unquote(link)).is_file()


def test_a_roster_tells_who_is_missing_and_whose_submission_is_nobodys(grade, tmp_path):
    roster = class_list(tmp_path, "identifier,name", "Participant 5,Ann Lee", "Participant 6,Cem Oz")
    grade(archive(tmp_path / "class.zip", MOODLE | {"../evil.py": CODE}), "--roster", roster)
    known = report(tmp_path / "out")["known"]
    assert known["roster"] == 2
    assert known["missing"] == ["Cem Oz (6)"]
    assert known["unmatched"] == {BOB: "not in the roster"}
    assert any("evil.py" in text for text in known["left_out"])
    shown = page(tmp_path / "out")
    assert "1 of the 2 students in the roster handed in" in shown
    assert "Cem Oz (6)" in shown


def test_all_files_that_were_left_out_are_listed_not_the_first_ones_alone(grade, tmp_path):
    others = {f"notes{number}.txt": b"x" for number in range(30)}
    _, told = grade(folder(tmp_path / "class", {"ann.py": CODE, **others}))
    assert "... and 10 more like that." in told
    assert len(report(tmp_path / "out")["known"]["left_out"]) == 30


def test_report_makes_the_page_again_from_what_is_in_the_folder(grade, command, tmp_path):
    out = tmp_path / "out"
    roster = class_list(tmp_path, "identifier,name", "Participant 5,Ann Lee", "Participant 6,Cem Oz")
    grade(archive(tmp_path / "class.zip", MOODLE), "--roster", roster)
    first = page(out), report(out)
    (out / "report.html").unlink()
    status, said, _ = command("report", out)
    assert status == 0
    assert "report.html" in said
    assert (page(out), report(out)) == first
    changed = out / "results" / f"{BOB}.json"
    changed.write_text(changed.read_text().replace('"score": 5.0', '"score": 6.5'))
    status, said, _ = command("report", out, "--json")
    assert json.loads(said) == report(out)
    assert {row["student"]: row["score"] for row in json.loads(said)["students"]} == {ANN: 9, BOB: 6.5}


def test_report_says_what_is_missing(command, tmp_path):
    status, _, told = command("report", tmp_path)
    assert status == 2
    assert "holds no results of autograder grade" in told


def test_a_run_of_an_earlier_version_has_a_page_too(grade, command, tmp_path):
    out = tmp_path / "out"
    grade(folder(tmp_path / "class", {"ann.py": CODE}))
    run = json.loads((out / ".autograder-run").read_text())
    del run["known"], run["options"]["similar"]
    (out / ".autograder-run").write_text(json.dumps(run))
    assert command("report", out)[0] == 0
    assert [each["name"] for each in report(out)["exercises"]] == ["double", "reverse", "anything"]


def test_similar_submissions_are_listed_when_asked_for(grade, command, tmp_path):
    pytest.importorskip("copydetect")
    own = b"\n".join(b"def helper%d(a, b): return [a * x + b %% %d for x in range(%d)]" % (k, k, k) for k in range(12))
    handed = {"ann.py": CODE + own, "bob.py": CODE + own.replace(b"helper", b"other"), "cem.py": CODE}
    _, told = grade(folder(tmp_path / "class", handed), "--similar", course=_with_notebook(tmp_path))
    assert "1 group of nearly the same submissions" in told
    alike = [{"students": ["ann", "bob"], "percent": 100}]
    assert report(tmp_path / "out")["known"]["similar"]["alike"] == alike
    assert command("regrade", tmp_path / "out")[0] == 0
    assert report(tmp_path / "out")["known"]["similar"]["alike"] == alike


def _with_notebook(tmp_path):
    course = tmp_path / "course"
    shutil.copytree(TOY, course, ignore=shutil.ignore_patterns("__pycache__"))
    (course / "assignments" / "toy" / "notebook.py").write_text("# %%\n" + RIGHT)
    return course
