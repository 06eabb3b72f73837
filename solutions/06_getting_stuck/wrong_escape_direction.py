"""Wrong ideas about escape_direction. All start from the Hessian of the reference."""

import numpy as np

from autograder.checks import misconception

from .solution import loss_hessian, outputs_with_derivatives


def as_net(vector, net):
    """A vector of all parameters in the shape of the net."""
    direction, start = [], 0
    for W, b in net:
        middle, end = start + W.size, start + W.size + b.size
        direction.append((vector[start:middle].reshape(W.shape), vector[middle:end]))
        start = end
    return direction


def lowest_of(hessian, net, threshold=-1e-6):
    """The eigenvector of the lowest eigenvalue, or None if that is not below the threshold."""
    values, vectors = np.linalg.eigh(hessian)
    return as_net(vectors[:, 0], net) if values[0] < threshold else None


def layers_of(net):
    """For every parameter the number of its layer."""
    return np.concatenate([np.full(W.size + b.size, k) for k, (W, b) in enumerate(net)])


def are_weights(net):
    """For every parameter whether it is a weight, not a bias."""
    return np.concatenate([np.arange(W.size + b.size) < W.size for W, b in net])


@misconception(
    "escape_direction",
    "The answer is always None. Is the term with the errors f - y missing from the Hessian? Squares of first "
    "derivatives alone are never negative.",
)
def leaves_out_the_errors(net, X, Y, activation):
    _, first, _ = outputs_with_derivatives(net, X, activation)
    return lowest_of(2 * np.einsum("nip,niq->pq", first, first) / Y.size, net)


@misconception(
    "escape_direction",
    "Only one parameter was changed at a time. Along each of them the loss may curve upwards or not at all, and still "
    "downwards where two of them change together.",
)
def tries_one_parameter_at_a_time(net, X, Y, activation):
    return lowest_of(np.diag(np.diag(loss_hessian(net, X, Y, activation))), net)


@misconception(
    "escape_direction", "Only the weights were changed. The biases are parameters, too, and may be the only way down."
)
def changes_weights_only(net, X, Y, activation):
    keep = are_weights(net)
    return lowest_of(loss_hessian(net, X, Y, activation) * np.outer(keep, keep), net)


@misconception(
    "escape_direction",
    "Only one layer was changed at a time. Often no layer alone leads down, but two of them together do.",
)
def changes_one_layer_at_a_time(net, X, Y, activation):
    layer = layers_of(net)
    return lowest_of(loss_hessian(net, X, Y, activation) * (layer[:, None] == layer), net)


@misconception(
    "escape_direction",
    "Only layers next to each other were changed together. The way down may need the first and the third.",
)
def pairs_neighbouring_layers_only(net, X, Y, activation):
    layer = layers_of(net)
    return lowest_of(loss_hessian(net, X, Y, activation) * (np.abs(layer[:, None] - layer) <= 1), net)


@misconception(
    "escape_direction",
    "Only what happens between layers was looked at. Parameters of one layer can lead down together, without the "
    "others.",
)
def looks_between_layers_only(net, X, Y, activation):
    layer = layers_of(net)
    return lowest_of(loss_hessian(net, X, Y, activation) * (layer[:, None] != layer), net)


@misconception(
    "escape_direction",
    "Only the first and the last layer were changed. In a deep net the way down may lead through the middle.",
)
def changes_the_outer_layers_only(net, X, Y, activation):
    layer = layers_of(net)
    keep = (layer == 0) | (layer == len(net) - 1)
    return lowest_of(loss_hessian(net, X, Y, activation) * np.outer(keep, keep), net)


@misconception(
    "escape_direction",
    "There is an answer where there should be none: if no eigenvalue of the Hessian is negative, return None.",
)
def always_finds_one(net, X, Y, activation):
    return lowest_of(loss_hessian(net, X, Y, activation), net, threshold=np.inf)


@misconception(
    "escape_direction",
    "Rounding was taken for a saddle. An eigenvalue that is 0 comes out as something like -1e-17; choose a threshold "
    "between -5e-4 and -1e-9.",
)
def takes_rounding_for_a_saddle(net, X, Y, activation):
    return lowest_of(loss_hessian(net, X, Y, activation), net, threshold=0.0)


