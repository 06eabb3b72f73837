"""Wrong functions of the lab, one idea each, with the hint for a student who had that idea.

Apart from its idea every function is right: it refuses what must be refused and leaves its arguments alone.
"""

import math

import numpy as np

from autograder.checks import misconception

from .solution import (
    demand_one_hidden_layer,
    demand_permutation,
    demand_same_shapes,
    demand_units,
    find_reordering,
    forward,
    mse,
    width_of,
)


def copied(net):
    return [(W.copy(), b.copy()) for W, b in net]


def take(net, layer, rows, biases, columns):
    """The net with rows, biases and outgoing columns of a hidden layer taken in three orders."""
    new = copied(net)
    new[layer - 1] = (new[layer - 1][0][rows], new[layer - 1][1][biases])
    new[layer] = (new[layer][0][:, columns], new[layer][1])
    return new


def exchanged(n, i, j):
    """The order 0..n-1 with two places exchanged."""
    order = list(range(n))
    order[i], order[j] = j, i
    return order


def mixed(net_a, net_b, t):
    return [((1 - t) * A + t * B, (1 - t) * a + t * b) for (A, a), (B, b) in zip(net_a, net_b, strict=True)]


def twin_of(net, layer, i, j):
    demand_units(net, layer, i, j)
    order = exchanged(width_of(net, layer), i, j)
    return take(net, layer, order, order, order)


# --- swap_units ----------------------------------------------------------------------------------------------------


@misconception(
    "swap_units",
    "W[i] of a numpy array is a view, not a copy: in W[i], W[j] = W[j], W[i] the first assignment overwrites what "
    "the second one still needs. Print W afterwards: one unit is there twice.",
)
def loses_a_unit_to_a_view(net, layer, i, j):
    demand_units(net, layer, i, j)
    new = copied(net)
    W, b = new[layer - 1]
    V, _ = new[layer]
    W[i], W[j] = W[j], W[i]
    b[i], b[j] = b[j], b[i]
    V[:, i], V[:, j] = V[:, j], V[:, i]
    return new


@misconception(
    "swap_units",
    "The biases stayed where they were. A bias is part of its unit as much as its incoming weights are: try a net "
    "whose two biases differ.",
)
def leaves_the_biases(net, layer, i, j):
    demand_units(net, layer, i, j)
    n = width_of(net, layer)
    order = exchanged(n, i, j)
    return take(net, layer, order, list(range(n)), order)


@misconception(
    "swap_units",
    "The incoming weights were exchanged but not the outgoing ones: a unit takes all of its edges along. Which "
    "matrix holds the edges that leave this layer, and are they its rows or its columns?",
)
def leaves_the_outgoing_weights(net, layer, i, j):
    demand_units(net, layer, i, j)
    n = width_of(net, layer)
    order = exchanged(n, i, j)
    return take(net, layer, order, order, list(range(n)))


@misconception(
    "swap_units",
    "Only the outgoing weights were exchanged: now each unit's value is sent where the other's should go. What "
    "the two units compute must change places too.",
)
def leaves_the_incoming_side(net, layer, i, j):
    demand_units(net, layer, i, j)
    n = width_of(net, layer)
    rest = list(range(n))
    return take(net, layer, rest, rest, exchanged(n, i, j))


@misconception(
    "swap_units",
    "Rows of the next layer's matrix were exchanged besides its columns. Its rows are the units of the next layer, "
    "which keep their places; what belongs to units i and j there are two columns. Look at a net with two outputs.",
)
def exchanges_rows_of_the_next_layer_too(net, layer, i, j):
    new = twin_of(net, layer, i, j)
    V, c = new[layer]
    if max(i, j) < len(c):
        order = exchanged(len(c), i, j)
        new[layer] = (V[order], c)
    return new


@misconception(
    "swap_units",
    "The biases of the next layer were exchanged as well. They belong to the units of the next layer, and these "
    "keep their places.",
)
def exchanges_biases_of_the_next_layer_too(net, layer, i, j):
    new = twin_of(net, layer, i, j)
    V, c = new[layer]
    if max(i, j) < len(c):
        new[layer] = (V, c[exchanged(len(c), i, j)])
    return new


@misconception(
    "swap_units",
    "It is always the first hidden layer that is swapped. Hidden layer k owns the rows of net[k-1][0] and the "
    "columns of net[k][0]: where does `layer` come in?",
)
def always_swaps_the_first_layer(net, layer, i, j):
    demand_units(net, layer, i, j)
    if max(i, j) >= width_of(net, 1):
        return copied(net)
    return twin_of(net, 1, i, j)


@misconception(
    "swap_units",
    "The result is right, but the net that was handed in is changed as well. Assigning to net[k] writes into the "
    "caller's list, assigning to rows or columns writes into the caller's arrays, and list(net) copies only the list. "
    "Copy the list and every array that you write into.",
)
def swaps_in_the_callers_arrays(net, layer, i, j):
    new = twin_of(net, layer, i, j)
    for (W, b), (W_new, b_new) in zip(net, new, strict=True):
        W[:], b[:] = W_new, b_new
    return net


