"""The hidden checks of noisy_descent. Whatever the generator, a right function fails with a probability below 1e-10.

A long run has T = 20 steps and d = 200 coordinates, so N = 4000 kicks u, which should be independent and uniform in
[-a, a] with a = noise. Probabilities that a right function is refused:

- the largest kick is below 0.985 a, or the smallest above -0.985 a: 2 * 0.9925**4000 = 2e-13;
- no kick of some step reaches 0.85 a in size: 20 * 0.85**200 = 2e-13;
- no kick of some coordinate reaches 0.2 a in size: 200 * 0.2**20 = 2e-12;
- the share of kicks below some value is 0.06 off, somewhere: 2 exp(-2 * 4000 * 0.06**2) = 7e-13 (the inequality of
  Dvoretzky, Kiefer and Wolfowitz, with Massart's constant);
- the mean of M products of two kicks each, no kick in two of them, is 0.18 a**2 off 0: Hoeffding's inequality for
  independent values in [-a**2, a**2] gives 2 exp(-M * 0.18**2 / 2), which is 2e-14 for M = 2000 and 5e-13 for
  M = 1800, the least of the four pairings (one number for all coordinates, or for all steps, has the mean 1/3);
- more than 100 kicks are equal to others: of 4000 draws from at least 2**24 values 0.5 are expected;
- two steps, or two coordinates, have the same kicks throughout, up to the sign: 1e-60 or less.

In all that is below 1e-11; the short runs of the other checks add less than 1e-11.
"""

import numpy as np

from autograder.checks import check, expect
from autograder.checks.cases import Case
from autograder.checks.errors import Mismatch

from .judging import descent, kicks, noisy_path
from .slopes import ITSELF, MANY, PRODUCT, QUADRATIC, SADDLE, SQUARES, TRIPLE


def walk(label, grad, x0, step, n_steps, **more):
    return Case(label, grad=grad, x0=np.array(x0, dtype=float), step=step, n_steps=n_steps, **more)


LONG = [
    walk("twenty steps of two hundred", MANY, np.linspace(-1, 1, 200), 0.5, 20, noise=0.25, seed=11),
]


@check(
    "noisy_descent",
    points=0.5,
    cases=[
        walk("grad may return its own argument", ITSELF, [3, -1], 0.25, 3, noise=0.5, seed=0),
        # Along 1 - 2.5 every disturbance grows by -1.5: a kick in the wrong place shows at once.
        walk("a long step", SQUARES, [1, -1], 1.25, 8, noise=0.25, seed=1),
        walk("three numbers", QUADRATIC, [1, 2, -1], 0.75, 6, noise=2.0, seed=2),
        walk("a product of three", TRIPLE, [1.5, -0.5, 0.75], 0.05, 5, noise=0.01, seed=3),
        walk("much noise", SADDLE, [0, 0], 0.5, 6, noise=1000.0, seed=4),
        walk("no step", QUADRATIC, [1, 2, -1], 0.75, 0, noise=2.0, seed=2),
    ],
)
def every_step_starts_where_the_last_one_ended(student, case):
    """Row 0 is x0, and x - step*grad(x) is taken at the row before, with its kicks: what is added is at most noise."""
    added, _ = kicks(noisy_path(student, case), case)
    # with two coordinates or more, a step this still has a probability of 1e-14
    still = np.flatnonzero(np.max(np.abs(added), axis=1) < 1e-7 * case.noise)
    if len(still):
        t = int(still[0])
        raise Mismatch(f"From row {t} to row {t + 1} there is no kick: it is the step of gradient descent.")


