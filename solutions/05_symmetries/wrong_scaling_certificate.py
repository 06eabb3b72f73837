"""Wrong certificates for ReLU and linear nets, one idea each. One that is valid on some data is no mistake there."""

import numpy as np

from autograder.checks import misconception

from .solution import contribution, flip_signs, rescale_units


def scaled_by(net, s, layer=None):
    """The net and its twin with all units of one layer, by default the last hidden one, rescaled by s."""
    layer = layer or len(net) - 1
    return net, rescale_units(net, layer, [s] * len(net[layer - 1][1])), 0.5


def safe_factor(g, r):
    """A factor that is large enough for contributions g and wishes r, wherever g is not 0 altogether."""
    size = np.abs(g).max()
    if not size:
        return 4.0
    u = g / size
    return 2.0 ** np.ceil(np.log2(16 * (1 + np.abs(np.sum(u * r) / np.sum(u * u)) / size)))


def reference_factor(net, X, Y, activation):
    return float(safe_factor(contribution(net, X, activation), Y - net[-1][1]))


@misconception(
    "scaling_certificate",
    "The factor is 4 for all data. Half-way the units contribute (1 + s)(1 + 1/s)/4 times as much, which is 25/16: if "
    "the targets are further away than that, the net becomes better on the way.",
)
def factor_four(net, X, Y, activation):
    return scaled_by(net, 4.0)


@misconception(
    "scaling_certificate",
    "A factor of 1000 is large for some data, and small for others. How large it must be depends on how small a part "
    "of its targets the net reaches.",
)
def factor_a_thousand(net, X, Y, activation):
    return scaled_by(net, 1000.0)


@misconception(
    "scaling_certificate",
    "A factor of 1e12 is large for most data. But the net may reach only 2**-100 of its targets, and then it becomes "
    "better on the way all the same. Compute the factor from the data.",
)
def factor_a_million_millions(net, X, Y, activation):
    return scaled_by(net, 2.0**40)


@misconception(
    "scaling_certificate",
    "The factor is 1, so both points are the same net.",
)
def factor_one(net, X, Y, activation):
    return scaled_by(net, 1.0)


@misconception(
    "scaling_certificate",
    "The factor fits the largest target, whatever the net contributes. What counts is their ratio: a target of 1 is "
    "far away for a net that contributes 2**-100.",
)
def factor_from_the_targets_alone(net, X, Y, activation):
    return scaled_by(net, 16.0 * (1 + np.abs(Y - net[-1][1]).max()))


@misconception(
    "scaling_certificate",
    "The factor fits the first sample. The loss is a mean over all of them.",
)
def factor_from_the_first_sample(net, X, Y, activation):
    return scaled_by(net, float(safe_factor(contribution(net, X[:1], activation), Y[:1] - net[-1][1])))


@misconception(
    "scaling_certificate",
    "The factor fits the first output. The loss is a mean over all of them.",
)
def factor_from_the_first_output(net, X, Y, activation):
    g = contribution(net, X, activation)
    return scaled_by(net, float(safe_factor(g[:, :1], (Y - net[-1][1])[:, :1])))


@misconception(
    "scaling_certificate",
    "The factor fits the largest wish and the largest contribution. They may belong to different samples, and the many "
    "small contributions may fall short by more: compare the sums of squares.",
)
def factor_from_the_largest_numbers(net, X, Y, activation):
    ratio = np.abs(Y - net[-1][1]).max() / np.abs(contribution(net, X, activation)).max()
    return scaled_by(net, 2.0 ** np.ceil(np.log2(8 * (1 + ratio))))


@misconception(
    "scaling_certificate",
    "The factor fits the mean wish and the mean contribution. But squares count, so a few samples that are far off may "
    "count for more than all the others: compare the sums of squares.",
)
def factor_from_the_means(net, X, Y, activation):
    ratio = np.abs(Y - net[-1][1]).mean() / np.abs(contribution(net, X, activation)).mean()
    return scaled_by(net, 2.0 ** np.ceil(np.log2(8 * (1 + ratio))))