@misconception(
    "swap_units",
    "Python reads index -1 as the last unit, so a negative unit was accepted without a word. Units are numbered "
    "0..n-1; everything else is a ValueError.",
)
def takes_negative_units_from_the_end(net, layer, i, j):
    n = width_of(net, layer)
    if i >= n or j >= n:
        raise ValueError("no such unit")
    return twin_of(net, layer, i % n, j % n)


@misconception(
    "swap_units",
    "A unit that does not exist ends in numpy's IndexError. The text asks for a ValueError: look at the arguments "
    "before you use them.",
)
def leaves_a_wrong_unit_to_numpy(net, layer, i, j):
    n = width_of(net, layer)
    for unit in (i, j):
        if not 0 <= unit < n:
            raise IndexError("index out of bounds")
    return twin_of(net, layer, i, j)


@misconception(
    "swap_units",
    "Columns of W were exchanged where rows are meant. W has the shape (n_out, n_in), so the weights into unit i "
    "are row i; a column holds what one input sends to all units.",
)
def takes_columns_for_rows(net, layer, i, j):
    demand_units(net, layer, i, j)
    new = copied(net)
    W, b = new[layer - 1]
    V, c = new[layer]
    if max(i, j) < W.shape[1]:
        W = W[:, exchanged(W.shape[1], i, j)]
    if max(i, j) < V.shape[0]:
        V = V[exchanged(V.shape[0], i, j)]
    new[layer - 1], new[layer] = (W, b[exchanged(len(b), i, j)]), (V, c)
    return new


@misconception(
    "swap_units",
    "Layer 0 was accepted. Python reads net[0 - 1] as the last pair, so nothing fails by itself: hidden layers "
    "are numbered 1..H, and any other number is a ValueError.",
)
def takes_layer_0_for_the_last_one(net, layer, i, j):
    if layer == 0:
        return copied(net)
    return twin_of(net, layer, i, j)


@misconception(
    "swap_units",
    "The net came back as it was: no parameter has moved. Is the net that you return the one that you wrote into?",
)
def returns_the_net_unswapped(net, layer, i, j):
    demand_units(net, layer, i, j)
    return net


@misconception(
    "swap_units",
    "Biases and outgoing weights are right, but the incoming weights of unit j are there twice. W[i] of a numpy array "
    "is a view, not a copy: in W[i], W[j] = W[j], W[i] the first assignment overwrites what the second still needs.",
)
def loses_a_row_to_a_view(net, layer, i, j):
    demand_units(net, layer, i, j)
    order = exchanged(width_of(net, layer), i, j)
    new = take(net, layer, order, order, order)
    new[layer - 1][0][j] = net[layer - 1][0][j]
    return new


@misconception(
    "swap_units",
    "The incoming side is right, but the outgoing weights of unit j are there twice. A column V[:, i] of a numpy array "
    "is a view, not a copy: the first assignment overwrites what the second one still needs.",
)
def loses_a_column_to_a_view(net, layer, i, j):
    demand_units(net, layer, i, j)
    order = exchanged(width_of(net, layer), i, j)
    new = take(net, layer, order, order, order)
    new[layer][0][:, j] = net[layer][0][:, j]
    return new


@misconception(
    "swap_units",
    "Unit j is there twice, and unit i is gone: after a[i] = a[j] nothing holds the old a[i] any more. Take both from "
    "the old net.",
)
def overwrites_one_unit(net, layer, i, j):
    demand_units(net, layer, i, j)
    order = list(range(width_of(net, layer)))
    order[i] = j
    return take(net, layer, order, order, order)


@misconception(
    "swap_units",
    "In the next layer's matrix rows were exchanged, where columns are meant. Its rows are the units of the next "
    "layer; what leaves unit i is column i.",
)
def exchanges_rows_of_the_next_layer_instead(net, layer, i, j):
    demand_units(net, layer, i, j)
    n = width_of(net, layer)
    order = exchanged(n, i, j)
    new = take(net, layer, order, order, list(range(n)))
    V, c = new[layer]
    new[layer] = (V[exchanged(len(c), i, j)], c)
    return new


@misconception(
    "swap_units",
    "Pairs net[layer] and net[layer + 1] were changed. The pairs of a net are counted from 0, but hidden layers from "
    "1: hidden layer k owns the rows of net[k-1][0] and the columns of net[k][0].",
)
def counts_layers_from_0(net, layer, i, j):
    order = exchanged(len(net[layer][1]), i, j)
    return take(net, layer + 1, order, order, order)


@misconception(
    "swap_units",
    "The arguments are not looked at. Python counts negative numbers from the end, so -1 and layer 0 go through, and "
    "others end in an IndexError. Test layer, i and j before you use them, and raise a ValueError.",
)
def swaps_whatever_it_is_asked_to(net, layer, i, j):
    new = copied(net)
    for part in (new[layer - 1][0], new[layer - 1][1], new[layer][0].T):
        part[[i, j]] = part[[j, i]]
    return new


@misconception(
    "swap_units",
    "What is illegal ends in an AssertionError. The text asks for a ValueError: write if ...: raise ValueError(...) "
    "instead of assert.",
)
def asserts_that_the_units_exist(net, layer, i, j):
    assert 1 <= layer < len(net)
    assert 0 <= min(i, j) <= max(i, j) < width_of(net, layer)
    return twin_of(net, layer, i, j)


# --- permute_units -------------------------------------------------------------------------------------------------


