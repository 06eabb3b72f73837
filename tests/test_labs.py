"""A lab on disk: what is loaded, and what its author is told when it is not as it should be."""

from __future__ import annotations

import pytest
from builders import COURSE, course, write

from autograder.labs import lab_names, load_lab, load_visible, student_labs
from autograder.settings import LabError


def told(tmp_path, **changes) -> str:
    with pytest.raises(LabError) as problem:
        load_lab(course(tmp_path, **changes), "01_mini")
    return str(problem.value)


def test_a_whole_lab_has_both_halves(tmp_path):
    lab = load_lab(course(tmp_path), "01_mini")
    assert (lab.name, lab.title, lab.points, lab.complete) == ("01_mini", "A miniature", 3.0, True)
    assert [(check.name, visible) for check, visible in lab.checks("double")] == [
        ("visible_one", True),
        ("hidden_one", False),
    ]
    assert lab.reference["double"](4) == 8
    assert [idea.hint for idea in lab.misconceptions] == ["Adding 2 is not doubling."]
    assert [each.name for each in lab.variants] == ["by_sum"]
    assert lab.parameters == {"double": ("x",)}


def test_a_students_half_needs_nothing_of_the_other(tmp_path):
    folder = course(tmp_path) / "assignments" / "01_mini"
    (tmp_path / "solutions").rename(tmp_path / "elsewhere")
    lab = load_visible(folder)
    assert not lab.complete
    assert lab.points == 1.0
    assert (lab.hidden, lab.reference, lab.misconceptions) == ((), {}, ())


def test_a_students_half_never_looks_at_the_other(tmp_path):
    folder = course(tmp_path, hidden_checks=("from", "raise SystemExit #")) / "assignments" / "01_mini"
    assert load_visible(folder).hidden == ()


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ('title = "A miniature"', 'title = "A miniature"\ncolour = 1', 2),
        ("points = 3", "points = 3\npoint = 4", 7),
        ("points = 3", "points = 3\n[limit]\ncall_seconds = 1", 7),
        ("points = 3", "points = 3\n[limits]\nmemory_mb = 9\npoints = 4", 9),
        ("points = 3", 'points = 3\n[feedback]\nhidden = "none"\nshown = "all"', 9),
    ],
)
def test_an_unknown_key_is_told_with_file_and_line(tmp_path, old, new, line):
    message = told(tmp_path, lab_toml=(old, new))
    assert f"{tmp_path / 'assignments' / '01_mini' / 'lab.toml'}, line {line}: " in message
    assert "unknown field" in message


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("points = 3", "points = ", "line 6"),
        ("points = 3", 'points = "3"', "points"),
        ("points = 3", "", "points"),
        ("points = 3", "points = -3", "points"),
        ("points = 3", "points = nan", "points"),
        ("points = 3", "points = inf", "points"),
        ("points = 3", "points = 3\n[limits]\ncall_seconds = 0", "call_seconds"),
        ("points = 3", "points = 3\n[limits]\nmemory_mb = 0", "memory_mb"),
        ("points = 3", 'points = 3\n[feedback]\nhidden = "some"', "some"),
        ('title = "A miniature"', "", "title"),
    ],
)
def test_a_wrong_entry_is_told_with_the_file_and_what_is_wrong(tmp_path, old, new, words):
    message = told(tmp_path, lab_toml=(old, new))
    assert "lab.toml" in message
    assert words in message


def test_an_unknown_lab_names_those_that_exist_and_the_nearest(tmp_path):
    folder = course(tmp_path)
    write(folder, {"assignments/02_other/lab.toml": COURSE["assignments/01_mini/lab.toml"]})
    with pytest.raises(LabError, match=r"there is 01_mini, 02_other\. Did you mean 01_mini\?"):
        load_lab(folder, "01_mni")


@pytest.mark.parametrize("name", ["", ".", "../solutions/01_mini", "/", "01_mini/", "\0"])
def test_a_path_is_no_name_of_a_lab(tmp_path, name):
    with pytest.raises(LabError, match="there is no lab"):
        load_lab(course(tmp_path), name)


def test_a_folder_without_labs_is_told_what_a_course_is(tmp_path):
    with pytest.raises(LabError, match="a course is a folder with assignments"):
        load_lab(tmp_path, "01_mini")


@pytest.mark.parametrize("name", [name for name in COURSE if not name.endswith(("lab.toml", "notebook.py"))])
def test_a_missing_file_is_named(tmp_path, name):
    (course(tmp_path) / name).unlink()
    with pytest.raises(LabError, match="is missing") as problem:
        load_lab(tmp_path, "01_mini")
    assert str(tmp_path / name) in str(problem.value)


def test_a_missing_half_is_named(tmp_path):
    (course(tmp_path) / "solutions").rename(tmp_path / "elsewhere")
    with pytest.raises(LabError, match="is missing: it holds the hidden checks"):
        load_lab(tmp_path, "01_mini")


