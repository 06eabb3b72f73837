"""Wrong paths, one idea each. Apart from its idea every function is right."""

import itertools

import numpy as np

from autograder.checks import misconception

from .solution import copied, demand_units, mixed, zero_loss_path

right = zero_loss_path  # under another name, since a bank's function takes the name of its exercise


def swapped(net, i, j):
    demand_units(net, i, j)
    (W, b), (V, c) = net
    order = list(range(len(b)))
    order[i], order[j] = j, i
    return [(W[order], b[order]), (V[:, order], c.copy())]


def idle_unit(net, i, j):
    demand_units(net, i, j)
    V = net[1][0]
    return next(k for k in range(V.shape[1]) if k not in (i, j) and not np.any(V[:, k]))


def by_way_of(net, i, j, idle, dress=None, hand_over=None, restore=None):
    """The right path by way of some unit, with other ways to make its three kinds of steps."""
    demand_units(net, i, j)
    (W, b), _ = net
    path = [copied(net)]

    def alike(new, giver, taker):
        new[0][0][taker], new[0][1][taker] = new[0][0][giver], new[0][1][giver]

    def handed_over(new, giver, taker):
        new[1][0][:, taker] += new[1][0][:, giver]
        new[1][0][:, giver] = 0.0

    def restored(new):
        new[0][0][idle], new[0][1][idle] = W[idle], b[idle]

    for giver, taker in ((i, idle), (j, i), (idle, j)):
        for change in (dress or alike, hand_over or handed_over):
            new = copied(path[-1])
            change(new, giver, taker)
            path.append(new)
    new = copied(path[-1])
    (restore or restored)(new)
    return [*path, new]


@misconception(
    "zero_loss_path",
    "The path goes straight from the net to its swap. On the way the two units mix, and the loss is not 0.",
)
def goes_straight(net, X, Y, i, j):
    return [copied(net), swapped(net, i, j)]


@misconception(
    "zero_loss_path",
    "The path has more nets, but all of them lie on the straight line from the net to its swap.",
)
def goes_straight_in_small_steps(net, X, Y, i, j):
    twin = swapped(net, i, j)
    return [mixed(net, twin, k / 8) for k in range(9)]


@misconception(
    "zero_loss_path",
    "A unit takes the incoming weights and receives the outgoing weights in the same step. Between, it has some of "
    "both: let it take the incoming weights while its outgoing weights are still 0.",
)
def does_two_things_at_once(net, X, Y, i, j):
    path = right(net, X, Y, i, j)
    return [path[0], *path[2:7:2], path[7]]


@misconception(
    "zero_loss_path",
    "The outgoing weights are handed over first, before the other unit has the same incoming weights. Then they meet "
    "the wrong values.",
)
def hands_over_first(net, X, Y, i, j):
    demand_units(net, i, j)
    path = [copied(net)]
    idle = idle_unit(net, i, j)
    for giver, taker in ((i, idle), (j, i), (idle, j)):
        new = copied(path[-1])
        new[1][0][:, taker], new[1][0][:, giver] = path[-1][1][0][:, giver], 0.0
        path.append(new)
        new = copied(new)
        new[0][0][taker], new[0][1][taker] = path[-2][0][0][giver], path[-2][0][1][giver]
        path.append(new)
    return [*path, swapped(net, i, j)]


@misconception(
    "zero_loss_path",
    "The incoming weights of the idle unit are not put back at the end. The last net should be the given one with "
    "units i and j swapped, and all others as they were.",
)
def leaves_the_idle_unit_as_it_is(net, X, Y, i, j):
    return right(net, X, Y, i, j)[:-1]


@misconception(
    "zero_loss_path",
    "At the end the weights into the idle unit are put back, but not its bias.",
)
def forgets_the_idle_units_bias(net, X, Y, i, j):
    def restore(new):
        new[0][0][idle] = net[0][0][idle]

    idle = idle_unit(net, i, j)
    return by_way_of(net, i, j, idle, restore=restore)


@misconception(
    "zero_loss_path",
    "A unit takes the incoming weights of another, but not its bias. Then the two have different values, and nothing "
    "can be handed over.",
)
def forgets_the_biases_on_the_way(net, X, Y, i, j):
    def dress(new, giver, taker):
        new[0][0][taker] = new[0][0][giver]

    path = by_way_of(net, i, j, idle_unit(net, i, j), dress=dress)
    return [*path, swapped(net, i, j)]


@misconception(
    "zero_loss_path",
    "Only the weight to output 0 is handed over. With several outputs, a unit has a whole column of outgoing weights.",
)
def hands_over_the_first_output_only(net, X, Y, i, j):
    def hand_over(new, giver, taker):
        new[1][0][0, taker], new[1][0][0, giver] = new[1][0][0, giver], 0.0

    path = by_way_of(net, i, j, idle_unit(net, i, j), hand_over=hand_over)
    return [*path, swapped(net, i, j)]


@misconception(
    "zero_loss_path",
    "When outgoing weights are handed over, the giver keeps them too. The sum of the two columns has to stay the same.",
)
def copies_instead_of_handing_over(net, X, Y, i, j):
    def hand_over(new, giver, taker):
        new[1][0][:, taker] = new[1][0][:, giver]

    path = by_way_of(net, i, j, idle_unit(net, i, j), hand_over=hand_over)
    return [*path, swapped(net, i, j)]


@misconception(
    "zero_loss_path",
    "Outgoing weights are handed over in thirds. A third of a float and its other two thirds are rounded, and do not "
    "add up to it exactly: hand over whole weights.",
)
def hands_over_in_thirds(net, X, Y, i, j):
    path = right(net, X, Y, i, j)
    new = copied(path[1])
    idle = idle_unit(net, i, j)
    third = new[1][0][:, i] / 3
    new[1][0][:, idle] = third
    new[1][0][:, i] = third + third
    return [*path[:2], new, *path[2:]]