@misconception(
    "permute_units",
    "This is the inverse: here old unit k became new unit perm[k]. Asked for is that new unit k is old unit "
    "perm[k]. With two units both are the same; follow [1, 2, 0] by hand.",
)
def permutes_by_the_inverse(net, layer, perm):
    demand_permutation(net, layer, perm)
    inverse = np.argsort(perm)
    return take(net, layer, inverse, inverse, inverse)


@misconception(
    "permute_units",
    "Rows and columns were reordered in opposite directions: perm on the incoming side, its inverse on the "
    "outgoing one. With two units you cannot see it; follow [1, 2, 0] by hand and see which column meets which "
    "unit.",
)
def inverts_the_outgoing_side(net, layer, perm):
    demand_permutation(net, layer, perm)
    return take(net, layer, perm, perm, np.argsort(perm))


@misconception(
    "permute_units",
    "The biases stayed where they were, so each unit now has the bias of another. Try a net whose biases differ.",
)
def permutes_all_but_the_biases(net, layer, perm):
    demand_permutation(net, layer, perm)
    return take(net, layer, perm, list(range(len(perm))), perm)


@misconception(
    "permute_units",
    "The outgoing weights stayed where they were. The next layer multiplies column k by the value of unit k, "
    "which is another unit now.",
)
def permutes_the_incoming_side_only(net, layer, perm):
    demand_permutation(net, layer, perm)
    return take(net, layer, perm, perm, list(range(len(perm))))


@misconception(
    "permute_units",
    "The rows of the next layer's matrix were reordered as well. They are the units of the next layer, and these "
    "keep their order; the outgoing weights of this layer are columns.",
)
def permutes_rows_of_the_next_layer_too(net, layer, perm):
    demand_permutation(net, layer, perm)
    new = take(net, layer, perm, perm, perm)
    V, c = new[layer]
    if len(c) == len(perm):
        new[layer] = (V[perm], c)
    return new


@misconception(
    "permute_units",
    "It is always the first hidden layer that is reordered. Which pairs of the net belong to hidden layer `layer`?",
)
def always_permutes_the_first_layer(net, layer, perm):
    demand_permutation(net, layer, perm)
    if len(perm) != width_of(net, 1):
        return copied(net)
    return take(net, 1, perm, perm, perm)


@misconception(
    "permute_units",
    "The result is right, but the net that was handed in is changed as well: its list, or the arrays in it. Copy "
    "what you write into, for the caller still needs the old net.",
)
def permutes_in_the_callers_arrays(net, layer, perm):
    demand_permutation(net, layer, perm)
    for (W, b), (W_new, b_new) in zip(net, take(net, layer, perm, perm, perm), strict=True):
        W[:], b[:] = W_new, b_new
    return net


@misconception(
    "permute_units",
    "A perm that names a unit twice was accepted: length and range are right there, and yet another unit is lost. "
    "What do you get when you sort a permutation?",
)
def accepts_a_unit_named_twice(net, layer, perm):
    n = width_of(net, layer)
    if len(perm) != n or not all(0 <= k < n for k in perm):
        raise ValueError("no permutation")
    return take(net, layer, perm, perm, perm)


@misconception(
    "permute_units",
    "A perm with a negative number was accepted if it names every unit once when -1 is the last one. numpy counts "
    "like that, so nothing fails by itself; a permutation of the units consists of the numbers 0..n-1.",
)
def accepts_negative_numbers(net, layer, perm):
    n = width_of(net, layer)
    if any(k < -n for k in perm):
        raise ValueError("no permutation")
    demand_permutation(net, layer, [k + n if k < 0 else k for k in perm])
    return take(net, layer, perm, perm, perm)


@misconception(
    "permute_units",
    "A perm that leaves units out was accepted: [1, 0] names 0 and 1 once each, but the layer has more units, and "
    "they are gone now. Compare with the width of the layer.",
)
def accepts_a_perm_that_is_too_short(net, layer, perm):
    if len(perm) > width_of(net, layer) or sorted(perm) != list(range(len(perm))):
        raise ValueError("no permutation")
    return take(net, layer, perm, perm, perm)


@misconception(
    "permute_units",
    "Swapping k with perm[k] for one k after the other is not the permutation: after the first swap the units are "
    "not where perm takes them to be. For [1, 0] the second swap even undoes the first.",
)
def swaps_one_pair_after_another(net, layer, perm):
    demand_permutation(net, layer, perm)
    order = list(range(len(perm)))
    for k, other in enumerate(perm):
        order[k], order[other] = order[other], order[k]
    return take(net, layer, order, order, order)


@misconception(
    "permute_units",
    "The perm that was handed in is in order after the call: perm.sort(), and exchanging the items of perm, change "
    "the caller's list; sorted(perm) and list(perm) make a new one.",
)
def sorts_the_callers_perm(net, layer, perm):
    demand_permutation(net, layer, perm)
    new = take(net, layer, perm, perm, perm)
    perm.sort()
    return new


@misconception(
    "permute_units",
    "All units stand where they stood: no parameter has moved. Is the net that you return the one that you wrote into, "
    "and does perm get there as it was handed in? In order, as by sorting, it moves nothing.",
)
def returns_the_net_unpermuted(net, layer, perm):
    demand_permutation(net, layer, perm)
    return net