@misconception(
    "scaling_certificate",
    "Half-way the units contribute much less than s times as much: (1 + s)(1 + 1/s)/4 is about s/4. Your factor is "
    "computed as if it were s, and is too small.",
)
def takes_s_for_the_growth(net, X, Y, activation):
    g, r = contribution(net, X, activation), Y - net[-1][1]
    size = np.abs(g).max()
    u = g / size
    ratio = abs(float(np.sum(u * r) / np.sum(u * u) / size))
    return scaled_by(net, 2.0 ** np.ceil(np.log2(1.5 + 2 * ratio)))


@misconception(
    "scaling_certificate",
    "You doubled s until the mixture overshoots its targets. That is too early: as long as it overshoots by less than "
    "the net falls short, its loss is the lower one.",
)
def stops_at_the_targets(net, X, Y, activation):
    g, r = contribution(net, X, activation), Y - net[-1][1]
    size = np.abs(g).max()
    u = g / size
    ratio = abs(float(np.sum(u * r) / np.sum(u * u) / size))
    s = 2.0
    while (1 + s) * (1 + 1 / s) / 4 <= ratio:
        s *= 2
    return scaled_by(net, s)


@misconception(
    "scaling_certificate",
    "The outgoing weights were multiplied as well, so the second net computes something else, with a loss of its own.",
)
def scales_both_sides_up(net, X, Y, activation):
    s = reference_factor(net, X, Y, activation)
    (W, b), (V, c) = net[-2:]
    return net, [*net[:-2], (s * W, s * b), (s * V, c)], 0.5


@misconception(
    "scaling_certificate",
    "The biases were not rescaled, so the second net computes something else. Where a unit lives on its bias alone, "
    "the loss on your line is even convex.",
)
def leaves_the_biases_of_the_units(net, X, Y, activation):
    s = reference_factor(net, X, Y, activation)
    (W, b), (V, c) = net[-2:]
    return net, [*net[:-2], (s * W, b), (V / s, c)], 0.5


@misconception(
    "scaling_certificate",
    "The output bias was divided, too. It does not pass through the units.",
)
def divides_the_output_bias(net, X, Y, activation):
    s = reference_factor(net, X, Y, activation)
    (W, b), (V, c) = net[-2:]
    return net, [*net[:-2], (s * W, s * b), (V / s, c / s)], 0.5


@misconception(
    "scaling_certificate",
    "Only the first unit was rescaled. If it is dead or idle, nothing changes on the way.",
)
def rescales_the_first_unit(net, X, Y, activation):
    n = len(net[-2][1])
    s = reference_factor(net, X, Y, activation)
    return net, rescale_units(net, len(net) - 1, [s, *[1.0] * (n - 1)]), 0.5


@misconception(
    "scaling_certificate",
    "Only the last unit was rescaled. If it is dead or idle, nothing changes on the way.",
)
def rescales_the_last_unit(net, X, Y, activation):
    n = len(net[-2][1])
    s = reference_factor(net, X, Y, activation)
    return net, rescale_units(net, len(net) - 1, [*[1.0] * (n - 1), s]), 0.5


@misconception(
    "scaling_certificate",
    "The first hidden layer was rescaled. In a deep net it may be silent on all samples, while later layers live on "
    "their biases. Which layer stands directly before the outputs?",
)
def rescales_the_first_layer(net, X, Y, activation):
    return scaled_by(net, reference_factor(net, X, Y, activation), layer=1)


@misconception(
    "scaling_certificate",
    "All signs were flipped. Half-way only the output bias is left, and the net need not be better than that; and with "
    "ReLU a flipped net is another function.",
)
def flips_instead(net, X, Y, activation):
    last = len(net) - 1
    return net, flip_signs(net, last, [-1] * len(net[-2][1])), 0.5


