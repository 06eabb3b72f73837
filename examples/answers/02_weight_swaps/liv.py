# Right, and very talkative: thousands of printed lines, in cells and in functions.

# %% new at the start
for line in range(5000):
    print("debug", line, "." * 40)

# %% helpers
def hidden_width(net, layer):
    print("hidden_width called, layer", layer)
    if not 1 <= layer < len(net):
        raise ValueError("no such layer")
    return len(net[layer - 1][1])


def reordered(net, layer, perm):
    new = [(W.copy(), b.copy()) for W, b in net]
    (W, b), (V, c) = new[layer - 1], new[layer]
    new[layer - 1], new[layer] = (W[perm], b[perm]), (V[:, perm], c)
    print("result", new)
    return new


# %% swap_units
def swap_units(net, layer, i, j):
    for number, (W, b) in enumerate(net, start=1):
        print("layer", number, "weights", W, "biases", b)
    n = hidden_width(net, layer)
    if not (0 <= i < n and 0 <= j < n):
        print("!!! illegal units", i, j)
        raise ValueError("illegal units")
    perm = list(range(n))
    perm[i], perm[j] = j, i
    for _ in range(2000):
        print("swapping", i, "and", j, "with", perm)
    return reordered(net, layer, perm)
