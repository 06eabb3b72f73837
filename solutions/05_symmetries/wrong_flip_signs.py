"""Wrong ideas about flip_signs. Apart from its idea each is right: on errors, on shapes, on its arguments."""

import numpy as np

from autograder.checks import misconception

from .solution import demand_layer, demand_signs


def with_sides(net, layer, rows, biases, columns):
    """Rows, biases and outgoing columns of a hidden layer's units times one number each."""
    new = list(net)
    (W, b), (V, c) = net[layer - 1], net[layer]
    new[layer - 1] = (W * np.array(rows, dtype=float)[:, None], b * np.array(biases, dtype=float))
    new[layer] = (V * np.array(columns, dtype=float), c)
    return new


def demand_both(net, layer, signs):
    demand_layer(net, layer)
    demand_signs(net, layer, signs)


def ones(signs):
    return [1.0] * len(signs)


@misconception(
    "flip_signs",
    "The biases kept their signs. tanh is odd in the whole sum, w x + b: if only w changes its sign, another number "
    "enters the unit. Try a net whose biases are not 0.",
)
def flips_all_but_the_biases(net, layer, signs):
    demand_both(net, layer, signs)
    return with_sides(net, layer, signs, ones(signs), signs)


@misconception(
    "flip_signs",
    "The outgoing weights kept their signs, so the flipped units now send the opposite to the next layer.",
)
def flips_the_incoming_side_only(net, layer, signs):
    demand_both(net, layer, signs)
    return with_sides(net, layer, signs, signs, ones(signs))


@misconception(
    "flip_signs",
    "Only the outgoing weights changed their signs. What enters the units is the same as before, so what they send is "
    "now the opposite.",
)
def flips_the_outgoing_side_only(net, layer, signs):
    demand_both(net, layer, signs)
    return with_sides(net, layer, ones(signs), ones(signs), signs)


@misconception(
    "flip_signs",
    "The incoming weights kept their signs; only biases and outgoing weights changed. The sum w x + b must change its "
    "sign as a whole.",
)
def flips_all_but_the_incoming_weights(net, layer, signs):
    demand_both(net, layer, signs)
    return with_sides(net, layer, ones(signs), signs, signs)


@misconception(
    "flip_signs",
    "W * signs multiplies the columns of W, which belong to the inputs. A unit's incoming weights are a row.",
)
def flips_columns_on_the_way_in(net, layer, signs):
    demand_both(net, layer, signs)
    s = np.array(signs, dtype=float)
    new = with_sides(net, layer, ones(signs), signs, signs)
    new[layer - 1] = (net[layer - 1][0] * s, new[layer - 1][1])
    return new


@misconception(
    "flip_signs",
    "In the next layer's matrix the rows were multiplied. They belong to the units of the next layer; the outgoing "
    "weights of your units are columns.",
)
def flips_rows_on_the_way_out(net, layer, signs):
    demand_both(net, layer, signs)
    new = with_sides(net, layer, signs, signs, ones(signs))
    new[layer] = (net[layer][0] * np.array(signs, dtype=float)[:, None], net[layer][1])
    return new


@misconception(
    "flip_signs",
    "The next layer's biases changed their signs, too. They are added after the outgoing weights have done their work: "
    "they belong to the next layer's units, not to yours.",
)
def negates_the_next_biases(net, layer, signs):
    demand_both(net, layer, signs)
    new = with_sides(net, layer, signs, signs, signs)
    new[layer] = (new[layer][0], -net[layer][1] if -1 in signs else net[layer][1])
    return new


@misconception(
    "flip_signs",
    "The first hidden layer was flipped, whatever `layer` says.",
)
def always_flips_the_first_layer(net, layer, signs):
    demand_both(net, layer, signs)
    return with_sides(net, 1, signs, signs, signs)


@misconception(
    "flip_signs",
    "The last hidden layer was flipped, whatever `layer` says. In a deep net the outgoing weights of a layer are in "
    "the next matrix, not always in the last one.",
)
def always_flips_the_last_layer(net, layer, signs):
    demand_both(net, layer, signs)
    return with_sides(net, len(net) - 1, signs, signs, signs)


@misconception(
    "flip_signs",
    "All units of the layer changed their signs as soon as one sign was -1. Each unit has a sign of its own.",
)
def flips_all_units_or_none(net, layer, signs):
    demand_both(net, layer, signs)
    every = [min(signs)] * len(signs)
    return with_sides(net, layer, every, every, every)


@misconception(
    "flip_signs",
    "The units with sign +1 were flipped, and those with -1 were not. The outputs are right all the same, but these "
    "are not the parameters that were asked for.",
)
def flips_the_other_units(net, layer, signs):
    demand_both(net, layer, signs)
    others = [-sign for sign in signs]
    return with_sides(net, layer, others, others, others)


@misconception(
    "flip_signs",
    "Only the first of the units with sign -1 was flipped.",
)
def stops_after_one_unit(net, layer, signs):
    demand_both(net, layer, signs)
    first = [-1.0 if sign == -1 and k == signs.index(-1) else 1.0 for k, sign in enumerate(signs)]
    return with_sides(net, layer, first, first, first)


@misconception(
    "flip_signs",
    "The signs were read from right to left. signs[k] belongs to unit k, and unit 0 is row 0.",
)
def reads_the_signs_backwards(net, layer, signs):
    demand_both(net, layer, signs)
    return with_sides(net, layer, signs[::-1], signs[::-1], signs[::-1])


