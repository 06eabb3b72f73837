# Treats every layer for itself in exercise 3, which fails where layers hang together. Answers the written question.

# %% recover_permutation
def recover_permutation(net_a, net_b):
    if [W.shape for W, b in net_a] != [W.shape for W, b in net_b]:
        raise ValueError("the shapes differ")
    perms = []
    net = net_a
    for layer in range(1, len(net_a)):
        old = unit_list(net, layer)
        perm = []
        for unit in unit_list(net_b, layer):
            # what a unit keeps when the other layers are reordered
            free = [k for k in range(len(old)) if k not in perm and old[k] == unit]
            if not free:
                return None
            perm.append(free[0])
        perms.append(perm)
        net = permute_units(net, layer, perm)
    same = all((W == W2).all() and (b == b2).all() for (W, b), (W2, b2) in zip(net, net_b))
    return perms if same else None


def unit_list(net, layer):
    W, b = net[layer - 1]
    V, c = net[layer]
    return [(list(W[k]), b[k], sorted(V[:, k])) for k in range(len(b))]


# %% written
# **Your answer:**
#
# The node values alone are not enough, the weights behind them have to be permuted too. Otherwise the next layer
# multiplies the values with the wrong weights.
#
# Example: two nodes with values 3 and 5 and outgoing weights 1 and 0. The output is 3. If I only exchange the values it
# is 5.
#
# The weights differ if the two nodes have different weights or biases.
