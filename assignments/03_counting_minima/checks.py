"""The visible checks of the lab: small nets, so that a failure can be followed with pencil and paper."""

import numpy as np

from autograder import certify, nets
from autograder.checks import check, expect, values
from autograder.checks.cases import Case, net, permutations
from autograder.checks.errors import Mismatch
from autograder.checks.show import short

EXAMPLE = [  # two inputs, two hidden units, one output
    (np.array([[-1.5, 2.0], [1.7, 0.4]]), np.array([0.5, -1.2])),
    (np.array([[2.3, 0.8]]), np.array([0.3])),
]
THREE = [  # two inputs, three hidden units, two outputs
    (np.array([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]]), np.array([0.1, 0.2, 0.3])),
    (np.array([[7.0, 8.0, 9.0], [-7.0, -8.0, -9.5]]), np.array([-0.1, 0.4])),
]
TWINS = [  # units 0 and 2 are equal in everything, units 0 and 1 in all but their outgoing weight
    (np.array([[1.0, 2.0], [1.0, 2.0], [1.0, 2.0]]), np.array([0.5, 0.5, 0.5])),
    (np.array([[2.0, -1.0, 2.0]]), np.array([0.0])),
]
JOINT = [  # the net of the text: two layers that can be exchanged together without a change
    (np.array([[1.0], [1.0]]), np.zeros(2)),
    (np.array([[1.0, 2.0], [2.0, 1.0]]), np.zeros(2)),
    (np.array([[1.0, 1.0]]), np.zeros(1)),
]


def tanh_net(*units):
    """A net with one input, one output and the given units ``(w, b, v)``."""
    w, b, v = (np.array(part, dtype=float) for part in zip(*units, strict=True))
    return [(w[:, None], b), (v[None, :], np.array([1.0]))]


# --- count_orderings -----------------------------------------------------------------------------------------------


@check(
    "count_orderings",
    points=1.25,
    cases=[
        Case("two units", widths=[2, 2, 1], count=2),
        Case("three units", widths=[2, 3, 2], count=6),
        Case("no hidden layer", widths=[3, 2], count=1),
        Case("two hidden layers", widths=[2, 3, 3, 1], count=36),
        Case("two hidden layers", widths=[4, 5, 3, 2], count=720),
    ],
)
def hidden_units_can_be_ordered_in_so_many_ways(student, case):
    """The hidden layers are ordered independently, the inputs and the outputs not at all."""
    expect.same_integer(student.count_orderings(case.widths), case.count, "the count")


# --- equivalent_nets -----------------------------------------------------------------------------------------------


@check(
    "equivalent_nets",
    points=1.25,
    cases=[
        Case("two units", net=EXAMPLE, orders=[[[0, 1]], [[1, 0]]]),
        Case(
            "two equal units, and one that is different",
            net=TWINS,
            orders=[[[0, 1, 2]], [[1, 0, 2]], [[0, 2, 1]]],
        ),
        Case("three units", net=THREE, orders=[[perm] for perm in permutations(3)]),
        Case(
            "two hidden layers",
            net=net([2, 2, 3, 1]),
            orders=[[one, two] for one in permutations(2) for two in permutations(3)],
        ),
    ],
)
def every_reordering_is_there_once(student, case):
    """The list has every distinct reordering of the net, each of them once."""
    expected = [nets.reorder(case.net, perms) for perms in case.orders]
    expect.same_nets(student.equivalent_nets(case.net), expected)


# --- orbit_size ----------------------------------------------------------------------------------------------------


@check(
    "orbit_size",
    points=0.75,
    cases=[
        Case("two units", net=EXAMPLE, size=2),
        Case("two equal units, and one that is different", net=TWINS, size=3),
        Case("three units", net=THREE, size=6),
        Case("two and two", net=tanh_net((1, 0, 2), (3, 0, 4), (3, 0, 4), (1, 0, 2)), size=6),
    ],
)
def equal_units_are_not_counted_twice(student, case):
    """The orbit has as many nets as there are different orders of the units."""
    expect.same_integer(student.orbit_size(case.net), case.size, "the size of the orbit")


