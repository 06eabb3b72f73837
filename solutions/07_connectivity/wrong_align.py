"""Wrong alignments, one idea each. Apart from its idea every function is right."""

import numpy as np

from autograder.checks import misconception

from .solution import (
    align,
    best_assignment,
    best_layer,
    climb,
    demand_same_shapes,
    forward_pass,
    reordered,
    score,
)

right = align  # under another name, since a bank's function takes the name of its exercise


def no_order(net):
    return [list(range(len(b))) for _, b in net[:-1]]


def better_of(net_a, net_b, answers):
    return max(answers, key=lambda perms: score(net_a, net_b, perms))


def both_starts(net_a, net_b):
    demand_same_shapes(net_a, net_b)
    return no_order(net_a), forward_pass(net_a, net_b)


@misconception(
    "align",
    "The climb starts at the identity only. It can stop at a peak that is not the highest, and then a plain reordering "
    "is not recognised. Start it at a forward pass as well, and keep the better answer.",
)
def climbs_from_the_identity_only(net_a, net_b):
    demand_same_shapes(net_a, net_b)
    return climb(net_a, net_b, no_order(net_a))


@misconception(
    "align",
    "The climb starts at the forward pass only. For nets that are no reorderings of each other it may end below what "
    "no reordering has. Start it at the identity as well, and keep the better answer.",
)
def climbs_from_the_forward_pass_only(net_a, net_b):
    return climb(net_a, net_b, both_starts(net_a, net_b)[1])


@misconception(
    "align",
    "The layers are matched once, from the first to the last, by what comes in. When a later layer is reordered, the "
    "outgoing weights of the layer before change place: go on until no layer can be improved.",
)
def makes_a_forward_pass_only(net_a, net_b):
    return both_starts(net_a, net_b)[1]


@misconception(
    "align",
    "The better of no reordering and the forward pass is taken, but neither is improved: one layer alone can still be "
    "put in a better order.",
)
def never_climbs(net_a, net_b):
    return better_of(net_a, net_b, both_starts(net_a, net_b))


@misconception(
    "align",
    "Each layer is improved once, and then it ends. A change of one layer opens possibilities in its neighbours: "
    "repeat the round until nothing changes.",
)
def makes_one_round(net_a, net_b):
    answers = []
    for perms in both_starts(net_a, net_b):
        for layer in range(1, len(net_a)):
            perms[layer - 1] = best_layer(net_a, net_b, perms, layer)
        answers.append(perms)
    return better_of(net_a, net_b, answers)


@misconception(
    "align",
    "The number of rounds is fixed, and too small for some nets. Let the rounds go on until no layer changes.",
)
def makes_three_rounds(net_a, net_b):
    answers = []
    for perms in both_starts(net_a, net_b):
        for layer in [*range(1, len(net_a))] * 3:
            perms[layer - 1] = best_layer(net_a, net_b, perms, layer)
        answers.append(perms)
    return better_of(net_a, net_b, answers)


@misconception(
    "align",
    "All layers are matched at the same time, each as if its neighbours stayed as they are. But they move too: use the "
    "new order of a layer as soon as it is known.",
)
def matches_all_layers_at_once(net_a, net_b):
    answers = []
    for perms in both_starts(net_a, net_b):
        for _ in range(20):
            perms = [best_layer(net_a, net_b, perms, layer) for layer in range(1, len(net_a))]
        answers.append(perms)
    return better_of(net_a, net_b, answers)


@misconception(
    "align",
    "Each layer is compared with the layer of net_b as it was given, as if the others had not been reordered. "
    "Permuting one layer also permutes the columns of the next matrix.",
)
def matches_each_layer_for_itself(net_a, net_b):
    demand_same_shapes(net_a, net_b)
    return [best_layer(net_a, net_b, no_order(net_a), layer) for layer in range(1, len(net_a))]


