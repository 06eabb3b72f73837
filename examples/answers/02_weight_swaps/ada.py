# Everything right, with numpy. Most of the class below starts from these answers.

# %% helpers
def hidden_width(net, layer):
    """Number of units of a hidden layer, if there is such a layer."""
    if not 1 <= layer < len(net):
        raise ValueError(f"hidden layers are numbered 1 to {len(net) - 1}, not {layer}")
    return len(net[layer - 1][1])


def reordered(net, layer, perm):
    """A new net; indexing with a list makes copies, so nothing is shared with the old one."""
    new = [(np.array(W), np.array(b)) for W, b in net]
    W, b = new[layer - 1]
    V, c = new[layer]
    new[layer - 1] = (W[perm], b[perm])
    new[layer] = (V[:, perm], c)
    return new


# %% swap_units
def swap_units(net, layer, i, j):
    n = hidden_width(net, layer)
    if not (0 <= i < n and 0 <= j < n):
        raise ValueError(f"units are numbered 0 to {n - 1}, not {i} and {j}")
    perm = list(range(n))
    perm[i], perm[j] = j, i
    return reordered(net, layer, perm)


# %% permute_units
def permute_units(net, layer, perm):
    n = hidden_width(net, layer)
    if sorted(perm) != list(range(n)):
        raise ValueError(f"not a permutation of {n} units: {perm}")
    return reordered(net, layer, list(perm))


# %% recover_permutation
def recover_permutation(net_a, net_b):
    """Colour the units so that units of different colours cannot correspond, and try what is left.

    Colours are numbers, one list a layer with inputs and outputs. At the end every unit has a colour of its own.
    """
    if shapes(net_a) != shapes(net_b):
        raise ValueError("the two nets have different shapes")
    if not np.array_equal(net_a[-1][1], net_b[-1][1]):
        return None  # the biases of the outputs never move
    widths = [np.shape(net_a[0][0])[1]] + [len(b) for _, b in net_a]
    start = [[0] * n for n in widths]
    start[0], start[-1] = list(range(widths[0])), list(range(widths[-1]))  # inputs and outputs stay in their places
    found = search((as_lists(net_a), as_lists(net_b)), (start, start))
    if found is None:
        return None
    return [[old.index(colour) for colour in new] for old, new in zip(found[0][1:-1], found[1][1:-1])]


def shapes(net):
    return [(np.shape(W), np.shape(b)) for W, b in net]


def as_lists(net):
    """Rows, columns and biases of every layer: for so few numbers lists are faster than arrays."""
    return [(np.asarray(W).tolist(), np.asarray(W).T.tolist(), np.asarray(b).tolist()) for W, b in net]


def search(nets, colours):
    """Colours with which the nets agree and no two units of a layer are alike; None if there are none."""
    colours = refine(nets, colours)
    if colours is None:
        return None
    for layer, of_layer in enumerate(colours[0]):
        tied = [colour for colour in of_layer if of_layer.count(colour) > 1]
        if tied:
            unit = of_layer.index(tied[0])
            for partner, colour in enumerate(colours[1][layer]):
                if colour == tied[0]:
                    found = search(nets, singled_out(colours, layer, unit, partner))
                    if found is not None:
                        return found
            return None
    return colours


def singled_out(colours, layer, unit, partner):
    """Give `unit` of the first net and `partner` of the second a colour that nobody else has."""
    new = [[list(of_layer) for of_layer in of_net] for of_net in colours]
    new[0][layer][unit] = new[1][layer][partner] = len(new[0][layer])
    return new


def refine(nets, colours):
    """Split colours by bias and by the weights to and from each colour, until nothing changes."""
    colours = [list(of_net) for of_net in colours]
    to_do = list(range(1, len(nets[0])))
    while to_do:
        layer = to_do.pop(0)
        numbers = {}
        new = [
            [numbers.setdefault(look, len(numbers)) for look in looks(net, of_net, layer)]
            for net, of_net in zip(nets, colours)
        ]
        if sorted(new[0]) != sorted(new[1]):
            return None
        if len(numbers) > len(set(colours[0][layer])):  # the neighbours look different now
            to_do += [k for k in (layer - 1, layer + 1) if 0 < k < len(nets[0]) and k not in to_do]
        colours[0][layer], colours[1][layer] = new
    return colours


def looks(net, colours, layer):
    """What each unit of the layer keeps when its neighbours are reordered."""
    rows, _, biases = net[layer - 1]
    _, columns, _ = net[layer]
    below, above = colours[layer - 1], colours[layer + 1]
    return [
        (colour, bias, tuple(sorted(zip(below, row))), tuple(sorted(zip(above, column))))
        for colour, bias, row, column in zip(colours[layer], biases, rows, columns)
    ]


# %% canonical_form
def canonical_form(net):
    if len(net) != 2:
        raise ValueError("only for one hidden layer")
    (W, b), (V, _) = net
    units = np.column_stack([W, b, np.transpose(V)]).tolist()
    return reordered(net, 1, sorted(range(len(units)), key=units.__getitem__))


# %% swap_profile
def swap_profile(net, X, Y, activation, layer, i, j, ts):
    twin = swap_units(net, layer, i, j)
    losses = []
    for t in ts:
        between = [((1 - t) * W + t * W2, (1 - t) * b + t * b2) for (W, b), (W2, b2) in zip(net, twin)]
        losses.append(mse(between, X, Y, activation))
    return np.array(losses)


# %% written
# **Your answer:** The outgoing weights are missing. Exchange the values of two nodes *and* the weights with which the
# next layer reads them, then the output stays the same, because only the order of the terms changes.
#
# Counterexample to the original: hidden values 1 and 2, outgoing weights 10 and 1, no bias. The output is
# 10·1 + 1·2 = 12. With the values exchanged and the weights left, it is 10·2 + 1·1 = 21.
#
# In weights, moving a node means moving its incoming weights, its bias and its outgoing weights. Old and new weights
# differ exactly if the two nodes differ in at least one of these three.
