# Returns the right net, and changes the caller's net on the way. In the loss profile both ends are the same net then.

# %% swap_units
def swap_units(net, layer, i, j):
    n = hidden_width(net, layer)
    if not (0 <= i < n and 0 <= j < n):
        raise ValueError("no such unit")
    W, b = net[layer - 1]
    V, c = net[layer]
    W[[i, j]] = W[[j, i]]
    b[[i, j]] = b[[j, i]]
    V[:, [i, j]] = V[:, [j, i]]
    return net


# %% permute_units
def permute_units(net, layer, perm):
    if sorted(perm) != list(range(hidden_width(net, layer))):
        raise ValueError("no permutation")
    W, b = net[layer - 1]
    V, c = net[layer]
    W[:] = W[perm]
    b[:] = b[perm]
    V[:] = V[:, perm]
    return net
