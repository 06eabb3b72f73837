"""Wrong ideas about split_unit."""

import numpy as np

from autograder.checks import misconception


def demand_unit(net, layer, unit):
    if not 1 <= layer < len(net) or not 0 <= unit < len(net[layer - 1][1]):
        raise ValueError(f"layer {layer}, unit {unit}")


def divided(net, layer, unit, stays, goes, row=None, bias=None):
    """The net with a copy at the end; `stays` and `goes` are the outgoing columns of the unit and its copy."""
    W, b = net[layer - 1]
    V, c = net[layer]
    new = [(M.copy(), v.copy()) for M, v in net]
    new[layer - 1] = (np.vstack([W, W[unit] if row is None else row]), np.append(b, b[unit] if bias is None else bias))
    V = np.column_stack([V, goes])
    V[:, unit] = stays
    new[layer] = (V, c.copy())
    return new


def outgoing(net, layer, unit):
    demand_unit(net, layer, unit)
    return net[layer][0][:, unit].copy()


@misconception(
    "split_unit",
    "Both units have all of the outgoing weights, so what the unit contributes is counted twice. They must share them.",
)
def gives_all_to_both(net, layer, unit, mu):
    v = outgoing(net, layer, unit)
    return divided(net, layer, unit, v, v)


@misconception("split_unit", "The outgoing weights were halved. The share that stays is mu, which may be any number.")
def always_halves(net, layer, unit, mu):
    v = outgoing(net, layer, unit)
    return divided(net, layer, unit, v / 2, v / 2)


@misconception("split_unit", "The shares are the wrong way round: mu*v stays with the unit, the copy gets the rest.")
def exchanges_the_shares(net, layer, unit, mu):
    v = outgoing(net, layer, unit)
    return divided(net, layer, unit, (1 - mu) * v, mu * v)


@misconception("split_unit", "The outgoing weights of the unit are as they were. Only mu times them stays.")
def keeps_all_and_gives_the_rest(net, layer, unit, mu):
    v = outgoing(net, layer, unit)
    return divided(net, layer, unit, v, (1 - mu) * v)


@misconception("split_unit", "The copy got mu*v as well. It gets what is missing from v, so that both together have v.")
def gives_the_same_share_to_both(net, layer, unit, mu):
    v = outgoing(net, layer, unit)
    return divided(net, layer, unit, mu * v, mu * v)


@misconception("split_unit", "The copy stands beside its unit. It should come last in its layer.")
def puts_the_copy_beside_its_unit(net, layer, unit, mu):
    demand_unit(net, layer, unit)
    new = [(W.copy(), b.copy()) for W, b in net]
    (W, b), (V, c) = net[layer - 1], net[layer]
    V = np.insert(V, unit + 1, (1 - mu) * V[:, unit], axis=1)
    V[:, unit] *= mu
    new[layer - 1] = (np.insert(W, unit + 1, W[unit], axis=0), np.insert(b, unit + 1, b[unit]))
    new[layer] = (V, c.copy())
    return new


@misconception("split_unit", "The copy comes first. It should come last in its layer.")
def puts_the_copy_first(net, layer, unit, mu):
    demand_unit(net, layer, unit)
    new = [(W.copy(), b.copy()) for W, b in net]
    (W, b), (V, c) = net[layer - 1], net[layer]
    shared = V.copy()
    shared[:, unit] *= mu
    new[layer - 1] = (np.vstack([W[unit], W]), np.append(b[unit], b))
    new[layer] = (np.column_stack([(1 - mu) * V[:, unit], shared]), c.copy())
    return new


@misconception(
    "split_unit", "The copy has no bias. It has the same incoming side as the unit, and the bias is part of it."
)
def forgets_the_bias(net, layer, unit, mu):
    v = outgoing(net, layer, unit)
    return divided(net, layer, unit, mu * v, (1 - mu) * v, bias=0.0)


@misconception(
    "split_unit",
    "The bias was shared as well. The activation comes after the bias, and is not linear: both units need all of it.",
)
def shares_the_bias(net, layer, unit, mu):
    v = outgoing(net, layer, unit)
    new = divided(net, layer, unit, mu * v, (1 - mu) * v)
    new[layer - 1][1][[unit, -1]] *= [mu, 1 - mu]
    return new