@misconception(
    "zero_loss_path",
    "There is no third unit here: j takes the place of i while i is still at work. Find a unit whose outgoing weights "
    "are all 0, and let it wait there.",
)
def uses_no_third_unit(net, X, Y, i, j):
    demand_units(net, i, j)
    first, second = copied(net), copied(net)
    first[0][0][i], first[0][1][i] = net[0][0][j], net[0][1][j]
    second = copied(swapped(net, i, j))
    second[1] = (net[1][0].copy(), net[1][1].copy())
    return [copied(net), first, second, swapped(net, i, j)]


@misconception("zero_loss_path", "The last unit is taken for the idle one. It may stand anywhere: look for it.")
def takes_the_last_unit(net, X, Y, i, j):
    last = len(net[0][1]) - 1
    return by_way_of(net, i, j, last if last not in (i, j) else idle_unit(net, i, j))


@misconception(
    "zero_loss_path",
    "The first unit with outgoing weights 0 is taken, even if it is i or j. The helper must be a third unit.",
)
def lets_i_or_j_help(net, X, Y, i, j):
    V = net[1][0]
    idle = next(k for k in range(V.shape[1]) if not np.any(V[:, k]))
    return by_way_of(net, i, j, idle)


@misconception(
    "zero_loss_path",
    "A unit counts as idle if its outgoing weights add up to 0. They all have to be 0.",
)
def looks_at_the_sum_of_the_weights(net, X, Y, i, j):
    V = net[1][0]
    idle = next(k for k in range(V.shape[1]) if k not in (i, j) and V[:, k].sum() == 0)
    return by_way_of(net, i, j, idle)


@misconception(
    "zero_loss_path",
    "A unit counts as idle if one of its outgoing weights is 0. They all have to be 0.",
)
def is_content_with_one_zero(net, X, Y, i, j):
    V = net[1][0]
    idle = next(k for k in range(V.shape[1]) if k not in (i, j) and not V[:, k].all())
    return by_way_of(net, i, j, idle)


@misconception(
    "zero_loss_path",
    "A unit counts as idle if its outgoing weights are almost 0. What is tiny is not 0, and the loss is not exactly 0 "
    "then.",
)
def takes_tiny_weights_for_zero(net, X, Y, i, j):
    V = net[1][0]
    idle = next(k for k in range(V.shape[1]) if k not in (i, j) and np.allclose(V[:, k], 0.0))
    return by_way_of(net, i, j, idle)


@misconception(
    "zero_loss_path",
    "A unit counts as idle if it is not active on any sample. As soon as its incoming weights change it may become "
    "active, and its outgoing weights are not 0.",
)
def takes_a_unit_that_is_never_active(net, X, Y, i, j):
    (W, b), (V, _) = net
    dead = np.all(X @ W.T + b <= 0, axis=0) | ~np.any(V, axis=0)
    return by_way_of(net, i, j, next(k for k in range(len(b)) if k not in (i, j) and dead[k]))


@misconception(
    "zero_loss_path",
    "The path is right where there is one, but a unit that the net does not have gets an answer as well: numpy counts "
    "-1 from the end. Refuse what is not a unit from 0 to n-1.",
)
def counts_from_the_end(net, X, Y, i, j):
    n = len(net[0][1])
    return right(net, X, Y, i % n, j % n)


@misconception("zero_loss_path", "The path does not begin with the given net.")
def leaves_out_the_first_net(net, X, Y, i, j):
    return right(net, X, Y, i, j)[1:]


@misconception("zero_loss_path", "The path runs from the swapped net to the given one.")
def runs_backwards(net, X, Y, i, j):
    return right(net, X, Y, i, j)[::-1]


@misconception(
    "zero_loss_path",
    "All nets of the path share their arrays, so in the end all of them are equal. Take a copy of each before you go "
    "on.",
)
def changes_one_net_over_and_over(net, X, Y, i, j):
    one = copied(net)
    path = []
    for each in right(net, X, Y, i, j):
        for (W, b), (new, bias) in zip(one, each, strict=True):
            W[:], b[:] = new, bias
        path.append(one)
    return path


@misconception(
    "zero_loss_path",
    "The path is right, but it has more than 12 segments. A straight segment needs its two ends only.",
)
def makes_small_steps(net, X, Y, i, j):
    path = right(net, X, Y, i, j)
    middles = [mixed(one, other, 0.5) for one, other in itertools.pairwise(path)]
    return [each for pair in zip(path[:-1], middles, strict=True) for each in pair] + path[-1:]


@misconception(
    "zero_loss_path",
    "On the way, the path visits the average of i and j: both units get the mean of their incoming weights. That is "
    "another function.",
)
def meets_in_the_middle(net, X, Y, i, j):
    demand_units(net, i, j)
    W, b = net[0]
    middle = copied(net)
    for k in (i, j):
        middle[0][0][k], middle[0][1][k] = (W[i] + W[j]) / 2, (b[i] + b[j]) / 2
    after = copied(middle)
    after[1] = swapped(net, i, j)[1]
    return [copied(net), middle, after, swapped(net, i, j)]


@misconception(
    "zero_loss_path",
    "The path is right, but the caller's net was changed on the way: work on copies of its arrays.",
)
def walks_in_the_callers_net(net, X, Y, i, j):
    path = right(net, X, Y, i, j)
    for (W, b), (new, bias) in zip(net, path[-1], strict=True):
        W[:], b[:] = new, bias
    return path
