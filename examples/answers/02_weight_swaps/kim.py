# Shuffles until it fits: for larger layers, and wherever there is no answer, it never comes back.

# %% recover_permutation
import random


def recover_permutation(net_a, net_b):
    if [W.shape for W, b in net_a] != [W.shape for W, b in net_b]:
        raise ValueError("different shapes")
    while True:
        perms = []
        net = net_a
        for layer in range(1, len(net_a)):
            perm = list(range(hidden_width(net, layer)))
            random.shuffle(perm)
            net = permute_units(net, layer, perm)
            perms.append(perm)
        if all((W == W2).all() and (b == b2).all() for (W, b), (W2, b2) in zip(net, net_b)):
            return perms
