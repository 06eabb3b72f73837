# Right, handed in as a .py file with cell markers.

# %% swap_profile
def swap_profile(net, X, Y, activation, layer, i, j, ts):
    twin = swap_units(net, layer, i, j)

    def loss(t):
        mixed = [(W + t * (W2 - W), b + t * (b2 - b)) for (W, b), (W2, b2) in zip(net, twin)]
        return mse(mixed, X, Y, activation)

    return [loss(t) for t in ts]
