"""The hidden checks of canonical_form: any order will do that depends on the units, and on all of their numbers."""

import numpy as np

from autograder import nets
from autograder.checks import check, expect
from autograder.checks.cases import Case, net
from autograder.checks.errors import Mismatch

from .special_nets import (
    ALMOST_EQUAL,
    FAN,
    FUNNEL,
    HAIR,
    LAST_BIT,
    LONG,
    LOOKALIKES,
    SAME_BUT_BIAS,
    SAME_WAY_IN,
    SAME_WAY_OUT,
    SQUARE,
    THIN,
    TRIO,
    TRIPLETS,
    VAST,
    ZEROS,
    A,
    B,
    E,
    altered,
    apart,
    from_units,
    mixed_up,
    times,
    unusual,
    zeros_negated,
)


def form_is_a_reordering(student, start):
    """The student's canonical form, which has the units of the net and its output bias."""
    form = expect.net(student.canonical_form(start), start)
    # sorted() and == on tuples of floats: 0.0 and -0.0 count as equal
    given, found = sorted(nets.units(start, 1)), sorted(nets.units(form, 1))
    missing = [unit for unit, other in zip(given, found, strict=True) if unit != other]
    if missing:
        raise Mismatch(f"The unit {missing[0]} (incoming weights, bias, outgoing weights) is not in the result.")
    expect.that(np.array_equal(start[1][1], form[1][1]), "The output bias belongs to no hidden unit and stays.")
    return form


def in_orders(label, start, *perms):
    """A case with some orders of the hidden units, the reverse among them."""
    perms = [list(range(len(start[0][1])))[::-1], *perms]
    return Case(label, net=start, perms=perms, orders=[nets.reorder(start, [perm]) for perm in perms])


def forms_agree(student, case):
    """The same form for the net and for some of its reorderings."""
    form = form_is_a_reordering(student, case.net)
    for perm, order in zip(case.perms, case.orders, strict=True):
        other = student.canonical_form(order)
        expect.same_parameters(other, form, f"(the form of the net before it was reordered by {perm})")


@check(
    "canonical_form",
    points=0.75,
    cases=[
        in_orders("only the incoming weights differ", SAME_WAY_OUT),
        in_orders("only the outgoing weights differ", SAME_WAY_IN),
        in_orders("only the biases differ", SAME_BUT_BIAS),
        in_orders("fewer units than inputs", FUNNEL),
        in_orders("more units than inputs", FAN),
        in_orders("equal units", TRIPLETS),
        in_orders("all but one number equal", ALMOST_EQUAL, [3, 6, 0, 1, 5, 4, 2], [6, 0, 5, 1, 4, 2, 3]),
        in_orders("equal sums and norms", LOOKALIKES, [1, 0, 2, 3, 5, 4, 6], [3, 5, 0, 4, 1, 6, 2]),
        in_orders("a single unit", THIN),
    ],
)
def units_are_ordered_by_all_of_their_numbers(student, case):
    """Units that agree in all numbers but one get the same order wherever they stood before."""
    forms_agree(student, case)


@check(
    "canonical_form",
    points=0.5,
    cases=[
        in_orders("1e-8 apart", apart(1e-8)),
        in_orders("1e-12 apart", HAIR),
        in_orders("last bit apart", LAST_BIT, [1, 0, 2, 3]),
        in_orders("vast and tiny", VAST, [1, 0, 2, 3], [2, 3, 0, 1]),
        in_orders("all bits in use", unusual([2, 5, 1], seed=12)),
    ],
)
def close_units_are_different_units(student, case):
    """Units that differ by 1e-12 are different units, and numbers of any size stay exact."""
    forms_agree(student, case)


@check(
    "canonical_form",
    points=0.25,
    cases=[
        Case("an output bias", one=FUNNEL, two=altered(FUNNEL, 2, (0,), 0.05)),
        Case("biases at other units", one=FUNNEL, two=mixed_up(FUNNEL, TRIO, [0, 1, 2], TRIO)),
        Case("outgoing weights at other units", one=FUNNEL, two=mixed_up(FUNNEL, TRIO, TRIO, [2, 0, 1])),
        Case("signs", one=FUNNEL, two=times(FUNNEL, 1, 1, -1, -1)),
        Case("the same units, but not as often", one=from_units(A, A, B), two=from_units(A, B, B)),
        Case("1e-12", one=HAIR, two=altered(HAIR, 1, (0,), 0.3 + 2 * E)),
    ],
    needs=units_are_ordered_by_all_of_their_numbers,
)
def other_nets_have_other_forms(student, case):
    """Nets that are no reorderings of one another have different forms."""
    one, two = form_is_a_reordering(student, case.one), form_is_a_reordering(student, case.two)
    expect.that(
        not nets.equal(one, two), f"Two nets that are no reorderings of one another have one form ({case.label})."
    )


@check(
    "canonical_form",
    points=0.25,
    cases=[Case("fewer units than inputs", net=FUNNEL), Case("all but one number equal", net=ALMOST_EQUAL)],
    needs=units_are_ordered_by_all_of_their_numbers,
)
def a_form_is_its_own_form(student, case):
    """The canonical form of a canonical form is itself."""
    form = form_is_a_reordering(student, case.net)
    expect.same_parameters(student.canonical_form(form), form)


@check(
    "canonical_form",
    points=0.25,
    cases=[Case("one output bias", net=FAN), Case("equal units", net=TRIPLETS), Case("a single unit", net=THIN)],
    needs=units_are_ordered_by_all_of_their_numbers,
)
def form_leaves_its_argument_alone(student, case):
    """The net that was handed in is as it was."""
    student.canonical_form(case.net)
    expect.unchanged(student)


@check(
    "canonical_form",
    points=0.25,
    cases=[Case(net=SQUARE), Case(net=LONG), Case(net=net([1, 1, 1, 1]))],
    needs=units_are_ordered_by_all_of_their_numbers,
)
def deeper_nets_are_refused(student, case):
    """Nets with more than one hidden layer are refused with a ValueError."""
    with expect.raises(ValueError, f"The net has {len(case.net) - 1} hidden layers"):
        student.canonical_form(case.net)


ZEROS_NEGATED = [nets.reorder(zeros_negated(ZEROS), [perm]) for perm in ([0, 1, 2, 3], [3, 1, 2, 0], [1, 2, 3, 0])]


@check(
    "canonical_form",
    points=0.25,
    cases=[in_orders("zeros", ZEROS)],
    needs=units_are_ordered_by_all_of_their_numbers,
)
def zero_has_no_sign(student, case):
    """A zero may be 0.0 or -0.0: the two are equal, so the form is the same."""
    forms_agree(student, case)
    form = form_is_a_reordering(student, case.net)
    for other in ZEROS_NEGATED:
        expect.same_parameters(student.canonical_form(other), form, "(the same net, with -0.0 for 0.0)")
