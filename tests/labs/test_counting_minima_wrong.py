"""Lab 03: more wrong functions than its own misconceptions; each must lose marks, and none may break a check."""

from __future__ import annotations

import functools
import itertools
import math
from collections import Counter
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from labs.grading_in_process import Function, Functions, assert_rejected, lab_named, without_hints

from autograder import nets

LAB = without_hints(lab_named("03_counting_minima"))
R = LAB.reference
wrong = Functions(LAB)


def factorials(widths: Any) -> int:
    return math.prod(math.factorial(n) for n in widths)


# --- all counts ----------------------------------------------------------------------------------------------------

for _exercise in ("count_orderings", "orbit_size", "orbit_size_deep", "signed_orbit_size"):
    wrong.through(_exercise, "one_more", lambda n, *_: n + 1)
    wrong.through(_exercise, "without_the_net_itself", lambda n, *_: n - 1)
    wrong.through(_exercise, "negative", lambda n, *_: -n)
    wrong.through(_exercise, "a_list_with_one_count", lambda n, *_: [n])
    wrong.through(_exercise, "a_text", lambda n, *_: hex(n))
    wrong.through(_exercise, "a_logarithm", lambda n, *_: math.log(n))
    wrong.through(_exercise, "a_boolean_for_one", lambda n, *_: n == 1)
    wrong.through(_exercise, "a_complex_number", lambda n, *_: complex(min(n, 10**300)))
    wrong.through(_exercise, "nearly_whole", lambda n, *_: n + 1e-9 if n < 10**5 else n + Fraction(1, 10**6))
for _exercise in ("count_orderings", "orbit_size", "signed_orbit_size"):
    wrong.through(_exercise, "always_a_float", lambda n, *_: float(n) if n < 10**300 else math.inf)
    wrong.through(_exercise, "a_float32", lambda n, *_: float(np.float32(n)) if n < 10**38 else n)
    wrong.through(_exercise, "modulo_a_prime", lambda n, *_: n % (10**9 + 7))
    wrong.through(_exercise, "rounded_to_15_digits", lambda n, *_: int(float(f"{n:.15g}")) if n < 10**300 else n)
    wrong.through(_exercise, "the_last_digit_is_lost", lambda n, *_: n - (n > 10**20))
    wrong.through(_exercise, "64_bits_without_a_sign", lambda n, *_: n % 2**64)
    wrong.through(_exercise, "ends_at_the_largest_64_bit_integer", lambda n, *_: min(n, 2**63 - 1))
    wrong.through(_exercise, "gives_up_when_it_is_large", lambda n, *_: None if n > 10**15 else n)

# --- count_orderings -----------------------------------------------------------------------------------------------


def counting(name: str, function: Function) -> None:
    wrong.add("count_orderings", function, name)


