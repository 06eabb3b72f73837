"""Which submissions are nearly the same: what counts as a student's own, and what odd files cannot do."""

from __future__ import annotations

import importlib.util
import os
import random

import pytest

from autograder.feedback import class_similar
from autograder.feedback.class_similar import LONGEST, NoCopydetectError, likeness
from autograder.feedback.class_tokens import tokens
from autograder.find import find
from autograder.submissions import Found

if importlib.util.find_spec("copydetect") is None:  # an extra
    assert "CI" not in os.environ, "copydetect is missing: --similar is not tested"
    pytestmark = pytest.mark.skip(reason="copydetect is not installed")

TEMPLATE = """
def swap_units(net, layer, i, j):
    raise NotImplementedError

def loss(net, X, Y):
    hidden = [[sum(w * x for w, x in zip(row, xs)) for row in net[0]] for xs in X]
    outputs = [[sum(v * max(0, h) for v, h in zip(net[1], hs))] for hs in hidden]
    return sum((out[0] - y) ** 2 for out, y in zip(outputs, Y)) / len(Y)
"""


def program(seed: int, lines: int = 24) -> str:
    """A program of its own, with the template's code in front."""
    chance = random.Random(seed)
    names = [f"value{k}" for k in range(8)]
    forms = (
        "{a} = {b} {op} {n}",
        "{a} = [{b} {op} x for x in range({n}) if x {cmp} {b}]",
        "for {a} in range({n}, {b} {op} 3):\n    {b} = max({a}, {n}) {op} len([{a}])",
        "if {a} {cmp} {n} {op} {b}:\n    {b} = {{{n}: {a}}}\nelse:\n    {a} = ({b}, {n})",
        "while {a} {cmp} {n}:\n    {a} {op}= {b}[{n}]",
        "def {a}({b}, *rest):\n    return lambda x: {b} {op} x {op} {n}",
    )
    made = [
        chance.choice(forms).format(
            a=chance.choice(names), b=chance.choice(names), n=chance.randint(0, 99), op=chance.choice("+-*/%"),
            cmp=chance.choice(["<", ">", "==", "!=", "<=", "in"]),
        )
        for _ in range(lines)
    ]  # fmt: skip
    return TEMPLATE + "\n".join(made) + "\n"


def disguised(code: str) -> str:
    """The same with other names, comments and blank lines."""
    for number in range(8):
        code = code.replace(f"value{number}", f"renamed_{number}")
    return "# my own work\n" + code.replace("\n", "\n\n").replace(" = ", "  =  ")


@pytest.fixture
def compared(tmp_path):
    """Compare submissions, given by student."""

    def run(**codes: str):
        template = tmp_path / "notebook.py"
        template.write_text(TEMPLATE)
        for student, code in codes.items():
            folder = tmp_path / "class" / student
            folder.mkdir(parents=True)
            (folder / "hw.py").write_text(code, encoding="utf-8")
        return likeness(template, find([tmp_path / "class"])[0])

    return run


def test_a_copy_is_found_under_other_names_and_comments(compared):
    found = compared(ann=program(1), bob=program(2), cem=disguised(program(1)), dan=program(3))
    assert [(each.students, each.percent) for each in found.alike] == [(("ann", "cem"), 100)]
    assert found.not_compared == {}


def test_a_copy_with_a_few_changes_is_found_and_half_a_copy_is_none(compared):
    lines = program(1, 40).splitlines()
    changed = [*lines[:-6], *program(9, 6).partition("len(Y)\n")[2].splitlines()]
    half = program(5, 60).splitlines()
    found = compared(ann="\n".join(lines), bob="\n".join(changed), cem="\n".join([*lines, *half]))
    (pair,) = found.alike
    assert pair.students == ("ann", "bob")
    assert 80 <= pair.percent < 100


def test_what_the_notebook_has_is_nobodys_own(compared):
    assert compared(ann=TEMPLATE, bob=TEMPLATE, cem=TEMPLATE + "x = 1\n", dan=TEMPLATE + "y = 1\n").alike == ()


def test_what_many_wrote_alike_is_the_usual_way_and_suspicious_of_nobody(compared):
    usual = program(1, 30)
    found = compared(**{f"s{k:02}": usual + program(100 + k, 3).partition("len(Y)\n")[2] for k in range(14)})
    assert found.alike == ()


def test_the_same_code_is_one_group_however_many_have_it(compared):
    found = compared(**{f"s{k:02}": program(1) for k in range(14)}, other=program(2))
    (group,) = found.alike
    assert len(group.students) == 14


def test_code_that_does_not_compile_is_compared_as_well(compared):
    broken = program(1) + "\ndef (:\n  '''\n"
    assert [each.students for each in compared(ann=broken, bob=broken, cem="\x00(((").alike] == [("ann", "bob")]


def test_what_cannot_be_read_as_a_submission_is_not_compared(compared):
    assert compared(ann=program(1), bob="", cem=program(2)).not_compared == {}


def test_a_text_that_is_too_long_is_not_compared_and_said_to_be(compared):
    found = compared(ann=program(1), bob="x = 1\n" * (LONGEST // 6 + 1), cem=program(1))
    assert [each.students for each in found.alike] == [("ann", "cem")]
    assert found.not_compared == {"bob": "its code has more than 128 thousand characters"}


def test_a_text_that_takes_too_long_costs_the_others_nothing(compared, monkeypatch):
    """The lexer needs minutes for bob's lines, each of a space, and a hundredth of a second for the others' code."""
    monkeypatch.setattr(class_similar, "tokens", lambda codes: tokens(codes, seconds=2))
    found = compared(ann=program(1), bob="a" + "\n " * (LONGEST // 2 - 100) + "\nb", cem=program(1))
    assert [each.students for each in found.alike] == [("ann", "cem")]
    assert found.not_compared == {"bob": "its code could not be taken apart in time"}


def test_at_most_so_many_groups_are_listed_and_the_others_counted(compared, monkeypatch):
    monkeypatch.setattr(class_similar, "MOST", 1)
    found = compared(ann=program(1), bob=program(1), cem=program(2), dan=program(2), eva=program(3), fay=program(3))
    assert (len(found.alike), found.more) == (1, 2)


def test_without_the_library_the_message_says_what_to_install(tmp_path, monkeypatch):
    monkeypatch.setattr(class_similar, "find_spec", lambda name: None)
    with pytest.raises(NoCopydetectError, match=r"pip install 'nonconvex-lab\[similar\]'"):
        likeness(tmp_path / "notebook.py", [Found("ann", (tmp_path / "a.py",))])


def test_a_course_without_a_notebook_gives_no_code(tmp_path):
    for student, code in {"ann": program(1), "bob": program(1), "cem": program(2)}.items():
        (tmp_path / f"{student}.py").write_text(code)
    found = likeness(tmp_path / "gone" / "notebook.py", find([tmp_path])[0])
    assert [each.students for each in found.alike] == [("ann", "bob")]


def test_a_notebook_that_cannot_be_read_is_told_and_accuses_nobody(tmp_path):
    (tmp_path / "notebook.py").write_bytes(b"\xff")
    (tmp_path / "ann.py").write_text(program(1))
    found = likeness(tmp_path / "notebook.py", [Found("ann", (tmp_path / "ann.py",))])
    assert "the lab's own notebook cannot be read: notebook.py is not UTF-8" in found.not_compared["ann"]
    assert found.alike == ()


def test_no_submissions_are_alike(compared, tmp_path):
    (tmp_path / "class").mkdir()
    assert compared().alike == ()