@check("noisy_descent", points=0.5, cases=LONG, needs=every_step_starts_where_the_last_one_ended)
def kicks_fill_their_range_evenly(student, case):
    """The kicks are spread evenly over all of [-noise, noise], in every step and in every coordinate."""
    added, _ = kicks(noisy_path(student, case), case)
    u = added / case.noise
    low, high = float(u.min()), float(u.max())
    expect.that(
        low < -0.985 and high > 0.985,
        f"{u.size} kicks lie between {low:.3g}*noise and {high:.3g}*noise; they should fill [-noise, noise].",
    )
    for what, sizes, least in (
        ("step", np.abs(u).max(axis=1), 0.85),
        ("coordinate", np.abs(u).max(axis=0), 0.2),
    ):
        k = int(np.argmin(sizes))
        expect.that(sizes[k] >= least, f"In {what} {k} no kick is larger than {sizes[k]:.3g}*noise.")
    values = np.sort(u.ravel())
    steps = np.arange(values.size + 1) / values.size
    uniform = (values + 1) / 2
    off = np.maximum(np.abs(uniform - steps[1:]), np.abs(uniform - steps[:-1]))
    k = int(np.argmax(off))
    expect.that(
        off[k] <= 0.06,
        f"A share of {steps[k + 1]:.3g} of the kicks is at most {values[k]:.3g}*noise; "
        f"of uniform ones it would be about {uniform[k]:.3g}.",
    )
    equal = values.size - np.unique(np.round(values, 12)).size
    expect.that(equal <= 100, f"Of {values.size} kicks {equal} repeat a value that was there before.")


@check("noisy_descent", points=0.5, cases=LONG, needs=every_step_starts_where_the_last_one_ended)
def kicks_are_independent(student, case):
    """Every step and every coordinate has a kick of its own, independent of all others."""
    added, _ = kicks(noisy_path(student, case), case)
    u = added / case.noise
    for what, rows in (("steps", u), ("coordinates", u.T)):
        signed = np.round(rows * np.where(rows[:, :1] < 0, -1, 1), 9)
        _, first, count = np.unique(signed, axis=0, return_index=True, return_counts=True)
        if len(first) < len(rows):
            one = int(first[np.argmax(count)])
            other = int(np.flatnonzero((signed == signed[one]).all(axis=1))[1])
            raise Mismatch(
                f"The {what} {one} and {other} have the same kicks throughout, perhaps with the sign changed."
            )
        for start in (0, 1):
            pairs = len(rows[start:]) // 2
            left, right = rows[start::2][:pairs], rows[start + 1 :: 2][:pairs]
            mean = float(np.mean(left * right))
            expect.that(
                abs(mean) <= 0.18,
                f"The products of the kicks of neighbouring {what} have the mean {mean:.3g}*noise**2; "
                f"of independent ones it would be about 0.",
            )


@check(
    "noisy_descent",
    points=0.25,
    cases=[
        walk("0 and 1", SQUARES, [3, -1], 0.25, 3, noise=0.5, seed=0, other=1),
        # seeds that are equal modulo powers of 2, modulo 2**31 - 1, or in their last six digits
        walk("7 and 2**31 + 7", PRODUCT, [1, -1], 0.1, 2, noise=0.5, seed=7, other=2**31 + 7),
        walk("1 and 2**31", SQUARES, [1, 2], 0.25, 2, noise=0.5, seed=1, other=2**31),
        walk("12 and 1000012", SADDLE, [1, 2], 0.25, 2, noise=0.5, seed=12, other=1_000_012),
    ],
    needs=every_step_starts_where_the_last_one_ended,
)
def the_seed_alone_decides(student, case):
    """The same arguments give the same path, whatever was drawn in between; other seeds give other kicks."""
    path = noisy_path(student, case)
    other, _ = kicks(noisy_path(student, case, seed=case.other), case)
    added, _ = kicks(path, case)
    same = np.flatnonzero(np.max(np.abs(added - other), axis=1) < 1e-7 * case.noise)
    if len(same):
        raise Mismatch(f"In step {int(same[0])} the seeds {case.seed} and {case.other} gave the same kicks.")
    expect.close(noisy_path(student, case), path, "the path of a second call with the same arguments")


@check(
    "noisy_descent",
    points=0.25,
    cases=[
        walk("without noise", QUADRATIC, [1, 2, -1], 0.25, 5, noise=0.0, seed=9),
        walk("without noise, too long a step", SQUARES, [1, -2], 1.5, 6, noise=0.0, seed=2),
        walk("with noise", SQUARES, [1, -2], 0.25, 2, noise=0.5, seed=2),
    ],
    needs=every_step_starts_where_the_last_one_ended,
)
def noisy_descent_leaves_its_start_alone(student, case):
    """x0 is as it was; without noise the path is that of gradient descent, also when it runs off."""
    path = student.noisy_descent(case.grad, case.x0, case.step, case.n_steps, case.noise, case.seed)
    if case.noise == 0:
        expect.close(path, descent(case))
    expect.unchanged(student)
