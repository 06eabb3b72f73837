# Exchanges rows of an array as one exchanges items of a list. Rows are views: one unit is lost, the other is there twice.

# %% swap_units
def swap_units(net, layer, i, j):
    n = hidden_width(net, layer)
    if not (0 <= i < n and 0 <= j < n):
        raise ValueError("units out of range")
    new = [(W.copy(), b.copy()) for W, b in net]
    W, b = new[layer - 1]
    V, c = new[layer]
    W[i], W[j] = W[j], W[i]
    b[i], b[j] = b[j], b[i]
    V[:, i], V[:, j] = V[:, j], V[:, i]
    return new
