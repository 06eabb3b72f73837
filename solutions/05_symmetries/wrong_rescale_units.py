"""Wrong ideas about rescale_units. Apart from its idea each is right: on errors, on shapes, on its arguments."""

import numpy as np

from autograder.checks import misconception

from .solution import demand_factors, demand_layer


def with_scales(net, layer, rows, biases, columns):
    """Rows, biases and outgoing columns of a hidden layer's units times one number each."""
    new = list(net)
    (W, b), (V, c) = net[layer - 1], net[layer]
    new[layer - 1] = (W * np.asarray(rows, dtype=float)[:, None], b * np.asarray(biases, dtype=float))
    new[layer] = (V * np.asarray(columns, dtype=float), c)
    return new


def demanded(net, layer, factors):
    """The factors, after a look at all arguments."""
    demand_layer(net, layer)
    demand_factors(net, layer, factors)
    return np.array(factors, dtype=float)


def right_rescaling(net, layer, factors):
    f = demanded(net, layer, factors)
    return with_scales(net, layer, f, f, 1 / f)


@misconception(
    "rescale_units",
    "Both sides were multiplied. What becomes larger on the way in has to become smaller on the way out.",
)
def multiplies_both_sides(net, layer, factors):
    f = demanded(net, layer, factors)
    return with_scales(net, layer, f, f, f)


@misconception(
    "rescale_units",
    "In and out are exchanged: you divide on the way in and multiply on the way out. The outputs are right all the "
    "same, but these are not the parameters that were asked for.",
)
def divides_on_the_way_in(net, layer, factors):
    f = demanded(net, layer, factors)
    return with_scales(net, layer, 1 / f, 1 / f, f)


@misconception(
    "rescale_units",
    "The biases stayed as they were. ReLU gets the whole sum w x + b, and all of it must be multiplied. Try a net "
    "whose biases are not 0.",
)
def leaves_the_biases_unscaled(net, layer, factors):
    f = demanded(net, layer, factors)
    return with_scales(net, layer, f, np.ones(len(f)), 1 / f)


@misconception(
    "rescale_units",
    "The outgoing weights stayed as they were: from unit k the next layer gets factors[k] times what it got before.",
)
def leaves_the_outgoing_weights_unscaled(net, layer, factors):
    f = demanded(net, layer, factors)
    return with_scales(net, layer, f, f, np.ones(len(f)))


@misconception(
    "rescale_units",
    "The incoming side stayed as it was: what unit k sends was divided by factors[k], and nothing makes up for it.",
)
def divides_the_outgoing_weights_only(net, layer, factors):
    f = demanded(net, layer, factors)
    return with_scales(net, layer, np.ones(len(f)), np.ones(len(f)), 1 / f)


@misconception(
    "rescale_units",
    "W * factors multiplies the columns of W, which belong to the inputs. A unit's incoming weights are a row.",
)
def scales_columns_on_the_way_in(net, layer, factors):
    f = demanded(net, layer, factors)
    new = with_scales(net, layer, np.ones(len(f)), f, 1 / f)
    new[layer - 1] = (net[layer - 1][0] * f, new[layer - 1][1])
    return new


@misconception(
    "rescale_units",
    "In the next layer's matrix the rows were divided. They belong to the next layer's units; outgoing weights are "
    "columns.",
)
def scales_rows_on_the_way_out(net, layer, factors):
    f = demanded(net, layer, factors)
    new = with_scales(net, layer, f, f, np.ones(len(f)))
    new[layer] = (net[layer][0] / f[:, None], net[layer][1])
    return new


@misconception(
    "rescale_units",
    "The next layer's biases were changed, too. They do not pass through your units.",
)
def scales_the_next_biases(net, layer, factors):
    f = demanded(net, layer, factors)
    new = with_scales(net, layer, f, f, 1 / f)
    new[layer] = (new[layer][0], net[layer][1] / np.resize(f, len(net[layer][1])))
    return new


@misconception(
    "rescale_units",
    "One factor was used for all units. Unit k has the factor factors[k].",
)
def uses_the_first_factor(net, layer, factors):
    f = demanded(net, layer, factors)
    f = np.full(len(f), f[0])
    return with_scales(net, layer, f, f, 1 / f)


@misconception(
    "rescale_units",
    "The factors were read from right to left. factors[k] belongs to unit k, and unit 0 is row 0.",
)
def reads_the_factors_backwards(net, layer, factors):
    f = demanded(net, layer, factors)[::-1]
    return with_scales(net, layer, f, f, 1 / f)


@misconception(
    "rescale_units",
    "Whole factors went wrong: an array of ints has no 1/2. np.reciprocal([2, 3]) and 1 // 2 are 0. Make the factors "
    "floats first.",
)
def takes_whole_reciprocals(net, layer, factors):
    f = demanded(net, layer, factors)
    return with_scales(net, layer, f, f, np.reciprocal(np.array(factors)))


