"""Gradients for the hidden checks, as functions that the student's code calls."""

import numpy as np

from autograder.checks import Function


def product_slope(w):
    """The gradient of (w[0]*w[1]*w[2] - 1)**2."""
    a, b, c = w
    return 2 * (a * b * c - 1) * np.array([b * c, a * c, a * b])


BOWL = np.array([[2.0, 1.0, 0.0], [1.0, 3.0, -1.0], [0.0, -1.0, 1.0]])

SQUARE = Function("x -> 2*x", lambda x: 2 * x, takes=[(1,)])
SQUARES = Function("w -> 2*w", lambda w: 2 * w, takes=[(2,)])
ITSELF = Function("x -> x, the gradient of |x|**2/2", lambda x: x, takes=[(2,)])
ITSELF_3 = Function("x -> x, the gradient of |x|**2/2", lambda x: x, takes=[(3,)])
SADDLE = Function("w -> [2*w[0], -4*w[1]]", lambda w: np.array([2.0, -4.0]) * w, takes=[(2,)])
PRODUCT = Function("w -> gradient of (w[0]*w[1] - 1)**2", lambda w: 2 * (w[0] * w[1] - 1) * w[::-1], takes=[(2,)])
TRIPLE = Function("w -> gradient of (w[0]*w[1]*w[2] - 1)**2", product_slope, takes=[(3,)])
QUADRATIC = Function(
    f"w -> {BOWL.tolist()} @ w + [1, -2, 0.5]", lambda w: BOWL @ w + np.array([1.0, -2.0, 0.5]), takes=[(3,)]
)
WAVES = Function("x -> 2*x + 20*pi*sin(2*pi*x)", lambda x: 2 * x + 20 * np.pi * np.sin(2 * np.pi * x), takes=[(1,)])
FAINT = Function("x -> 2e-12*x", lambda x: 2e-12 * x, takes=[(2,)])
STEEP = Function("x -> 2e9*x", lambda x: 2e9 * x, takes=[(2,)])
CONSTANT = Function("x -> [1, -2, 3, -4, 5]", lambda x: np.array([1.0, -2.0, 3.0, -4.0, 5.0]), takes=[(5,)])
MANY = Function("x -> 3*x", lambda x: 3 * x, takes=[(200,)])
