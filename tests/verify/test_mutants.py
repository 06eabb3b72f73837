"""Mutants of a solution, what they are called, and which exercises they concern."""

from __future__ import annotations

import ast

import pytest
from builders import write

from autograder.settings import LabError
from autograder.verify.equivalents import read_equivalents, stale
from autograder.verify.mutants import affected, mutants_of

SOLUTION = '''\
"""A solution."""

import numpy as np

LIMIT = 3


def helper(x):
    return x + 1


def first(x):
    if x < 0:
        raise ValueError(f"{x + 1} is too small")
    return helper(x) * 2


def second(x):
    return LIMIT - x
'''


@pytest.fixture
def solution(tmp_path):
    return write(tmp_path, {"solution.py": SOLUTION}) / "solution.py"


def test_each_mutant_is_another_program(solution):
    found = mutants_of(solution)
    programs = {ast.dump(ast.parse(mutant.source)) for mutant in found}
    assert len(programs) == len(found) > 20
    assert ast.dump(ast.parse(SOLUTION)) not in programs


def test_a_mutant_is_named_by_its_function_and_its_line(solution):
    names = {mutant.name for mutant in mutants_of(solution)}
    assert "helper, line 9: return x + 1 -> return x - 1" in names
    assert "first, line 13: if x < 0: -> if x <= 0:" in names
    assert "LIMIT, line 5: LIMIT = 3 -> LIMIT = 4" in names


def test_the_text_of_an_exception_is_not_mutated(solution):
    assert not any("too small" in mutant.after for mutant in mutants_of(solution))


def test_keys_tell_all_mutants_apart(solution):
    keys = [mutant.key for mutant in mutants_of(solution)]
    assert len(set(keys)) == len(keys)


def test_a_mutant_concerns_the_exercises_that_reach_its_function(solution):
    assert affected(solution, ("first", "second")) == {
        "LIMIT": ("second",),
        "helper": ("first",),
        "first": ("first",),
        "second": ("second",),
    }


ENTRY = '[[mutant]]\nfunction = "helper"\nbefore = "return x + 1"\nafter = "return x - 1"\nreason = "{reason}"\n'


def test_an_entry_finds_its_mutant(solution):
    write(solution.parent, {"equivalent_mutants.toml": ENTRY.format(reason="why")})
    listed = read_equivalents(solution.parent)
    assert [mutant.name for mutant in mutants_of(solution) if mutant.key in listed] == [
        "helper, line 9: return x + 1 -> return x - 1"
    ]
    assert stale(listed, mutants_of(solution)) == []


def test_an_entry_without_a_mutant_is_stale(solution):
    text = ENTRY.format(reason="why").replace("x - 1", "x - 7")
    write(solution.parent, {"equivalent_mutants.toml": text})
    listed = read_equivalents(solution.parent)
    assert [entry.after for entry in stale(listed, mutants_of(solution))] == ["return x - 7"]


def test_no_list_is_an_empty_list(tmp_path):
    assert read_equivalents(tmp_path) == {}


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (ENTRY.format(reason=" "), "has no reason"),
        (ENTRY.format(reason="a") + ENTRY.format(reason="b"), "listed twice"),
        (ENTRY.format(reason="a") + 'colour = "red"\n', "unknown field"),
        ("[[mutant", "Expected"),
    ],
)
def test_a_malformed_list_is_refused_with_its_name(tmp_path, text, problem):
    write(tmp_path, {"equivalent_mutants.toml": text})
    with pytest.raises(LabError, match=problem) as raised:
        read_equivalents(tmp_path)
    assert "equivalent_mutants.toml" in str(raised.value)
