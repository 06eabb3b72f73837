# Leaves the outgoing weights where they were.

# %% swap_units
def swap_units(net, layer, i, j):
    n = hidden_width(net, layer)
    if not (0 <= i < n and 0 <= j < n):
        raise ValueError
    new = [(W.copy(), b.copy()) for W, b in net]
    W, b = new[layer - 1]
    W[[i, j]] = W[[j, i]]
    b[[i, j]] = b[[j, i]]
    return new


# %% permute_units
def permute_units(net, layer, perm):
    if sorted(perm) != list(range(hidden_width(net, layer))):
        raise ValueError
    new = [(W.copy(), b.copy()) for W, b in net]
    W, b = new[layer - 1]
    new[layer - 1] = (W[perm], b[perm])
    return new