@misconception(
    "escape_direction", "Faint saddles were overlooked: an eigenvalue of -6e-4 counts. Choose a threshold nearer to 0."
)
def overlooks_faint_saddles(net, X, Y, activation):
    return lowest_of(loss_hessian(net, X, Y, activation), net, threshold=-5e-3)


@misconception(
    "escape_direction",
    "Where the loss is not 0, a way down was taken for granted. A critical point with an error can be a minimum.",
)
def takes_every_error_for_a_saddle(net, X, Y, activation):
    f, _, _ = outputs_with_derivatives(net, X, activation)
    threshold = np.inf if np.mean((f - Y) ** 2) > 1e-12 else -1e-6
    return lowest_of(loss_hessian(net, X, Y, activation), net, threshold)


@misconception(
    "escape_direction",
    "The direction of the strongest curvature was taken. At a saddle it may curve upwards; take the lowest eigenvalue.",
)
def takes_the_strongest_curvature(net, X, Y, activation):
    values, vectors = np.linalg.eigh(loss_hessian(net, X, Y, activation))
    return as_net(vectors[:, np.argmax(np.abs(values))], net) if values[0] < -1e-6 else None


@misconception(
    "escape_direction",
    "The eigenvector of the largest eigenvalue was taken: eigh sorts upwards, so the lowest is first.",
)
def takes_the_largest_eigenvalue(net, X, Y, activation):
    values, vectors = np.linalg.eigh(loss_hessian(net, X, Y, activation))
    return as_net(vectors[:, -1], net) if values[0] < -1e-6 else None


@misconception(
    "escape_direction", "A row of the matrix of eigenvectors was taken. numpy's eigenvectors are its columns."
)
def takes_a_row_of_eigenvectors(net, X, Y, activation):
    values, vectors = np.linalg.eigh(loss_hessian(net, X, Y, activation))
    return as_net(vectors[0], net) if values[0] < -1e-6 else None


@misconception(
    "escape_direction",
    "The gradient was returned. The net is a critical point, so it is 0, and only second derivatives can tell more.",
)
def follows_the_gradient(net, X, Y, activation):
    f, first, _ = outputs_with_derivatives(net, X, activation)
    return as_net(-2 * np.einsum("ni,nip->p", f - Y, first) / Y.size, net)


@misconception(
    "escape_direction",
    "The numbers of the direction came back in another order than they were taken in: each layer has its W and its b.",
)
def mixes_up_the_order(net, X, Y, activation):
    values, vectors = np.linalg.eigh(loss_hessian(net, X, Y, activation))
    if values[0] >= -1e-6:
        return None
    vector, weights, start = vectors[:, 0], [], 0
    for W, _ in net:
        weights.append(vector[start : start + W.size].reshape(W.shape))
        start += W.size
    direction = []
    for W, (_, b) in zip(weights, net, strict=True):
        direction.append((W, vector[start : start + b.size]))
        start += b.size
    return direction


@misconception("escape_direction", "The direction is one long vector. It should have the shape of the net.")
def returns_a_vector(net, X, Y, activation):
    values, vectors = np.linalg.eigh(loss_hessian(net, X, Y, activation))
    return vectors[:, 0] if values[0] < -1e-6 else None


@misconception("escape_direction", "Only the first output was looked at. The loss is the mean over all of them.")
def looks_at_the_first_output_only(net, X, Y, activation):
    V, c = net[-1]
    found = escape_by_hessian([*net[:-1], (V[:1], c[:1])], X, Y[:, :1], activation)
    if found is None:
        return None
    D, e = np.zeros_like(V), np.zeros_like(c)
    D[:1], e[:1] = found[-1]
    return [*found[:-1], (D, e)]


def escape_by_hessian(net, X, Y, activation):
    return lowest_of(loss_hessian(net, X, Y, activation), net)


@misconception(
    "escape_direction", "The activation was left out: the way down was looked for in a linear net with these weights."
)
def forgets_the_activation(net, X, Y, activation):
    return lowest_of(loss_hessian(net, X, Y, "identity"), net)


@misconception(
    "escape_direction",
    "The point where the net stands was returned. A direction is what is added to the net, not the net itself.",
)
def returns_the_point_reached(net, X, Y, activation):
    found = lowest_of(loss_hessian(net, X, Y, activation), net)
    if found is None:
        return None
    return [(W + 0.001 * D, b + 0.001 * e) for (W, b), (D, e) in zip(net, found, strict=True)]
