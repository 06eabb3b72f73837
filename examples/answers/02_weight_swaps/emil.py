# Uses the permutation on the way in and its inverse on the way out: right for every swap, wrong for three units in a ring.

# %% permute_units
def permute_units(net, layer, perm):
    n = hidden_width(net, layer)
    if sorted(perm) != list(range(n)):
        raise ValueError("perm is no permutation")
    new = [(W.copy(), b.copy()) for W, b in net]
    inverse = np.argsort(perm)
    W, b = new[layer - 1]
    V, c = new[layer]
    new[layer - 1] = (W[perm], b[perm])
    new[layer] = (V[:, inverse], c)
    return new
