"""Wrong ideas about signed_orbit_size."""

import math
from collections import Counter

import numpy as np

from autograder.checks import misconception

from .solution import demand_one_hidden_layer, units_of


def opposite(unit):
    return tuple(-x for x in unit)


def split(net):
    """The units as triples (incoming weights, bias, outgoing weights)."""
    demand_one_hidden_layer(net)
    (W, b), (V, _) = net
    triples = zip(W.tolist(), b.tolist(), V.T.tolist(), strict=True)
    return [(tuple(w), x, tuple(v)) for w, x, v in triples]


def signed_count(looks, zeros):
    """2**(n - zeros) times the orders of things that are equal in the groups of `looks`."""
    groups = Counter(looks).values()
    n = sum(groups)
    return 2 ** (n - zeros) * math.factorial(n) // math.prod(math.factorial(m) for m in groups)


def up_to_sign(net):
    """The units, each u and -u by one and the same tuple, and how many are zero."""
    demand_one_hidden_layer(net)
    units = [max(unit, opposite(unit)) for unit in units_of(net)]
    return units, sum(not any(unit) for unit in units)


@misconception(
    "signed_orbit_size",
    "The signs were counted as a single factor 2. Each unit can be flipped by itself, so every unit brings its own.",
)
def flips_all_units_at_once(net):
    units, zeros = up_to_sign(net)
    return signed_count(units, max(0, len(units) - 1) if zeros < len(units) else zeros)


@misconception(
    "signed_orbit_size",
    "2**n * n! is the number of symmetries, not of nets. Equal units, a unit and its flip, and zero units make some of "
    "them do the same.",
)
def counts_all_signed_orders(net):
    demand_one_hidden_layer(net)
    n = len(net[0][1])
    return 2**n * math.factorial(n)


@misconception(
    "signed_orbit_size",
    "A unit and its flip were taken for different units. But each can be flipped into the other: exchanging them, and "
    "flipping both, changes nothing.",
)
def forgets_that_a_flip_can_make_units_equal(net):
    _, zeros = up_to_sign(net)
    return signed_count(units_of(net), zeros)


@misconception(
    "signed_orbit_size",
    "Zero units were counted with two signs. A unit whose numbers are all zero is its own flip.",
)
def flips_zero_units_too(net):
    units, _ = up_to_sign(net)
    return signed_count(units, 0)


@misconception(
    "signed_orbit_size",
    "Zero units have no sign, that is right. But they are also equal to one another: exchanging two of them changes "
    "nothing.",
)
def forgets_that_zero_units_are_equal(net):
    units, zeros = up_to_sign(net)
    return signed_count(units, zeros) * math.factorial(zeros)


@misconception(
    "signed_orbit_size",
    "A unit without incoming weights and bias was called a zero unit. Its value is always 0, but its outgoing weights "
    "change their signs in a flip: (0, 0, v) becomes (0, 0, -v), another net.",
)
def ignores_signs_of_units_without_input(net):
    triples = split(net)
    return signed_count(up_to_sign(net)[0], sum(not any(w) and b == 0 for w, b, _ in triples))


@misconception(
    "signed_orbit_size",
    "A unit without outgoing weights was called a zero unit. It has no effect, but its incoming weights and its bias "
    "change their signs in a flip, and that is another net.",
)
def ignores_signs_of_units_without_output(net):
    triples = split(net)
    return signed_count(up_to_sign(net)[0], sum(not any(v) for _, _, v in triples))


@misconception(
    "signed_orbit_size",
    "A unit was called zero although it has a bias. The bias changes its sign in a flip as well.",
)
def does_not_look_for_a_bias_in_zero_units(net):
    triples = split(net)
    return signed_count(up_to_sign(net)[0], sum(not any((*w, *v)) for w, _, v in triples))


@misconception(
    "signed_orbit_size",
    "Each kind of unit was given one sign. But equal units can be flipped independently: with two of them there are "
    "four nets: ++, +-, -+ and --.",
)
def gives_each_kind_one_sign(net):
    units, _ = up_to_sign(net)
    kinds = len({unit for unit in units if any(unit)})
    return signed_count(units, len(units) - kinds)


@misconception(
    "signed_orbit_size",
    "Units were called equal as soon as their numbers agree up to signs. In a flip all numbers of a unit change their "
    "signs together: from (1, 2, 3) comes (-1, -2, -3), never (1, 2, -3).",
)
def compares_absolute_values(net):
    return signed_count([tuple(map(abs, unit)) for unit in units_of(net)], up_to_sign(net)[1])