@misconception(
    "permute_units",
    "The perm was applied twice, so that new unit k is old unit perm[perm[k]]. For a swap this undoes it.",
)
def permutes_twice(net, layer, perm):
    demand_permutation(net, layer, perm)
    twice = [perm[k] for k in perm]
    return take(net, layer, twice, twice, twice)


@misconception(
    "permute_units",
    "Rows and columns were reordered in opposite directions: perm on the outgoing side, its inverse on the incoming "
    "one. Asked for is perm on both: new unit k is old unit perm[k].",
)
def inverts_the_incoming_side(net, layer, perm):
    demand_permutation(net, layer, perm)
    inverse = np.argsort(perm)
    return take(net, layer, inverse, inverse, perm)


@misconception(
    "permute_units",
    "Units were written one after the other into the arrays from which they are read: by the time that a unit is "
    "needed, another one may stand at its place. Read from the old net, and write into a new one.",
)
def overwrites_units_that_it_still_needs(net, layer, perm):
    demand_permutation(net, layer, perm)
    order = list(range(len(perm)))
    for k, other in enumerate(perm):
        order[k] = order[other]
    return take(net, layer, order, order, order)


@misconception(
    "permute_units",
    "In the next layer's matrix rows were reordered, where columns are meant. Its rows are the units of the next "
    "layer; what leaves unit k is column k.",
)
def permutes_rows_of_the_next_layer_instead(net, layer, perm):
    demand_permutation(net, layer, perm)
    new = take(net, layer, perm, perm, list(range(len(perm))))
    new[layer] = (new[layer][0][perm], new[layer][1])
    return new


@misconception(
    "permute_units",
    "The list perm that was handed in is changed, whatever its order: pop, remove, append and the like work on the "
    "caller's list. If you need another list, start from list(perm).",
)
def empties_the_callers_perm(net, layer, perm):
    demand_permutation(net, layer, perm)
    new = take(net, layer, perm, perm, perm)
    perm.clear()
    return new


@misconception(
    "permute_units",
    "A perm with negative numbers was accepted. As many different numbers as there are units, and none too large, are "
    "not enough: a permutation of the units consists of the numbers 0..n-1.",
)
def accepts_different_numbers_that_are_not_too_large(net, layer, perm):
    n = width_of(net, layer)
    if len(perm) != n or len(set(perm)) != n or max(perm) >= n:
        raise ValueError("no permutation")
    return take(net, layer, perm, perm, perm)


@misconception(
    "permute_units",
    "A perm with negative numbers was accepted. As many different numbers as there are units, the largest being n-1, "
    "are not enough: a permutation of the units consists of the numbers 0..n-1.",
)
def accepts_different_numbers_with_the_right_maximum(net, layer, perm):
    n = width_of(net, layer)
    if len(perm) != n or len(set(perm)) != n or max(perm) != n - 1:
        raise ValueError("no permutation")
    return take(net, layer, perm, perm, perm)


@misconception(
    "permute_units",
    "The arguments are not looked at. numpy takes any list of indices, also one that is too short, repeats a unit or "
    "counts from the end, and layer 0 is the last pair in Python. Test layer and perm first, and raise a ValueError.",
)
def permutes_whatever_it_is_asked_to(net, layer, perm):
    return take(net, layer, perm, perm, perm)


@misconception(
    "permute_units",
    "What is illegal ends in an AssertionError. The text asks for a ValueError: write if ...: raise ValueError(...) "
    "instead of assert.",
)
def asserts_that_perm_is_a_permutation(net, layer, perm):
    assert 1 <= layer < len(net)
    assert sorted(perm) == list(range(width_of(net, layer)))
    return take(net, layer, perm, perm, perm)


# --- recover_permutation -------------------------------------------------------------------------------------------


def match_one_by_one(looks_a, looks_b):
    """For each look in b the first unused place in a with the same look; None if there is none."""
    free = list(range(len(looks_a)))
    perm = []
    for look in looks_b:
        found = next((k for k in free if looks_a[k] == look), None)
        if found is None:
            return None
        free.remove(found)
        perm.append(found)
    return perm


def layer_by_layer(net_a, net_b, look):
    """Match the layers from the first to the last without ever coming back; checked at the end."""
    now = copied(net_a)
    perms = []
    for layer in range(1, len(net_a)):
        perm = match_one_by_one(look(now, layer), look(net_b, layer))
        if perm is None:
            return None
        now = take(now, layer, perm, perm, perm)
        perms.append(perm)
    same = all(np.array_equal(A, B) and np.array_equal(a, b) for (A, a), (B, b) in zip(now, net_b, strict=True))
    return perms if same else None


def way_in(net, layer):
    return np.column_stack(net[layer - 1]).tolist()


@misconception(
    "recover_permutation",
    "The layers were matched one after the other, the first unit that fits being taken. Units with the same "
    "incoming weights and bias can differ in what they send on, and which of them is which shows only in the next "
    "layer: be ready to come back.",
)
def goes_layer_by_layer_and_never_back(net_a, net_b):
    demand_same_shapes(net_a, net_b)
    return layer_by_layer(net_a, net_b, way_in)


