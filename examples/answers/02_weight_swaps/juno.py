# One cell does not compile: a bracket is missing. The other exercises are right.

# %% permute_units
def permute_units(net, layer, perm):
    n = hidden_width(net, layer)
    if sorted(perm) != list(range(n):
        raise ValueError("not a permutation")
    return reordered(net, layer, perm)
