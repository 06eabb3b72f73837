"""Right functions of the lab in other styles than the reference; all of them must keep full marks."""

import itertools
import math
import statistics
from fractions import Fraction

import numpy as np

from autograder.checks import variant

from .solution import forward, group_mean, mse, width_one

# --- average_nets --------------------------------------------------------------------------------------------------


@variant("average_nets")
def average_with_plain_lists(nets):
    """Nothing but lists and floats."""

    def mean(parts):
        if not hasattr(parts[0], "__len__"):
            return float(statistics.fmean(parts))
        if len({len(part) for part in parts}) != 1:
            raise ValueError("shapes")
        return [mean(row) for row in zip(*parts, strict=True)]

    plain = [[(W.tolist(), b.tolist()) for W, b in net] for net in nets]
    return [(mean([W for W, _ in layer]), mean([b for _, b in layer])) for layer in zip(*plain, strict=True)]


@variant("average_nets")
def average_as_it_goes(nets):
    """A running mean: every net moves it by 1/k of the difference."""
    mean = [(W.astype(float), b.astype(float)) for W, b in nets[0]]
    for k, net in enumerate(nets[1:], start=2):
        if len(net) != len(mean):
            raise ValueError("depths")
        for (M, m), (W, b) in zip(mean, net, strict=True):
            if M.shape != W.shape or m.shape != b.shape:
                raise ValueError("shapes")
            M += (W - M) / k
            m += (b - m) / k
    return tuple(mean)


@variant("average_nets")
def average_of_flat_vectors(nets):
    """All parameters in one vector, with a matrix product for the mean."""
    shapes = [[part.shape for layer in net for part in layer] for net in nets]
    if any(other != shapes[0] for other in shapes[1:]):
        raise ValueError(f"shapes {shapes}")
    table = np.stack([np.concatenate([part.ravel() for layer in net for part in layer]) for net in nets])
    flat = np.full(len(nets), 1 / len(nets)) @ table
    parts = np.split(flat, np.cumsum([math.prod(shape) for shape in shapes[0]])[:-1])
    parts = [part.reshape(shape) for part, shape in zip(parts, shapes[0], strict=True)]
    return list(zip(parts[::2], parts[1::2], strict=True))


# --- group_mean ----------------------------------------------------------------------------------------------------


@variant("group_mean")
def group_mean_by_matrices(net):
    """The mean of all permutation matrices, J, from the left and from the right."""
    sizes = [None, *(len(b) for _, b in net[:-1]), None]
    J = [np.full((n, n), 1 / n) if n else 1.0 for n in sizes]

    def times(A, B):
        return A @ B if np.ndim(A) and np.ndim(B) else A * B

    return [(times(times(J[k + 1], W), J[k]), times(J[k + 1], b)) for k, (W, b) in enumerate(net)]


@variant("group_mean")
def group_mean_by_shifts(net):
    """Layer after layer, the mean over all shifts in a circle: a much smaller group with the same mean."""
    mean = [(W, b) for W, b in net]
    for layer in range(1, len(net)):
        (W, b), (V, c) = mean[layer - 1], mean[layer]
        n = len(b)
        mean[layer - 1] = (sum(np.roll(W, s, axis=0) for s in range(n)) / n, sum(np.roll(b, s) for s in range(n)) / n)
        mean[layer] = (sum(np.roll(V, s, axis=1) for s in range(n)) / n, c)
    return mean


@variant("group_mean")
def group_mean_by_brute_force(net):
    """All reorderings while they are few, and loops over lists beyond."""
    sizes = [len(b) for _, b in net[:-1]]
    if math.prod(math.factorial(n) for n in sizes) > 800:
        last = len(net) - 1
        new = []
        for k, (W, b) in enumerate(net):
            rows, biases = W.tolist(), b.tolist()
            if k > 0:
                rows = [[sum(row) / len(row)] * len(row) for row in rows]
            if k < last:
                mean = [sum(column) / len(rows) for column in zip(*rows, strict=True)]
                rows = [list(mean) for _ in rows]
                biases = [sum(biases) / len(biases)] * len(biases)
            new.append([rows, biases])
        return new
    total, count = None, 0
    for perms in itertools.product(*(itertools.permutations(range(n)) for n in sizes)):
        orders = [slice(None), *map(list, perms), slice(None)]
        member = [(W[orders[k + 1]][:, orders[k]], b[orders[k + 1]]) for k, (W, b) in enumerate(net)]
        total = member if total is None else [(A + W, a + b) for (A, a), (W, b) in zip(total, member, strict=True)]
        count += 1
    return [(W / count, b / count) for W, b in total]