@misconception(
    "recover_permutation",
    "Units were matched by their incoming weights alone. Two units can share them and differ in the bias or in "
    "the outgoing weights; a unit is all three.",
)
def matches_incoming_weights_only(net_a, net_b):
    demand_same_shapes(net_a, net_b)
    return layer_by_layer(net_a, net_b, lambda net, layer: net[layer - 1][0].tolist())


@misconception(
    "recover_permutation",
    "Whole units were compared, outgoing weights included, as they stand. In a deep net the outgoing weights "
    "stand in another order if the next layer was reordered too.",
)
def compares_units_as_they_stand(net_a, net_b):
    demand_same_shapes(net_a, net_b)
    return layer_by_layer(net_a, net_b, lambda net, layer: np.column_stack([*net[layer - 1], net[layer][0].T]).tolist())


@misconception(
    "recover_permutation",
    "These perms turn net_b into net_a; asked for are those that turn net_a into net_b. For a swap both are the "
    "same: follow three units in a circle.",
)
def recovers_the_inverse(net_a, net_b):
    demand_same_shapes(net_a, net_b)
    return find_reordering(net_b, net_a)


@misconception(
    "recover_permutation",
    "The answer was None because some units are equal in everything. Then there are even several right answers, "
    "and any of them will do.",
)
def gives_up_on_equal_units(net_a, net_b):
    demand_same_shapes(net_a, net_b)
    for layer in range(1, len(net_a)):
        units = [tuple(u) for u in np.column_stack([*net_a[layer - 1], net_a[layer][0].T]).tolist()]
        if len(set(units)) < len(units):
            return None
    return find_reordering(net_a, net_b)


@misconception(
    "recover_permutation",
    "Numbers were compared within a tolerance (np.isclose, np.allclose or rounding). Parameters are only moved, "
    "so equal means ==: units that differ by 1e-12 are different units.",
)
def compares_within_a_tolerance(net_a, net_b):
    demand_same_shapes(net_a, net_b)

    def rounded(net):
        return [
            (np.array([[round(w, 9) for w in row] for row in W.tolist()]), np.array([round(x, 9) for x in b.tolist()]))
            for W, b in net
        ]

    return find_reordering(rounded(net_a), rounded(net_b))


@misconception(
    "recover_permutation",
    "Bytes (or texts) of the numbers were compared. 0.0 and -0.0 have different bytes and are equal: compare with ==.",
)
def compares_bytes(net_a, net_b):
    demand_same_shapes(net_a, net_b)

    def bits(net):
        return [(np.ascontiguousarray(W).view(np.int64), np.ascontiguousarray(b).view(np.int64)) for W, b in net]

    return find_reordering(bits(net_a), bits(net_b))


@misconception(
    "recover_permutation",
    "A single perm came back. Asked for is a list with one perm for each hidden layer, so [[1, 0]] rather than [1, 0].",
)
def returns_one_perm_only(net_a, net_b):
    demand_same_shapes(net_a, net_b)
    perms = find_reordering(net_a, net_b)
    return None if perms is None else perms[0]


@misconception(
    "recover_permutation",
    "Only the first hidden layer was recovered; the others were taken to be in their old order.",
)
def recovers_the_first_layer_only(net_a, net_b):
    demand_same_shapes(net_a, net_b)
    perms = find_reordering(net_a, net_b)
    return None if perms is None else [perms[0], *(list(range(len(p))) for p in perms[1:])]


@misconception(
    "recover_permutation",
    "The output biases were not compared. They belong to no hidden unit, so no reordering can make up for a "
    "difference.",
)
def ignores_the_output_bias(net_a, net_b):
    demand_same_shapes(net_a, net_b)
    return find_reordering([*net_a[:-1], (net_a[-1][0], net_b[-1][1])], net_b)


@misconception(
    "recover_permutation",
    "There is an answer even where no reordering exists. Apply your perms to net_a at the end, compare with "
    "net_b, and answer None if they differ.",
)
def never_answers_none(net_a, net_b):
    demand_same_shapes(net_a, net_b)
    perms = find_reordering(net_a, net_b)
    return [list(range(len(b))) for _, b in net_a[:-1]] if perms is None else perms


@misconception(
    "recover_permutation",
    "Nets of different shapes were answered with None. The question makes no sense for them: raise a ValueError.",
)
def answers_none_to_other_shapes(net_a, net_b):
    if [W.shape for W, _ in net_a] != [W.shape for W, _ in net_b]:
        return None
    return find_reordering(net_a, net_b)


@misconception(
    "recover_permutation",
    "Units were matched by their incoming weights and biases up to sign. A net with flipped signs can have the "
    "same outputs, but it is no reordering: the parameters themselves must agree.",
)
def matches_up_to_sign(net_a, net_b):
    demand_same_shapes(net_a, net_b)
    perms = find_reordering(net_a, net_b)
    if perms is not None:
        return perms
    return find_reordering([(abs(W), abs(b)) for W, b in net_a], [(abs(W), abs(b)) for W, b in net_b])


@misconception(
    "recover_permutation",
    "Units were matched by their bias alone. Different units may have one bias; a unit is its incoming weights, its "
    "bias and its outgoing weights.",
)
def matches_biases_only(net_a, net_b):
    demand_same_shapes(net_a, net_b)
    return layer_by_layer(net_a, net_b, lambda net, layer: net[layer - 1][1].tolist())


