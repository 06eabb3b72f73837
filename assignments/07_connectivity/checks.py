"""The visible checks of the lab: small nets and whole numbers, so that a failure can be followed with pencil and paper.

What is best is found by trying all orders here, which is possible for three or four units.
"""

import itertools

import numpy as np

from autograder import certify, nets
from autograder.checks import check, expect, pictures, values
from autograder.checks.cases import Case, net, permutations
from autograder.checks.errors import Mismatch
from autograder.checks.show import short


def deep(*layers):
    """A net from lists: weights and biases of each layer."""
    return [(np.array(W, dtype=float), np.array(b, dtype=float)) for W, b in layers]


def score(net_a, net_b):
    """The sum of products of all weights and biases."""
    return sum(float(np.sum(A * B) + a @ b) for (A, a), (B, b) in zip(net_a, net_b, strict=True))


def reordered(label, start, *perms):
    """A case whose second net is the first one with its hidden layers reordered."""
    return Case(label, net_a=start, net_b=nets.reorder(start, perms))


# --- match_units ---------------------------------------------------------------------------------------------------

BY_HAND = deep(([[2], [1]], [0, 0]), ([[1, 2]], [0])), deep(([[1], [3]], [0, 0]), ([[4, 1]], [0]))
ROUND = deep(([[1, 0], [0, 1], [2, 2]], [0, 1, 2]), ([[1, 2, 3], [0, -1, 1]], [5, 5]))
NOISY = (  # the second is the first in another order, and every number is a bit different
    deep(([[5, 1], [2, 4], [1, 3], [4, -3]], [-5, -2, -2, 4]), ([[5, -5, 0, 4]], [0])),
    deep(
        ([[0.7, 3.2], [4.7, 1], [4.2, -3.1], [1.9, 3.8]], [-1.8, -5.2, 4.3, -2]),
        ([[0, 5, 4.1, -5]], [0]),
    ),
)
HUNGRY = (  # unit 0 of the first net likes unit 0 of the second best, but unit 1 needs it more
    deep(([[1, 0], [0, 1]], [0, 0]), ([[1, 1]], [0])),
    deep(([[10, 9], [9, 1]], [0, 0]), ([[1, 1]], [0])),
)


def similarities(case, answer):
    """The products of each unit of net_a with each of net_b, and the choices among them."""
    (W, b), (V, _) = case.net_a
    (W_b, b_b), (V_b, _) = case.net_b
    n = len(b)
    table = W @ W_b.T + np.outer(b, b_b) + V.T @ V_b
    best = max(permutations(n), key=lambda perm: table[np.arange(n), perm].sum())
    return pictures.similarity(table, answer, best)


@check(
    "match_units",
    points=0.75,
    picture=similarities,
    cases=[
        Case("the example by hand", net_a=BY_HAND[0], net_b=BY_HAND[1]),
        Case("the best partner is taken by another", net_a=HUNGRY[0], net_b=HUNGRY[1]),
        reordered("three units in a circle", ROUND, [1, 2, 0]),
        reordered("the other way round", ROUND, [2, 0, 1]),
        Case("four units with noise", net_a=NOISY[0], net_b=NOISY[1]),
    ],
)
def the_sum_of_products_is_the_largest(student, case):
    """Of all orders of the units of net_b, the answer has the largest sum of products with net_a."""
    n = len(case.net_a[0][1])
    perm = expect.permutation(student.match_units(case.net_a, case.net_b), n)
    sums = {tuple(p): score(case.net_a, nets.reorder(case.net_b, [p])) for p in permutations(n)}
    best = max(sums, key=lambda p: sums[p])
    if not sums[tuple(perm)] >= sums[best] - 1e-9 * abs(sums[best]):  # sums of floats may differ by rounding
        raise Mismatch(
            f"With your perm {perm} the sum of products is {short(sums[tuple(perm)])}, "
            f"but {list(best)} has {short(sums[best])}."
        )


@check("match_units", points=0.25, needs=the_sum_of_products_is_the_largest)
def two_hidden_layers_are_not_matched(student):
    """Nets with two hidden layers are refused with a ValueError."""
    with expect.raises(ValueError, "The nets have two hidden layers"):
        student.match_units(net([2, 2, 2, 1]), net([2, 2, 2, 1], seed=1))


# --- align ---------------------------------------------------------------------------------------------------------

GOING_UP = deep(
    ([[-3], [0], [3]], [0, 0, 0]),
    ([[-3, -1, -1], [3, -2, 0], [-2, -3, 2]], [0, 0, 0]),
    ([[-3, -2, 0]], [0]),
)
ANOTHER = deep(
    ([[0], [-3], [3]], [0, 0, 0]),
    ([[2, 3, -3], [2, -1, 0], [3, -2, 2]], [0, 0, 0]),
    ([[-2, -1, 3]], [0]),
)


def reordered_by_the_answer(case, answer):
    """net_a, and net_b in the order of the answer."""
    perms = expect.permutations(answer, nets.widths(case.net_a)[1:-1])
    return pictures.compared(nets.reorder(case.net_b, perms), case.net_a, ("net_a", "net_b in your order"))