# --- width_one -----------------------------------------------------------------------------------------------------


@variant("width_one")
def width_one_from_the_group_mean(net):
    """The first of the equal units, with what all of them send on."""
    mean = group_mean(net)
    last = len(net) - 1
    return [
        (
            (W[:1] if k < last else W) if k == 0 else (W[:1] if k < last else W).sum(axis=1, keepdims=True),
            b[:1] if k < last else b,
        )
        for k, (W, b) in enumerate(mean)
    ]


@variant("width_one")
def width_one_with_plain_floats(net):
    """Means and sums of lists; the middle entry is n times the grand mean."""
    new, last = [], len(net) - 1
    for k, (W, b) in enumerate(net):
        rows, biases = W.tolist(), b.tolist()
        if 0 < k < last:
            everything = [entry for row in rows for entry in row]
            rows = [[len(rows[0]) * math.fsum(everything) / len(everything)]]
        elif k < last:
            rows = [[math.fsum(column) / len(rows) for column in zip(*rows, strict=True)]]
        elif k > 0:
            rows = [[math.fsum(row)] for row in rows]
        new.append((rows, [math.fsum(biases) / len(biases)] if k < last else biases))
    return tuple(new)


@variant("width_one")
def width_one_by_vectors_of_ones(net):
    """Rows averaged by 1/n from the left, columns added by ones from the right."""
    new = []
    for k, (W, b) in enumerate(net):
        left = np.full((1, len(b)), 1 / len(b)) if k < len(net) - 1 else np.eye(len(b))
        right = np.ones((W.shape[1], 1)) if k > 0 else np.eye(W.shape[1])
        new.append((np.linalg.multi_dot([left, W, right]), left @ b))
    return new


# --- jensen_gap ----------------------------------------------------------------------------------------------------


@variant("jensen_gap")
def gap_by_scalar_loops(net, X, Y, activation):
    """Sample by sample and output by output, with the functions of math."""

    def act(z):
        if activation == "sigmoid":
            return 1 / (1 + math.exp(-z)) if z > -700 else 0.0
        return {"identity": z, "relu": max(z, 0.0), "tanh": math.tanh(z)}[activation]

    def loss(some):
        errors = []
        for x, y in zip(X.tolist(), Y.tolist(), strict=True):
            for k, (W, b) in enumerate(some):
                x = [sum(w * h for w, h in zip(row, x, strict=True)) + float(c) for row, c in zip(W, b, strict=True)]
                if k < len(some) - 1:
                    x = [act(z) for z in x]
            errors += [(f - t) ** 2 for f, t in zip(x, y, strict=True)]
        return sum(errors) / len(errors)

    return loss(group_mean(net)) - loss(net)


@variant("jensen_gap")
def gap_of_the_narrow_net(net, X, Y, activation):
    """The narrow net has the outputs of the group mean."""
    errors = [forward(one, X, activation) - Y for one in (width_one(net), net)]
    return np.mean(np.square(errors[0])) - np.mean(np.square(errors[1]))


@variant("jensen_gap")
def gap_as_a_mean_of_differences(net, X, Y, activation):
    """a^2 - b^2 = (a - b)(a + b), before the mean."""
    mean, own = forward(group_mean(net), X, activation), forward(net, X, activation)
    return np.mean((mean - own) * (mean + own - 2 * Y))


# --- jensen_certificate --------------------------------------------------------------------------------------------


def blend(net_a, net_b, lam):
    return [(lam * A + (1 - lam) * B, lam * a + (1 - lam) * b) for (A, a), (B, b) in zip(net_a, net_b, strict=True)]


@variant("jensen_certificate")
def certificate_by_random_halving(net, X, Y, activation):
    """Average with some reordering of the average, again and again: both ends have one loss until it rises."""
    rng = np.random.default_rng(1)
    mean, loss = list(net), mse(net, X, Y, activation)
    best, rise = None, -np.inf
    for _ in range(300):
        orders = [slice(None), *(rng.permutation(len(b)) for _, b in net[:-1]), slice(None)]
        other = [(W[orders[k + 1]][:, orders[k]], b[orders[k + 1]]) for k, (W, b) in enumerate(mean)]
        middle = blend(mean, other, 0.5)
        after = mse(middle, X, Y, activation)
        if after - loss > rise:
            best, rise = (mean, other, 0.5), after - loss
        mean, loss = middle, after
    return best