@misconception(
    "recover_permutation",
    "Units were matched layer by layer by incoming weights, bias and the sorted outgoing weights, the first that fits "
    "being taken. Units that agree in all this can still be different ones: outputs keep their places, so there (4, 5) "
    "is not (5, 4), and in a deep net the next layer decides. Be ready to come back.",
)
def sorts_outgoing_weights_and_never_comes_back(net_a, net_b):
    demand_same_shapes(net_a, net_b)

    def look(net, layer):
        return np.column_stack([*net[layer - 1], np.sort(net[layer][0], axis=0).T]).tolist()

    return layer_by_layer(net_a, net_b, look)


@misconception(
    "recover_permutation",
    "The answer was None for every net with more than one hidden layer. Each hidden layer has a perm of its own there, "
    "and reordering one moves the columns of the next layer's matrix.",
)
def gives_up_on_deep_nets(net_a, net_b):
    demand_same_shapes(net_a, net_b)
    return find_reordering(net_a, net_b) if len(net_a) == 2 else None


@misconception(
    "recover_permutation",
    "Where no reordering exists an empty list came back. Asked for is None: an empty list is a list of no perms.",
)
def answers_an_empty_list_for_none(net_a, net_b):
    demand_same_shapes(net_a, net_b)
    return find_reordering(net_a, net_b) or []


@misconception(
    "recover_permutation",
    "The answers are right, but net_a is reordered after the call. Work on copies of its list and of its arrays.",
)
def reorders_the_callers_net(net_a, net_b):
    demand_same_shapes(net_a, net_b)
    perms = find_reordering(net_a, net_b)
    if perms is not None:
        net_a[:] = copied(net_b)
    return perms


# --- canonical_form ------------------------------------------------------------------------------------------------


def in_order_of(net, key):
    """The net with its units sorted by ``key(incoming weights, bias, outgoing weights)``; ties keep their order."""
    demand_one_hidden_layer(net)
    (W, b), (V, _) = net
    order = sorted(range(len(b)), key=lambda k: key(W[k], b[k], V[:, k]))
    return take(net, 1, order, order, order)


@misconception(
    "canonical_form",
    "Units were sorted by their bias alone. Units with equal biases keep the order in which they came, so two "
    "orders of one net end in two forms.",
)
def sorts_by_the_bias(net):
    return in_order_of(net, lambda w, b, v: b)


@misconception(
    "canonical_form",
    "Units were sorted by a sum of their numbers. Different units can have equal sums, and then the order in "
    "which they came decides.",
)
def sorts_by_the_sum(net):
    return in_order_of(net, lambda w, b, v: w.sum() + b + v.sum())


@misconception(
    "canonical_form",
    "Units were sorted by a norm. (1, 2) and (2, 1) have the same norm: such units keep the order in which they came.",
)
def sorts_by_the_norm(net):
    return in_order_of(net, lambda w, b, v: math.hypot(*w, b, *v))


@misconception(
    "canonical_form",
    "Units were sorted by their first incoming weight alone. What decides between two units that share it?",
)
def sorts_by_the_first_weight(net):
    return in_order_of(net, lambda w, b, v: w[0])


@misconception(
    "canonical_form",
    "Units were sorted by incoming weights and bias, not by outgoing weights. Two units may compute the same "
    "value and send different multiples of it on; then the order in which they came decides.",
)
def forgets_the_outgoing_weights_as_a_key(net):
    return in_order_of(net, lambda w, b, v: (*w, b))


@misconception(
    "canonical_form",
    "The numbers were compared after rounding to few digits, so units that differ by 1e-8 or less count as equal and "
    "keep the order in which they came. Nothing is computed here: compare the numbers as they are.",
)
def rounds_to_six_digits(net):
    return in_order_of(net, lambda w, b, v: [round(float(x), 6) for x in (*w, b, *v)])


@misconception(
    "canonical_form",
    "Every array was sorted for itself. That takes the units apart: find one order of the units, and use it for "
    "incoming weights, biases and outgoing weights.",
)
def sorts_every_array_for_itself(net):
    demand_one_hidden_layer(net)
    (W, b), (V, c) = net
    return [(np.array(sorted(W.tolist())), np.sort(b)), (np.array(sorted(V.T.tolist())).T, c.copy())]


@misconception(
    "canonical_form",
    "The outgoing weights stayed where they were, so they now belong to other units.",
)
def sorts_the_incoming_side_only(net):
    demand_one_hidden_layer(net)
    (W, b), (V, _) = net
    order = sorted(range(len(b)), key=lambda k: (*W[k], b[k], *V[:, k]))
    return take(net, 1, order, order, list(range(len(b))))


@misconception(
    "canonical_form",
    "Signs were changed: units are only to be reordered here, so every number of the net must still be there.",
)
def makes_the_biases_positive(net):
    demand_one_hidden_layer(net)
    (W, b), (V, c) = net
    signs = np.where(b < 0, -1.0, 1.0)
    flipped = [(W * signs[:, None], b * signs), (V * signs, c.copy())]
    return in_order_of(flipped, lambda w, b, v: (*w, b, *v))


