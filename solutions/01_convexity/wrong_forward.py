"""Wrong ideas about forward."""

import numpy as np

from autograder.checks import misconception

from .solution import sigmoid

RIGHT = {
    "identity": lambda z: z,
    "relu": lambda z: np.maximum(z, 0.0),
    "tanh": np.tanh,
    "sigmoid": sigmoid,
}


def outputs(net, X, activation, act=None):
    """The outputs, with one of the activations replaced by `act`."""
    h = X
    for W, b in net[:-1]:
        h = (act or RIGHT[activation])(h @ W.T + b)
    W, b = net[-1]
    return h @ W.T + b


def replacing(name, activation, act):
    return act if name == activation else None


@misconception(
    "forward",
    "Row k of W holds the weights into unit k, so a row of samples is multiplied by the transpose of W. With a square "
    "W the shapes fit either way, and only the numbers tell.",
)
def multiplies_by_the_matrix_itself(net, X, activation):
    h = X
    for W, b in net[:-1]:
        h = RIGHT[activation](h @ W + b)
    W, b = net[-1]
    return h @ W + b


@misconception(
    "forward",
    "The output layer is activated too. It is linear: the activation belongs to the hidden layers. What does a net "
    "without hidden layer compute?",
)
def activates_the_output(net, X, activation):
    h = X
    for W, b in net:
        h = RIGHT[activation](h @ W.T + b)
    return h


@misconception(
    "forward",
    "Only the first hidden layer is activated. Every hidden layer is: look at a net with two of them.",
)
def activates_the_first_layer_only(net, X, activation):
    h = X
    for k, (W, b) in enumerate(net):
        h = h @ W.T + b
        if k == 0 and len(net) > 1:
            h = RIGHT[activation](h)
    return h


@misconception(
    "forward",
    "The inputs are activated before the first layer. The activation acts on what the hidden units receive, not on X.",
)
def activates_the_inputs(net, X, activation):
    h = X
    for W, b in net:
        h = RIGHT[activation](h) @ W.T + b
    return h


@misconception("forward", "The biases are missing. Set all weights to 0: what should the net give, and what do you?")
def leaves_out_the_biases(net, X, activation):
    return outputs([(W, 0.0) for W, _ in net], X, activation)


@misconception("forward", "The hidden biases are there, but the bias of the output layer is missing.")
def leaves_out_the_output_bias(net, X, activation):
    return outputs([*net[:-1], (net[-1][0], 0.0)], X, activation)


@misconception(
    "forward",
    "The hidden bias is added after the activation. It belongs inside: a unit applies its activation to the weighted "
    "sum plus the bias.",
)
def adds_the_bias_after_the_activation(net, X, activation):
    h = X
    for W, b in net[:-1]:
        h = RIGHT[activation](h @ W.T) + b
    W, b = net[-1]
    return h @ W.T + b


@misconception(
    "forward",
    "In exp(z) / (1 + exp(z)) both numbers become infinite for large z, and their quotient is no number. Find a form "
    "of the sigmoid in which the exponential only sees numbers up to 0.",
)
def sigmoid_of_two_infinities(net, X, activation):
    act = replacing("sigmoid", activation, lambda z: np.exp(z) / (1 + np.exp(z)))
    with np.errstate(all="ignore"):
        return outputs(net, X, activation, act)


@misconception(
    "forward",
    "Written with exponentials, tanh(1000) becomes infinity by infinity. numpy has a tanh that knows better.",
)
def tanh_of_two_infinities(net, X, activation):
    act = replacing("tanh", activation, lambda z: (np.exp(z) - np.exp(-z)) / (np.exp(z) + np.exp(-z)))
    with np.errstate(all="ignore"):
        return outputs(net, X, activation, act)


@misconception(
    "forward",
    "The sigmoid's input is cut off. That keeps exp from overflowing, but it changes the values: compare with "
    "1 / (1 + exp(-z)) at z = -30. There is a form that needs no cut.",
)
def cuts_off_the_pre_activations(net, X, activation):
    act = replacing("sigmoid", activation, lambda z: sigmoid(np.clip(z, -10, 10)))
    return outputs(net, X, activation, act)


@misconception("forward", "The sign in the sigmoid's exponent is wrong: the sigmoid rises from 0 to 1.")
def sigmoid_falls(net, X, activation):
    return outputs(net, X, activation, replacing("sigmoid", activation, lambda z: sigmoid(-z)))


@misconception(
    "forward",
    "tanh(z) is not 2 * sigmoid(z) - 1: a factor in the sigmoid's argument is missing. Compare the slopes at 0.",
)
def tanh_as_a_stretched_sigmoid(net, X, activation):
    return outputs(net, X, activation, replacing("tanh", activation, lambda z: 2 * sigmoid(z) - 1))


@misconception("forward", "relu(z) is 0 for negative z, not -z.")
def relu_as_the_absolute_value(net, X, activation):
    return outputs(net, X, activation, replacing("relu", activation, np.abs))


@misconception("forward", "One activation is used for all. The argument `activation` names the one to take.")
def always_takes_the_sigmoid(net, X, activation):
    return outputs(net, X, "sigmoid")


@misconception(
    "forward",
    "The result has lost an axis. It has the shape (N, m), a row for each sample and a column for each output, also "
    "when there is one output or one sample.",
)
def drops_axes_of_length_one(net, X, activation):
    return np.squeeze(outputs(net, X, activation))


@misconception("forward", "Only the first and the last layer are used; a net may have more layers than two.")
def skips_the_layers_between(net, X, activation):
    return outputs([net[0], net[-1]] if len(net) > 1 else net, X, activation)


@misconception("forward", "The result is computed in float32, which keeps seven digits. Nets and X are float64.")
def computes_in_single_precision(net, X, activation):
    small = [(W.astype(np.float32), b.astype(np.float32)) for W, b in net]
    return outputs(small, X.astype(np.float32), activation)


@misconception("forward", "The result is transposed: a row belongs to a sample, a column to an output.")
def one_column_a_sample(net, X, activation):
    return outputs(net, X, activation).T


@misconception(
    "forward",
    "After `z = b` the name z stands for the net's own bias, and `z += ...` writes into it: each sample finds the "
    "sums of those before it, and the caller's net is changed. Start from a copy.",
)
def adds_up_in_the_biases(net, X, activation):
    rows = []
    for x in X:
        h = x
        for k, (W, b) in enumerate(net):
            z = b
            z += W @ h
            h = z.copy() if k == len(net) - 1 else RIGHT[activation](z)
        rows.append(h)
    return np.array(rows)