@misconception(
    "align",
    "Only the first hidden layer is reordered. Every hidden layer has an order of its own.",
)
def aligns_the_first_layer_only(net_a, net_b):
    demand_same_shapes(net_a, net_b)
    perms = no_order(net_a)
    perms[0] = best_layer(net_a, net_b, perms, 1)
    return perms


@misconception(
    "align",
    "These are the inverses of the perms. New unit k is old unit perm[k]: perm[k] is the unit of net_b that is to "
    "stand at place k.",
)
def gives_the_inverses(net_a, net_b):
    return [np.argsort(perm).tolist() for perm in right(net_a, net_b)]


@misconception(
    "align",
    "The columns of a matrix are put in the inverse of the order that its layer before was given. Rows of one layer "
    "and columns of the next take the same perm.",
)
def inverts_the_columns(net_a, net_b):
    demand_same_shapes(net_a, net_b)

    def layer_of(perms, layer):
        before = slice(None) if layer == 1 else np.argsort(perms[layer - 2])
        after = slice(None) if layer == len(net_a) - 1 else np.argsort(perms[layer])
        (A, a), (B, b) = net_a[layer - 1], net_b[layer - 1]
        return best_assignment(A @ B[:, before].T + np.outer(a, b) + net_a[layer][0].T @ net_b[layer][0][after])

    answers = []
    for perms in (no_order(net_a), forward_pass(net_a, net_b)):
        for layer in [*range(1, len(net_a))] * 10:
            perms[layer - 1] = layer_of(perms, layer)
        answers.append(perms)
    return better_of(net_a, net_b, answers)


@misconception(
    "align",
    "The biases are left out of the score. Some units differ in nothing else.",
)
def forgets_the_biases_of_all_layers(net_a, net_b):
    demand_same_shapes(net_a, net_b)
    bare_a, bare_b = ([(W, 0 * b) for W, b in net] for net in (net_a, net_b))
    return right(bare_a, bare_b)


@misconception(
    "align",
    "The layers are matched from the last to the first, by what goes out. Incoming weights and biases are part of the "
    "score as well, and units may differ in nothing else.",
)
def matches_by_the_outgoing_side(net_a, net_b):
    demand_same_shapes(net_a, net_b)
    perms, after = [], slice(None)
    for (A, _), (B, _) in zip(net_a[:0:-1], net_b[:0:-1], strict=True):
        after = best_assignment(A.T @ B[after])
        perms.insert(0, after)
    return perms


@misconception(
    "align",
    "The score is as small as possible: an assignment solver minimises unless it is told otherwise.",
)
def minimises_the_score(net_a, net_b):
    demand_same_shapes(net_a, net_b)
    return right(net_a, [(-W, -b) for W, b in net_b])


@misconception(
    "align",
    "Reorderings are recognised, but all other nets are left as they are. Two trained nets are never exact "
    "reorderings; they too have a better order.",
)
def undoes_exact_reorderings_only(net_a, net_b):
    perms = right(net_a, net_b)
    exact = all(
        np.array_equal(A, B) and np.array_equal(a, b)
        for (A, a), (B, b) in zip(net_a, reordered(net_b, perms), strict=True)
    )
    return perms if exact else no_order(net_a)


@misconception(
    "align",
    "Nothing is reordered: the answer is always the identity.",
)
def reorders_nothing(net_a, net_b):
    demand_same_shapes(net_a, net_b)
    return no_order(net_a)


@misconception(
    "align",
    "A gain counts only if it is larger than a fixed number. If all weights are small, so is every gain: measure it "
    "against the size of the scores.",
)
def overlooks_small_gains(net_a, net_b):
    answers = []
    for perms in both_starts(net_a, net_b):
        value, improved = score(net_a, net_b, perms), True
        while improved:
            improved = False
            for layer in range(1, len(net_a)):
                trial = [*perms[: layer - 1], best_layer(net_a, net_b, perms, layer), *perms[layer:]]
                if score(net_a, net_b, trial) > value * (1 + 1e-12) + 1e-6:
                    perms, value, improved = trial, score(net_a, net_b, trial), True
        answers.append(perms)
    return better_of(net_a, net_b, answers)


