"""Declaring checks, misconceptions and variants: plain values, and mistakes are told to the author at once."""

from __future__ import annotations

import pytest

from autograder.checks import Check, Misconception, Variant, check, misconception, variant
from autograder.checks.cases import Case


def judge(student):
    """The title that a student sees.

    More for the author.
    """


def test_a_check_is_a_plain_value_with_its_title_from_the_docstring():
    declared = check("f", points=2)(judge)
    assert declared == Check("f", "judge", "The title that a student sees.", 2.0, judge, None, None)


def test_cases_may_be_any_iterable_and_are_kept_in_order():
    declared = check("f", points=1, cases=(Case(str(k), k=k) for k in range(3)))(judge)
    assert [case.k for case in declared.cases] == [0, 1, 2]


def test_one_declaration_can_serve_twice():
    declare = check("f", points=1, cases=[Case(k=1)])
    assert declare(judge).cases == declare(judge).cases


def test_a_check_may_need_another_one_of_its_exercise():
    first = check("f", points=1)(judge)
    assert check("f", points=1, needs=first)(judge).needs == "judge"
    with pytest.raises(ValueError, match="which belongs to f"):
        check("g", points=1, needs=first)


@pytest.mark.parametrize("points", [0, -1, float("nan")])
def test_a_check_without_points_is_refused(points):
    with pytest.raises(ValueError, match="points"):
        check("f", points=points)


def test_a_check_that_could_not_fail_is_refused():
    with pytest.raises(ValueError, match="empty list of cases"):
        check("f", points=1, cases=[])(judge)


def test_a_check_without_a_title_is_refused():
    with pytest.raises(ValueError, match="nameless has no docstring"):

        @check("f", points=1)
        def nameless(student): ...


def test_a_misconception_has_a_hint():
    assert misconception("f", "The hint.")(judge) == Misconception("f", "judge", "The hint.", judge)
    with pytest.raises(ValueError, match="empty hint"):
        misconception("f", "  ")


def test_a_variant_is_a_function_with_its_exercise():
    assert variant("f")(judge) == Variant("f", "judge", judge)
