"""The visible checks of the lab: small nets, so that a failure can be followed with pencil and paper."""

import numpy as np

from autograder import nets
from autograder.checks import check, expect, pictures
from autograder.checks.cases import Case, net, permutations
from autograder.checks.cases import nets as some_nets


def example(b1=(0.0, 0.0), b2=(0.0,)):
    """The net that the lab's question is about: two inputs, two hidden units, one output."""
    return [
        (np.array([[-1.5, 2.0], [1.7, 0.4]]), np.array(b1)),
        (np.array([[2.3, 0.8]]), np.array(b2)),
    ]


BIASED = example(b1=(0.5, -1.2), b2=(0.3,))
THREE = [  # two inputs, three hidden units, two outputs
    (np.array([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]]), np.array([0.1, 0.2, 0.3])),
    (np.array([[7.0, 8.0, 9.0], [-7.0, -8.0, -9.5]]), np.array([-0.1, 0.4])),
]
TWINS = [  # units 0 and 2 are equal in everything
    (np.array([[1.0, 2.0], [3.0, 4.0], [1.0, 2.0]]), np.array([0.5, 0.5, 0.5])),
    (np.array([[2.0, -1.0, 2.0]]), np.array([0.0])),
]
DEEP = net([2, 2, 2, 1])
PROBES = np.array([[1.0, 0.0], [0.0, 1.0], [1.0, 1.0], [-1.0, 1.0], [2.0, -1.0], [0.5, -1.5]])


# --- swap_units ----------------------------------------------------------------------------------------------------


def swapped_units(case, answer):
    """The net before, and after in colours, for a case that may leave the default units to the check."""
    layer, i, j = case.get("layer", 1), case.get("i", 0), case.get("j", 1)
    perm = list(range(nets.widths(case.net)[layer]))
    perm[i], perm[j] = j, i
    return pictures.moved(case.net, answer, nets.swap(case.net, layer, i, j), layer, perm)


@check(
    "swap_units",
    points=0.75,
    picture=swapped_units,
    cases=[
        Case("the example", net=example(), layer=1, i=0, j=1),
        Case("the example with biases", net=BIASED, layer=1, i=0, j=1),
        Case("three units, two outputs", net=THREE, layer=1, i=2, j=0),
        Case("second hidden layer", net=net([2, 2, 3, 1]), layer=2, i=0, j=2),
    ],
)
def two_units_change_places(student, case):
    """Two units change places with their incoming weights, their biases and their outgoing weights."""
    swapped = student.swap_units(case.net, case.layer, case.i, case.j)
    expect.same_parameters(swapped, nets.swap(case.net, case.layer, case.i, case.j))


@check("swap_units", points=0.5, cases=some_nets(1, activation="tanh"), picture=swapped_units)
def every_output_stays_the_same(student, case):
    """After a swap the parameters are others, and every output is the same."""
    swapped = expect.same_function(case.net, student.swap_units(case.net, 1, 0, 1), case.activation, at=case.X)
    expect.that(not nets.equal(swapped, case.net), "Units 0 and 1 are different here, but no parameter has changed.")


@check("swap_units", points=0.25, needs=two_units_change_places)
def a_unit_that_is_not_there_is_refused(student):
    """A unit that the layer does not have is refused with a ValueError."""
    with expect.raises(ValueError, "The layer has the units 0 and 1 only, and unit 2 was asked for"):
        student.swap_units(BIASED, 1, 0, 2)


# --- permute_units -------------------------------------------------------------------------------------------------


def permuted_units(case, answer):
    """The net before, and after in colours."""
    perms = [list(range(n)) for n in nets.widths(case.net)[1:-1]]
    perms[case.layer - 1] = case.perm
    return pictures.moved(case.net, answer, nets.reorder(case.net, perms), case.layer, case.perm)


