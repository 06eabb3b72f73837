"""Wrong certificates for tanh nets, one idea each. One that happens to be valid on some net is no mistake there."""

import numpy as np

from autograder.checks import misconception

from .solution import flip_signs, rescale_units


def changed_last(net, rows=1.0, biases=1.0, columns=1.0, output=1.0):
    """The parts of the last hidden layer, and the output bias, times a number each."""
    (W, b), (V, c) = net[-2:]
    return [*net[:-2], (rows * W, biases * b), (columns * V, output * c)]


def right_proof(net):
    last = len(net) - 1
    return net, flip_signs(net, last, [-1] * len(net[-2][1])), 0.5


def some_flipped(net, layer, units):
    """The net with some units of a layer flipped."""
    return flip_signs(net, layer, [-1 if k in units else 1 for k in range(len(net[layer - 1][1]))])


@misconception(
    "flip_certificate",
    "Only the first unit was flipped. If it is idle, nothing changes on the way; and it may even be a unit without "
    "which the net is better.",
)
def flips_the_first_unit(net, X, Y):
    return net, some_flipped(net, len(net) - 1, {0}), 0.5


@misconception(
    "flip_certificate",
    "Only the last unit was flipped. Half-way it is gone, and the others stay: the net may be better without it.",
)
def flips_the_last_unit(net, X, Y):
    return net, some_flipped(net, len(net) - 1, {len(net[-2][1]) - 1}), 0.5


@misconception(
    "flip_certificate",
    "Only the unit with the largest outgoing weights was flipped. Half-way it is gone, and the others stay: the net "
    "may be better without it.",
)
def flips_the_strongest_unit(net, X, Y):
    strongest = int(np.argmax(np.abs(net[-1][0]).sum(axis=0)))
    return net, some_flipped(net, len(net) - 1, {strongest}), 0.5


@misconception(
    "flip_certificate",
    "Of all flips of one unit you take the one whose midpoint is worst. There are nets that improve whichever unit is "
    "left out. Half-way between the net and its full flip, all of them are gone.",
)
def flips_the_worst_single_unit(net, X, Y):
    def middle(twin):
        hidden = X
        for (W, b), (A, a) in zip(net[:-1], twin[:-1], strict=True):
            hidden = np.tanh(hidden @ (W + A).T / 2 + (b + a) / 2)
        (V, c), (U, _) = net[-1], twin[-1]
        return np.mean((hidden @ (V + U).T / 2 + c - Y) ** 2)

    twins = [some_flipped(net, len(net) - 1, {k}) for k in range(len(net[-2][1]))]
    return net, max(twins, key=middle), 0.5


@misconception(
    "flip_certificate",
    "The outgoing weights were not flipped. Your second net computes c - g where the first computes c + g: its loss is "
    "another one.",
)
def flips_what_comes_in(net, X, Y):
    return net, changed_last(net, rows=-1, biases=-1), 0.5


@misconception(
    "flip_certificate",
    "Only the outgoing weights were flipped. On the way nothing but the last layer changes, and in the last layer "
    "alone the loss is convex.",
)
def flips_what_goes_out(net, X, Y):
    return net, changed_last(net, columns=-1), 0.5


@misconception(
    "flip_certificate",
    "The biases of the flipped units kept their signs, so your second net is another function. Compute its loss.",
)
def forgets_the_biases_of_the_units(net, X, Y):
    return net, changed_last(net, rows=-1, columns=-1), 0.5


@misconception(
    "flip_certificate",
    "The output bias changed its sign, too. It belongs to no hidden unit: your second net has another loss.",
)
def flips_the_output_bias_too(net, X, Y):
    return net, changed_last(net, rows=-1, biases=-1, columns=-1, output=-1), 0.5


@misconception(
    "flip_certificate",
    "The first hidden layer was flipped. Half-way it is silent, but the next hidden layer still sends what its biases "
    "give, and that may fit the data. Which hidden layer must be silent, so that only the output bias is left?",
)
def flips_the_first_layer(net, X, Y):
    return net, some_flipped(net, 1, range(len(net[0][1]))), 0.5