@variant("jensen_certificate")
def certificate_by_all_orders(net, X, Y, activation):
    """Partial averages over all reorderings while they are few, over common shifts of all layers beyond."""
    sizes = [len(b) for _, b in net[:-1]]
    if math.prod(math.factorial(n) for n in sizes) <= 800:
        every = [list(perms) for perms in itertools.product(*(itertools.permutations(range(n)) for n in sizes))]
    else:
        # all units are equal in their mean as well, so it has the function of the group mean
        every = [[[(k + s) % n for k in range(n)] for n in sizes] for s in range(math.lcm(*sizes))]
    mean, found = net, []
    for k, perms in enumerate(every[1:], start=2):
        orders = [slice(None), *map(list, perms), slice(None)]
        point = [(W[orders[j + 1]][:, orders[j]], b[orders[j + 1]]) for j, (W, b) in enumerate(net)]
        after = blend(point, mean, 1 / k)
        losses = [mse(one, X, Y, activation) for one in (after, point, mean)]
        found.append((losses[0] - losses[1] / k - losses[2] * (1 - 1 / k), k, point, mean))
        mean = after
    _, k, point, mean = max(found, key=lambda each: each[0])
    return [point, [(W.tolist(), b.tolist()) for W, b in mean], Fraction(1, k)]


@variant("jensen_certificate")
def certificate_without_permutations(net, X, Y, activation):
    """Scaling for homogeneous activations; for bounded ones a line of incoming weights, or of signs."""
    *before, (W, b), (V, c) = net
    if activation in ("identity", "relu"):
        s = 2.0**20  # the loss grows like s**2 half-way
        return [*before, (s * W, s * b), (V / s, c)], list(net), np.float64(0.5)
    moved = V.sum(axis=1) if activation == "sigmoid" else 0.0  # sigmoid(-z) = 1 - sigmoid(z)
    twin = [*before, (-W, -b), (-V, c + moved)]
    if mse(blend(net, twin, 0.5), X, Y, activation) > mse(net, X, Y, activation) + 1e-9:
        return list(net), twin, 0.5
    grid = np.concatenate([-np.geomspace(300, 0.01, 60), np.geomspace(0.01, 300, 60)])
    line = [[*before, (t * W, t * b), (V, c)] for t in grid]
    losses = [mse(one, X, Y, activation) for one in line]
    found = []
    for i, j, k in itertools.combinations(range(0, len(grid), 3), 3):
        lam = (grid[k] - grid[j]) / (grid[k] - grid[i])
        found.append((losses[j] - lam * losses[i] - (1 - lam) * losses[k], i, k, lam))
    _, i, k, lam = max(found)
    return line[i], line[k], lam


@variant("jensen_certificate")
def certificate_near_the_group_mean(net, X, Y, activation):
    """From the net to its group mean, with a lam close to the mean: coming near, the loss runs level there.

    The mean is a fixed point of all reorderings, so its gradient is one as well, and the direction to the net adds up
    to nothing over them. The loss ends high and level at the mean, so just before it is above the chord.
    """
    mean = group_mean(net)
    ends = [mse(one, X, Y, activation) for one in (mean, net)]
    found = []
    for k in range(1, 20):
        lam = 1 - 0.5**k
        gap = mse(blend(mean, net, lam), X, Y, activation) - lam * ends[0] - (1 - lam) * ends[1]
        found.append((gap, lam))
    return mean, net, max(found)[1]


# --- blind_spot ----------------------------------------------------------------------------------------------------


@variant("blind_spot")
def blind_spot_for_exclusive_or():
    """x1 + x2 - 2 relu(x1 + x2 - 1), in whole numbers and lists."""
    net = [([[1, 0], [0, 1], [1, 1]], [0, 0, -1]), ([[1, 1, -2]], [0])]
    return net, [[0, 0], [0, 1], [1, 0], [1, 1]], [[0], [1], [1], [0]], 0, 1


@variant("blind_spot")
def blind_spot_with_one_input():
    """relu(x) + relu(2x), in numpy's integers, j before i."""
    net = ((np.array([[1], [2]]), np.array([0, 0])), (np.array([[1, 1]]), np.array([-4])))
    return [net, np.array([[1], [2], [-1]]), np.array([[-1], [2], [-4]]), np.int64(1), np.int32(0)]


@variant("blind_spot")
def blind_spot_in_thirds():
    """Three units, two outputs and fractions that no float holds."""
    third = Fraction(1, 3)
    net = [([[third, 1], [5, 5], [2, third]], [third, 0, 1]), ([[3, 0, 3], [-1, 1, -1]], [third, 0])]
    X = [(1, 1), (2, 0), (0, 4)]

    def outputs(x, y):
        first, last = third * x + y + third, 2 * x + third * y + 1
        return 3 * (first + last) + third, 5 * (x + y) - first - last

    return net, X, [outputs(*x) for x in X], 0, 2.0
