"""Wrong ideas about flip_sigmoid. Apart from its idea each is right: on errors, on shapes, on its arguments."""

import numpy as np

from autograder.checks import misconception

from .solution import demand_layer, demand_signs, flip_signs


def minus(signs):
    """Which units are to be flipped."""
    return np.array(signs) == -1


def with_next_biases(net, layer, signs, biases):
    """The net flipped as for tanh, with other biases in the next layer."""
    new = flip_signs(net, layer, signs)
    new[layer] = (new[layer][0], biases)
    return new


def right_biases(net, layer, signs):
    V, c = net[layer]
    return c + V[:, minus(signs)].sum(axis=1)


def right_flip(net, layer, signs):
    return with_next_biases(net, layer, signs, right_biases(net, layer, signs))


@misconception(
    "flip_sigmoid",
    "This is the flip for tanh. The sigmoid is not odd: sigmoid(-z) is 1 - sigmoid(z), and the 1 has to be made up for "
    "in the next layer.",
)
def flips_as_for_tanh(net, layer, signs):
    return flip_signs(net, layer, signs)


@misconception(
    "flip_sigmoid",
    "The next layer's biases gained the new outgoing weights, which have the other sign. Compute v h = v - v (1 - h): "
    "the old weight v is what is missing.",
)
def adds_the_new_columns(net, layer, signs):
    V, c = net[layer]
    return with_next_biases(net, layer, signs, c - V[:, minus(signs)].sum(axis=1))


@misconception(
    "flip_sigmoid",
    "The next layer's biases gained the outgoing weights of all units. Only those of the flipped units are missing.",
)
def adds_all_columns(net, layer, signs):
    V, c = net[layer]
    return with_next_biases(net, layer, signs, c + V.sum(axis=1))


@misconception(
    "flip_sigmoid",
    "The next layer's biases gained the outgoing weights of the units that were not flipped.",
)
def adds_the_other_columns(net, layer, signs):
    V, c = net[layer]
    return with_next_biases(net, layer, signs, c + V[:, ~minus(signs)].sum(axis=1))


@misconception(
    "flip_sigmoid",
    "The biases gained the outgoing weights of one flipped unit only. Every flipped unit leaves its 1 behind.",
)
def adds_one_column(net, layer, signs):
    V, c = net[layer]
    return with_next_biases(net, layer, signs, c + V[:, minus(signs)][:, :1].sum(axis=1))


@misconception(
    "flip_sigmoid",
    "The correction went to the output layer's biases. In a deep net it belongs to the layer that comes next, which "
    "may be hidden: its activation has to get the same numbers as before.",
)
def mends_the_output_layer(net, layer, signs):
    new = flip_signs(net, layer, signs)
    V, c = new[-1]
    if layer == len(net) - 1:
        return right_flip(net, layer, signs)
    gained = net[layer][0][:, minus(signs)].sum(axis=1)
    new[-1] = (V, c + (gained if len(gained) == len(c) else gained.sum()))
    return new


@misconception(
    "flip_sigmoid",
    "The correction went to the biases of the flipped units themselves. It is missing behind them, not before them.",
)
def mends_the_same_layer(net, layer, signs):
    new = flip_signs(net, layer, signs)
    W, b = new[layer - 1]
    new[layer - 1] = (W, b + net[layer][0].sum(axis=0) * minus(signs))
    return new


@misconception(
    "flip_sigmoid",
    "All units of the next layer gained the same number, the sum of all outgoing weights. Each of them has weights of "
    "its own from the flipped units: one number a row.",
)
def adds_one_number_everywhere(net, layer, signs):
    V, c = net[layer]
    return with_next_biases(net, layer, signs, c + V[:, minus(signs)].sum())


@misconception(
    "flip_sigmoid",
    "The sums were taken along the rows of the next matrix. The outgoing weights of a unit are a column of it.",
)
def adds_rows(net, layer, signs):
    demand_layer(net, layer)
    demand_signs(net, layer, signs)
    V, c = net[layer]
    gained = V[np.flatnonzero(minus(signs)) % len(V)].sum(axis=0)
    return with_next_biases(net, layer, signs, c + gained if len(gained) == len(c) else right_biases(net, layer, signs))


@misconception(
    "flip_sigmoid",
    "The biases gained the mean of the old outgoing weights. All of them are missing, so it is their sum.",
)
def adds_the_mean(net, layer, signs):
    V, c = net[layer]
    return with_next_biases(net, layer, signs, c + V[:, minus(signs)].sum(axis=1) / max(1, minus(signs).sum()))


@misconception(
    "flip_sigmoid",
    "The biases gained half of the old outgoing weights. The sigmoid is symmetric about 1/2, but what is missing is "
    "sigmoid(z) + sigmoid(-z), and that is 1.",
)
def adds_half(net, layer, signs):
    V, c = net[layer]
    return with_next_biases(net, layer, signs, c + V[:, minus(signs)].sum(axis=1) / 2)


