# Mixes the outputs of the two ends instead of their weights: the profile is flat, whatever the net.

# %% swap_profile
def swap_profile(net, X, Y, activation, layer, i, j, ts):
    twin = swap_units(net, layer, i, j)
    out1 = forward(net, X, activation)
    out2 = forward(twin, X, activation)
    return np.array([np.mean(((1 - t) * out1 + t * out2 - Y) ** 2) for t in ts])
