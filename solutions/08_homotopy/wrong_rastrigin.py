"""Wrong values of the Rastrigin function, one idea each."""

import numpy as np

from autograder.checks import misconception


def waves(x):
    return 10 * np.cos(2 * np.pi * x)


@misconception(
    "rastrigin",
    "The constant is 10, whatever the number of coordinates. Each coordinate brings its own 10: the formula says 10*d.",
)
def adds_ten_once(x):
    return float(10 + np.sum(x**2 - waves(x)))


@misconception("rastrigin", "The constant 10*d is missing. What is the value at the origin, where it should be 0?")
def leaves_out_the_constant(x):
    return float(np.sum(x**2 - waves(x)))


@misconception(
    "rastrigin", "The cosine is of pi*x, not of 2*pi*x: there the ripples have a period of 2. It should be 1."
)
def takes_half_of_the_frequency(x):
    return float(10 * len(x) + np.sum(x**2 - 10 * np.cos(np.pi * x)))


@misconception(
    "rastrigin", "The cosine is added, not subtracted. Then there is a top at the origin where the valley should be."
)
def adds_the_cosine(x):
    return float(10 * len(x) + np.sum(x**2 + waves(x)))


@misconception(
    "rastrigin", "This is the mean over the coordinates. The Rastrigin function is their sum: try two coordinates."
)
def takes_the_mean(x):
    return float(10 + np.mean(x**2 - waves(x)))


@misconception(
    "rastrigin", "Only the first coordinate (or a number in its place) has been used. The sum runs over all of them."
)
def uses_the_first_coordinate(x):
    return float(10 + x[0] ** 2 - waves(x[0]))


@misconception(
    "rastrigin", "The cosine should be multiplied by 10. As it is, the ripples are too weak to make valleys."
)
def leaves_out_the_ten_of_the_cosine(x):
    return float(10 * len(x) + np.sum(x**2 - np.cos(2 * np.pi * x)))


@misconception(
    "rastrigin", "The coordinates are summed first and squared afterwards. Square each of them, then take the sum."
)
def squares_the_sum(x):
    return float(10 * len(x) + np.sum(x) ** 2 - np.sum(waves(x)))


@misconception(
    "rastrigin", "numpy's cosine takes radians: 2*pi*x needs no conversion. Look at the value at x = 0.5 once more."
)
def converts_to_degrees(x):
    return float(10 * len(x) + np.sum(x**2 - 10 * np.cos(np.degrees(2 * np.pi * x))))


@misconception("rastrigin", "There is one value for each coordinate. The function returns a single number, their sum.")
def gives_a_value_for_each_coordinate(x):
    return 10 + x**2 - waves(x)


@misconception(
    "rastrigin",
    "Coordinates outside of the box were moved to its border. The box is where minima are counted; the function is "
    "defined everywhere.",
)
def clips_to_the_box(x):
    x = np.clip(x, -5.12, 5.12)
    return float(10 * len(x) + np.sum(x**2 - waves(x)))


@misconception(
    "rastrigin",
    "The value is right, but the caller's array x holds other numbers afterwards: x *= ... works in place. "
    "Write x = x * ... instead.",
)
def computes_in_the_callers_array(x):
    total = 10.0 * len(x) - float(np.sum(waves(x)))
    x *= x
    return total + float(np.sum(x))


@misconception("rastrigin", "The dimension is taken to be 2. It is the length of x: try one coordinate, and three.")
def takes_two_dimensions_for_granted(x):
    return float(20 + np.sum(x**2 - waves(x)))


@misconception(
    "rastrigin", "Single precision was used somewhere (float32). Only six or seven digits of the value are right."
)
def computes_in_single_precision(x):
    y = np.asarray(x, dtype=np.float32)
    return float(10 * len(x) + np.sum(y**2 - 10 * np.cos(2 * np.pi * y), dtype=np.float32))