@misconception(
    "flip_sigmoid",
    "The biases gained 1 for every flipped unit. But the 1 passes through the outgoing weight v before it arrives.",
)
def adds_the_number_of_flipped_units(net, layer, signs):
    return with_next_biases(net, layer, signs, net[layer][1] + minus(signs).sum())


@misconception(
    "flip_sigmoid",
    "The biases gained the sizes of the old outgoing weights. A negative weight leaves something negative behind.",
)
def adds_absolute_values(net, layer, signs):
    V, c = net[layer]
    return with_next_biases(net, layer, signs, c + np.abs(V[:, minus(signs)]).sum(axis=1))


@misconception(
    "flip_sigmoid",
    "The next layer's biases changed their signs before they gained the old outgoing weights. They belong to other "
    "units, which were not flipped.",
)
def negates_the_next_biases_first(net, layer, signs):
    V, c = net[layer]
    sign = -1 if -1 in signs else 1
    return with_next_biases(net, layer, signs, sign * c + V[:, minus(signs)].sum(axis=1))


@misconception(
    "flip_sigmoid",
    "The outgoing weights kept their signs. Then v (1 - h) arrives in the next layer, where it used to be v h.",
)
def keeps_the_outgoing_signs(net, layer, signs):
    new = right_flip(net, layer, signs)
    new[layer] = (net[layer][0], new[layer][1])
    return new


@misconception(
    "flip_sigmoid",
    "The incoming side kept its signs, so the unit has its old value h. The rest of your flip is made for 1 - h.",
)
def keeps_the_incoming_signs(net, layer, signs):
    new = right_flip(net, layer, signs)
    new[layer - 1] = net[layer - 1]
    return new


@misconception(
    "flip_sigmoid",
    "The biases of the flipped units kept their signs. sigmoid(-z) needs the whole sum z = w x + b negated.",
)
def keeps_the_signs_of_the_biases(net, layer, signs):
    new = right_flip(net, layer, signs)
    new[layer - 1] = (new[layer - 1][0], net[layer - 1][1])
    return new


@misconception(
    "flip_sigmoid",
    "The units with sign +1 were flipped, and those with -1 were not.",
)
def flips_the_units_with_plus(net, layer, signs):
    demand_layer(net, layer)
    demand_signs(net, layer, signs)
    return right_flip(net, layer, [-sign for sign in signs])


@misconception(
    "flip_sigmoid",
    "The first hidden layer was flipped, whatever `layer` says.",
)
def always_flips_the_first_sigmoid_layer(net, layer, signs):
    demand_layer(net, layer)
    demand_signs(net, layer, signs)
    return right_flip(net, 1, signs)


@misconception(
    "flip_sigmoid",
    "The arrays of the net that was handed in have changed: `+=` and `*=` write into the caller's arrays.",
)
def mends_in_the_callers_arrays(net, layer, signs):
    new = flip_signs(net, layer, signs)
    c = net[layer][1]
    c += net[layer][0][:, minus(signs)].sum(axis=1)
    new[layer] = (new[layer][0], c)
    return new


@misconception(
    "flip_sigmoid",
    "Some numbers have only seven digits: they passed through float32.",
)
def flips_sigmoid_in_single_precision(net, layer, signs):
    return [(W.astype(np.float32), b.astype(np.float32)) for W, b in right_flip(net, layer, signs)]


@misconception(
    "flip_sigmoid",
    "The correction was made only if all units of the layer are flipped.",
)
def mends_only_after_a_full_flip(net, layer, signs):
    return right_flip(net, layer, signs) if minus(signs).all() else flip_signs(net, layer, signs)


@misconception(
    "flip_sigmoid",
    "Layers that are not hidden were not refused. Python counts net[-1] from the end; test the layer first.",
)
def trusts_the_sigmoid_layer(net, layer, signs):
    if 1 <= layer < len(net):
        return right_flip(net, layer, signs)
    return [(W.copy(), b.copy()) for W, b in net]


@misconception(
    "flip_sigmoid",
    "Too few or too many signs passed unnoticed. Compare the lengths first.",
)
def does_not_count_the_signs(net, layer, signs):
    demand_layer(net, layer)
    n = len(net[layer - 1][1])
    demand_signs(net, layer, [*signs, *[1] * (n - len(signs))][:n])
    return right_flip(net, layer, [*signs, *[1] * (n - len(signs))][:n])


@misconception(
    "flip_sigmoid",
    "Whatever is not -1 was taken for +1. A sign like 0, 2 or 0.5 is to be refused.",
)
def takes_everything_else_for_plus(net, layer, signs):
    return right_flip(net, layer, [-1 if sign == -1 else 1 for sign in signs])
