"""Wrong loss profiles, one idea each. Apart from its idea every function is right."""

import numpy as np

from autograder.checks import misconception

from .solution import ACTIVATIONS, align, loss_profile, mixed, mse, reordered

right = loss_profile  # under another name, since a bank's function takes the name of its exercise


def profile(net_a, net_b, X, Y, activation, ts, net_at=None, loss=mse):
    """The profile with another way to make the net at t, or another loss."""
    right(net_a, net_b, X, Y, activation, ts[:0])  # refuses what is illegal
    net_at = net_at or mixed
    return np.array([loss(net_at(net_a, net_b, t), X, Y, activation) for t in ts])


def outputs(net, X, activation):
    h = X
    for W, b in net[:-1]:
        h = ACTIVATIONS[activation](h @ W.T + b)
    return h @ net[-1][0].T + net[-1][1]


@misconception(
    "loss_profile",
    "The line runs the wrong way: t = 0 should give the loss of net_a, and t = 1 that of net_b.",
)
def runs_from_b_to_a(net_a, net_b, X, Y, activation, ts):
    return right(net_b, net_a, X, Y, activation, ts)


@misconception(
    "loss_profile",
    "The outputs of the two nets are mixed. It is the weights and biases that are mixed, and then the mixed net is "
    "evaluated.",
)
def mixes_the_outputs_of_the_nets(net_a, net_b, X, Y, activation, ts):
    right(net_a, net_b, X, Y, activation, ts[:0])
    one, other = outputs(net_a, X, activation), outputs(net_b, X, activation)
    return np.array([np.mean(((1 - t) * one + t * other - Y) ** 2) for t in ts])


@misconception(
    "loss_profile",
    "The losses of the two nets are mixed: this is the straight line between the end losses, with which the profile is "
    "to be compared. The net at t has a loss of its own.",
)
def mixes_the_losses(net_a, net_b, X, Y, activation, ts):
    one, other = right(net_a, net_b, X, Y, activation, [0.0, 1.0])
    return (1 - np.asarray(ts)) * one + np.asarray(ts) * other


@misconception("loss_profile", "The biases stay those of net_a. They are parameters as well, and lie on the line too.")
def keeps_the_biases_of_a(net_a, net_b, X, Y, activation, ts):
    def net_at(one, other, t):
        return [(W, b) for (W, _), (_, b) in zip(mixed(one, other, t), one, strict=True)]

    return profile(net_a, net_b, X, Y, activation, ts, net_at)


@misconception("loss_profile", "The output layer stays that of net_a. All layers lie on the line.")
def keeps_the_output_layer_of_a(net_a, net_b, X, Y, activation, ts):
    return profile(net_a, net_b, X, Y, activation, ts, lambda a, b, t: [*mixed(a, b, t)[:-1], a[-1]])


@misconception("loss_profile", "Only the first and the last layer are mixed, those between stay as in net_a.")
def mixes_the_outer_layers_only(net_a, net_b, X, Y, activation, ts):
    def net_at(one, other, t):
        return [*mixed(one[:1], other[:1], t), *one[1:-1], *mixed(one[-1:], other[-1:], t)]

    return profile(net_a, net_b, X, Y, activation, ts, net_at)


@misconception("loss_profile", "The bias of the outputs stays that of net_a. It is a parameter as well.")
def keeps_the_output_bias_of_a(net_a, net_b, X, Y, activation, ts):
    def net_at(one, other, t):
        new = mixed(one, other, t)
        return [*new[:-1], (new[-1][0], one[-1][1])]

    return profile(net_a, net_b, X, Y, activation, ts, net_at)


@misconception(
    "loss_profile",
    "net_b is aligned to net_a before the line is drawn. The profile joins the two nets as they stand; whoever wants "
    "them aligned does that before.",
)
def aligns_first(net_a, net_b, X, Y, activation, ts):
    right(net_a, net_b, X, Y, activation, ts[:0])
    return right(net_a, reordered(net_b, align(net_a, net_b)), X, Y, activation, ts)


@misconception("loss_profile", "The losses come back in ascending order of t. They belong in the order of ts.")
def sorts_the_ts(net_a, net_b, X, Y, activation, ts):
    return right(net_a, net_b, X, Y, activation, np.sort(ts))