@misconception(
    "align",
    "The climb ends as soon as one layer does not improve. The others may: stop only after a whole round without a "
    "gain.",
)
def stops_at_the_first_layer_without_gain(net_a, net_b):
    answers = []
    for perms in both_starts(net_a, net_b):
        layer = 0
        while True:
            trial = list(perms)
            trial[layer] = best_layer(net_a, net_b, perms, layer + 1)
            before = score(net_a, net_b, perms)
            if score(net_a, net_b, trial) <= before + 1e-12 * abs(before):
                break
            perms, layer = trial, (layer + 1) % len(perms)
        answers.append(perms)
    return better_of(net_a, net_b, answers)


@misconception(
    "align",
    "The outputs are reordered as well. Outputs have a meaning of their own and stay where they are: there is one perm "
    "for each hidden layer.",
)
def reorders_the_outputs_too(net_a, net_b):
    perms = right(net_a, net_b)
    (A, a), (B, b) = net_a[-1], net_b[-1]
    return [*perms, best_assignment(A @ B[:, perms[-1]].T + np.outer(a, b))]


@misconception(
    "align",
    "The answers are right where there is one, but nets of different shapes get one as well. They should be refused.",
)
def aligns_nets_of_different_shapes(net_a, net_b):
    try:
        return right(net_a, net_b)
    except ValueError:
        return no_order(net_b)


@misconception(
    "align",
    "The answer is right, but net_b was reordered in place on the way. The caller still needs it as it was.",
)
def reorders_the_callers_net(net_a, net_b):
    perms = right(net_a, net_b)
    for (W, b), (new, bias) in zip(net_b, reordered(net_b, perms), strict=True):
        W[:], b[:] = new, bias
    return perms


@misconception(
    "align",
    "Each layer takes pairs one after the other, the most similar first. Within a layer all pairs have to be chosen "
    "together, as in match_units.",
)
def takes_the_most_similar_pairs_first(net_a, net_b):
    demand_same_shapes(net_a, net_b)

    def greedy(table):
        table, perm = np.array(table, dtype=float), [0] * len(table)
        for _ in perm:
            k, other = np.unravel_index(np.argmax(table), table.shape)
            perm[k] = int(other)
            table[k, :] = table[:, other] = -np.inf
        return perm

    answers = [no_order(net_a)]
    for start in (no_order(net_a), forward_pass(net_a, net_b)):
        perms = start
        for layer in [*range(1, len(net_a))] * 4:
            before = slice(None) if layer == 1 else perms[layer - 2]
            after = slice(None) if layer == len(net_a) - 1 else perms[layer]
            (A, a), (B, b) = net_a[layer - 1], net_b[layer - 1]
            table = A @ B[:, before].T + np.outer(a, b) + net_a[layer][0].T @ net_b[layer][0][after]
            trial = [*perms[: layer - 1], greedy(table), *perms[layer:]]
            if score(net_a, net_b, trial) > score(net_a, net_b, perms):
                perms = trial
        answers.append(perms)
    return better_of(net_a, net_b, answers)


@misconception(
    "align",
    "The numbers are single precision here (float32): units that are almost alike cannot be told apart any more.",
)
def aligns_in_single_precision(net_a, net_b):
    one, other = ([(W.astype(np.float32), b.astype(np.float32)) for W, b in net] for net in (net_a, net_b))
    return right(one, other)


@misconception(
    "align",
    "Both climbs are right, but which of them is better is decided by the weights alone. The biases are part of the "
    "score as well.",
)
def compares_the_peaks_without_biases(net_a, net_b):
    bare_a, bare_b = ([(W, 0 * b) for W, b in net] for net in (net_a, net_b))
    peaks = [climb(net_a, net_b, start) for start in both_starts(net_a, net_b)]
    return max(peaks, key=lambda perms: score(bare_a, bare_b, perms))
