"""Wrong ideas about noisy_descent."""

import numpy as np

from autograder.checks import misconception


def jolted(grad, x0, step, n_steps, seed, kick):
    """Descent with the kicks `kick(rng, x, t)`, from a generator that is made once."""
    rng = np.random.default_rng(seed)
    path = [np.array(x0)]
    for t in range(n_steps):
        x = path[-1]
        path.append(x - step * grad(x) + kick(rng, x, t))
    return np.array(path)


@misconception(
    "noisy_descent",
    "The noise was added to the gradient, so it was multiplied by the step. The kick comes on top of the step, as it "
    "is.",
)
def shakes_the_gradient(grad, x0, step, n_steps, noise, seed):
    return jolted(grad, x0, step, n_steps, seed, lambda rng, x, t: -step * rng.uniform(-noise, noise, len(x)))


@misconception("noisy_descent", "All kicks go the same way: they should lie between -noise and noise, not 0 and noise.")
def kicks_one_way(grad, x0, step, n_steps, noise, seed):
    return jolted(grad, x0, step, n_steps, seed, lambda rng, x, t: noise * rng.random(len(x)))


@misconception(
    "noisy_descent",
    "The kicks reach half as far as they should: noise is the largest kick, not the width of the range.",
)
def kicks_half_as_far(grad, x0, step, n_steps, noise, seed):
    return jolted(grad, x0, step, n_steps, seed, lambda rng, x, t: noise * (rng.random(len(x)) - 0.5))


@misconception(
    "noisy_descent", "The kicks are normally distributed, and some are larger than noise. Uniform ones are asked for."
)
def kicks_by_a_bell_curve(grad, x0, step, n_steps, noise, seed):
    return jolted(grad, x0, step, n_steps, seed, lambda rng, x, t: rng.normal(0, noise, len(x)) if noise else 0.0)


@misconception(
    "noisy_descent",
    "The kicks were drawn from a bell curve and cut at noise. Uniform ones are spread evenly, and do not pile up.",
)
def clips_a_bell_curve(grad, x0, step, n_steps, noise, seed):
    return jolted(
        grad, x0, step, n_steps, seed, lambda rng, x, t: np.clip(noise * rng.normal(size=len(x)), -noise, noise)
    )


@misconception(
    "noisy_descent", "All coordinates got the same kick: draw as many numbers as x has coordinates, in every step."
)
def one_kick_for_all_coordinates(grad, x0, step, n_steps, noise, seed):
    return jolted(grad, x0, step, n_steps, seed, lambda rng, x, t: rng.uniform(-noise, noise))


@misconception(
    "noisy_descent",
    "All steps got the same kick. Make the generator once, before the loop, and draw from it in every step.",
)
def the_same_kick_in_every_step(grad, x0, step, n_steps, noise, seed):
    return jolted(
        grad, x0, step, n_steps, seed, lambda rng, x, t: np.random.default_rng(seed).uniform(-noise, noise, len(x))
    )


@misconception("noisy_descent", "The seed was not used: other seeds should give other paths.")
def ignores_the_seed(grad, x0, step, n_steps, noise, seed):
    return jolted(grad, x0, step, n_steps, 0, lambda rng, x, t: rng.uniform(-noise, noise, len(x)))


@misconception(
    "noisy_descent",
    "The noise was added to a finished path. A kick moves the point itself: the next step begins at the kicked point.",
)
def shakes_a_finished_path(grad, x0, step, n_steps, noise, seed):
    rng = np.random.default_rng(seed)
    x = np.array(x0)
    path = [x]
    for _ in range(n_steps):
        x = x - step * grad(x)
        path.append(x + rng.uniform(-noise, noise, len(x)))
    return np.array(path)


@misconception(
    "noisy_descent",
    "The point was kicked first, and the gradient was taken at the kicked point. It belongs to the row before: step "
    "and "
    "kick are added to the same x.",
)
def kicks_before_the_gradient(grad, x0, step, n_steps, noise, seed):
    rng = np.random.default_rng(seed)
    path = [np.array(x0)]
    for _ in range(n_steps):
        x = path[-1] + rng.uniform(-noise, noise, len(x0))
        path.append(x - step * grad(x))
    return np.array(path)


@misconception("noisy_descent", "The last step has no kick. Every step has one.")
def leaves_out_the_last_kick(grad, x0, step, n_steps, noise, seed):
    return jolted(
        grad, x0, step, n_steps, seed, lambda rng, x, t: rng.uniform(-noise, noise, len(x)) if t < n_steps - 1 else 0.0
    )


