"""All orders at once: what the wrong functions of the bank go through, one by one."""

import itertools

from .solution import hidden_widths


def orderings(net):
    """All choices of one order for every hidden layer, independently."""
    return itertools.product(*(itertools.permutations(range(n)) for n in hidden_widths(net)))


def reordered(net, perms):
    """The net with every hidden layer reordered by its perm."""
    orders = [slice(None), *(list(perm) for perm in perms), slice(None)]
    # rows in the order of their own layer, columns in the order of the layer before
    return [(W[orders[k + 1]][:, orders[k]], b[orders[k + 1]]) for k, (W, b) in enumerate(net)]