@misconception(
    "canonical_form",
    "Equal units were merged into one. The form is a reordering of the net: every unit stays, also when two are equal.",
)
def merges_equal_units(net):
    demand_one_hidden_layer(net)
    (W, b), (V, c) = net
    units = sorted(set(map(tuple, np.column_stack([W, b, V.T]).tolist())))
    d = W.shape[1]
    table = np.array(units)
    return [(table[:, :d], table[:, d]), (table[:, d + 1 :].T, c.copy())]


@misconception(
    "canonical_form",
    "0.0 and -0.0 were told apart. They are equal by ==, so they must not decide about the order of two units.",
)
def tells_the_two_zeros_apart(net):
    return in_order_of(net, lambda w, b, v: [(x, np.signbit(x)) for x in (*w, b, *v)])


@misconception(
    "canonical_form",
    "A net with several hidden layers was accepted. Sorting its first hidden layer does not give one form for all "
    "reorderings, since the outgoing weights move with the next layer: refuse it with a ValueError.",
)
def sorts_the_first_layer_of_a_deep_net(net):
    (W, b), (V, _) = net[:2]
    order = sorted(range(len(b)), key=lambda k: (*W[k], b[k], *V[:, k]))
    return take(net, 1, order, order, order)


@misconception(
    "canonical_form",
    "The result is right, but the net that was handed in is changed as well: its list, or the arrays in it. Copy "
    "what you write into.",
)
def sorts_in_the_callers_arrays(net):
    new = in_order_of(net, lambda w, b, v: (*w, b, *v))
    for (W, b), (W_new, b_new) in zip(net, new, strict=True):
        W[:], b[:] = W_new, b_new
    return net


@misconception(
    "canonical_form",
    "The units stand in the order in which they came, so two orders of one net have two forms. Does the net that you "
    "return have the new order?",
)
def returns_the_net_unsorted(net):
    demand_one_hidden_layer(net)
    return net


@misconception(
    "canonical_form",
    "Units were sorted by their incoming weights alone. Units that share them, and differ in bias or outgoing weights, "
    "keep the order in which they came.",
)
def sorts_by_incoming_weights_alone(net):
    return in_order_of(net, lambda w, b, v: tuple(w))


@misconception(
    "canonical_form",
    "Units were sorted by bias and incoming weights, not by outgoing weights. Two units may compute the same value and "
    "send different multiples of it on; then the order in which they came decides.",
)
def sorts_by_bias_then_incoming_weights(net):
    return in_order_of(net, lambda w, b, v: (b, *w))


@misconception(
    "canonical_form",
    "Units were sorted by their outgoing weights alone. Units that share them, and differ in bias or incoming weights, "
    "keep the order in which they came.",
)
def sorts_by_outgoing_weights_alone(net):
    return in_order_of(net, lambda w, b, v: tuple(v))


@misconception(
    "canonical_form",
    "Units were sorted by incoming and outgoing weights, not by bias. Units that differ in nothing but the bias keep "
    "the order in which they came.",
)
def forgets_the_bias_as_a_key(net):
    return in_order_of(net, lambda w, b, v: (*w, *v))


@misconception(
    "canonical_form",
    "The numbers were sorted in each column of W for itself, in b, and in each row of V, as np.sort does. That takes "
    "the units apart: find one order of the units, and use it for all three.",
)
def sorts_every_column_for_itself(net):
    demand_one_hidden_layer(net)
    (W, b), (V, c) = net
    return [(np.sort(W, axis=0), np.sort(b)), (np.sort(V, axis=1), c.copy())]


@misconception(
    "canonical_form",
    "Texts of the numbers decided about the order. 0.0 and -0.0 are equal by ==, but their texts differ: compare the "
    "numbers.",
)
def sorts_by_texts(net):
    return in_order_of(net, lambda w, b, v: [repr(float(x)) for x in (*w, b, *v)])


# --- swap_profile --------------------------------------------------------------------------------------------------


def profile(net, X, Y, activation, layer, i, j, ts, loss):
    twin = twin_of(net, layer, i, j)
    return np.array([loss(mixed(net, twin, t), X, Y, activation) for t in ts])


FLAT = (
    "Your profile is flat. It is if the losses or the outputs of the two ends are mixed, for they are equal, and it is "
    "if both ends are one and the same net. Mix the parameters of the net and of its twin, and take the loss of the "
    "net in between."
)


@misconception("swap_profile", FLAT)
def mixes_the_losses(net, X, Y, activation, layer, i, j, ts):
    twin = twin_of(net, layer, i, j)
    a, b = mse(net, X, Y, activation), mse(twin, X, Y, activation)
    return np.array([(1 - t) * a + t * b for t in ts])


@misconception("swap_profile", FLAT)
def mixes_the_outputs(net, X, Y, activation, layer, i, j, ts):
    twin = twin_of(net, layer, i, j)
    a, b = forward(net, X, activation), forward(twin, X, activation)
    return np.array([np.mean(((1 - t) * a + t * b - Y) ** 2) for t in ts])


@misconception(
    "swap_profile",
    "The squared errors were added up. The loss is their mean, over samples and outputs.",
)
def adds_up_the_squares(net, X, Y, activation, layer, i, j, ts):
    return profile(net, X, Y, activation, layer, i, j, ts, lambda *a: mse(*a) * a[2].size)