@misconception(
    "loss_profile",
    "The values of ts are not used, only how many there are: they need not be evenly spaced from 0 to 1.",
)
def spaces_the_ts_evenly(net_a, net_b, X, Y, activation, ts):
    return right(net_a, net_b, X, Y, activation, np.linspace(0, 1, len(ts)))


@misconception("loss_profile", "Values of t that occur again are left out. There is one loss for every t.")
def leaves_out_repeated_ts(net_a, net_b, X, Y, activation, ts):
    return right(net_a, net_b, X, Y, activation, list(dict.fromkeys(ts)))


@misconception("loss_profile", "The root of the mean squared error is taken. The loss is without the root.")
def takes_the_root(net_a, net_b, X, Y, activation, ts):
    return np.sqrt(right(net_a, net_b, X, Y, activation, ts))


@misconception(
    "loss_profile",
    "The squared errors of a sample's outputs are added up. The loss is the mean over samples and outputs.",
)
def sums_over_the_outputs(net_a, net_b, X, Y, activation, ts):
    return right(net_a, net_b, X, Y, activation, ts) * Y.shape[1]


@misconception(
    "loss_profile", "The squared errors of the samples are added up. The loss is the mean over samples and outputs."
)
def sums_over_the_samples(net_a, net_b, X, Y, activation, ts):
    return right(net_a, net_b, X, Y, activation, ts) * len(X)


@misconception("loss_profile", "There is a factor 1/2 before the loss. The mean squared error is without it.")
def halves_the_loss(net_a, net_b, X, Y, activation, ts):
    return right(net_a, net_b, X, Y, activation, ts) / 2


@misconception("loss_profile", "Only the first output is compared with its target.")
def looks_at_the_first_output_only(net_a, net_b, X, Y, activation, ts):
    def loss(net, X, Y, activation):
        return np.mean((outputs(net, X, activation) - Y)[:, 0] ** 2)

    return profile(net_a, net_b, X, Y, activation, ts, loss=loss)


@misconception("loss_profile", "The activation is applied to the outputs too. The last layer is linear.")
def activates_the_outputs(net_a, net_b, X, Y, activation, ts):
    def loss(net, X, Y, activation):
        return np.mean((ACTIVATIONS[activation](outputs(net, X, activation)) - Y) ** 2)

    return profile(net_a, net_b, X, Y, activation, ts, loss=loss)


@misconception("loss_profile", "The activation is always tanh, whatever the argument says.")
def always_takes_tanh(net_a, net_b, X, Y, activation, ts):
    return right(net_a, net_b, X, Y, "tanh", ts)


@misconception("loss_profile", "The loss is that of the first sample alone. It is the mean over all samples.")
def looks_at_the_first_sample_only(net_a, net_b, X, Y, activation, ts):
    return right(net_a, net_b, X[:1], Y[:1], activation, ts)


@misconception("loss_profile", "The numbers are single precision here (float32), which is exact to seven digits only.")
def calculates_the_losses_in_single_precision(net_a, net_b, X, Y, activation, ts):
    one, other = ([(W.astype(np.float32), b.astype(np.float32)) for W, b in net] for net in (net_a, net_b))
    return right(one, other, X.astype(np.float32), Y.astype(np.float32), activation, ts.astype(np.float32))


@misconception(
    "loss_profile",
    "Nets of different shapes are not refused. Where numpy can stretch one of them, or the loop ends with the shorter "
    "net, a number comes out that means nothing.",
)
def mixes_what_numpy_can_stretch(net_a, net_b, X, Y, activation, ts):
    losses = []
    for t in ts:
        try:
            net = [((1 - t) * A + t * B, (1 - t) * a + t * b) for (A, a), (B, b) in zip(net_a, net_b, strict=False)]
            losses.append(mse(net, X, Y, activation))
        except ValueError:
            raise ValueError("the shapes differ") from None
    return np.array(losses)


@misconception(
    "loss_profile",
    "The losses are right, but net_a was moved along the line in place. The caller still needs it as it was.",
)
def moves_the_callers_net(net_a, net_b, X, Y, activation, ts):
    losses = right(net_a, net_b, X, Y, activation, ts)
    for (A, a), (B, b) in zip(net_a, net_b, strict=True):
        A[:], a[:] = (1 - ts[-1]) * A + ts[-1] * B, (1 - ts[-1]) * a + ts[-1] * b
    return losses