@misconception(
    "flip_signs",
    "The weights were given the sign, whatever they had before: s * abs(w). A flip changes the sign that is there.",
)
def sets_the_signs(net, layer, signs):
    demand_both(net, layer, signs)
    positive = [(np.abs(W), np.abs(b)) for W, b in net]
    new = list(net)
    flipped = with_sides(positive, layer, signs, signs, signs)
    new[layer - 1], new[layer] = flipped[layer - 1], (flipped[layer][0], net[layer][1])
    return new


@misconception(
    "flip_signs",
    "The arrays of the net that was handed in have changed. list(net) copies the list, not the arrays in it, and `*=` "
    "writes into the caller's arrays.",
)
def flips_in_the_callers_arrays(net, layer, signs):
    demand_both(net, layer, signs)
    new = list(net)
    for k, sign in enumerate(signs):
        new[layer - 1][0][k] *= sign
        new[layer - 1][1][k] *= sign
        new[layer][0][:, k] *= sign
    return new


@misconception(
    "flip_signs",
    "Some parameters have lost digits: a change of sign is exact, but not if the numbers pass through float32.",
)
def flips_in_single_precision(net, layer, signs):
    demand_both(net, layer, signs)
    return [(W.astype(np.float32), b.astype(np.float32)) for W, b in with_sides(net, layer, signs, signs, signs)]


@misconception(
    "flip_signs",
    "The layers were counted from 0. In this lab layer 1 is the first hidden layer, and its rows are in net[0].",
)
def counts_layers_from_zero(net, layer, signs):
    demand_both(net, layer + 1, signs)
    return with_sides(net, layer + 1, signs, signs, signs)


@misconception(
    "flip_signs",
    "Too few or too many signs passed unnoticed: zip stops at the end of the shorter one. Compare the lengths first.",
)
def zips_signs_and_units(net, layer, signs):
    demand_layer(net, layer)
    paired = [float(sign) for _, sign in zip(net[layer - 1][1], signs, strict=False)]
    if any(sign not in (1, -1) for sign in signs):
        raise ValueError("signs")
    paired += [1.0] * (len(net[layer - 1][1]) - len(paired))
    return with_sides(net, layer, paired, paired, paired)


@misconception(
    "flip_signs",
    "A single sign for a layer of several units passed unnoticed: numpy repeats it for all of them. Compare the "
    "lengths first.",
)
def lets_numpy_repeat_a_sign(net, layer, signs):
    demand_layer(net, layer)
    if len(signs) != 1:
        demand_signs(net, layer, signs)
    return with_sides(net, layer, signs, signs, signs)


@misconception(
    "flip_signs",
    "A sign like 0, 2 or 0.5 was simply multiplied with. Only 1 and -1 are signs.",
)
def multiplies_with_any_number(net, layer, signs):
    demand_layer(net, layer)
    demand_signs(net, layer, [1] * len(signs))
    return with_sides(net, layer, signs, signs, signs)


@misconception(
    "flip_signs",
    "Any negative number was taken for -1, and any other for 1. Only 1 and -1 themselves are signs.",
)
def takes_any_negative_number_for_a_sign(net, layer, signs):
    demand_layer(net, layer)
    demand_signs(net, layer, [1] * len(signs))
    s = [-1.0 if sign < 0 else 1.0 for sign in signs]
    return with_sides(net, layer, s, s, s)


@misconception(
    "flip_signs",
    "int(sign) cuts 0.5 to 0 and -1.25 to -1 before you look: test the sign as it was handed in.",
)
def cuts_signs_to_whole_numbers(net, layer, signs):
    demand_layer(net, layer)
    s = [int(sign) for sign in signs]
    demand_signs(net, layer, s)
    return with_sides(net, layer, s, s, s)


@misconception(
    "flip_signs",
    "Signs were tested together: their sizes add up to n, or multiply to 1. But [2, 0, -1] passes such a test as well. "
    "Look at each of them.",
)
def tests_the_sum_of_sizes(net, layer, signs):
    demand_layer(net, layer)
    if len(signs) != len(net[layer - 1][1]) or sum(map(abs, signs)) != len(signs):
        raise ValueError("signs")
    return with_sides(net, layer, signs, signs, signs)


@misconception(
    "flip_signs",
    "Python counts net[-1] from the end, so layers 0 and -1 did not raise anything by themselves, and beyond the end "
    "there is an IndexError. Test the layer before you use it as an index.",
)
def trusts_the_layer(net, layer, signs):
    n = len(net[layer - 1][1])
    if len(signs) != n or any(sign not in (1, -1) for sign in signs):
        raise ValueError("signs")
    s = np.array(signs, dtype=float)
    new = list(net)
    V = new[layer][0]
    new[layer - 1] = (net[layer - 1][0] * s[:, None], net[layer - 1][1] * s)
    new[layer] = (V * s, net[layer][1]) if V.shape[1] == n else net[layer]
    return new


@misconception(
    "flip_signs",
    "If no sign is -1 there is nothing to do, but the layer must be looked at all the same.",
)
def looks_at_the_layer_only_if_something_is_to_be_done(net, layer, signs):
    if all(sign == 1 for sign in signs) and len(signs) == 3:
        return list(net)
    demand_both(net, layer, signs)
    return with_sides(net, layer, signs, signs, signs)


@misconception(
    "flip_signs",
    "What is illegal was noticed, but the exception is not a ValueError. An assert raises AssertionError.",
)
def refuses_by_assertion(net, layer, signs):
    assert 1 <= layer < len(net)
    assert len(signs) == len(net[layer - 1][1])
    assert all(sign in (1, -1) for sign in signs)
    return with_sides(net, layer, signs, signs, signs)
