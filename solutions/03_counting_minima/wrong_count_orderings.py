"""Wrong ideas about count_orderings."""

import math

from autograder.checks import misconception


def product_of_factorials(widths):
    return math.prod(math.factorial(n) for n in widths)


@misconception(
    "count_orderings",
    "This is the factorial of the sum of the hidden widths: as if a unit could move from one layer to another. Each "
    "layer is ordered for itself. In how many ways can you choose an order for the first and one for the second?",
)
def pours_all_layers_into_one(widths):
    return math.factorial(sum(widths[1:-1]))


@misconception(
    "count_orderings",
    "Inputs and outputs were counted as well. They have a meaning of their own and keep their places; only hidden "
    "units are reordered.",
)
def counts_inputs_and_outputs_too(widths):
    return product_of_factorials(widths)


@misconception(
    "count_orderings",
    "The outputs were counted as a hidden layer. Which entry of `widths` is the number of outputs?",
)
def counts_outputs_too(widths):
    return product_of_factorials(widths[1:])


@misconception(
    "count_orderings",
    "The inputs were counted as a hidden layer. Which entry of `widths` is the number of inputs?",
)
def counts_inputs_too(widths):
    return product_of_factorials(widths[:-1])


@misconception(
    "count_orderings",
    "Only the first hidden layer was counted. The others can be reordered too, whatever the first one does.",
)
def counts_the_first_hidden_layer_only(widths):
    return product_of_factorials(widths[1:-1][:1])


@misconception(
    "count_orderings",
    "Only the last hidden layer was counted. The others can be reordered too, whatever the last one does.",
)
def counts_the_last_hidden_layer_only(widths):
    return product_of_factorials(widths[1:-1][-1:])


@misconception(
    "count_orderings",
    "This is the product of the widths, not of their factorials. Write down all orders of three units: how many are "
    "there?",
)
def multiplies_the_widths(widths):
    return math.prod(widths[1:-1])


@misconception(
    "count_orderings",
    "The counts of the layers were added. But every order of one layer can meet every order of another.",
)
def adds_the_layers_up(widths):
    return sum(math.factorial(n) for n in widths[1:-1]) if len(widths) > 2 else 1


@misconception(
    "count_orderings",
    "The product has overflowed: a 64-bit integer of numpy ends at about 9.2e18, and 21! is larger. Beyond, it wraps "
    "around without a word. Python's own ints have no end.",
)
def counts_in_64_bits(widths):
    count = 1
    for n in widths[1:-1]:
        for m in range(2, n + 1):
            count = (count * m + 2**63) % 2**64 - 2**63
    return count


@misconception(
    "count_orderings",
    "The product was computed with floats. They carry 53 binary digits and end at 1.8e308: 23! is rounded, and 171! is "
    "inf. Count with whole numbers.",
)
def counts_with_floats(widths):
    count = 1.0
    for n in widths[1:-1]:
        for m in range(2, n + 1):
            count *= m
    return int(count) if math.isfinite(count) else count


@misconception(
    "count_orderings",
    "The gamma function gives floats: rounded from 23! on, and an OverflowError from 171! on. There is a factorial "
    "that counts with whole numbers.",
)
def takes_the_gamma_function(widths):
    return math.prod(round(math.gamma(n + 1)) for n in widths[1:-1])


@misconception(
    "count_orderings",
    "The way through logarithms loses digits. It is good for the number of digits of a count, not for the count.",
)
def goes_through_logarithms(widths):
    return round(math.exp(sum(math.lgamma(n + 1) for n in widths[1:-1])))


@misconception(
    "count_orderings",
    "n to the n counts all lists of n unit numbers, also those that name a unit twice. When the first place is taken, "
    "how many units are left for the second?",
)
def lets_a_unit_stand_twice(widths):
    return math.prod(n**n for n in widths[1:-1])


@misconception(
    "count_orderings",
    "This counts the pairs of units that can change places. Swaps can be repeated, and so they reach every order.",
)
def counts_the_swaps(widths):
    return math.prod(math.comb(n, 2) for n in widths[1:-1])


@misconception(
    "count_orderings",
    "Layers of equal width were counted once. They are different layers, and each has its own order.",
)
def counts_equal_widths_once(widths):
    return product_of_factorials(set(widths[1:-1]))


@misconception(
    "count_orderings",
    "Without a hidden layer the answer is 0 here. But then there is exactly one way to order nothing: to leave all as "
    "it is.",
)
def finds_no_order_without_hidden_layers(widths):
    return product_of_factorials(widths[1:-1]) if len(widths) > 2 else 0


@misconception(
    "count_orderings",
    "(n-1)! counts the orders around a table, where turning changes nothing. Units stand in a row.",
)
def seats_units_around_a_table(widths):
    return math.prod(math.factorial(n - 1) for n in widths[1:-1])


@misconception(
    "count_orderings",
    "The count is right, but the list of widths has changed: pop and del work on the caller's list. Take a slice.",
)
def pops_the_outer_widths(widths):
    widths.pop(0)
    widths.pop()
    return product_of_factorials(widths)
