"""Wrong ideas about gradient_descent."""

import numpy as np

from autograder.checks import misconception


def walk(x0, n_steps, next_point):
    """The path from x0 by `next_point(x, t)`."""
    path = [np.array(x0)]
    for t in range(n_steps):
        path.append(next_point(path[-1], t))
    return np.array(path)


@misconception("gradient_descent", "The gradient was added. It points uphill, and descent goes the other way.")
def climbs(grad, x0, step, n_steps):
    return walk(x0, n_steps, lambda x, t: x + step * grad(x))


@misconception("gradient_descent", "The path begins with the start itself: row 0 is x0, and row 1 is the first step.")
def leaves_out_the_start(grad, x0, step, n_steps):
    return walk(x0, n_steps, lambda x, t: x - step * grad(x))[1:]


@misconception("gradient_descent", "The whole path is asked for, one row for each point, not only where it ends.")
def returns_the_end_only(grad, x0, step, n_steps):
    return walk(x0, n_steps, lambda x, t: x - step * grad(x))[-1]


@misconception(
    "gradient_descent",
    "The coordinates were changed one after the other, each with a new gradient. In a step of gradient descent all of "
    "them use the gradient at the point where the step begins.",
)
def one_coordinate_at_a_time(grad, x0, step, n_steps):
    def next_point(x, t):
        x = x.copy()
        for i in range(len(x)):
            x[i] -= step * grad(x)[i]
        return x

    return walk(x0, n_steps, next_point)


@misconception(
    "gradient_descent",
    "All rows are one and the same array, which changed in every step. What is put into the path must be a copy, or a "
    "new array.",
)
def keeps_one_array(grad, x0, step, n_steps):
    x = np.array(x0)
    path = [x]
    for _ in range(n_steps):
        x -= step * grad(x)
        path.append(x)
    return np.array(path)


@misconception("gradient_descent", "x0 was changed: x = x0 is another name for the same array, and -= writes into it.")
def walks_off_with_the_start(grad, x0, step, n_steps):
    x = x0
    path = [x.copy()]
    for _ in range(n_steps):
        x -= step * grad(x)
        path.append(x.copy())
    return np.array(path)


@misconception(
    "gradient_descent",
    "What grad returned was changed in place. It may be the very array that grad was called with, and then x has "
    "changed as well.",
)
def scales_the_gradient_in_place(grad, x0, step, n_steps):
    path = np.empty((n_steps + 1, len(x0)))
    x = np.array(x0)
    path[0] = x
    for t in range(n_steps):
        g = grad(x)
        g *= step
        x = x - g
        path[t + 1] = x
    return path


@misconception(
    "gradient_descent",
    "The path ends early where the gradient is small. All n_steps steps are asked for: a small gradient may belong to "
    "a "
    "saddle, or come with a long step.",
)
def stops_where_it_is_flat(grad, x0, step, n_steps):
    path = [np.array(x0)]
    for _ in range(n_steps):
        g = grad(path[-1])
        if np.linalg.norm(g) < 1e-8:
            break
        path.append(path[-1] - step * g)
    return np.array(path)


@misconception(
    "gradient_descent",
    "Where the gradient was small, the point was kept. All steps are asked for as they are: a small gradient may come "
    "with a long step.",
)
def stays_where_it_is_flat(grad, x0, step, n_steps):
    def next_point(x, t):
        g = grad(x)
        return x if np.linalg.norm(g) < 1e-8 else x - step * g

    return walk(x0, n_steps, next_point)


@misconception(
    "gradient_descent",
    "The gradient was divided by its length, so all steps are equally long. The length of the gradient belongs to the "
    "step.",
)
def steps_of_equal_length(grad, x0, step, n_steps):
    def next_point(x, t):
        g = grad(x)
        length = np.linalg.norm(g)
        return x - step * (g / length if length > 0 else g)

    return walk(x0, n_steps, next_point)


@misconception(
    "gradient_descent", "Only the signs of the gradient were used. Its entries say how far each coordinate goes."
)
def steps_by_sign(grad, x0, step, n_steps):
    return walk(x0, n_steps, lambda x, t: x - step * np.sign(grad(x)))


@misconception(
    "gradient_descent", "Long gradients were cut. Nothing is clipped here: too long a step is there to be seen."
)
def clips_the_gradient(grad, x0, step, n_steps):
    def next_point(x, t):
        g = grad(x)
        return x - step * g * min(1.0, 100.0 / max(np.linalg.norm(g), 1e-300))

    return walk(x0, n_steps, next_point)


@misconception("gradient_descent", "The step became shorter with time. It is the same in all steps.")
def shortens_the_step(grad, x0, step, n_steps):
    return walk(x0, n_steps, lambda x, t: x - step / (t + 1) * grad(x))


@misconception(
    "gradient_descent", "All steps used the gradient at x0. Every step needs the gradient at the point where it begins."
)
def keeps_the_first_gradient(grad, x0, step, n_steps):
    g = np.array(grad(x0))
    return walk(x0, n_steps, lambda x, t: x - step * g)


@misconception("gradient_descent", "There is one row too many: n_steps steps have n_steps + 1 rows.")
def takes_one_step_more(grad, x0, step, n_steps):
    return walk(x0, n_steps + 1, lambda x, t: x - step * grad(x))


@misconception("gradient_descent", "There is one row too few: n_steps steps have n_steps + 1 rows, the start included.")
def takes_one_step_less(grad, x0, step, n_steps):
    return walk(x0, max(n_steps - 1, 0), lambda x, t: x - step * grad(x))


@misconception(
    "gradient_descent", "The steps have a momentum: a part of the last step was taken again. Plain descent has none."
)
def rolls_on(grad, x0, step, n_steps):
    velocity = np.zeros(len(x0))

    def next_point(x, t):
        nonlocal velocity
        velocity = 0.9 * velocity - step * grad(x)
        return x + velocity

    return walk(x0, n_steps, next_point)


@misconception("gradient_descent", "The numbers have half of their digits only: use float64 (numpy's default).")
def computes_in_single_precision(grad, x0, step, n_steps):
    def next_point(x, t):
        return (x - np.float32(step) * np.array(grad(x.astype(float)), dtype=np.float32)).astype(np.float32)

    return walk(np.array(x0, dtype=np.float32), n_steps, next_point)


@misconception("gradient_descent", "The path has one column for each point: it should have one row for each.")
def stacks_columns(grad, x0, step, n_steps):
    return walk(x0, n_steps, lambda x, t: x - step * grad(x)).T


@misconception(
    "gradient_descent", "The path holds the steps, not the points. A row is where the path is, not how far it went."
)
def records_the_steps(grad, x0, step, n_steps):
    path = walk(x0, n_steps, lambda x, t: x - step * grad(x))
    return np.vstack([path[:1], np.diff(path, axis=0)])
