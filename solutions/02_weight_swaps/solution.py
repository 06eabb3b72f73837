"""Reference functions of the lab: plain numpy, written to be read.

A net is a list of pairs ``(W, b)``. Hidden layer ``k`` (counted from 1) owns the rows of ``net[k-1][0]``, the entries
of ``net[k-1][1]`` and the columns of ``net[k][0]``. No function changes what it is given.
"""

from statistics import mode

import numpy as np

ACTIVATIONS = {
    "identity": lambda z: z,
    "relu": lambda z: np.maximum(z, 0.0),
    "tanh": np.tanh,
    # written with tanh because exp(-z) overflows for very negative z
    "sigmoid": lambda z: 0.5 * (1.0 + np.tanh(0.5 * z)),
}


def forward(net, X, activation):
    """Outputs of the net, one row a sample; the activation acts on hidden layers only."""
    h = X
    for W, b in net[:-1]:
        h = ACTIVATIONS[activation](h @ W.T + b)
    W, b = net[-1]
    return h @ W.T + b


def mse(net, X, Y, activation):
    """Mean over samples and outputs of the squared error."""
    return np.mean((forward(net, X, activation) - Y) ** 2)


def width_of(net, layer):
    """Number of units of a hidden layer; ValueError if the net has no such hidden layer."""
    # Python takes negative indices, so net[layer - 1] would accept layer 0 and -1 without a word.
    if not 1 <= layer <= len(net) - 1:
        raise ValueError(f"hidden layers are numbered 1..{len(net) - 1}, there is no layer {layer}")
    _, b = net[layer - 1]
    return len(b)


def demand_units(net, layer, *units):
    """ValueError unless the hidden layer exists and has all these units."""
    n = width_of(net, layer)
    for unit in units:
        if not 0 <= unit < n:
            raise ValueError(f"units of layer {layer} are numbered 0..{n - 1}, there is no unit {unit}")


def demand_permutation(net, layer, perm):
    """ValueError unless the hidden layer exists and `perm` names each of its units once."""
    n = width_of(net, layer)
    if sorted(perm) != list(range(n)):
        raise ValueError(f"{perm} does not name every unit 0..{n - 1} of layer {layer} once")


def demand_same_shapes(net_a, net_b):
    """ValueError unless the two nets have the same layers."""
    if [W.shape for W, _ in net_a] != [W.shape for W, _ in net_b]:
        raise ValueError("the nets have different shapes, so neither can be a reordering of the other")


def demand_one_hidden_layer(net):
    """ValueError unless the net has one hidden layer."""
    if len(net) != 2:
        raise ValueError(f"a net with one hidden layer is needed, this one has {len(net) - 1}")


def swap_units(net, layer, i, j):
    """Exchange two units of a hidden layer together with all of their edges and their biases."""
    demand_units(net, layer, i, j)
    new = [(W.copy(), b.copy()) for W, b in net]
    W, b = new[layer - 1]
    V, _ = new[layer]
    # A list as index makes a copy of the right-hand side before anything is written. `W[i], W[j] = W[j], W[i]` would
    # not do: W[i] and W[j] are views, and the first assignment overwrites what the second one still needs.
    W[[i, j]] = W[[j, i]]
    b[[i, j]] = b[[j, i]]
    V[:, [i, j]] = V[:, [j, i]]
    return new


def permute_units(net, layer, perm):
    """Reorder a hidden layer: new unit k is old unit perm[k]."""
    demand_permutation(net, layer, perm)
    new = [(W.copy(), b.copy()) for W, b in net]
    W, b = net[layer - 1]
    V, c = net[layer]
    # The SAME perm on rows, biases and columns: column k of the new V must meet the unit that now stands at place k.
    new[layer - 1] = (W[perm], b[perm])
    new[layer] = (V[:, perm], c.copy())
    return new


def recover_permutation(net_a, net_b):
    """One perm a hidden layer that turns `net_a` into `net_b`, or None if there is no such reordering.

    A unit is recognised by what stays with it when the units are reordered. Its weights do, but not their order: the
    units of the neighbouring layers may have been reordered as well. So every unit gets a "colour", and two units
    (of either net) may keep the same colour only as long as they look the same: same bias, and the same weights to and
    from units of each colour. New colours make more differences visible, so this is repeated until nothing changes.

    Usually every unit then has a colour of its own, and the perms can be read off: units of one colour agree in their
    bias and in their weights to every other colour, so in everything. If not, we guess: some unit of `net_b` is one of
    the units of its colour in `net_a`. Each guess is one new colour, after which the colours are refined again; a guess
    that leads to a contradiction is taken back, and only when all guesses have failed is the answer None.
    """
    demand_same_shapes(net_a, net_b)
    return find_reordering(net_a, net_b)


