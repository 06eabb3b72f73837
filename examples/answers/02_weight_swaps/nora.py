# A plain script without cell markers. The standard order looks at the incoming weights only, so units that tie there
# stay in the order in which they came.

# %% canonical_form
def canonical_form(net):
    if len(net) > 2:
        raise ValueError("one hidden layer, please")
    (W, b), (V, c) = net
    order = sorted(range(len(W)), key=lambda k: list(W[k]))
    return [(W[order], b[order]), (V[:, order], c)]
