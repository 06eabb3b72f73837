"""Wrong ideas about dead_relu_minimum."""

import numpy as np

from autograder.checks import misconception


def demand_same_length(X, Y):
    if len(X) != len(Y):
        raise ValueError(f"{len(X)} and {len(Y)} samples")


def dead(X, Y, n_hidden, weights=0.0, biases=-1.0, output_bias=None):
    """A net with these incoming weights and biases; the output bias is the mean unless it is given."""
    demand_same_length(X, Y)
    W = np.zeros((n_hidden, X.shape[1])) + weights
    b = np.zeros(n_hidden) + biases
    return [(W, b), (np.ones((Y.shape[1], n_hidden)), Y.mean(axis=0) if output_bias is None else output_bias)]


@misconception(
    "dead_relu_minimum",
    "All pre-activations are 0, which is the kink: a small change of a bias switches a unit on. They must be below 0.",
)
def stands_on_the_kink(X, Y, n_hidden):
    return dead(X, Y, n_hidden, 0.0, 0.0)


@misconception(
    "dead_relu_minimum",
    "The bias -1 is not enough here: with weights of 1, large inputs switch the units on. Take the inputs into "
    "account.",
)
def hopes_for_small_inputs(X, Y, n_hidden):
    return dead(X, Y, n_hidden, 1.0, -1.0)


@misconception(
    "dead_relu_minimum",
    "A bias of -1000 is not enough for all inputs. Take the inputs into account, or choose weights that do not need "
    "to.",
)
def takes_a_large_bias(X, Y, n_hidden):
    return dead(X, Y, n_hidden, 1.0, -1000.0)


@misconception(
    "dead_relu_minimum",
    "Negative weights keep units off for positive inputs only. Inputs may have either sign.",
)
def hopes_for_positive_inputs(X, Y, n_hidden):
    return dead(X, Y, n_hidden, -1.0, -1.0)


@misconception(
    "dead_relu_minimum",
    "The bias outweighs the largest single feature, but a pre-activation sums over all of them.",
)
def forgets_that_features_add_up(X, Y, n_hidden):
    return dead(X, Y, n_hidden, 1.0, -2.0 * np.abs(X).max() - 1.0)


@misconception(
    "dead_relu_minimum",
    "The margin of 1 got lost: beside a huge number the 1 vanishes in rounding, and the pre-activation is 0.",
)
def loses_the_margin_in_rounding(X, Y, n_hidden):
    return dead(X, Y, n_hidden, np.eye(X.shape[1])[0], -1.0 - X[:, 0].max())


@misconception("dead_relu_minimum", "The units are off, but nearer to the kink than 1e-6.")
def stays_too_near_to_the_kink(X, Y, n_hidden):
    return dead(X, Y, n_hidden, 0.0, -1e-7)


@misconception("dead_relu_minimum", "The units are on: a positive pre-activation passes a ReLU. Look at the sign.")
def switches_the_units_on(X, Y, n_hidden):
    return dead(X, Y, n_hidden, 0.0, 1.0)


@misconception(
    "dead_relu_minimum", "Only the first unit is off. A unit that is on gives a way down: all of them must be off."
)
def switches_one_unit_off(X, Y, n_hidden):
    net = dead(X, Y, n_hidden, 0.0, -1.0)
    net[0][1][1:] = 1.0
    return net


@misconception(
    "dead_relu_minimum",
    "The units are off for the mean of the inputs. They must be off for every single sample.",
)
def looks_at_the_mean_input(X, Y, n_hidden):
    return dead(X, Y, n_hidden, 1.0, -1.0 - abs(X.mean(axis=0).sum()))


@misconception(
    "dead_relu_minimum", "The output is 0. The best constant is the mean of the targets: it is what the bias should be."
)
def leaves_the_output_at_zero(X, Y, n_hidden):
    return dead(X, Y, n_hidden, output_bias=np.zeros(Y.shape[1]))


@misconception(
    "dead_relu_minimum", "The median was taken. The mean of the squares is least at the mean of the targets."
)
def takes_the_median(X, Y, n_hidden):
    return dead(X, Y, n_hidden, output_bias=np.median(Y, axis=0))


@misconception("dead_relu_minimum", "Half-way between the smallest and the largest target is not their mean.")
def takes_the_middle(X, Y, n_hidden):
    return dead(X, Y, n_hidden, output_bias=(Y.min(axis=0) + Y.max(axis=0)) / 2)


@misconception("dead_relu_minimum", "All outputs got the mean of all targets. Every output has a mean of its own.")
def takes_one_mean_for_all(X, Y, n_hidden):
    return dead(X, Y, n_hidden, output_bias=np.full(Y.shape[1], Y.mean()))


@misconception("dead_relu_minimum", "The targets were summed. Their mean is the best constant.")
def takes_the_sum(X, Y, n_hidden):
    return dead(X, Y, n_hidden, output_bias=Y.sum(axis=0))


@misconception("dead_relu_minimum", "The first target was taken. The best constant is the mean of all of them.")
def takes_the_first_target(X, Y, n_hidden):
    return dead(X, Y, n_hidden, output_bias=Y[0].copy())


@misconception(
    "dead_relu_minimum",
    "The mean was taken over the outputs of each sample. A row of Y is a sample: take the mean down the columns.",
)
def averages_the_rows(X, Y, n_hidden):
    return dead(X, Y, n_hidden, output_bias=Y.mean(axis=1))


@misconception("dead_relu_minimum", "The mean has half of its digits only: use float64 (numpy's default).")
def averages_in_single_precision(X, Y, n_hidden):
    return dead(X, Y, n_hidden, output_bias=Y.astype(np.float32).mean(axis=0).astype(float))


@misconception("dead_relu_minimum", "X and Y must have the same number of samples: otherwise raise a ValueError.")
def overlooks_missing_samples(X, Y, n_hidden):
    W = np.zeros((n_hidden, X.shape[1]))
    return [(W, np.full(n_hidden, -1.0)), (np.ones((Y.shape[1], n_hidden)), Y.mean(axis=0))]


@misconception("dead_relu_minimum", "The hidden layer has two units, whatever n_hidden is.")
def always_takes_two_units(X, Y, n_hidden):
    return dead(X, Y, 2)


@misconception("dead_relu_minimum", "W has a row for each unit and a column for each input, not the other way round.")
def transposes_the_weights(X, Y, n_hidden):
    (W, b), (V, c) = dead(X, Y, n_hidden)
    return [(W.T, b), (V.T, c)]


@misconception(
    "dead_relu_minimum",
    "The net fits a line with its output layer. With all units off the output is a constant, whatever the input.",
)
def adds_the_hidden_biases(X, Y, n_hidden):
    return dead(X, Y, n_hidden, output_bias=Y.mean(axis=0) + n_hidden)