@misconception(
    "split_unit",
    "The incoming weights were shared, too. The activation comes after them, and is not linear: both units need them "
    "whole.",
)
def shares_the_incoming_side(net, layer, unit, mu):
    v = outgoing(net, layer, unit)
    new = divided(net, layer, unit, mu * v, (1 - mu) * v)
    new[layer - 1][0][[unit, -1]] *= np.array([[mu], [1 - mu]])
    return new


@misconception("split_unit", "Only the weights to the first output were shared. Every output has a weight of the unit.")
def shares_with_the_first_output_only(net, layer, unit, mu):
    v = outgoing(net, layer, unit)
    stays, goes = v.copy(), np.zeros(len(v))
    stays[0], goes[0] = mu * v[0], (1 - mu) * v[0]
    return divided(net, layer, unit, stays, goes)


@misconception(
    "split_unit", "mu was forced to lie between 0 and 1. It may be any number: 3*v and -2*v add up to v, too."
)
def clips_mu(net, layer, unit, mu):
    v = outgoing(net, layer, unit)
    mu = min(max(mu, 0.0), 1.0)
    return divided(net, layer, unit, mu * v, (1 - mu) * v)


@misconception("split_unit", "mu outside of 0 to 1 was refused. It may be any number: 3*v and -2*v add up to v, too.")
def refuses_other_mu(net, layer, unit, mu):
    v = outgoing(net, layer, unit)
    if not 0 <= mu <= 1:
        raise ValueError(f"mu is {mu}")
    return divided(net, layer, unit, mu * v, (1 - mu) * v)


@misconception("split_unit", "The copy got nothing, whatever mu is. It should get (1 - mu)*v.")
def gives_nothing_to_the_copy(net, layer, unit, mu):
    v = outgoing(net, layer, unit)
    return divided(net, layer, unit, v, 0 * v)


@misconception("split_unit", "The copy got (1 + mu)*v. Both together must have v.")
def gets_the_sign_wrong(net, layer, unit, mu):
    v = outgoing(net, layer, unit)
    return divided(net, layer, unit, mu * v, (1 + mu) * v)


@misconception("split_unit", "The first hidden layer was split, whatever layer was asked for.")
def always_splits_the_first_layer(net, layer, unit, mu):
    demand_unit(net, layer, unit)
    unit = min(unit, len(net[0][1]) - 1)
    v = net[0 + 1][0][:, unit].copy()
    return divided(net, 1, unit, mu * v, (1 - mu) * v)


@misconception("split_unit", "The last unit was split, whatever unit was asked for.")
def always_splits_the_last_unit(net, layer, unit, mu):
    demand_unit(net, layer, unit)
    unit = len(net[layer - 1][1]) - 1
    v = net[layer][0][:, unit].copy()
    return divided(net, layer, unit, mu * v, (1 - mu) * v)


@misconception(
    "split_unit",
    "The net that was handed over has changed: its outgoing weights were multiplied in place. Work on a copy.",
)
def splits_in_place(net, layer, unit, mu):
    v = outgoing(net, layer, unit)
    new = divided(net, layer, unit, mu * v, (1 - mu) * v)
    net[layer][0][:, unit] *= mu
    return new


@misconception("split_unit", "Python takes -1 for the last unit. Here unit -1 does not exist: raise a ValueError.")
def takes_unit_minus_one(net, layer, unit, mu):
    if not 1 <= layer < len(net) or not -1 <= unit < len(net[layer - 1][1]):
        raise ValueError(f"layer {layer}, unit {unit}")
    v = net[layer][0][:, unit].copy()
    unit = unit % len(net[layer - 1][1])
    return divided(net, layer, unit, mu * v, (1 - mu) * v)


@misconception(
    "split_unit", "Layers below 1 were accepted: Python counts negative indices from the end. Raise a ValueError."
)
def takes_layers_below_one(net, layer, unit, mu):
    if layer < 1:
        layer = 1
    v = outgoing(net, layer, unit)
    return divided(net, layer, unit, mu * v, (1 - mu) * v)


@misconception("split_unit", "What does not exist was refused with another exception. Raise a ValueError.")
def raises_index_errors(net, layer, unit, mu):
    if not 1 <= layer < len(net) or not 0 <= unit < len(net[layer - 1][1]):
        raise IndexError(f"layer {layer}, unit {unit}")
    v = net[layer][0][:, unit].copy()
    return divided(net, layer, unit, mu * v, (1 - mu) * v)