@misconception(
    "swap_profile",
    "The mean was taken over the samples only, and the outputs were added up. The loss is the mean over both: "
    "with two outputs this is twice as much.",
)
def averages_over_samples_only(net, X, Y, activation, layer, i, j, ts):
    return profile(net, X, Y, activation, layer, i, j, ts, lambda *a: mse(*a) * a[2].shape[1])


@misconception(
    "swap_profile",
    "The losses are half of what they should be: in this course the mean squared error has no factor 1/2.",
)
def halves_the_loss(net, X, Y, activation, layer, i, j, ts):
    return profile(net, X, Y, activation, layer, i, j, ts, lambda *a: mse(*a) / 2)


@misconception(
    "swap_profile",
    "These are roots of the losses. Asked for is the mean of the squares, without a root.",
)
def takes_the_root(net, X, Y, activation, layer, i, j, ts):
    return profile(net, X, Y, activation, layer, i, j, ts, lambda *a: np.sqrt(mse(*a)))


@misconception(
    "swap_profile",
    "The losses came back in ascending order of t. Number k belongs to ts[k], in the order in which ts was handed in.",
)
def puts_ts_in_order(net, X, Y, activation, layer, i, j, ts):
    return profile(net, X, Y, activation, layer, i, j, np.sort(ts), mse)


@misconception(
    "swap_profile",
    "The losses are those at evenly spaced points from 0 to 1, whatever ts says.",
)
def spaces_the_points_evenly(net, X, Y, activation, layer, i, j, ts):
    return profile(net, X, Y, activation, layer, i, j, np.linspace(0, 1, len(ts)), mse)


@misconception(
    "swap_profile",
    "Each t was taken once. If ts names a point twice, its loss is asked for twice.",
)
def drops_repeated_ts(net, X, Y, activation, layer, i, j, ts):
    return profile(net, X, Y, activation, layer, i, j, list(dict.fromkeys(ts.tolist())), mse)


@misconception(
    "swap_profile",
    "The activation was applied to the output layer as well. The last layer is linear.",
)
def activates_the_outputs(net, X, Y, activation, layer, i, j, ts):
    def loss(net, X, Y, activation):
        m = len(net[-1][1])
        return mse([*net, (np.eye(m), np.zeros(m))], X, Y, activation)

    return profile(net, X, Y, activation, layer, i, j, ts, loss)


@misconception(
    "swap_profile",
    "The biases stay those of the net until the end of the line: they were not mixed, or the other end still has "
    "the old ones. The straight line runs through the space of all parameters, and the twin's biases are swapped.",
)
def keeps_the_biases(net, X, Y, activation, layer, i, j, ts):
    twin = twin_of(net, layer, i, j)
    kept = [[(M, b) for (M, _), (_, b) in zip(mixed(net, twin, t), net, strict=True)] for t in ts]
    return np.array([mse(one, X, Y, activation) for one in kept])


@misconception(
    "swap_profile",
    "The activation that was handed in was not used: these are the losses of tanh nets.",
)
def always_takes_tanh(net, X, Y, activation, layer, i, j, ts):
    return profile(net, X, Y, "tanh", layer, i, j, ts, mse)


@misconception(
    "swap_profile",
    "The line does not end at the twin: at t = 1 the two units have exchanged their incoming weights and biases "
    "only. The loss there must be that of t = 0.",
)
def walks_to_half_a_swap(net, X, Y, activation, layer, i, j, ts):
    twin = twin_of(net, layer, i, j)
    twin[layer] = net[layer]
    return np.array([mse(mixed(net, twin, t), X, Y, activation) for t in ts])


@misconception(
    "swap_profile",
    "The losses are right, but the caller's ts is in ascending order after the call: ts.sort() works in place, "
    "np.sort(ts) makes a copy, and none of the two is needed.",
)
def sorts_the_callers_ts(net, X, Y, activation, layer, i, j, ts):
    losses = profile(net, X, Y, activation, layer, i, j, ts, mse)
    ts.sort()
    return losses


@misconception("swap_profile", FLAT)
def stays_at_the_net(net, X, Y, activation, layer, i, j, ts):
    demand_units(net, layer, i, j)
    return np.array([mse(mixed(net, net, t), X, Y, activation) for t in ts])


@misconception("swap_profile", FLAT)
def stays_at_the_twin(net, X, Y, activation, layer, i, j, ts):
    twin = twin_of(net, layer, i, j)
    return np.array([mse(mixed(twin, twin, t), X, Y, activation) for t in ts])


@misconception(
    "swap_profile",
    "The losses came back in ascending order of t, and each t once, as np.unique(ts) makes them. Number k belongs to "
    "ts[k], in the order in which ts was handed in.",
)
def takes_each_t_once_and_in_order(net, X, Y, activation, layer, i, j, ts):
    return profile(net, X, Y, activation, layer, i, j, np.unique(ts), mse)


@misconception(
    "swap_profile",
    "Absolute errors were averaged. Asked for is the mean of the squares.",
)
def takes_absolute_errors(net, X, Y, activation, layer, i, j, ts):
    return profile(net, X, Y, activation, layer, i, j, ts, lambda n, X, Y, a: np.mean(abs(forward(n, X, a) - Y)))