@misconception("noisy_descent", "The first step has no kick. Every step has one.")
def leaves_out_the_first_kick(grad, x0, step, n_steps, noise, seed):
    return jolted(grad, x0, step, n_steps, seed, lambda rng, x, t: rng.uniform(-noise, noise, len(x)) if t > 0 else 0.0)


@misconception(
    "noisy_descent",
    "The kicks lie in a ball, so their coordinates depend on one another. Each is drawn by itself in [-noise, noise].",
)
def kicks_in_a_ball(grad, x0, step, n_steps, noise, seed):
    def kick(rng, x, t):
        direction = rng.normal(size=len(x))
        return noise * rng.random() ** (1 / len(x)) * direction / np.linalg.norm(direction)

    return jolted(grad, x0, step, n_steps, seed, kick)


@misconception("noisy_descent", "All kicks are as large as they may be: only their signs were drawn.")
def draws_signs_only(grad, x0, step, n_steps, noise, seed):
    return jolted(grad, x0, step, n_steps, seed, lambda rng, x, t: noise * rng.choice([-1.0, 1.0], len(x)))


@misconception("noisy_descent", "Row 0 is x0 itself: the start gets no kick.")
def kicks_the_start(grad, x0, step, n_steps, noise, seed):
    rng = np.random.default_rng(seed)
    path = [x0 + rng.uniform(-noise, noise, len(x0))]
    for _ in range(n_steps):
        x = path[-1]
        path.append(x - step * grad(x) + rng.uniform(-noise, noise, len(x0)))
    return np.array(path)


@misconception("noisy_descent", "The kicks become smaller with time. They have the same range in all steps.")
def calms_down(grad, x0, step, n_steps, noise, seed):
    return jolted(grad, x0, step, n_steps, seed, lambda rng, x, t: rng.uniform(-noise, noise, len(x)) / (t + 1))


@misconception("noisy_descent", "In every step only one coordinate was kicked. All of them are.")
def kicks_one_coordinate(grad, x0, step, n_steps, noise, seed):
    def kick(rng, x, t):
        kicked = np.zeros(len(x))
        kicked[rng.integers(len(x))] = rng.uniform(-noise, noise)
        return kicked

    return jolted(grad, x0, step, n_steps, seed, kick)


@misconception("noisy_descent", "The noise was multiplied by the root of the step. It does not depend on the step.")
def scales_by_the_root_of_the_step(grad, x0, step, n_steps, noise, seed):
    return jolted(
        grad, x0, step, n_steps, seed, lambda rng, x, t: np.sqrt(2 * step) * rng.uniform(-noise, noise, len(x))
    )


@misconception("noisy_descent", "There are no kicks: this is plain gradient descent.")
def forgets_the_noise(grad, x0, step, n_steps, noise, seed):
    return jolted(grad, x0, step, n_steps, seed, lambda rng, x, t: 0.0)


@misconception("noisy_descent", "The kicks were multiplied by x. They have the same range wherever the point is.")
def kicks_in_proportion(grad, x0, step, n_steps, noise, seed):
    return jolted(grad, x0, step, n_steps, seed, lambda rng, x, t: x * rng.uniform(-noise, noise, len(x)))


@misconception(
    "noisy_descent",
    "Two random numbers were added or subtracted. Their sum is near 0 more often than near the ends: it is not "
    "uniform.",
)
def subtracts_two_draws(grad, x0, step, n_steps, noise, seed):
    return jolted(grad, x0, step, n_steps, seed, lambda rng, x, t: noise * (rng.random(len(x)) - rng.random(len(x))))


@misconception("noisy_descent", "The kicks take a few values only. They should be any numbers in [-noise, noise].")
def draws_whole_tenths(grad, x0, step, n_steps, noise, seed):
    return jolted(grad, x0, step, n_steps, seed, lambda rng, x, t: noise * rng.integers(-10, 11, len(x)) / 10)


@misconception("noisy_descent", "The gradient was added: without the kicks, the path climbs.")
def climbs_with_noise(grad, x0, step, n_steps, noise, seed):
    rng = np.random.default_rng(seed)
    path = [np.array(x0)]
    for _ in range(n_steps):
        x = path[-1]
        path.append(x + step * grad(x) + rng.uniform(-noise, noise, len(x)))
    return np.array(path)


@misconception("noisy_descent", "x0 was changed: x = x0 is another name for the same array, and -= writes into it.")
def walks_off_with_the_start_noisily(grad, x0, step, n_steps, noise, seed):
    rng = np.random.default_rng(seed)
    x = x0
    path = [x.copy()]
    for _ in range(n_steps):
        x -= step * grad(x)
        x += rng.uniform(-noise, noise, len(x))
        path.append(x.copy())
    return np.array(path)