counting("the_largest_layer_only", lambda w: math.factorial(max(w[1:-1], default=0)))
counting("inputs_when_nothing_is_hidden", lambda w: factorials(w[1:-1] or w[:1]))
counting("outputs_when_they_are_many", lambda w: factorials(w[1:-1]) * (math.factorial(w[-1]) if w[-1] > 2 else 1))
counting("at_most_three_hidden_layers", lambda w: factorials(w[1:-1][:3]))
counting("at_most_two_hidden_layers", lambda w: factorials(w[1:-1][:2]))
counting(
    "layers_of_one_unit_do_not_count", lambda w: factorials(n if n > 1 else 0 for n in w[1:-1]) * (1 not in w[1:-1])
)
counting("off_by_one_unit", lambda w: factorials(n + 1 for n in w[1:-1]))
counting("weights_instead_of_units", lambda w: factorials(min(a * b, 50) for a, b in itertools.pairwise(w)))
counting("pairs_of_layers", lambda w: math.prod(math.factorial(max(a, b)) for a, b in itertools.pairwise(w[1:-1])))
counting("a_binomial", lambda w: math.factorial(sum(w[1:-1])) // max(1, factorials(w[1:-1])))
counting("signs_too", lambda w: 2 ** sum(w[1:-1]) * factorials(w[1:-1]))
counting("square", lambda w: factorials(w[1:-1]) ** 2 if len(w) > 3 else factorials(w[1:-1]))
counting(
    "memorised", lambda w: {(2, 2, 1): 2, (2, 3, 2): 6, (3, 2): 1, (2, 3, 3, 1): 36, (4, 5, 3, 2): 720}.get(tuple(w))
)
counting("a_hundred_at_most", lambda w: factorials(min(n, 100) for n in w[1:-1]))
counting("sorted_widths", lambda w: factorials(sorted(w)[1:-1]))
counting("double_factorial", lambda w: math.prod(math.prod(range(n, 0, -2)) for n in w[1:-1]))
counting("subfactorial", lambda w: math.prod(round(math.factorial(min(n, 20)) / math.e) for n in w[1:-1]))


@wrong("count_orderings")
def recursion_ends_at_a_thousand(widths: Any) -> int:
    if max(widths[1:-1], default=0) > 990:
        raise RecursionError("maximum recursion depth exceeded")
    return factorials(widths[1:-1])


@wrong("count_orderings")
def stirlings_formula(widths: Any) -> int:
    return round(math.prod(math.sqrt(2 * math.pi * n) * (n / math.e) ** n for n in widths[1:-1] if n < 100))


@wrong("count_orderings")
def sorts_the_widths_in_place(widths: Any) -> int:
    count = R["count_orderings"](widths)
    widths.sort()
    return count


@wrong("count_orderings")
def refuses_nets_without_hidden_layer(widths: Any) -> int:
    if len(widths) < 3:
        raise ValueError("no hidden layer")
    return R["count_orderings"](widths)


@wrong("count_orderings")
def numpy_product_of_exact_factorials(widths: Any) -> Any:
    with np.errstate(all="ignore"):
        factors = [math.factorial(n) if n < 21 else 2**62 for n in widths[1:-1]]
        return np.prod(np.array(factors, dtype=np.int64))


# --- equivalent_nets -----------------------------------------------------------------------------------------------


def each(change: Function) -> Function:
    return lambda found, *_: [[(change(W), change(b)) for W, b in net] for net in found]


listing = functools.partial(wrong.through, "equivalent_nets")
listing("float32", each(lambda a: a.astype(np.float32)))
listing("rounded", each(lambda a: np.round(a, 7)))
listing("as_whole_numbers", each(lambda a: a.astype(int)))
listing("absolute_values", each(np.abs))
listing("squeezed", each(np.squeeze))
listing("transposed", each(np.transpose))
listing("a_generator", lambda found, *_: (net for net in found))
listing("a_dict", lambda found, *_: dict(enumerate(found)))
listing("texts", lambda found, *_: [str(net) for net in found])
listing("vectors", lambda found, *_: [np.concatenate([p.ravel() for layer in net for p in layer]) for net in found])
listing("one_is_there_twice", lambda found, *_: [*found, found[0]])
listing("one_is_there_twice_in_long_lists", lambda found, *_: [*found, found[0]] if len(found) > 10 else found)
listing("one_is_missing", lambda found, *_: found[:-1])
listing("the_last_is_missing_in_long_lists", lambda found, *_: found[:-1] if len(found) > 30 else found)
listing("at_most_24", lambda found, *_: found[:24])
listing("at_most_50", lambda found, *_: found[:50])
listing("at_most_70", lambda found, *_: found[:70])
listing("without_the_output_layer", lambda found, *_: [net[:-1] for net in found])
listing("without_output_bias", lambda found, *_: [[*net[:-1], (net[-1][0], 0 * net[-1][1])] for net in found])
listing("outer_bias_sorted", lambda found, *_: [[*net[:-1], (net[-1][0], np.sort(net[-1][1]))] for net in found])
listing("bias_first", lambda found, *_: [[(b, W) for W, b in net] for net in found])
listing("one_net_is_another", lambda found, *_: [*found[:-1], [(2 * W, b) for W, b in found[-1]]])
listing("another_net_as_well", lambda found, *_: [*found, [(2 * W + 1, b) for W, b in found[-1]]])
listing("number_and_nets", lambda found, *_: (len(found), found))
listing("only_the_number", lambda found, *_: len(found))
listing("nan_for_zero", each(lambda a: np.where(a == 0, np.nan, a)))


def distinct(candidates: Any, name: Function) -> list[Any]:
    return list({name(net): net for net in candidates}.values())


def vector(net: Any) -> tuple[float, ...]:
    return tuple(x for W, b in net for part in (W, b) for x in np.ravel(part).tolist())


def every(net: Any) -> list[Any]:
    sizes = nets.widths(net)[1:-1]
    return [nets.reorder(net, perms) for perms in itertools.product(*(itertools.permutations(range(n)) for n in sizes))]


NAMES: dict[str, Function] = {  # what a set might hold instead of the parameters
    "hashes": lambda net: hash(vector(net)),
    "sums": lambda net: round(sum(vector(net)), 9),
    "sorted_numbers": lambda net: tuple(sorted(vector(net))),
    "texts_of_eight_digits": lambda net: str([f"{x:.8g}" for x in vector(net)]),
    "texts": lambda net: repr(vector(net)),
    "first_matrix": lambda net: tuple(net[0][0].ravel().tolist()),
    "first_pair": lambda net: vector(net[:1]),
    "first_two_pairs_without_outputs": lambda net: vector([*net[:-1], (net[-1][0][:1], net[-1][1])]),
    "weights_of_the_outputs": lambda net: tuple(net[-1][0].ravel().tolist()),
    "matrices": lambda net: tuple(x for W, _ in net for x in W.ravel().tolist()),
    "biases": lambda net: tuple(x for _, b in net for x in b.tolist()),
    "row_sums": lambda net: tuple(round(x, 9) for W, b in net for x in (W.sum(axis=1) + b).tolist()),
    "outputs": lambda net: tuple(np.round(nets.forward(net, np.eye(net[0][0].shape[1]), "tanh"), 6).ravel().tolist()),
    "bytes_of_float32": lambda net: np.array(vector(net), dtype=np.float32).tobytes(),
    "absolute_values": lambda net: tuple(map(abs, vector(net))),
    "last_two_pairs": lambda net: vector(net[-2:]),
    "thirteen_digits": lambda net: tuple(round(x, 13) for x in vector(net)),
}
for _name, _key in NAMES.items():
    for _exercise, _count in (("equivalent_nets", list), ("orbit_size_deep", len)):

        def _set_of(net: Any, key: Function = _key, count: Function = _count) -> Any:
            return count(distinct(every(net), key))

        wrong.add(_exercise, _set_of, f"set_of_{_name}")


@wrong("equivalent_nets")
def small_layers_only(net: Any) -> Any:
    return distinct(every(net), vector) if max(nets.widths(net)[1:-1]) < 5 else [net]


def stopping_after(orders: int, net: Any) -> Any:
    sizes = nets.widths(net)[1:-1]
    every_order = itertools.product(*(itertools.permutations(range(n)) for n in sizes))
    return distinct((nets.reorder(net, perms) for perms in itertools.islice(every_order, orders)), vector)


for _orders in (300, 1000, 2700):
    _stopping = functools.partial(stopping_after, _orders)
    wrong.add("equivalent_nets", _stopping, f"stops_after_{_orders}_orders")


@wrong("equivalent_nets")
def two_hidden_layers_at_most(net: Any) -> Any:
    sizes = nets.widths(net)[1:-1]
    orders = [itertools.permutations(range(n)) if k < 2 else [range(n)] for k, n in enumerate(sizes)]
    return distinct((nets.reorder(net, perms) for perms in itertools.product(*orders)), vector)


@wrong("equivalent_nets")
def even_orders_only(net: Any) -> Any:
    def even(n: int) -> list[tuple[int, ...]]:
        pairs = list(itertools.combinations(range(n), 2))
        return [p for p in itertools.permutations(range(n)) if sum(p[i] > p[j] for i, j in pairs) % 2 == 0]

    orders = [even(n) for n in nets.widths(net)[1:-1]]
    return distinct((nets.reorder(net, perms) for perms in itertools.product(*orders)), vector)


@wrong("equivalent_nets")
def orders_zipped_not_multiplied(net: Any) -> Any:
    orders = [list(itertools.permutations(range(n))) for n in nets.widths(net)[1:-1]]
    length = max(map(len, orders))
    return distinct((nets.reorder(net, [o[k % len(o)] for o in orders]) for k in range(length)), vector)


@wrong("equivalent_nets")
def the_same_list_object_changed(net: Any) -> Any:
    found = distinct(every(net), vector)
    net.append(net[-1])
    return found


@wrong("equivalent_nets")
def sign_flips_too(net: Any) -> Any:
    flipped = [(-W, -b) if k == 0 else (-W, b) if k == 1 else (W, b) for k, (W, b) in enumerate(net)]
    return distinct([*every(net), *every(flipped)], vector)


# --- orbit_size ----------------------------------------------------------------------------------------------------


def multinomial(groups: Any) -> int:
    groups = list(groups)
    return math.factorial(sum(groups)) // math.prod(map(math.factorial, groups))


def sizing(name: str, look: Function) -> None:
    """Wrong about which units are equal: those with equal `look(row, bias, column)`."""

    def function(net: Any) -> int:
        if len(net) > 2:
            raise ValueError
        (W, b), (V, _) = net
        return multinomial(Counter(look(W[k], b[k], V[:, k]) for k in range(len(b))).values())

    wrong.add("orbit_size", function, name)


def flat(w: Any, b: Any, v: Any) -> list[float]:
    return [*w.tolist(), float(b), *v.tolist()]


sizing("all_but_the_last_output", lambda w, b, v: tuple(flat(w, b, v)[:-1]))
sizing("all_but_the_first_output", lambda w, b, v: (*w, b, *v[1:]))
sizing("all_but_the_first_input", lambda w, b, v: (*w[1:], b, *v))
sizing("all_but_the_last_input", lambda w, b, v: (*w[:-1], b, *v))
sizing("incoming_and_outgoing", lambda w, b, v: (*w, *v))
sizing("bias_and_outgoing", lambda w, b, v: (b, *v))
sizing("the_bias_only", lambda w, b, v: b)
sizing("sum_of_the_outgoing", lambda w, b, v: (*w, b, v.sum()))
sizing("sum_of_the_incoming", lambda w, b, v: (w.sum(), b, *v))
sizing("hash_", lambda w, b, v: hash(tuple(flat(w, b, v))))
sizing("absolute_numbers", lambda w, b, v: tuple(map(abs, flat(w, b, v))))
sizing("up_to_a_sign", lambda w, b, v: max(tuple(flat(w, b, v)), tuple(-x for x in flat(w, b, v))))
sizing("float32_", lambda w, b, v: tuple(np.float32(flat(w, b, v)).tolist()))
sizing("twelve_digits", lambda w, b, v: tuple(round(x, 11) for x in flat(w, b, v)))
sizing("fifteen_digits", lambda w, b, v: tuple(f"{x + 0.0:.15g}" for x in flat(w, b, v)))
sizing("text_of_an_array", lambda w, b, v: str(np.array(flat(w, b, v)) + 0.0))
sizing("bytes_", lambda w, b, v: np.array(flat(w, b, v)).tobytes())
sizing("sorted_incoming", lambda w, b, v: (*sorted(w), b, *v))
sizing("sorted_outgoing", lambda w, b, v: (*w, b, *sorted(v)))
sizing("idle_units_are_all_equal", lambda w, b, v: tuple(flat(w, b, v)) if v.any() else None)
sizing("units_without_input_are_all_equal", lambda w, b, v: tuple(flat(w, b, v)) if w.any() else None)
sizing("norm", lambda w, b, v: round(float(np.linalg.norm(flat(w, b, v))), 12))


def dividing(name: str, count: Function) -> None:
    """Right about the groups of equal units, wrong about what to do with their sizes."""

    def function(net: Any) -> Any:
        if len(net) > 2:
            raise ValueError
        groups = sorted(Counter(nets.units(net, 1)).values())
        return count(sum(groups), groups)

    wrong.add("orbit_size", function, name)


fact = math.factorial
dividing("groups_of_two_only", lambda n, g: fact(n) // 2 ** sum(m > 1 for m in g))
dividing("groups_up_to_three", lambda n, g: fact(n) // math.prod(fact(min(m, 3)) for m in g))
dividing("one_group_only", lambda n, g: fact(n) // fact(g[-1]))
dividing("two_groups_only", lambda n, g: fact(n) // math.prod(map(fact, g[-2:])))
dividing("product_of_factorials_of_groups", lambda n, g: math.prod(map(fact, g)))
dividing(
    "permutations_of_groups_too",
    lambda n, g: multinomial(g) * fact(len(g)) // max(1, fact(len(g))) // (1 + (len(g) > 3)),
)
dividing("binomial_of_the_largest", lambda n, g: math.comb(n, g[-1]))
dividing("true_division", lambda n, g: fact(n) / math.prod(map(fact, g)) if n < 171 else multinomial(g))
dividing(
    "one_after_the_other_with_floats",
    lambda n, g: functools.reduce(lambda a, m: a / fact(m) if a < 1e300 else a, g, fact(n)),
)
dividing("lgamma", lambda n, g: round(math.exp(min(700, math.lgamma(n + 1) - sum(math.lgamma(m + 1) for m in g)))))
dividing("up_to_a_hundred_units", lambda n, g: multinomial(g) if n <= 100 else None)
dividing("divides_too_early", lambda n, g: math.prod(k // 2 if g[-1] > 1 and k == 2 else k for k in range(1, n + 1)))


@wrong("orbit_size")
def lists_small_orbits(net: Any) -> int:
    if len(net) > 2:
        raise ValueError
    n = len(net[0][1])
    return len(distinct(every(net), vector)) if n <= 7 else math.factorial(n)


@wrong("orbit_size")
def refuses_two_hidden_layers_only(net: Any) -> int:
    if len(net) == 3:
        raise ValueError
    return R["orbit_size"](net[:2])


@wrong("orbit_size")
def refuses_wide_layers_too(net: Any) -> int:
    if len(net) > 2 or len(net[0][1]) > 170:
        raise ValueError
    return R["orbit_size"](net)


@wrong("orbit_size")
def counts_deep_nets_rightly(net: Any) -> int:
    return R["orbit_size"](net) if len(net) == 2 else R["orbit_size_deep"](net)


@wrong("orbit_size")
def none_for_deep_nets(net: Any) -> Any:
    return R["orbit_size"](net) if len(net) == 2 else None


@wrong("orbit_size")
def index_error_for_deep_nets(net: Any) -> Any:
    if len(net) > 2:
        raise IndexError
    return R["orbit_size"](net)


@wrong("orbit_size")
def removes_negative_zeros_in_place(net: Any) -> Any:
    size = R["orbit_size"](net)
    net[0][0] += 1.0
    return size


# --- orbit_size_deep -----------------------------------------------------------------------------------------------


@wrong("orbit_size_deep")
def neighbouring_layers_in_pairs(net: Any) -> int:
    """Only joint moves of two layers are found: three must be seen together."""
    sizes = nets.widths(net)[1:-1]
    total = math.prod(map(math.factorial, sizes))
    fixing = 1
    for layer in range(len(sizes)):
        orders = [[range(n)] for n in sizes]
        for k in (layer, layer + 1):
            if k < len(sizes):
                orders[k] = list(itertools.permutations(range(sizes[k])))
        count = sum(vector(nets.reorder(net, p)) == vector(net) for p in itertools.product(*orders))
        fixing = max(fixing, count)
    return total // fixing


@wrong("orbit_size_deep")
def ties_of_the_last_layer_only(net: Any) -> int:
    groups = Counter(nets.units(net, len(net) - 1)).values()
    sizes = nets.widths(net)[1:-1]
    return math.prod(map(math.factorial, sizes)) // math.prod(map(math.factorial, groups))


@wrong("orbit_size_deep")
def canonical_by_sorting_each_layer(net: Any) -> int:
    names: set[Any] = set()
    for new in every(net):
        names.add(tuple(tuple(sorted(nets.units(new, layer))) for layer in range(1, len(net))))
    return len(names)


@wrong("orbit_size_deep")
def layers_with_equal_widths_move_alike(net: Any) -> int:
    sizes = nets.widths(net)[1:-1]
    if len(set(sizes)) > 1:
        return len(distinct(every(net), vector))
    return len(distinct((nets.reorder(net, [p] * len(sizes)) for p in itertools.permutations(range(sizes[0]))), vector))


@wrong("orbit_size_deep")
def two_for_every_joint_pair(net: Any) -> int:
    product = math.prod(multinomial(Counter(nets.units(net, k)).values()) for k in range(1, len(net)))
    true = len(distinct(every(net), vector))
    return true if true == product else min(product // 2, 2 * true)


@wrong("orbit_size_deep")
def up_to_a_thousand_orders(net: Any) -> Any:
    return None if math.prod(map(math.factorial, nets.widths(net)[1:-1])) > 1000 else R["orbit_size_deep"](net)


@wrong("orbit_size_deep")
def two_layers_at_most(net: Any) -> Any:
    if len(net) > 3:
        raise ValueError
    return R["orbit_size_deep"](net)


@wrong("orbit_size_deep")
def counts_outputs_as_a_layer(net: Any) -> int:
    (V, c) = net[-1]
    ends = [list(p) for p in itertools.permutations(range(len(c)))]
    return len(distinct([n for p in ends for n in every([*net[:-1], (V[p], c[p])])], vector))


@wrong("orbit_size_deep")
def zeroes_the_output_bias(net: Any) -> int:
    size = R["orbit_size_deep"](net)
    net[-1][1][:] = 7
    return size


# --- signed_orbit_size ---------------------------------------------------------------------------------------------


def signing(name: str, count: Function) -> None:
    """Wrong counts from the units; `count(n, zeros, groups up to a sign with u and -u counts)`."""

    def function(net: Any) -> Any:
        if len(net) > 2:
            raise ValueError
        units = nets.units(net, 1)
        zeros = sum(not any(u) for u in units)
        groups: dict[Any, list[int]] = {}
        for u in units:
            if any(u):
                other = tuple(-x for x in u)
                groups.setdefault(max(u, other), [0, 0])[u < other] += 1
        return count(len(units), zeros, list(groups.values()))

    wrong.add("signed_orbit_size", function, name)


def plain(n: int, zeros: int, groups: Any) -> int:
    return fact(n) // fact(zeros) // math.prod(fact(sum(g)) for g in groups)


signing("one_sign_for_all", lambda n, z, g: 2 * plain(n, z, g))
signing("signs_without_power", lambda n, z, g: 2 * (n - z) * plain(n, z, g))
signing("signs_of_groups", lambda n, z, g: 2 ** len(g) * plain(n, z, g))
signing("signs_added", lambda n, z, g: 2 ** (n - z) + plain(n, z, g))
signing("signs_of_all_units", lambda n, z, g: 2**n * plain(n, z, g))
signing("no_signs", plain)
signing("one_zero_unit_at_most", lambda n, z, g: 2 ** (n - min(z, 1)) * plain(n, z, g))
signing("zero_units_left_out", lambda n, z, g: 2 ** (n - z) * plain(n - z, 0, g))
signing("zero_units_all_different", lambda n, z, g: 2 ** (n - z) * plain(n, 0, g))
signing("zero_units_halved_twice", lambda n, z, g: 2 ** (n - z) * plain(n, z, g) // 2**z)
signing("u_and_minus_u_are_fixed", lambda n, z, g: 2 ** (n - z - sum(2 * min(x) for x in g)) * plain(n, z, g))
signing("pairs_halve_once", lambda n, z, g: 2 ** (n - z) * fact(n) // fact(z) // 2 ** sum(sum(x) > 1 for x in g))
signing(
    "exact_ties_then_pairs",
    lambda n, z, g: 2 ** (n - z) * fact(n) // fact(z) // math.prod(fact(x) * fact(y) for x, y in g),
)
signing(
    "pairs_of_u_and_minus_u_halve",
    lambda n, z, g: 2 ** (n - z) * fact(n) // fact(z) // math.prod(fact(x) * fact(y) * 2 ** min(x, y) for x, y in g),
)
signing("ties_of_two_only", lambda n, z, g: 2 ** (n - z) * fact(n) // fact(z) // math.prod(min(sum(x), 2) for x in g))
signing("up_to_ten_units", lambda n, z, g: 2 ** (n - z) * plain(n, z, g) if n <= 10 else 2**n * fact(n))
signing("up_to_thirty_units", lambda n, z, g: 2 ** (n - z) * plain(n, z, g) if n <= 30 else None)
signing("double_factorial_of_floats", lambda n, z, g: round(2.0 ** (n - z) * float(plain(n, z, g))))
signing("three_to_the_n", lambda n, z, g: 3 ** (n - z) * plain(n, z, g))
signing("n_to_the_n", lambda n, z, g: (n - z) ** (n - z) * plain(n, z, g))


def flipping(name: str, same: Function, zero: Function | None = None) -> None:
    """Wrong about which units are equal up to a sign (`same`), or which are zero."""

    def function(net: Any) -> Any:
        if len(net) > 2:
            raise ValueError
        (W, b), (V, _) = net
        units = [(W[k], float(b[k]), V[:, k]) for k in range(len(b))]
        groups = Counter(same(*u) for u in units).values()
        zeros = sum((zero or (lambda w, x, v: not (w.any() or x or v.any())))(*u) for u in units)
        return 2 ** (len(units) - zeros) * multinomial(groups)

    wrong.add("signed_orbit_size", function, name)


def either(numbers: Any) -> tuple[float, ...]:
    numbers = tuple(float(x) for x in numbers)
    return max(numbers, tuple(-x for x in numbers))


def whole(w: Any, b: Any, v: Any) -> tuple[float, ...]:
    return either([*w, b, *v])


flipping("absolute_values_of_all", lambda w, b, v: tuple(map(abs, flat(w, b, v))))
flipping("signs_of_the_parts", lambda w, b, v: (either(w), abs(b), either(v)))
flipping("sides_have_signs_of_their_own", lambda w, b, v: (either([*w, b]), either(v)))
flipping("bias_without_sign", lambda w, b, v: (either([*w, *v]), abs(b)))
flipping("bias_stays", lambda w, b, v: (either([*w, *v]), b))
flipping("outgoing_stays", lambda w, b, v: (either([*w, b]), *v))
flipping("incoming_stays", lambda w, b, v: (*w, b, *either(v)))
flipping("only_the_last_output_is_left_out", lambda w, b, v: either([*w, b, *v[:-1]]))
flipping(
    "sign_of_the_sum", lambda w, b, v: tuple(x * (1 if sum(flat(w, b, v)) >= 0 else -1) + 0.0 for x in flat(w, b, v))
)
flipping("sign_of_the_bias", lambda w, b, v: tuple(x * (1 if b >= 0 else -1) + 0.0 for x in flat(w, b, v)))
flipping("sign_of_the_first_outgoing", lambda w, b, v: tuple(x * (1 if v[0] >= 0 else -1) + 0.0 for x in flat(w, b, v)))
flipping("sign_of_the_first_incoming", lambda w, b, v: tuple(x * (1 if w[0] >= 0 else -1) + 0.0 for x in flat(w, b, v)))
flipping("numpy_sign", lambda w, b, v: tuple(x * np.sign(w[0]) + 0.0 for x in flat(w, b, v)))
flipping("hash_of_both", lambda w, b, v: hash(whole(w, b, v)))
flipping("fifteen_digits_of_both", lambda w, b, v: tuple(f"{x + 0.0:.9g}" for x in whole(w, b, v)))
flipping("thirteen_digits_of_both", lambda w, b, v: tuple(round(x, 13) for x in whole(w, b, v)))
flipping("texts_of_both", lambda w, b, v: str(whole(w, b, v)))
flipping("zero_if_no_incoming_weights", whole, lambda w, b, v: not w.any())
flipping("zero_if_no_input", whole, lambda w, b, v: not w.any() and not b)
flipping("zero_if_no_output", whole, lambda w, b, v: not v.any())
flipping("zero_if_idle_on_either_side", whole, lambda w, b, v: not v.any() or not (w.any() or b))
flipping("zero_without_regard_to_the_bias", whole, lambda w, b, v: not w.any() and not v.any())
flipping("zero_without_regard_to_later_outputs", whole, lambda w, b, v: not (w.any() or b or v[0]))
flipping("zero_within_a_tolerance", whole, lambda w, b, v: np.allclose([*w, b, *v], 0))
flipping("zero_if_tiny", whole, lambda w, b, v: bool((np.abs([*w, b, *v]) < 1e-310).all()))
flipping("zero_if_the_sum_is", whole, lambda w, b, v: w.sum() + b + v.sum() == 0)


@wrong("signed_orbit_size")
def functions_not_nets(net: Any) -> int:
    """Counts what has an effect: a unit with tanh(0) or without output has none."""
    if len(net) > 2:
        raise ValueError
    units = [u if any(u[: net[0][0].shape[1] + 1]) else (0.0,) * len(u) for u in nets.units(net, 1)]
    table = np.array(units)
    d = net[0][0].shape[1]
    return R["signed_orbit_size"]([(table[:, :d], table[:, d]), (table[:, d + 1 :].T, net[1][1])])


@wrong("signed_orbit_size")
def flips_are_recognised_within_half_a_trillionth(net: Any) -> int:
    if len(net) > 2:
        raise ValueError
    kinds: list[tuple[Any, int]] = []
    for unit in map(np.array, nets.units(net, 1)):
        for place, (kind, count) in enumerate(kinds):
            if (unit == kind).all() or np.allclose(unit, -kind, rtol=0, atol=5e-13):
                kinds[place] = (kind, count + 1)
                break
        else:
            kinds.append((unit, 1))
    zeros = sum(count for kind, count in kinds if not kind.any())
    return 2 ** (len(net[0][1]) - zeros) * multinomial(count for _, count in kinds)


@wrong("signed_orbit_size")
def brute_force_for_small_ones(net: Any) -> Any:
    if len(net) > 2:
        raise ValueError
    return R["signed_orbit_size"](net) if len(net[0][1]) < 8 else None


@wrong("signed_orbit_size")
def refuses_exactly_two_layers(net: Any) -> int:
    if len(net) == 3:
        raise ValueError
    return R["signed_orbit_size"](net[:2])


@wrong("signed_orbit_size")
def type_error_for_deep_nets(net: Any) -> int:
    if len(net) > 2:
        raise TypeError
    return R["signed_orbit_size"](net)


# --- more_minimisers -----------------------------------------------------------------------------------------------

making = functools.partial(wrong.through, "more_minimisers")
making("a_generator_of_nets", lambda found, *_: (net for net in found))
making("one_too_few", lambda found, *_: found[:-1])
making("never_more_than_ten", lambda found, *_: found[:10])
making("never_more_than_fifty", lambda found, *_: found[:50])
making("the_last_two_are_the_same", lambda found, *_: [*found[:-1], found[-2]] if len(found) > 1 else found)
making("the_last_is_a_reordering", lambda found, net, k: [*found[:-1], swap_of(found[0])] if k > 1 else found)
making("the_last_is_the_swapped_net", lambda found, net, k: [*found[:-1], swap_of(net)] if k else found)
making("the_last_is_the_net", lambda found, net, k: [*found[:-1], net] if k else found)
making("float32_of_large_numbers", lambda found, *_: [[(W + 1e-9, b) for W, b in net] for net in found])
making("off_by_a_hair", lambda found, *_: [[net[0], (net[1][0] * (1 + 1e-15), net[1][1])] for net in found])
making("output_bias_off_by_a_hair", lambda found, *_: [[net[0], (net[1][0], net[1][1] + 1e-12)] for net in found])
making("one_unit_more", lambda found, *_: [wider(net) for net in found])
making("transposed_outputs", lambda found, *_: [[net[0], (net[1][0].T, net[1][1])] for net in found])
making("two_hidden_layers", lambda found, *_: [[net[0], (np.eye(len(net[0][1])), net[0][1]), net[1]] for net in found])
making("none_for_no_nets", lambda found, net, k: found if k else None)
making("one_net_instead_of_a_list", lambda found, net, k: found[0] if k == 1 else found)
making("nan", lambda found, *_: [[(W * np.nan, b) for W, b in net] for net in found])
making("infinite_shift", lambda found, *_: [[net[0], (np.full_like(net[1][0], np.inf), net[1][1])] for net in found])


def swap_of(net: Any) -> Any:
    return nets.swap(net, 1, 0, len(net[0][1]) - 1)


def wider(net: Any) -> Any:
    (W, b), (V, c) = net
    return [(np.vstack([W, W[:1]]), np.append(b, b[0])), (np.hstack([V, 0 * V[:, :1]]), c)]


def twins(net: Any) -> tuple[int, int]:
    rows = [(*w, x) for w, x in zip(net[0][0].tolist(), net[0][1].tolist(), strict=True)]
    return next((i, j) for i, j in itertools.combinations(range(len(rows)), 2) if rows[i] == rows[j])


def shifting(name: str, shift: Function) -> None:
    """Moves `shift(t, v_i, v_j)` of the first outgoing weight from one twin to the other, t = 1, ..., k."""

    def function(net: Any, k: int) -> Any:
        i, j = twins(net)
        (W, b), (V, c) = net
        found = []
        for t in range(1, k + 1):
            new = V.copy()
            step = shift(t, V[0, i], V[0, j])
            new[0, i] += step
            new[0, j] -= step
            found.append([(W, b), (new, c)])
        return found

    wrong.add("more_minimisers", function, name)


shifting("one_two_three", lambda t, vi, vj: t)
shifting("minus_one_two_three", lambda t, vi, vj: -t)
shifting("ten_twenty_thirty", lambda t, vi, vj: 10 * (-1) ** t * t)
shifting("both_ways", lambda t, vi, vj: t // 2 * (-1) ** t + 20 * (-1) ** t)
shifting("steps_of_the_difference", lambda t, vi, vj: t * (vj - vi))
shifting("steps_beyond_the_difference", lambda t, vi, vj: t * (vi - vj))
shifting("steps_of_the_sum", lambda t, vi, vj: 50 * t * (vi + vj))
shifting("steps_of_the_first", lambda t, vi, vj: 50 * t * vi)
shifting("steps_of_the_second", lambda t, vi, vj: 50 * t * vj)
shifting("halves_of_the_difference", lambda t, vi, vj: t * (vj - vi) / 2)
shifting("thirds", lambda t, vi, vj: t / 3)
shifting("hundredths", lambda t, vi, vj: t / 100)
shifting("tiny", lambda t, vi, vj: 1e-9 * t)
shifting("tiny_powers_of_two", lambda t, vi, vj: 2.0**-60 * t)
shifting("vast", lambda t, vi, vj: 1e17 + 32 * t)
shifting("random", lambda t, vi, vj: float(np.random.default_rng(t).normal()))
shifting("squares", lambda t, vi, vj: (t - 3) ** 2)
shifting("always_the_same", lambda t, vi, vj: 40)
shifting("same_from_the_twentieth_on", lambda t, vi, vj: 40 + min(t, 20))


@wrong("more_minimisers")
def identity_of_a_constant(net: Any, k: int) -> Any:
    """Moves a unit's contribution through its bias: right for the identity alone."""
    (W, b), (V, c) = net
    return [[(W, b + t), (V, c - t * V.sum(axis=1))] for t in range(1, k + 1)]


@wrong("more_minimisers")
def flips_a_sigmoid_unit(net: Any, k: int) -> Any:
    (W, b), (V, c) = net
    signs = np.where(np.arange(len(b)) == 0, -1.0, 1.0)
    return [[(W * signs[:, None], b * signs), (V * signs, c + V[:, 0])] for _ in range(k)]


@wrong("more_minimisers")
def idles_a_unit_that_is_no_twin(net: Any, k: int) -> Any:
    (W, b), (V, c) = net
    found = []
    for t in range(k):
        W_new, V_new = W.copy(), V.copy()
        V_new[:, 0] += V[:, -1]
        V_new[:, -1] = 0
        W_new[-1] = 100 + t
        found.append([(W_new, b), (V_new, c)])
    return found


@wrong("more_minimisers")
def changes_the_working_twin(net: Any, k: int) -> Any:
    i, j = twins(net)
    (W, b), (V, c) = net
    found = []
    for t in range(k):
        W_new, V_new = W.copy(), V.copy()
        V_new[:, i] += V[:, j]
        V_new[:, j] = 0
        W_new[i] = 100 + t
        found.append([(W_new, b), (V_new, c)])
    return found


@wrong("more_minimisers")
def shifts_the_first_output_only_at_one_end(net: Any, k: int) -> Any:
    i, j = twins(net)
    (W, b), (V, c) = net
    found = []
    for t in range(100, 100 + k):
        new = V.copy()
        new[:, i] += t
        new[0, j] -= t
        found.append([(W, b), (new, c)])
    return found


@wrong("more_minimisers")
def looks_at_the_first_input_only(net: Any, k: int) -> Any:
    (W, b), (V, c) = net
    rows = [(w[0], x) for w, x in zip(W.tolist(), b.tolist(), strict=True)]
    i, j = next((i, j) for i, j in itertools.combinations(range(len(rows)), 2) if rows[i] == rows[j])
    found = []
    for t in range(100, 100 + k):
        new = V.copy()
        new[0, [i, j]] += t, -t
        found.append([(W, b), (new, c)])
    return found


def sharing(name: str, factor: float, start: float) -> None:
    """Gives one twin a share with tenths and the rest to the other: exact, but for a sum that falls between floats."""

    def function(net: Any, k: int) -> Any:
        i, j = twins(net)
        (W, b), (V, c) = net
        found = []
        for t in range(1, k + 1):
            new, total = V.copy(), V[:, i] + V[:, j]
            new[:, i] = factor * total + start + t / 2
            new[:, j] = total - new[:, i]
            found.append([(W, b), (new, c)])
        return found

    wrong.add("more_minimisers", function, name)


sharing("eleven_tenths_and_a_hundred", 1.1, 100)
sharing("nine_tenths_and_a_hundred", 0.9, 100)
sharing("three_tenths_and_fifty", 0.3, 50)


@wrong("more_minimisers")
def sorts_units_in_place(net: Any, k: int) -> Any:
    found = R["more_minimisers"](net, k)
    net[0][0].sort(axis=0)
    return found


@pytest.mark.filterwarnings("ignore::RuntimeWarning")  # wrong functions overflow
@pytest.mark.parametrize(("exercise", "function"), wrong.params())
def test_what_is_wrong_loses_marks(exercise: str, function: Function) -> None:
    assert_rejected(LAB, exercise, function)