def find_reordering(net_a, net_b):
    """The search of `recover_permutation`, for two nets of the same shapes."""
    # Output biases belong to no hidden unit: they must agree as they stand.
    if not np.array_equal(net_a[-1][1], net_b[-1][1]):
        return None
    # Index 0 of every stacked array is net_a, index 1 is net_b.
    weights = [np.stack([A, B]) for (A, _), (B, _) in zip(net_a, net_b, strict=True)]
    biases = [np.stack([a, b]) for (_, a), (_, b) in zip(net_a, net_b, strict=True)]
    # Inputs and outputs are never reordered, so each has a colour of its own from the start. Hidden units that are
    # equal in everything can be exchanged freely; numbering them keeps the search from trying all of their orders.
    inputs, outputs = np.arange(weights[0].shape[2]), np.arange(weights[-1].shape[1])
    colours = [np.stack([inputs, inputs])]
    for layer in range(1, len(weights)):
        colours.append(np.array([number_among_equals(net, layer) for net in (net_a, net_b)]))
    colours.append(np.stack([outputs, outputs]))
    return search(weights, biases, colours)


def number_among_equals(net, layer):
    """For every unit of a hidden layer, how many units before it are equal to it in all weights and the bias."""
    (W, b), (V, _) = net[layer - 1], net[layer]
    units = np.column_stack([W, b, V.T]).tolist()
    # Python's == on lists of floats: 0.0 and -0.0 are equal, 1.0 and 1.0 + 1e-12 are not
    return [units[:k].count(unit) for k, unit in enumerate(units)]


def search(weights, biases, colours):
    """Refine the colours; read off the perms if all units are told apart, otherwise guess one unit and go on."""
    colours = refine(weights, biases, colours)
    if colours is None:
        return None
    hidden = range(1, len(weights))
    undecided = [layer for layer in hidden if different(colours[layer]) < colours[layer].shape[1]]
    if not undecided:
        pairs = [colours[layer].tolist() for layer in hidden]
        # new unit k (of net_b) is the old unit (of net_a) with the same colour
        return [[side_a.index(colour) for colour in side_b] for side_a, side_b in pairs]

    layer = min(undecided)
    side_a, side_b = colours[layer]
    colour = mode(side_b.tolist())  # the most frequent one, so at least two units have it
    unit_b = side_b.tolist().index(colour)
    for unit_a in np.flatnonzero(side_a == colour):
        guess = [c.copy() for c in colours]
        # colours are numbered from 0, so nobody has this one
        guess[layer][0, unit_a] = guess[layer][1, unit_b] = len(side_a)
        perms = search(weights, biases, guess)
        if perms is not None:
            return perms
    return None


def refine(weights, biases, colours):
    """Give units that look different different colours, until nothing changes; None if the nets cannot agree."""
    colours = list(colours)
    while True:
        before = [different(c) for c in colours]
        for layer in range(1, len(weights)):
            looks = np.concatenate(
                [
                    colours[layer][:, :, None],
                    biases[layer - 1][:, :, None],
                    sort_within_colours(weights[layer - 1], colours[layer - 1]),
                    sort_within_colours(weights[layer].transpose(0, 2, 1), colours[layer + 1]),
                ],
                axis=2,
            )
            names = {}
            new = [[names.setdefault(tuple(look), len(names)) for look in side] for side in looks.tolist()]
            if sorted(new[0]) != sorted(new[1]):
                return None  # some look is more frequent in one net than in the other
            colours[layer] = np.array(new)
        if [different(c) for c in colours] == before:
            return colours


def different(colours):
    """How many colours the units of a layer have."""
    return len(np.unique(colours))


def sort_within_colours(weights, colours):
    """Every row's weights, first those to units of the lowest colour (by size), then of the next colour, and so on.

    Units of one colour cannot be told apart yet, so for them only the collection of weights means something.
    """
    keys = np.broadcast_to(colours[:, None, :], weights.shape)
    order = np.lexsort((weights, keys), axis=-1)
    return weights[np.arange(2)[:, None, None], np.arange(weights.shape[1])[:, None], order]


def canonical_form(net):
    """The one reordering of the net whose units stand in ascending order (incoming weights, bias, outgoing weights)."""
    demand_one_hidden_layer(net)
    (W, b), (V, c) = net
    # The whole unit is compared, entry by entry like words in a dictionary. Anything less, such as the bias or the
    # norm, leaves units tied that are different, and ties keep the order that the net came in.
    units = np.column_stack([W, b, V.T]).tolist()
    order = sorted(range(len(units)), key=lambda k: units[k])
    return [(W[order], b[order]), (V[:, order], c.copy())]


def swap_profile(net, X, Y, activation, layer, i, j, ts):
    """Losses on the straight line in parameter space from the net (t=0) to its swapped twin (t=1)."""
    twin = swap_units(net, layer, i, j)
    losses = []
    for t in ts:
        # The PARAMETERS are mixed, biases included, and the mixed net is evaluated. Both ends have the same loss;
        # what happens between them is what tells whether the loss is convex.
        mixed = [((1 - t) * Wa + t * Wb, (1 - t) * ba + t * bb) for (Wa, ba), (Wb, bb) in zip(net, twin, strict=True)]
        losses.append(mse(mixed, X, Y, activation))
    return np.array(losses)