@check(
    "align",
    points=0.5,
    picture=reordered_by_the_answer,
    cases=[
        reordered("one hidden layer", ROUND, [1, 2, 0]),
        reordered("two hidden layers", net([2, 2, 3, 1]), [1, 0], [2, 0, 1]),
        reordered("a climb from the identity gets stuck", GOING_UP, [1, 0, 2], [1, 0, 2]),
        reordered("circles", GOING_UP, [1, 2, 0], [2, 0, 1]),
    ],
)
def a_reordering_is_undone(student, case):
    """If net_b is a reordering of net_a, reordering it by the answer gives net_a."""
    perms = expect.permutations(student.align(case.net_a, case.net_b), nets.widths(case.net_a)[1:-1])
    expect.same_parameters(nets.reorder(case.net_b, perms), case.net_a, f"(in net_b, reordered by your answer {perms})")


@check(
    "align",
    points=0.25,
    cases=[
        Case("one hidden layer", net_a=NOISY[0], net_b=NOISY[1]),
        Case("two hidden layers", net_a=GOING_UP, net_b=ANOTHER),
        Case("two hidden layers, the other way round", net_a=ANOTHER, net_b=GOING_UP),
    ],
)
def no_single_layer_can_be_improved(student, case):
    """The score is not below that of no reordering, and no other order of a single hidden layer gives a larger one."""
    sizes = nets.widths(case.net_a)[1:-1]
    perms = expect.permutations(student.align(case.net_a, case.net_b), sizes)
    aligned = nets.reorder(case.net_b, perms)
    before, reached = score(case.net_a, case.net_b), score(case.net_a, aligned)
    noise = 1e-9 * np.sqrt(score(case.net_a, case.net_a) * score(case.net_b, case.net_b))  # rounding is far below
    expect.that(
        reached >= before - noise,
        f"Your answer {perms} has the score {short(reached)}; without any reordering it is {short(before)}.",
    )
    for layer, n in enumerate(sizes):
        for perm in permutations(n):
            trial = [list(range(m)) for m in sizes]
            trial[layer] = perm
            better = score(case.net_a, nets.reorder(aligned, trial))
            if not better <= reached + noise:
                new = [*perms[:layer], [perms[layer][k] for k in perm], *perms[layer + 1 :]]
                raise Mismatch(
                    f"Your answer {perms} has the score {short(reached)}; {new}, another order of hidden layer "
                    f"{layer + 1} alone, has {short(better)}."
                )


# --- loss_profile --------------------------------------------------------------------------------------------------

ONE = np.array([[1.0]])
UP = deep(([[1]], [0]), ([[1]], [0]))  # by hand: the output on the way from UP to OVER is (1 + 2t)(1 - t)
OVER = deep(([[3]], [0]), ([[0]], [0]))


PLACES = np.array([0.0, 1.0, 0.25])


def losses_between(case, ts):
    """The losses on the line between the nets of a case."""
    return pictures.between(case.net_a, case.net_b, case.X, case.Y, case.activation, ts)


@check(
    "loss_profile",
    points=0.75,
    picture=lambda case, answer: pictures.profile(lambda ts: losses_between(case, ts), PLACES, answer),
    cases=[
        Case("the example by hand", net_a=UP, net_b=OVER, X=ONE, Y=ONE, activation="identity"),
        Case("back", net_a=OVER, net_b=UP, X=ONE, Y=ONE, activation="identity"),
        Case("biases", net_a=net([1, 2, 1]), net_b=net([1, 2, 1], 1), X=ONE, Y=ONE, activation="relu"),
        Case(
            "two hidden layers",
            net_a=net([2, 2, 3, 2]),
            net_b=net([2, 2, 3, 2], seed=1),
            X=np.array([[1.0, -0.5], [0.3, 2.0]]),
            Y=np.array([[0.0, 1.0], [-1.0, 0.5]]),
            activation="tanh",
        ),
    ],
)
def one_loss_for_each_t_from_a_to_b(student, case):
    """There is one loss for each t, in the order of ts: that of net_a at t = 0 and that of net_b at t = 1."""
    losses = student.loss_profile(case.net_a, case.net_b, case.X, case.Y, case.activation, PLACES)
    expect.close(
        losses, losses_between(case, PLACES), atol=1e-18
    )  # by hand a loss is exactly 0, and rounding may leave something


@check("loss_profile", points=0.25, needs=one_loss_for_each_t_from_a_to_b)
def a_line_needs_nets_of_the_same_shapes(student):
    """Two nets of different shapes are refused with a ValueError."""
    with expect.raises(ValueError, "The nets have three hidden units and two"):
        student.loss_profile(net([1, 3, 1]), net([1, 2, 1]), ONE, ONE, "tanh", np.array([0.0, 1.0]))


# --- barrier -------------------------------------------------------------------------------------------------------