@misconception(
    "signed_orbit_size",
    "The bias keeps its sign in your flips. tanh(-z) = -tanh(z) needs the whole of z to change its sign, the bias "
    "included.",
)
def does_not_flip_the_bias(net):
    looks = [(max((*w, *v), opposite((*w, *v))), b) for w, b, v in split(net)]
    return signed_count(looks, sum(not any((*w, *v)) for w, _, v in split(net)))


@misconception(
    "signed_orbit_size",
    "Units were compared without the signs of their outgoing weights. A flip changes them together with those of the "
    "incoming ones: from (1, 2, 3) comes (-1, -2, -3), never (-1, -2, 3).",
)
def flips_the_incoming_side_only(net):
    looks = [(max((*w, b), opposite((*w, b))), v) for w, b, v in split(net)]
    return signed_count(looks, sum(not any((*w, b)) for w, b, _ in split(net)))


@misconception(
    "signed_orbit_size",
    "Only the outgoing weights change their signs in your flips. Then the function changes too: the incoming weights "
    "and the bias have to be flipped with them.",
)
def flips_the_outgoing_side_only(net):
    looks = [(w, b, max(v, opposite(v))) for w, b, v in split(net)]
    return signed_count(looks, sum(not any(v) for _, _, v in split(net)))


@misconception(
    "signed_orbit_size",
    "Units were compared by their incoming weights and biases alone. What they send on may differ.",
)
def compares_what_comes_in(net):
    looks = [max((*w, b), opposite((*w, b))) for w, b, _ in split(net)]
    return signed_count(looks, up_to_sign(net)[1])


@misconception(
    "signed_orbit_size",
    "The biases were not looked at when units were compared.",
)
def compares_without_bias(net):
    looks = [max((*w, *v), opposite((*w, *v))) for w, _, v in split(net)]
    return signed_count(looks, up_to_sign(net)[1])


@misconception(
    "signed_orbit_size",
    "Only the weights to the first output were looked at.",
)
def compares_the_first_output_only(net):
    looks = [max((*w, b, v[0]), opposite((*w, b, v[0]))) for w, b, v in split(net)]
    return signed_count(looks, up_to_sign(net)[1])


@misconception(
    "signed_orbit_size",
    "Units are brought to a common sign by the sign of their first weight. If that weight is 0 it has none: u and -u "
    "stay different then.",
)
def takes_the_sign_of_the_first_weight(net):
    units = [opposite(unit) if unit[0] < 0 else unit for unit in units_of(net)]
    return signed_count(units, up_to_sign(net)[1])


@misconception(
    "signed_orbit_size",
    "Units were compared within a tolerance. Here equal means ==: units that differ by 1e-12 are different units.",
)
def compares_signed_units_within_a_tolerance(net):
    units = [tuple(round(x, 7) for x in unit) for unit in up_to_sign(net)[0]]
    return signed_count(units, sum(not any(unit) for unit in units))


@misconception(
    "signed_orbit_size",
    "Units were taken for different that differ in the sign of a zero only. 0.0 == -0.0 is true, but their bytes and "
    "their texts differ.",
)
def compares_the_texts_of_signed_units(net):
    units, zeros = up_to_sign(net)
    return signed_count(map(repr, units), zeros)


@misconception(
    "signed_orbit_size",
    "The count went through floats. They carry 53 binary digits; 2**n * n! needs more from 23 units on. Count with "
    "whole numbers, and divide with //.",
)
def counts_signs_with_floats(net):
    units, zeros = up_to_sign(net)
    groups = Counter(units).values()
    n = sum(groups)
    return round(2.0 ** (n - zeros) * math.gamma(n + 1) / math.prod(math.gamma(m + 1) for m in groups))


@misconception(
    "signed_orbit_size",
    "The result has overflowed: 2**n * n! does not fit into the 64-bit integers of numpy from 17 units on.",
)
def wraps_signs_at_64_bits(net):
    return (signed_count(*up_to_sign(net)) + 2**63) % 2**64 - 2**63


@misconception(
    "signed_orbit_size",
    "The signs were left out: this is the number of reorderings.",
)
def leaves_the_signs_out(net):
    demand_one_hidden_layer(net)
    return signed_count(units_of(net), len(net[0][1]))


@misconception(
    "signed_orbit_size",
    "A net with several hidden layers was counted by its first one. The text asks for a ValueError.",
)
def takes_the_first_of_many_tanh_layers(net):
    return signed_count(*up_to_sign(net[:2]))


@misconception(
    "signed_orbit_size",
    "The size is right, but the net that was handed in has changed: its units were flipped in place.",
)
def flips_units_of_the_caller(net):
    size = signed_count(*up_to_sign(net))
    for part in (net[0][0], net[0][1], net[1][0]):
        np.negative(part, out=part)
    return size