def test_a_file_that_is_no_text_is_told(tmp_path):
    (course(tmp_path) / "assignments" / "01_mini" / "lab.toml").write_bytes(b"\xff")
    with pytest.raises(LabError, match=r"lab\.toml cannot be read"):
        load_lab(tmp_path, "01_mini")


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        (
            {"visible_checks": ("points=1", "points=1.5")},
            ["double has 3 points, but its checks have 3.5 together"],
        ),
        ({"hidden_checks": ("hidden_one", "visible_one")}, ["double has two checks visible_one"]),
        ({"misconceptions": ('"double"', '"tripel"')}, ["adds_two is for tripel, which lab.toml does not list"]),
        ({"variants": ('"double"', '"tripel"')}, ["by_sum is for tripel"]),
        ({"hidden_checks": ('@check("double"', '@check("tripel"')}, ["hidden_one is for tripel", "1 together"]),
        ({"solution": ("double(x)", "double(y)")}, ["lab.toml", "['x']", "solution.py", "['y']"]),
        ({"solution": ("def double", "def twice")}, ["solution.py has no function double"]),
        ({"solution": ("def double(x):\n    return 2 * x", "double = int")}, ["double"]),
        (
            {"visible_checks": ("def visible_one(student):", "def visible_one(student)")},
            ["checks.py", "SyntaxError", "line 4"],
        ),
        ({"hidden_checks": ("from .solution import double", "import no_such_module")}, ["checks.py", "no_such_module"]),
        ({"visible_checks": ("points=1", "points=0")}, ["checks.py", "0 points"]),
        ({"visible_checks": ('"""Twice 2 is 4."""', "pass")}, ["checks.py", "visible_one has no docstring"]),
    ],
)
def test_parts_that_do_not_fit_are_told(tmp_path, changes, words):
    message = told(tmp_path, **changes)
    for word in words:
        assert word in message


def test_an_exercise_that_is_listed_twice_is_told(tmp_path):
    entry = '[[exercises]]\nname = "double"\nparameters = ["x"]\npoints = 3\n'
    assert "the exercise double is listed twice" in told(tmp_path, lab_toml=(entry, entry + entry))


def test_a_check_may_only_need_one_that_comes_before_it(tmp_path):
    later = """\
from autograder.checks import check

@check("double", points=1)
def needed(student):
    \"\"\"Needed.\"\"\"

@check("double", points=1, needs=needed)
def needing(student):
    \"\"\"Needing.\"\"\"

last = needed
del needed
"""
    folder = course(tmp_path, lab_toml=("points = 3", "points = 4"))
    write(folder, {"assignments/01_mini/checks.py": later})
    with pytest.raises(LabError, match="needing needs needed, which does not come before it"):
        load_lab(folder, "01_mini")


def test_two_courses_with_the_same_lab_do_not_mix(tmp_path):
    one = load_lab(course(tmp_path / "one"), "01_mini")
    other = load_lab(
        course(tmp_path / "other", solution=("2 * x", "x + x + 0"), hidden_checks=("Twice 3 is 6.", "Six.")), "01_mini"
    )
    assert one.sha256 != other.sha256
    assert [each.hidden[0].title for each in (one, other)] == ["Twice 3 is 6.", "Six."]
    files = [each.reference["double"].__code__.co_filename for each in (one, other)]
    imported = [each.hidden[0].function.__globals__["double"].__code__.co_filename for each in (one, other)]
    assert files == imported
    assert files[0] != files[1]


def test_a_lab_that_was_edited_is_loaded_as_it_is_now(tmp_path):
    load_lab(course(tmp_path), "01_mini")
    write(tmp_path, {"solutions/01_mini/solution.py": "def double(x):\n    return 3 * x + 0\n"})
    lab = load_lab(tmp_path, "01_mini")
    assert lab.reference["double"](1) == 3
    assert lab.hidden[0].function.__globals__["double"](1) == 3


@pytest.mark.parametrize("name", [*COURSE, "assignments/01_mini/data/new.csv", "solutions/01_mini/rubric.md"])
def test_the_hash_changes_with_every_file_of_either_half(tmp_path, name):
    before = load_lab(course(tmp_path), "01_mini").sha256
    path = tmp_path / name
    path.parent.mkdir(exist_ok=True)
    path.write_text((path.read_text() if path.exists() else "") + "\n")
    assert load_lab(tmp_path, "01_mini").sha256 != before


def test_the_hash_changes_when_a_file_moves_to_the_other_half(tmp_path):
    course(tmp_path)
    write(tmp_path, {"solutions/01_mini/a.csv": "1"})  # the first of one half becomes the last of the other
    before = load_lab(tmp_path, "01_mini").sha256
    (tmp_path / "solutions/01_mini/a.csv").rename(tmp_path / "assignments/01_mini/z.csv")
    assert load_lab(tmp_path, "01_mini").sha256 != before


def test_the_hash_is_the_same_anywhere_and_caches_do_not_count(tmp_path):
    one = load_lab(course(tmp_path / "one"), "01_mini").sha256
    write(tmp_path / "one", {"solutions/01_mini/__pycache__/junk.pyc": "junk"})
    assert load_lab(tmp_path / "one", "01_mini").sha256 == one
    assert load_lab(course(tmp_path / "other"), "01_mini").sha256 == one


def test_a_lab_behind_a_link_keeps_the_name_that_it_has_in_the_course(tmp_path):
    course(tmp_path)
    for half in ("assignments", "solutions"):
        (tmp_path / half / "09_linked").symlink_to(tmp_path / half / "01_mini")
    assert load_lab(tmp_path, "09_linked").name == "09_linked"


def test_labs_are_found_in_order_and_only_with_settings(tmp_path):
    write(tmp_path, {f"assignments/{name}/lab.toml": "" for name in ("b", "a")})
    (tmp_path / "assignments" / "empty").mkdir()
    assert lab_names(tmp_path) == ["a", "b"]
    assert lab_names(tmp_path / "nowhere") == []


def test_the_nearest_labs_of_a_student_are_found_from_below(tmp_path):
    folder = course(tmp_path.resolve()) / "assignments" / "01_mini"
    (folder / "data").mkdir()
    assert student_labs(folder / "data") == [folder]
    assert student_labs(tmp_path) == [folder]