@misconception(
    "scaling_certificate",
    "A negative factor is no symmetry of ReLU, and half-way the identity's contribution shrinks and turns round.",
)
def scales_by_a_negative_factor(net, X, Y, activation):
    (W, b), (V, c) = net[-2:]
    return net, [*net[:-2], (-4.0 * W, -4.0 * b), (V / -4.0, c)], 0.5


@misconception(
    "scaling_certificate",
    "The factor was computed as if all units were ReLUs. With the identity negative values count, too.",
)
def takes_the_identity_for_relu(net, X, Y, activation):
    return scaled_by(net, float(safe_factor(contribution(net, X, "relu"), Y - net[-1][1])))


@misconception(
    "scaling_certificate",
    "The factor was computed as if all units were linear. A ReLU gives 0 for what is negative.",
)
def takes_relu_for_the_identity(net, X, Y, activation):
    return scaled_by(net, float(safe_factor(contribution(net, X, "identity"), Y - net[-1][1])))


@misconception(
    "scaling_certificate",
    "The output bias was not taken into account: what the units still have to reach is Y minus the output bias, and "
    "what they contribute is the output minus the output bias.",
)
def forgets_the_output_bias(net, X, Y, activation):
    return scaled_by(net, float(safe_factor(contribution(net, X, activation) + net[-1][1], Y)))


@misconception(
    "scaling_certificate",
    "The factor was computed in float32. There the square of 2**-100 is 0, and dividing by it gives inf or NaN.",
)
def computes_the_factor_in_single_precision(net, X, Y, activation):
    g, r = contribution(net, X, activation).astype(np.float32), Y - net[-1][1]
    with np.errstate(all="ignore"):
        ratio = np.abs(np.sum(g * r) / np.sum(np.square(g)))
    return scaled_by(net, float(8 * (1 + ratio)))


@misconception(
    "scaling_certificate",
    "For each sample the ratio of wish and contribution was computed. On samples where no unit is active that is a "
    "division by 0.",
)
def divides_sample_by_sample(net, X, Y, activation):
    g, r = contribution(net, X, activation), Y - net[-1][1]
    with np.errstate(all="ignore"):
        ratio = np.max(np.abs(r / g))
    return scaled_by(net, float(8 * (1 + ratio)))


@misconception(
    "scaling_certificate",
    "lam is 0, so the mixture is the second net itself, and the gap is 0.",
)
def lam_is_nought(net, X, Y, activation):
    a, b, _ = scaled_by(net, reference_factor(net, X, Y, activation))
    return a, b, 0.0


@misconception(
    "scaling_certificate",
    "A triple (net_a, net_b, lam) is asked for. You return the factor in the place of lam.",
)
def returns_the_factor(net, X, Y, activation):
    a, b, _ = scaled_by(net, reference_factor(net, X, Y, activation))
    return a, b, reference_factor(net, X, Y, activation)


@misconception(
    "scaling_certificate",
    "The triple is a proof, but the net that was handed in has changed: `*=` and `/=` write into the caller's arrays.",
)
def rescales_the_callers_net(net, X, Y, activation):
    before = [(W.copy(), b.copy()) for W, b in net]
    s = reference_factor(net, X, Y, activation)
    (W, b), (V, _) = net[-2:]
    W *= s
    b *= s
    V /= s
    return before, net, 0.5


@misconception(
    "scaling_certificate",
    "Among 2, 4, 8, ... up to 2**20 the factor with the largest gap was taken. Some data need a larger one: go on "
    "until the gap is positive.",
)
def tries_twenty_factors(net, X, Y, activation):
    def gap(s):
        a, b, _ = scaled_by(net, s)
        middle = [((W + A) / 2, (p + q) / 2) for (W, p), (A, q) in zip(a, b, strict=True)]
        losses = [np.mean((contribution(each, X, activation) + each[-1][1] - Y) ** 2) for each in (a, middle, b)]
        return losses[1] - (losses[0] + losses[2]) / 2

    return scaled_by(net, max((2.0**k for k in range(1, 21)), key=gap))
