"""What the hidden checks of match_units, align and merge measure: scores, and how much a layer could gain.

The score of a reordering is a sum of products of floats. Summed in another order it may differ by rounding, and so may
the entries that a student's assignment was chosen by: that is the only reason for a tolerance. No score is larger than
the product of the lengths of the two nets (as vectors), so 1e-9 of that product is far above all rounding, and in every
case what is wrong costs far more.
"""

from functools import cache

import numpy as np
from scipy.optimize import linear_sum_assignment

from autograder import nets
from autograder.checks import expect
from autograder.checks.errors import Mismatch
from autograder.checks.show import short

RELATIVE = 1e-9


def identity(net):
    """No reordering: one perm for each hidden layer."""
    return [list(range(n)) for n in nets.widths(net)[1:-1]]


def score(net_a, net_b):
    """The sum of products of all weights and biases."""
    return sum(float(np.sum(A * B) + a @ b) for (A, a), (B, b) in zip(net_a, net_b, strict=True))


def similarity(net_a, net_b, layer):
    """Entry (k, l): what unit l of a hidden layer of net_b brings in place k, all other layers staying as they are."""
    (A, a), (B, b) = net_a[layer - 1], net_b[layer - 1]
    return A @ B.T + np.outer(a, b) + net_a[layer][0].T @ net_b[layer][0]


@cache
def noise(case):
    """The tolerance for scores of a case."""
    return RELATIVE * np.sqrt(score(case.net_a, case.net_a) * score(case.net_b, case.net_b))


@cache
def best_match(case):
    """The similarity of the units of two nets with one hidden layer, and the largest sum that a perm can have."""
    table = similarity(case.net_a, case.net_b, 1)
    return table, float(table[linear_sum_assignment(table, maximize=True)].sum())


def match_is_best(student, case):
    """The student's perm has the largest sum that there is, whichever of several such perms it is."""
    table, best = best_match(case)
    perm = expect.permutation(student.match_units(case.net_a, case.net_b), len(table))
    reached = float(table[np.arange(len(table)), perm].sum())
    if not reached >= best - noise(case):
        raise Mismatch(
            f"Your perm {short(perm)} has the sum of products {short(reached)}, but {short(best)} is possible."
        )
    return perm


def alignment_is_good(student, case):
    """The student's perms do not lose against no reordering, and no single layer can be improved."""
    perms = expect.permutations(student.align(case.net_a, case.net_b), nets.widths(case.net_a)[1:-1])
    nothing_is_lost_or_left(case, nets.reorder(case.net_b, perms), f"Your answer {short(perms)}")


def nothing_is_lost_or_left(case, aligned, whose):
    """Claims (2) and (3) for net_b reordered in some way; `whose` begins the message."""
    reached, before = score(case.net_a, aligned), start_score(case)
    if not reached >= before - noise(case):
        raise Mismatch(f"{whose} has the score {short(reached)}; with no reordering at all it is {short(before)}.")
    for layer in range(1, len(aligned)):
        table = similarity(case.net_a, aligned, layer)
        gain = float(table[linear_sum_assignment(table, maximize=True)].sum() - np.trace(table))
        if not gain <= noise(case):
            raise Mismatch(
                f"{whose} has the score {short(reached)}; another order of hidden layer {layer} alone makes it "
                f"{short(reached + gain)}."
            )


@cache
def start_score(case):
    """The score without any reordering."""
    return score(case.net_a, case.net_b)


def reordering_is_undone(student, case):
    """net_b is a reordering of net_a, and the student's perms turn it back, exactly."""
    perms = expect.permutations(student.align(case.net_a, case.net_b), nets.widths(case.net_a)[1:-1])
    expect.same_parameters(
        nets.reorder(case.net_b, perms), case.net_a, f"(in net_b, reordered by your answer {short(perms)})"
    )


def largest(net):
    """The absolute value of the largest parameter."""
    return max(float(np.max(np.abs(part))) for layer in net for part in layer)


def aligned_part(student, case):
    """The aligned net_b that the student's merged net is the midpoint of, found out from the midpoint."""
    merged = expect.net(student.merge(case.net_a, case.net_b), case.net_a)
    found, most = largest(merged), max(largest(case.net_a), largest(case.net_b))
    if not found <= 2 * most:  # before squares of it overflow
        raise Mismatch(f"Your net holds a number of size {short(found)}; in the two nets none is above {short(most)}.")
    rest = [(2 * M - A, 2 * m - a) for (M, m), (A, a) in zip(merged, case.net_a, strict=True)]
    # In these cases the incoming weights tell all units of a layer apart, so the nearest units are the right ones.
    perms, before = [], slice(None)
    for (R, r), (B, b) in zip(rest[:-1], case.net_b[:-1], strict=True):
        theirs, ours = np.column_stack([R, r]), np.column_stack([B[:, before], b])
        before = linear_sum_assignment(((theirs[:, None] - ours[None]) ** 2).sum(axis=2))[1].tolist()
        perms.append(before)
    aligned = nets.reorder(case.net_b, perms)
    # twice the midpoint minus net_a is as exact as its terms
    sizes = [(abs(A) + abs(B), abs(a) + abs(b)) for (A, a), (B, b) in zip(case.net_a, aligned, strict=True)]
    because = "(in 2 * your net - net_a, which should be net_b with its hidden units in another order)"
    expect.close_parameters(rest, aligned, because, sizes=sizes)
    return aligned