@check(
    "permute_units",
    points=0.75,
    picture=permuted_units,
    cases=[
        Case("the example with biases", net=BIASED, layer=1, perm=[1, 0]),
        Case("three units in a circle", net=THREE, layer=1, perm=[1, 2, 0]),
        Case("the other way round", net=THREE, layer=1, perm=[2, 0, 1]),
        Case("second hidden layer", net=net([2, 2, 3, 1]), layer=2, perm=[2, 0, 1]),
    ],
)
def new_unit_k_is_old_unit_perm_k(student, case):
    """New unit k is old unit perm[k], with all of its weights and its bias."""
    perms = [list(range(n)) for n in nets.widths(case.net)[1:-1]]
    perms[case.layer - 1] = case.perm
    expect.same_parameters(student.permute_units(case.net, case.layer, case.perm), nets.reorder(case.net, perms))


@check(
    "permute_units",
    points=0.5,
    cases=[
        Case("a circle, then a swap", net=THREE, p=[1, 2, 0], q=[1, 0, 2]),
        Case("a swap, then a circle", net=THREE, p=[0, 2, 1], q=[1, 2, 0]),
    ],
)
def two_permutations_are_one(student, case):
    """Permuting by p and then by q is the same as permuting once by [p[k] for k in q]."""
    once = expect.net(student.permute_units(case.net, 1, [case.p[k] for k in case.q]), case.net)
    halfway = expect.net(student.permute_units(case.net, 1, case.p), case.net)
    expect.same_parameters(
        student.permute_units(halfway, 1, case.q), once, f"(p = {case.p}, q = {case.q}, p first and q second)"
    )
    expect.that(not nets.equal(once, case.net), "All three units are different here, but no parameter has changed.")


@check("permute_units", points=0.25, needs=new_unit_k_is_old_unit_perm_k)
def a_unit_named_twice_is_refused(student):
    """A perm that names a unit twice is refused with a ValueError."""
    with expect.raises(ValueError, "perm = [0, 0, 1] names unit 0 twice and unit 2 never"):
        student.permute_units(THREE, 1, [0, 0, 1])


# --- recover_permutation -------------------------------------------------------------------------------------------


def reordered(label, start, *perms):
    """A case whose second net is the first one with its hidden layers reordered."""
    return Case(label, net_a=start, net_b=nets.reorder(start, perms))


def reordered_by_the_answer(case, answer):
    """net_b, and net_a in the order of the answer."""
    perms = expect.permutations(answer, nets.widths(case.net_a)[1:-1])
    return pictures.compared(nets.reorder(case.net_a, perms), case.net_b, ("net_b", "net_a in your order"))


@check(
    "recover_permutation",
    points=1.0,
    picture=reordered_by_the_answer,
    cases=[
        reordered("the example", BIASED, [1, 0]),
        reordered("nothing moved", BIASED, [0, 1]),
        reordered("three units in a circle", THREE, [1, 2, 0]),
        reordered("two equal units", TWINS, [1, 2, 0]),
        reordered("two hidden layers", net([2, 2, 3, 1]), [1, 0], [2, 0, 1]),
    ],
)
def the_answer_turns_a_into_b(student, case):
    """Reordering net_a by the answer gives net_b."""
    answer = student.recover_permutation(case.net_a, case.net_b)
    expect.that(answer is not None, "net_b is a reordering of net_a, but the answer is None.")
    perms = expect.permutations(answer, nets.widths(case.net_a)[1:-1])
    expect.same_parameters(nets.reorder(case.net_a, perms), case.net_b, f"(in net_a, reordered by your answer {perms})")


@check(
    "recover_permutation",
    points=0.5,
    cases=[
        Case("another hidden bias", net_a=BIASED, net_b=example(b1=(-1.2, 0.6), b2=(0.3,))),
        Case(
            "biases not moved",
            net_a=BIASED,
            net_b=[(BIASED[0][0][::-1], BIASED[0][1]), (BIASED[1][0][:, ::-1], BIASED[1][1])],
        ),
        Case("another output bias", net_a=BIASED, net_b=example(b1=(0.5, -1.2), b2=(0.4,))),
    ],
    needs=the_answer_turns_a_into_b,
)
def none_if_it_is_no_reordering(student, case):
    """The answer is None if no reordering of net_a gives net_b."""
    answer = student.recover_permutation(case.net_a, case.net_b)
    expect.that(answer is None, "No reordering of net_a gives net_b here, so the answer should be None.")