@misconception(
    "flip_certificate",
    "All parameters of all layers but the output bias were negated. In a deep net a layer then gets -h times -W, which "
    "is W h, and adds -b: another function.",
)
def negates_everything_but_the_output_bias(net, X, Y):
    return net, [*[(-W, -b) for W, b in net[:-1]], (-net[-1][0], net[-1][1])], 0.5


@misconception(
    "flip_certificate",
    "Both points are the same net. There is nothing between them.",
)
def takes_the_net_twice(net, X, Y):
    return net, [(W.copy(), b.copy()) for W, b in net], 0.5


@misconception(
    "flip_certificate",
    "Your second point is the net whose units are all silent. That is the middle of the line, not its other end.",
)
def goes_to_the_middle_only(net, X, Y):
    return net, changed_last(net, rows=0, biases=0, columns=0), 0.5


@misconception(
    "flip_certificate",
    "lam is 1, so the mixture is the first net itself, and the gap is 0. It must lie strictly between 0 and 1.",
)
def lam_is_one(net, X, Y):
    a, b, _ = right_proof(net)
    return a, b, 1.0


@misconception(
    "flip_certificate",
    "lam is almost 1, so the mixture is almost the net. Near a net that overshoots its targets the loss may fall at "
    "first. Half-way is where all units are silent.",
)
def hardly_leaves_the_net(net, X, Y):
    a, b, _ = right_proof(net)
    return a, b, 0.99


@misconception(
    "flip_certificate",
    "lam is not quite 1/2, so a little of what the units contribute is left in the mixture. If the net overshoots its "
    "targets, that may be better than the net.",
)
def misses_the_middle(net, X, Y):
    a, b, _ = right_proof(net)
    return a, b, 0.49


@misconception(
    "flip_certificate",
    "The units to be flipped were chosen by the first output: those that it hears. The loss is a mean over all of the "
    "outputs.",
)
def flips_what_the_first_output_hears(net, X, Y):
    return net, some_flipped(net, len(net) - 1, set(np.flatnonzero(net[-1][0][0]).tolist())), 0.5


@misconception(
    "flip_certificate",
    "Exchanging units proves nothing where units are equal, and a layer of one unit has none to exchange. Flipping "
    "works with a single unit.",
)
def exchanges_units_instead(net, X, Y):
    order = [*range(1, len(net[-2][1])), 0]
    (W, b), (V, c) = net[-2:]
    return net, [*net[:-2], (W[order], b[order]), (V[:, order], c)], 0.5


@misconception(
    "flip_certificate",
    "Rescaling is a symmetry of ReLU. With tanh your second net is another function.",
)
def rescales_instead(net, X, Y):
    last = len(net) - 1
    return net, rescale_units(net, last, [4.0] * len(net[-2][1])), 0.5


@misconception(
    "flip_certificate",
    "This flip is the one for the sigmoid. With tanh nothing is left over for the output bias.",
)
def flips_as_for_the_sigmoid(net, X, Y):
    a, b, lam = right_proof(net)
    return a, [*b[:-1], (b[-1][0], b[-1][1] + net[-1][0].sum(axis=1))], lam


@misconception(
    "flip_certificate",
    "A triple (net_a, net_b, lam) is asked for, without the point between.",
)
def returns_the_middle_too(net, X, Y):
    a, b, lam = right_proof(net)
    return a, changed_last(net, rows=0, biases=0, columns=0), b, lam


@misconception(
    "flip_certificate",
    "The triple is a proof, but the net that was handed in has changed: `*=` writes into the caller's arrays.",
)
def flips_the_callers_net(net, X, Y):
    before = [(W.copy(), b.copy()) for W, b in net]
    (W, b), (V, _) = net[-2:]
    for part in (W, b, V):
        part *= -1
    return before, net, 0.5


@misconception(
    "flip_certificate",
    "The last layer of weights was left out of your nets: they end with the hidden layer.",
)
def drops_the_output_layer(net, X, Y):
    a, b, lam = right_proof(net)
    return a[:-1], b[:-1], lam
