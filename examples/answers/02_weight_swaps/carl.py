# Forgets the biases: only the edges of a unit move.

# %% swap_units
def swap_units(net, layer, i, j):
    if layer < 1 or layer >= len(net):
        raise ValueError("no such layer")
    n = net[layer - 1][0].shape[0]
    if i < 0 or j < 0 or i >= n or j >= n:
        raise ValueError("no such unit")
    order = list(range(n))
    order[i], order[j] = order[j], order[i]
    return permute_units(net, layer, order)


# %% permute_units
def permute_units(net, layer, perm):
    if layer < 1 or layer >= len(net) or sorted(perm) != list(range(len(net[layer - 1][0]))):
        raise ValueError("illegal layer or permutation")
    new = [(W.copy(), b.copy()) for W, b in net]
    new[layer - 1] = (new[layer - 1][0][perm, :], new[layer - 1][1])
    new[layer] = (new[layer][0][:, perm], new[layer][1])
    return new