# --- canonical_form ------------------------------------------------------------------------------------------------


def in_all_orders(label, start):
    """A case with all other orders of the hidden units."""
    perms = permutations(len(start[0][1]))[1:]
    return Case(label, net=start, perms=perms, orders=[nets.reorder(start, [perm]) for perm in perms])


@check(
    "canonical_form",
    points=1.25,
    cases=[
        in_all_orders("the example", BIASED),
        in_all_orders("three units", THREE),
        in_all_orders("two equal units", TWINS),
    ],
)
def one_form_for_all_orders(student, case):
    """All reorderings of a net have the same canonical form, and it is itself a reordering of the net."""
    form = expect.net(student.canonical_form(case.net), case.net)
    expect.that(
        sorted(nets.units(form, 1)) == sorted(nets.units(case.net, 1)) and np.array_equal(form[1][1], case.net[1][1]),
        "The result does not have the units of the net (incoming weights, bias, outgoing weights) and its output bias.",
    )
    for perm, order in zip(case.perms, case.orders, strict=True):
        other = student.canonical_form(order)
        expect.same_parameters(other, form, f"(the form of the net before it was reordered by {perm})")


@check("canonical_form", points=0.25, needs=one_form_for_all_orders)
def two_hidden_layers_are_refused(student):
    """A net with two hidden layers is refused with a ValueError."""
    with expect.raises(ValueError, "The net has two hidden layers"):
        student.canonical_form(DEEP)


# --- swap_profile --------------------------------------------------------------------------------------------------


def on_the_line(case, answer, ts):
    """The loss between the net and its twin, and the answers."""
    twin = nets.swap(case.net, 1, 0, 1)
    return pictures.profile(lambda t: pictures.between(case.net, twin, case.X, case.Y, case.activation, t), ts, answer)


ENDS_AND_MIDDLE, UNSORTED = np.array([0.0, 0.5, 1.0]), np.array([0.75, 0.0, 0.1])


@check(
    "swap_profile",
    points=0.75,
    picture=lambda case, answer: on_the_line(case, answer, ENDS_AND_MIDDLE),
    cases=[
        Case(
            f"the example, {activation}",
            net=start,
            X=PROBES,
            Y=nets.forward(start, PROBES, activation),
            activation=activation,
        )
        for start, activation in ((example(), "identity"), (BIASED, "relu"), (BIASED, "tanh"))
    ],
)
def both_ends_fit_and_the_middle_does_not(student, case):
    """If the net fits its data perfectly, so does its twin, and half-way between them the loss is positive."""
    losses = student.swap_profile(case.net, case.X, case.Y, case.activation, 1, 0, 1, ENDS_AND_MIDDLE)
    middle = nets.mse(nets.interpolate(case.net, nets.swap(case.net, 1, 0, 1), 0.5), case.X, case.Y, case.activation)
    # the absolute term is for the ends, where the exact loss is 0 and rounding leaves something like 1e-32
    expect.close(losses, np.array([0.0, middle, 0.0]), atol=1e-18)


@check(
    "swap_profile",
    points=0.5,
    cases=some_nets(1, widths=[(2, 2, 1), (2, 3, 2)], activation="tanh", samples=3),
    picture=lambda case, answer: on_the_line(case, answer, UNSORTED),
)
def one_loss_for_every_t(student, case):
    """There is one loss for every t, in the order of ts."""
    losses = student.swap_profile(case.net, case.X, case.Y, case.activation, 1, 0, 1, UNSORTED)
    twin = nets.swap(case.net, 1, 0, 1)
    line = [nets.mse(nets.interpolate(case.net, twin, t), case.X, case.Y, case.activation) for t in UNSORTED]
    expect.close(losses, np.array(line))