@check(
    "barrier",
    points=0.5,
    picture=lambda case, answer: pictures.barrier(case.losses, answer, case.expected),
    cases=[
        Case("equal ends", losses=np.array([0.0, 2.0, 1.0, 0.0]), expected=2.0),
        Case("the example by hand", losses=np.array([1.0, 4.0, 4.0, 3.0, 5.0]), expected=2.0),
        Case("falling", losses=np.array([4.0, 3.0, 3.5, 1.0]), expected=1.5),
    ],
)
def the_highest_excess_over_the_line(student, case):
    """The barrier is the highest excess of the losses over the straight line between the end losses."""
    expect.close(student.barrier(case.losses), np.array(case.expected))


@check(
    "barrier",
    points=0.25,
    picture=lambda case, answer: pictures.barrier(case.losses, answer, 0.0),
    cases=[
        Case("a valley", losses=np.array([1.0, 0.0, 1.0])),
        Case("unequal ends", losses=np.array([9.0, 4.0, 1.0, 0.0, 1.0])),
    ],
)
def there_is_no_barrier_in_a_valley(student, case):
    """If no loss lies above the line, the barrier is 0."""
    expect.close(student.barrier(case.losses), np.array(0.0), atol=1e-12)  # rounding may leave something


# --- merge ---------------------------------------------------------------------------------------------------------


@check(
    "merge",
    points=0.5,
    cases=[
        Case("the example by hand", net_a=BY_HAND[0], net_b=BY_HAND[1]),
        Case("four units with noise", net_a=NOISY[0], net_b=NOISY[1]),
    ],
)
def the_result_lies_half_way_to_the_matched_net(student, case):
    """With one hidden layer, the result is the midpoint of net_a and net_b in its best order."""
    order = max(
        itertools.permutations(range(len(case.net_a[0][1]))),
        key=lambda p: score(case.net_a, nets.reorder(case.net_b, [p])),
    )
    expected = nets.interpolate(case.net_a, nets.reorder(case.net_b, [order]), 0.5)
    expect.close_parameters(student.merge(case.net_a, case.net_b), expected, f"(net_b reordered by {list(order)})")


@check(
    "merge",
    points=0.5,
    cases=[
        reordered("one hidden layer", ROUND, [1, 2, 0]),
        reordered("two hidden layers", net([2, 2, 3, 1]), [1, 0], [2, 0, 1]),
    ],
    needs=the_result_lies_half_way_to_the_matched_net,
)
def merging_a_net_with_its_reordering_gives_the_net(student, case):
    """If net_b is a reordering of net_a, the result is net_a."""
    expect.close_parameters(student.merge(case.net_a, case.net_b), case.net_a, "(net_b is a reordering of net_a)")


# --- zero_loss_path ------------------------------------------------------------------------------------------------

XOR = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
EXCLUSIVE_OR = np.array([[0.0], [1.0], [1.0], [0.0]])
FITS = deep(([[1, 1], [1, 1], [-2, 3]], [0, -1, 5]), ([[1, -2, 0]], [0]))  # relu(x1+x2) - 2 relu(x1+x2-1)
PATHS = [
    Case("exclusive or", net=FITS, X=XOR, Y=EXCLUSIVE_OR, i=0, j=1),
    Case("the other way round", net=FITS, X=XOR, Y=EXCLUSIVE_OR, i=1, j=0),
    Case(
        "the idle unit stands between, two outputs",
        net=nets.reorder([FITS[0], (np.vstack([FITS[1][0], [[2, 1, 0]]]), np.array([0.0, 3.0]))], [[0, 2, 1]]),
        X=XOR,
        Y=np.hstack([EXCLUSIVE_OR, [[3.0], [5.0], [5.0], [8.0]]]),
        i=0,
        j=2,
    ),
]


def path_of(student, case):
    """The student's path, with its length and its ends as they should be."""
    answer = values.sequence(student.zero_loss_path(case.net, case.X, case.Y, case.i, case.j), None, "the path")
    expect.that(2 <= len(answer) <= 13, f"The path should have 2 to 13 nets, but has {len(answer)}.")
    path = [expect.net(one, case.net, f"net {k} of the path") for k, one in enumerate(answer)]
    expect.same_parameters(path[0], case.net, "(in net 0 of the path, which should be the given net)")
    swapped = nets.swap(case.net, 1, case.i, case.j)
    where = f"(in net {len(path) - 1}, the last of the path: the given net with units {case.i} and {case.j} swapped)"
    expect.same_parameters(path[-1], swapped, where)
    return path


@check("zero_loss_path", points=0.5, cases=PATHS)
def the_path_leads_from_the_net_to_its_swap(student, case):
    """The path begins with the net, ends with the net with units i and j swapped, and has at most 12 segments."""
    path_of(student, case)


def loss_on_the_way(case, answer):
    """The loss on the straight line and on the student's path."""
    path = [expect.net(one, case.net) for one in values.sequence(answer, None)]
    return pictures.ways(path, lambda one: nets.mse(one, case.X, case.Y, "relu"))


@check(
    "zero_loss_path",
    points=1.0,
    cases=PATHS[::2],
    needs=the_path_leads_from_the_net_to_its_swap,
    picture=loss_on_the_way,
)
def the_loss_is_exactly_zero_on_every_segment(student, case):
    """On every straight segment of the path, the loss is exactly 0 from end to end."""
    expect.proved(certify.zero_loss_path(path_of(student, case), case.X, case.Y))
