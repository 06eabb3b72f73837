"""Examples that are none, one idea each."""

import numpy as np

from autograder.checks import misconception


def answer(W, b, V, X, Y, i, j, c=0.0):
    """An answer with one output from lists."""
    net = [(np.array(W, dtype=float), np.array(b, dtype=float)), (np.array(V, dtype=float), np.array([c]))]
    return net, np.array(X, dtype=float), np.array(Y, dtype=float), i, j


@misconception(
    "blind_spot",
    "The two units have the same incoming weights and only their biases differ. The example is to show more: two units "
    "that look at the inputs in different ways.",
)
def differs_in_the_bias_only():
    return answer([[1], [1]], [0, 1], [[1, 1]], [[1], [2], [3]], [[3], [5], [7]], 0, 1)


@misconception(
    "blind_spot",
    "The two units are equal, so the net and its twin are the same point and there is nothing between them.",
)
def takes_two_equal_units():
    return answer([[1, 2], [1, 2]], [0, 0], [[1, 1]], [[1, 1], [2, 1], [1, 3]], [[6], [8], [14]], 0, 1)


@misconception(
    "blind_spot",
    "One of the two units is never active: its ReLU gets no positive number on any sample, so it has no part in the "
    "function. Both should be at work.",
)
def takes_a_dead_unit():
    return answer([[1], [-3]], [0, -1], [[1, 1]], [[1], [2], [3]], [[1], [2], [3]], 0, 1)


@misconception(
    "blind_spot",
    "One of the two units has the outgoing weight 0. What it computes does not matter then; both should be used.",
)
def takes_an_idle_unit():
    return answer([[1, 0], [2, 2]], [0, 0], [[1, 0]], [[1, 0], [2, 1], [3, 2]], [[1], [2], [3]], 0, 1)


@misconception(
    "blind_spot",
    "The loss is tiny, but not 0: numbers like 0.1 are rounded, and so is every sum of them. Whole numbers are exact.",
)
def fits_up_to_rounding():
    return answer([[0.1, 0], [0, 0.7]], [0, 0], [[3, 3]], [[1, 2], [3, 1], [7, 5]], [[4.5], [3.0], [12.6]], 0, 1)


@misconception(
    "blind_spot",
    "The net fits, but the midpoint does not. On the samples where both units are active everything is linear: write "
    "down what the two contribute there, before and after they are averaged. When is it the same?",
)
def takes_any_two_units():
    return answer(
        [[1, 0], [0, 1], [1, 1]], [0, 0, -1], [[1, 1, -2]], [[0, 0], [0, 1], [1, 0], [1, 1]], [[0], [1], [1], [0]], 0, 2
    )


@misconception(
    "blind_spot",
    "The outgoing weights of the two units differ. Where both units are active, averaging mixes each outgoing weight "
    "with the other unit's incoming weights: compare (w_i + w_j)/2 times (v_i + v_j) with w_i v_i + w_j v_j.",
)
def takes_different_outgoing_weights():
    return answer([[1, 0], [0, 1]], [0, 0], [[1, 2]], [[1, 1], [2, 1], [1, 2]], [[3], [4], [5]], 0, 1)


@misconception(
    "blind_spot",
    "The midpoint fits the samples on which both units are active. On a sample where only one of them is, the mean of "
    "the two cuts off something else than the units did.",
)
def forgets_where_one_unit_is_off():
    return answer([[1, 0], [0, 1]], [0, 0], [[1, 1]], [[1, 2], [3, 1], [4, -2], [-1, 3]], [[3], [4], [4], [3]], 0, 1)


@misconception(
    "blind_spot",
    "i and j are one and the same unit. Swapping a unit with itself changes nothing.",
)
def swaps_a_unit_with_itself():
    return answer([[1, 0], [0, 1]], [0, 0], [[1, 1]], [[1, 2], [3, 1], [2, 4]], [[3], [4], [6]], 1, 1)


@misconception(
    "blind_spot",
    "There are fewer than three distinct samples; repeating one adds nothing.",
)
def repeats_samples():
    return answer([[1, 0], [0, 1]], [0, 0], [[1, 1]], [[1, 2], [3, 1], [1, 2]], [[3], [4], [3]], 0, 1)


@misconception(
    "blind_spot",
    "All targets are equal, so a constant fits them, and units are not needed at all.",
)
def takes_equal_targets():
    return answer([[1, 0], [0, 1]], [0, 0], [[1, 1]], [[1, 2], [2, 1], [0, 3]], [[3], [3], [3]], 0, 1)


@misconception(
    "blind_spot",
    "Units are numbered from 0 to n - 1, in code as in this text.",
)
def counts_units_from_one():
    return answer([[1, 0], [0, 1]], [0, 0], [[1, 1]], [[1, 2], [3, 1], [2, 4]], [[3], [4], [6]], 1, 2)


@misconception(
    "blind_spot",
    "Y should have one row a sample and one column an output, shape (N, 1) here. A flat list of targets is broadcast "
    "against the outputs, and the loss you computed is that of N times N differences.",
)
def flattens_the_targets():
    return answer([[1, 0], [0, 1]], [0, 0], [[1, 1]], [[1, 2], [3, 1], [2, 4]], [3, 4, 6], 0, 1)