@misconception(
    "rescale_units",
    "The factors were cut to whole numbers: 0.5 became 0, and 2.5 became 2.",
)
def cuts_factors_to_whole_numbers(net, layer, factors):
    f = np.floor(demanded(net, layer, factors))
    return with_scales(net, layer, f, f, 1 / np.maximum(f, 1))


@misconception(
    "rescale_units",
    "The outgoing weights were divided twice.",
)
def divides_twice(net, layer, factors):
    f = demanded(net, layer, factors)
    return with_scales(net, layer, f, f, 1 / f**2)


@misconception(
    "rescale_units",
    "The parameters were rounded to a number of decimals. A weight of 1e-12 has its digits, too.",
)
def rounds_to_ten_decimals(net, layer, factors):
    f = demanded(net, layer, factors)
    return [(np.round(W, 10), np.round(b, 10)) for W, b in with_scales(net, layer, f, f, 1 / f)]


@misconception(
    "rescale_units",
    "The numbers have only seven digits: they passed through float32.",
)
def scales_in_single_precision(net, layer, factors):
    f = demanded(net, layer, factors)
    return [(W.astype(np.float32), b.astype(np.float32)) for W, b in with_scales(net, layer, f, f, 1 / f)]


@misconception(
    "rescale_units",
    "The first hidden layer was rescaled, whatever `layer` says.",
)
def always_rescales_the_first_layer(net, layer, factors):
    f = demanded(net, layer, factors)
    return with_scales(net, 1, f, f, 1 / f)


@misconception(
    "rescale_units",
    "The last hidden layer was rescaled, whatever `layer` says.",
)
def always_rescales_the_last_layer(net, layer, factors):
    f = demanded(net, layer, factors)
    return with_scales(net, len(net) - 1, f, f, 1 / f)


@misconception(
    "rescale_units",
    "The arrays of the net that was handed in have changed: `*=` and `/=` write into the caller's arrays.",
)
def scales_in_the_callers_arrays(net, layer, factors):
    f = demanded(net, layer, factors)
    (W, b), (V, _) = net[layer - 1], net[layer]
    W *= f[:, None]
    b *= f
    V /= f
    return net


@misconception(
    "rescale_units",
    "A factor of 0 was not refused. There is no dividing by it, and the unit's weights would be lost.",
)
def accepts_zero(net, layer, factors):
    demand_layer(net, layer)
    demand_factors(net, layer, [1.0 if factor == 0 else factor for factor in factors])
    f = np.array(factors, dtype=float)
    return with_scales(net, layer, f, f, 1 / np.where(f == 0, 1.0, f))


@misconception(
    "rescale_units",
    "A negative factor was not refused. relu(-z) is not -relu(z): where the unit was active it is silent now.",
)
def accepts_negative_factors(net, layer, factors):
    demand_layer(net, layer)
    demand_factors(net, layer, [abs(factor) for factor in factors])
    f = np.array(factors, dtype=float)
    return with_scales(net, layer, f, f, 1 / f)


@misconception(
    "rescale_units",
    "The sign of a negative factor was dropped in silence. It is illegal, and the caller should hear of it.",
)
def takes_the_size_of_factors(net, layer, factors):
    return right_rescaling(net, layer, [abs(factor) for factor in factors])


@misconception(
    "rescale_units",
    "A small but positive factor was refused. Legal is what is above 0.",
)
def refuses_small_factors(net, layer, factors):
    if any(factor < 1e-8 for factor in factors):
        raise ValueError("factors")
    return right_rescaling(net, layer, factors)


@misconception(
    "rescale_units",
    "The factors were tested together. Two negative ones have a positive product: look at each of them.",
)
def tests_the_product_of_factors(net, layer, factors):
    demand_layer(net, layer)
    demand_factors(net, layer, [1.0] * len(factors))
    f = np.array(factors, dtype=float)
    if np.prod(f) <= 0:
        raise ValueError("factors")
    return with_scales(net, layer, f, f, 1 / f)


@misconception(
    "rescale_units",
    "Too few or too many factors passed unnoticed. Compare the lengths first.",
)
def does_not_count_the_factors(net, layer, factors):
    demand_layer(net, layer)
    n = len(net[layer - 1][1])
    return right_rescaling(net, layer, [*factors, *[1.0] * (n - len(factors))][:n])


@misconception(
    "rescale_units",
    "A single factor for a layer of several units passed unnoticed: numpy repeats it for all of them.",
)
def lets_numpy_repeat_a_factor(net, layer, factors):
    demand_layer(net, layer)
    n = len(net[layer - 1][1])
    return right_rescaling(net, layer, factors * n if len(factors) == 1 else factors)


@misconception(
    "rescale_units",
    "Layers that are not hidden were not refused. Python counts net[-1] from the end; test the layer first.",
)
def trusts_the_layer_to_rescale(net, layer, factors):
    if 1 <= layer < len(net):
        return right_rescaling(net, layer, factors)
    return [(W.copy(), b.copy()) for W, b in net]