@check("orbit_size", points=0.25, needs=equal_units_are_not_counted_twice)
def two_hidden_layers_are_too_many(student):
    """A net with two hidden layers is refused with a ValueError."""
    with expect.raises(ValueError, "The net has two hidden layers"):
        student.orbit_size(net([2, 2, 2, 1]))


# --- orbit_size_deep -----------------------------------------------------------------------------------------------


@check(
    "orbit_size_deep",
    points=0.75,
    cases=[
        Case("no two units alike", net=net([1, 2, 2, 1]), size=4),
        Case("the net of the text", net=JOINT, size=2),
        Case("other outgoing weights", net=[*JOINT[:2], (np.array([[1.0, 3.0]]), np.zeros(1))], size=4),
        Case("two and three units", net=net([2, 2, 3, 2]), size=12),
    ],
)
def layers_are_counted_together(student, case):
    """The orbit has as many nets as the orders of all hidden layers together can make."""
    expect.same_integer(student.orbit_size_deep(case.net), case.size, "the size of the orbit")


# --- signed_orbit_size ---------------------------------------------------------------------------------------------


@check(
    "signed_orbit_size",
    points=1.0,
    cases=[
        Case("one unit", net=tanh_net((1, 2, 3)), size=2),
        Case("two units", net=tanh_net((1, 0, 3), (2, 5, 4)), size=8),
        Case("a unit and its flip", net=tanh_net((1, 2, 3), (-1, -2, -3)), size=4),
        Case("three units", net=tanh_net((1, 0, 3), (2, 5, 4), (3, 7, 1)), size=48),
        Case("one unit is all zero", net=tanh_net((1, 0, 3), (2, 5, 4), (0, 0, 0)), size=24),
    ],
)
def orders_and_signs_are_counted_together(student, case):
    """The orbit has as many nets as reorderings and sign flips together can make."""
    expect.same_integer(student.signed_orbit_size(case.net), case.size, "the size of the orbit")


@check("signed_orbit_size", points=0.25, needs=orders_and_signs_are_counted_together)
def two_tanh_layers_are_too_many(student):
    """A net with two hidden layers is refused with a ValueError."""
    with expect.raises(ValueError, "The net has two hidden layers"):
        student.signed_orbit_size(net([2, 2, 2, 1]))


# --- more_minimisers -----------------------------------------------------------------------------------------------


def multiset(one):
    """Units and output bias of a net with one hidden layer: what no reordering changes."""
    return (*sorted(nets.units(one, 1)), tuple(one[1][1].tolist()))


def new_and_equivalent(answer, start, k):
    """Demand `k` nets with the function of the net, none of them a reordering of it or of another."""
    found = {multiset(start): "the net itself"}
    for place, value in enumerate(values.sequence(answer, k)):
        one = expect.net(value, start, f"net {place} of the list")
        verdict = certify.same_function(start, one)
        if not verdict.proved:
            raise Mismatch(f"Net {place} of the list does not compute the function of the net. {verdict.reason}")
        units = multiset(one)
        if units in found:
            raise Mismatch(f"Net {place} of the list is a reordering of {found[units]}: {short(one)}.")
        found[units] = f"net {place} of the list"


@check(
    "more_minimisers",
    points=1.0,
    cases=[
        Case("two units", net=tanh_net((1, 0, 2), (1, 0, 3)), k=1),
        Case("two units", net=tanh_net((1, 0, 2), (1, 0, 3)), k=3),
        Case("two of three units, two outputs", net=[
            (np.array([[1.0, 2.0], [3.0, 4.0], [1.0, 2.0]]), np.array([1.0, 1.0, 1.0])),
            (np.array([[5.0, 6.0, 4.0], [1.0, 2.0, 7.0]]), np.array([0.0, 1.0])),
        ], k=4),
    ],
)  # fmt: skip
def other_nets_compute_the_same(student, case):
    """All nets of the list compute the function of the net, and none is a reordering of it or of another."""
    new_and_equivalent(student.more_minimisers(case.net, case.k), case.net, case.k)
