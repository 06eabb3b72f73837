# ---
# jupyter:
#   jupytext:
#     text_representation:
#       extension: .py
#       format_name: percent
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # Lab 8. Many optima, and smoothing them away
#
# A blog on non-convex losses closes with a picture of the Rastrigin function, a bowl full of ripples. It says, rightly,
# that this is no loss of a neural network, and that it has many optima. How many? You will count them exactly. What the
# picture does *not* show is the subject of the labs before: its minima do not come from exchanging units, and they are
# not equally good. Exactly one of them is global. Many optima are one thing, many *equivalent* optima another.
#
# An answer on the web goes on: there are methods, by homotopy or by diffusion, that "apply convex optimisation to
# neural networks". The idea is beautiful. Blur the function until its ripples are gone. Find the minimum of what is
# left. Then take the blur back, little by little, and follow the minimum. You will do all of this, and find out
# what is true about it: when blurring makes a function convex, that it need not, and where you may end.
#
# | exercise | points |
# | --- | ---: |
# | 1. `rastrigin` | 2 |
# | 2. `count_minima` | 2 |
# | 3. `smoothed_rastrigin` | 4 |
# | 4. `convexity_threshold` | 4 |
# | 5. `follow_minimiser` | 5 |
# | 6. `fooled_by_homotopy` | 3 |
# | a question to answer in words | 4 |

# %% [markdown]
# ## How to work, and how to hand in
#
# - Work from top to bottom. Replace each `raise NotImplementedError(...)` by your code; keep the names of the
#   functions and of their parameters.
# - The cell below each exercise, `check(...)`, tells you at once what is right and what is not yet. When you hand in,
#   further checks are run that you do not see. They ask for nothing that this text does not say.
# - You may add cells and helper functions wherever you like. numpy, scipy and the standard library are enough.
# - Cells that only draw are not marked. Until you have written the function that such a cell uses, it stops with
#   `NotImplementedError`. That is all right: go on with the next cell.
# - A single call may take 3 seconds, one of `smoothed_rastrigin`, `follow_minimiser` or `fooled_by_homotopy` 10
#   seconds.
# - Before you hand in: restart the kernel, run all cells, save, and hand in this file. If you leave an exercise out,
#   keep its stub; the other exercises count all the same.

# %% [markdown]
# ## Conventions
#
# **Points.** `x` is an array of floats of shape `(d,)`, with `d` at least 1. In exercise 5 a point is a single float.
#
# **Smoothing.** For a function $f$ and $\sigma \ge 0$, the smoothed function is the mean of $f$ over a bell curve
# around $x$:
#
# $$ f_\sigma(x) = \mathbb{E}\, f(x + \sigma z) , \qquad z \text{ standard normal, one independent entry for each
# coordinate.} $$
#
# So $\sigma$ is a standard deviation, and $f_0 = f$.
#
# **Minimum** means local minimum, unless it is called global. On the line there is a maximum, a **top**, between a
# minimum and the next one.
#
# **Numbers.** Values are compared to a relative `1e-9`, unless a docstring says otherwise. Where a value close to 0 is
# the difference of large terms, rounding of these terms is forgiven. Lists, tuples and arrays are all welcome.
#
# **Arguments.** A function never changes what it is given. In this lab nothing is illegal: no function has to raise
# an error.

# %%
import math

import numpy as np

from autograder import check

# %% [markdown]
# ## Exercise 1: a bowl with ripples (2 points)
#
# The Rastrigin function of $d$ numbers is
#
# $$ f(x) = 10\,d + \sum_{i=1}^{d} \big( x_i^2 - 10 \cos(2 \pi x_i) \big) . $$
#
# The squares make a bowl, the cosines make ripples of length 1, and the constant makes $f(0) = 0$. No value is
# negative: $10 - 10 \cos(\dots) \ge 0$ for each coordinate. So 0 is the global minimum, and the origin is the only
# point where it is reached.
#
# *By hand.* At $x = (0.5, 1)$ the cosines are $\cos \pi = -1$ and $\cos 2\pi = 1$:
# $f = 20 + (0.25 + 10) + (1 - 10) = $ **21.25**.


# %%
def rastrigin(x):
    """The Rastrigin function.

    x  array of shape (d,), any d from 1 on, inside or outside of the box; it must not change

    Returns a float.
    """
    raise NotImplementedError("rastrigin is yours to write")


# %%
check(rastrigin)

# %% [markdown]
# Your function on the line, with a dot at each minimum.

# %% tags=["demo"]
from autograder.figures import draw_landscapes, draw_smoothed, draw_track

draw_smoothed(lambda x, sigma: rastrigin(np.array([x])), [0.0], -5.12, 5.12, title="the Rastrigin function, d = 1")

# %% [markdown]
# ## Exercise 2: how many minima? (2 points)
#
# By custom the function is looked at in the box $[-5.12, 5.12]^d$. Before one counts, one must say what is counted:
# here, the points of the box that are local minima of $f$.
#
# *On the line.* The slope is $f'(x) = 2x + 20\pi \sin(2\pi x)$. The picture shows a minimum close to each of the whole
# numbers from $-5$ to $5$, that is **11**, and a top between any two of them, that is 10. The ends are no minima: at
# $x = 5.12$ the slope is $10.24 + 62.83 \cdot 0.6845 = 53.25$, so $f$ still falls when you step inside. (On the whole
# line there are 63. Beyond $|x| = 10\pi \approx 31.4$ the bowl is steeper than any ripple, and there are none.)
#
# *In $d$ dimensions.* $f$ is a sum of functions of one coordinate each. If every coordinate is at a minimum of its own
# function, then $x$ is a minimum of $f$. And if one coordinate is not, moving that one alone makes $f$ smaller. So the
# minima of $f$ are exactly the points all of whose coordinates are minima on the line.
#
# *Mind the size.* For $d = 1000$ the count has 1042 digits. It should be exact.


# %%
def count_minima(d):
    """The number of local minima of the Rastrigin function in the box [-5.12, 5.12]^d.

    d  int, at least 1

    Returns an int, exact however large it is.
    """
    raise NotImplementedError("count_minima is yours to write")


# %%
check(count_minima)

# %% [markdown]
# Only one of them is global: at all others the value is positive.

# %% tags=["demo"]
for d in (1, 2, 3, 10, 100):
    count = str(count_minima(d))
    print(f"d = {d:3}: {count if len(count) < 20 else f'a number with {len(count)} digits'}")

# %% [markdown]
# ## Exercise 3: the smoothed function (4 points)
#
# Smoothing is a mean, so each term of $f$ can be smoothed for itself.
#
# *The square.* $\mathbb{E}(x + \sigma z)^2 = x^2 + 2 x \sigma\, \mathbb{E}z + \sigma^2\, \mathbb{E}z^2$. Here
# $\mathbb{E} z = 0$ and $\mathbb{E} z^2 = 1$.
#
# *The cosine.* $\cos(k(x + \sigma z)) = \cos(kx) \cos(k\sigma z) - \sin(kx) \sin(k \sigma z)$. The sine is odd, so its
# mean is 0. For the other factor take the power series: $\mathbb{E} z^{2n} = (2n)!/(2^n n!)$, hence
#
# $$ \mathbb{E} \cos(k \sigma z) = \sum_n \frac{(-1)^n (k\sigma)^{2n}}{(2n)!} \cdot \frac{(2n)!}{2^n n!}
# = \sum_n \frac{(-k^2\sigma^2/2)^n}{n!} = e^{-k^2 \sigma^2 / 2} . $$
#
# So a ripple stays a ripple with the same length, and is damped. Short ripples are damped much more than long ones.
# What is $k$ for the Rastrigin function? Put the terms together. The sum runs over the coordinates, and so does
# whatever smoothing adds to it.
#
# *By hand.* One coordinate, $x = 0.3$ and $\sigma = 0.3$. The damping turns out to be $0.169225$, and
# $\cos(0.6 \pi) = -0.309017$. The smoothed value is $10 + (0.09 + 0.09) + 10 \cdot 0.169225 \cdot 0.309017 = $
# **10.702933**. The function itself has the value $13.180170$ there: it is close to a top, and smoothing lowers tops.
#
# You may also integrate numerically, if you do it carefully: the faster the ripples below the bell curve, the
# more points are needed. Random samples will not do: a hundred thousand of them give three digits.


# %%
def smoothed_rastrigin(x, sigma):
    """The mean of rastrigin(x + sigma * z) over standard normal z.

    x      array of shape (d,), any d from 1 on; it must not change
    sigma  float from 0 to 2; with 0 nothing is smoothed

    Returns a float, with a relative error of at most 1e-6. (Where the value is nearly 0, an absolute error of 1e-8 * d
    is all right.)
    """
    raise NotImplementedError("smoothed_rastrigin is yours to write")


# %%
check(smoothed_rastrigin)

# %% [markdown]
# Random samples agree with your function as far as they can.

# %% tags=["demo"]
rng = np.random.default_rng(0)
point = np.array([0.3, -1.6])
for sigma in (0.1, 0.3, 0.6):
    samples = [rastrigin(point + sigma * rng.standard_normal(2)) for _ in range(20_000)]
    error = np.std(samples) / math.sqrt(len(samples))
    print(
        f"sigma {sigma}: {smoothed_rastrigin(point, sigma):.6f}; 20,000 samples: {np.mean(samples):.2f} +- {error:.2f}"
    )

# %% [markdown]
# The more is smoothed, the fewer minima are left, on the line and in the square.


# %% tags=["demo"]
def on_the_line(x, sigma):
    """The smoothed function of one number."""
    return smoothed_rastrigin(np.array([x]), sigma)


draw_smoothed(on_the_line, [0.0, 0.3, 0.4, 0.6], -5.12, 5.12, title="the Rastrigin function, smoothed")

# %% tags=["demo"]
draw_landscapes(smoothed_rastrigin, [0.0, 0.35, 0.6])

# %% [markdown]
# ## Exercise 4: when is it convex? (4 points)
#
# For the picture's sake, take ripples of any strength $A \ge 0$: $f(x) = x^2 - A \cos(2\pi x)$. The Rastrigin function
# has $A = 10$ in each coordinate. A smooth function of one number is convex exactly when its second derivative is
# nowhere negative, and
#
# $$ f_\sigma''(x) = 2 + 4 \pi^2 A\, e^{-2\pi^2\sigma^2} \cos(2 \pi x) . $$
#
# Where is this smallest? The bowl bends upwards with 2. The ripples bend downwards at most with
# $4\pi^2 A\, e^{-2\pi^2\sigma^2}$, and the larger $\sigma$, the less. There is a smallest $\sigma$ from which on
# the bowl wins. For weak ripples it is 0: the function is convex as it is.
#
# *By hand.* $A = 1$: the condition is $2\pi^2 e^{-2\pi^2\sigma^2} \le 1$. Now $2\pi^2 = 19.739$ and its logarithm is
# $2.98261$, so $2\pi^2\sigma^2 = 2.98261$, $\sigma^2 = 0.151101$, and $\sigma = $ **0.388717**.
#
# *One minimum is not convexity.* At $\sigma = 0.45$ the smoothed Rastrigin function has a single minimum, on the whole
# line. But $f_\sigma''(1/2) = 2 - 394.78 \cdot 0.018367 = -5.25$. It bends downwards there; it only does not turn.
#
# Your answer is not compared with a number. It is *proved*, with intervals in place of rounded numbers: just below it
# (by `1e-6`) the function is not convex, and just above it is.


# %%
def convexity_threshold(amplitude):
    """The smallest sigma from which on x**2 - amplitude * cos(2 pi x), smoothed, is convex.

    amplitude  float, at least 0

    Returns a float, with an absolute error of at most 1e-6; 0 if the function is convex as it is.
    """
    raise NotImplementedError("convexity_threshold is yours to write")


# %%
check(convexity_threshold)

# %% tags=["demo"]
threshold = convexity_threshold(10.0)
print(f"smallest sigma for the Rastrigin function: {threshold:.7f}")
for sigma in (0.40, 0.45, 0.50, threshold):
    lowest = 2 - 40 * math.pi**2 * math.exp(-2 * (math.pi * sigma) ** 2)
    xs = np.linspace(-5.12, 5.12, 2049)
    values = np.array([smoothed_rastrigin(xs[k : k + 1], sigma) for k in range(len(xs))])
    minima = np.sum((values[1:-1] < values[:-2]) & (values[1:-1] < values[2:]))
    print(f"sigma {sigma:.4f}: minima in the box: {minima}, lowest second derivative {lowest:8.4f}")

# %% [markdown]
# ### Smoothing need not convexify
#
# Is "enough" smoothing always enough? Take the smallest net of all, two linear units in a row with one weight each, the
# input 1 and the target 1: $L(w_1, w_2) = (w_1 w_2 - 1)^2$. The mean of $(w_1 + \sigma z_1)^2 (w_2 + \sigma z_2)^2$ is
# $(w_1^2 + \sigma^2)(w_2^2 + \sigma^2)$, because $z_1$ and $z_2$ are independent. So
#
# $$ L_\sigma(w_1, w_2) = (w_1 w_2 - 1)^2 + \sigma^2 (w_1^2 + w_2^2) + \sigma^4 . $$
#
# *By hand, $\sigma = 1$.* At $(2, 2)$ it is $9 + 8 + 1 = 18$. At $(3, 1)$ and at $(1, 3)$ it is $4 + 10 + 1 = 15$. But
# $(2, 2)$ lies half-way between these two: **the smoothed loss is not convex.** And the same works for any $\sigma$.
# From $(t, t)$ go by $r$ to $(t + r, t - r)$. Then $w_1 w_2 = t^2 - r^2$ and $w_1^2 + w_2^2 = 2t^2 + 2r^2$, and
#
# $$ L_\sigma(t + r, t - r) - L_\sigma(t, t) = r^2 \big( r^2 - 2\,(t^2 - 1 - \sigma^2) \big) . $$
#
# This is negative for small $r$ as soon as $t^2 > 1 + \sigma^2$. However much you smooth, farther out the loss is bent
# downwards. The ripples of the Rastrigin function have one length, and smoothing kills what is short. The bend of $L$
# has no length.


# %% tags=["demo"]
def smoothed_product(w1, w2, sigma):
    """(w1*w2 - 1)**2, smoothed."""
    return (w1 * w2 - 1) ** 2 + sigma**2 * (w1**2 + w2**2) + sigma**4


for sigma in (1, 2, 5, 10):
    t = sigma + 1
    gap = smoothed_product(t, t, sigma) - smoothed_product(t + 1, t - 1, sigma)
    print(
        f"sigma {sigma:2}: at ({t}, {t}) the loss is higher by {gap} than at ({t + 1}, {t - 1}) and ({t - 1}, {t + 1})"
    )

# %% [markdown]
# ## Exercise 5: follow the minimiser (5 points)
#
# A walker stands on the graph of a function of one number. All that the walker knows is the slope underfoot. Going
# downhill means to the left where the slope is positive, and to the right where it is negative. The walk ends in the
# first minimum that is met. There the slope changes its sign, from minus to plus.
#
# Now the landscape depends on $\sigma$, and the values `sigmas` fall. First the walk goes from `x0` to a minimum of
# $f_\sigma$ with $\sigma$ = `sigmas[0]`; that is `path[0]`. Then the landscape changes to the next $\sigma$, and the
# walk goes on from where it stands; that leads to `path[1]`, and so on.
#
# *By hand.* $f(x) = x^4 - 2x^2$ has minima at $-1$ and $1$. Smoothed, its slope is $4x^3 + (12\sigma^2 - 4)\,x$. As
# long as $\sigma^2 \ge 1/3$ there is one minimum, at 0. Below, there are two, at $\pm\sqrt{1 - 3\sigma^2}$, and 0 is
# a top. From `x0 = 0.3` with `sigmas = [0.5, 0.25, 0.0]`: the slope at 0.3 is $0.108 - 0.3 < 0$, so to the right, to
# $0.5$. Then on to $\sqrt{13}/4 = 0.9014$, and to $1$. The path is **[0.5, 0.9014, 1.0]**.
#
# What you may rely on, and what you may not:
#
# - `slope(x, sigma)` takes two numbers and gives a float. It answers at most 20,000 times in one call of your
#   function. It may be huge or tiny. **Only its sign tells you where the minimum is.**
# - All that matters lies between $-12$ and $12$. Two neighbouring critical points (minima and tops) are at least 0.1
#   apart. So a step of less than 0.1 cannot lead across a minimum and the next top.
# - The nearest minimum need not be the one downhill, and the deepest is of no interest.
# - The start may be a minimum already. Then the walk ends at once.
# - The start may be exactly on a top, with slope 0. Then the walker has to leave it, **to either side**. Both are
#   right. So it is where a minimum forks into two.
# - A minimum may vanish when $\sigma$ changes. Then the walk goes on downhill to another one.
# - Each point of the path should be within `1e-4` of the true minimum.
#
# The path is judged by the signs of the slope: around each point, and on the way there.


# %%
def follow_minimiser(slope, x0, sigmas):
    """Follow the minimiser from one sigma to the next.

    slope   function: slope(x, sigma) is the derivative of f in x at this sigma, a float
    x0      float from -12 to 12, where the first walk starts
    sigmas  array of floats, at least one, falling; the last may be 0; it must not change

    Returns the path, shape (len(sigmas),): path[k] is the first minimum that is met when walking downhill in
    f(., sigmas[k]) from path[k - 1], or from x0 for k = 0; each within 1e-4.
    """
    raise NotImplementedError("follow_minimiser is yours to write")


# %%
check(follow_minimiser)

# %% [markdown]
# The Rastrigin function on the line, from $x_0 = 3.3$. Without smoothing the walk ends in the next valley. With it, the
# walk is led to the global minimum. A ring marks the deepest point; every curve is scaled to its band.


# %% tags=["demo"]
def slope_on_the_line(x, sigma):
    """The slope of the smoothed Rastrigin function of one number."""
    return 2 * x + 20 * math.pi * math.exp(-2 * (math.pi * sigma) ** 2) * math.sin(2 * math.pi * x)


without = np.array([0.0])
draw_track(on_the_line, without, follow_minimiser(slope_on_the_line, 3.3, without), -5, 5, title="without smoothing")

# %% tags=["demo"]
falling = np.array([0.6, 0.5, 0.4, 0.3, 0.2, 0.0])
draw_track(on_the_line, falling, follow_minimiser(slope_on_the_line, 3.3, falling), -5, 5, title="with smoothing")

# %% [markdown]
# Here homotopy does all that one could wish. But look why. The smoothed function is even, so its one minimum is at 0.
# And 0 happens to be the global minimum at every other $\sigma$ as well. What if the function is less kind?
#
# ## Exercise 6: where the way may lead (3 points)
#
# Now functions made of a few wells: depths $a_i > 0$, centres $m_i$, widths $w_i$,
#
# $$ f(x) = -\sum_i a_i \exp\Big( -\frac{(x - m_i)^2}{2 w_i^2} \Big) , \qquad
# f_\sigma(x) = -\sum_i \frac{a_i w_i}{\sqrt{w_i^2 + \sigma^2}}
# \exp\Big( -\frac{(x - m_i)^2}{2 (w_i^2 + \sigma^2)} \Big) . $$
#
# Smoothing a well adds the variances: it becomes wider, and in return less deep. *By hand:* take two wells of depth 1,
# one of width 1 and one of width 2. With $\sigma = 3$ their depths are $1/\sqrt{10} = 0.316$ and
# $2/\sqrt{13} = 0.555$. As long as $\sigma$ is large compared with the widths, a well counts with its depth **times its
# width**: smoothed, it is about $a_i w_i / \sigma$ deep.
#
# *Where the way starts.* Let $D = \max m - \min m$, and take $\sigma = D$. Every well then is convex up to a distance
# of $\sqrt{w_i^2 + D^2} > D$ from its centre, so all of them are convex between the outermost centres. Left of all
# centres the sum falls, right of all of them it rises. So $f_D$ has exactly one minimiser, and it is global. From there
# it is followed as $\sigma$ falls to 0, in steps as small as need be, as in exercise 5: it moves along, and should it
# vanish, the way goes on downhill. If it forks, by symmetry, either side may be taken.
#
# *Your task.* Find wells that fool this method: the minimiser ends in a well that is not the deepest. To be precise, at
# the end of the way $f$ is larger than its global minimum, by **0.001** at least.
#
# Any wells that do so are right. They are not compared with anything: the minimiser is followed in steps that are
# proved with intervals. (If it forks *nearly* by symmetry, this can become impossible. You are told, and other
# wells will do.) The checks that you see make sure that there is something to be fooled by: a minimum that is not the
# deepest. Where the way leads, you can find out with `follow_minimiser`, in the picture below.


# %%
def fooled_by_homotopy():
    """Wells whose minimiser, followed from sigma = max m - min m down to 0, misses the deepest of them.

    Returns (a, m, w), three lists (or arrays) with one entry for each of 2 to 5 wells: depths a > 0, centres m from
    -10 to 10, widths w from 0.05 to 5. The sum of the wells, at the end of the way, is at least 0.001 above its global
    minimum.
    """
    raise NotImplementedError("fooled_by_homotopy is yours to write")


# %%
check(fooled_by_homotopy)

# %% [markdown]
# Your wells, and the way of your `follow_minimiser` through them. With few values of $\sigma$ the picture is rough;
# take more where it is unclear.

# %% tags=["demo"]
a, m, w = (np.asarray(part, dtype=float) for part in fooled_by_homotopy())


def wells(x, sigma):
    """The smoothed sum of your wells."""
    v = w**2 + sigma**2
    return float(-np.sum(a * w / np.sqrt(v) * np.exp(-((x - m) ** 2) / (2 * v))))


def slope_of_wells(x, sigma):
    """Its slope."""
    v = w**2 + sigma**2
    return float(np.sum(a * w / v**1.5 * (x - m) * np.exp(-((x - m) ** 2) / (2 * v))))


distance = float(np.ptp(m))
shrinking = distance * np.array([1.0, 0.5, 0.25, 0.15, 0.08, 0.04, 0.0])
way = follow_minimiser(slope_of_wells, float(np.mean(m)), shrinking)
print(f"from {way[0]:.4f} to {way[-1]:.4f}, where the sum is {wells(float(way[-1]), 0.0):.6f}")
draw_track(wells, shrinking, way, float(np.min(m)) - 3, float(np.max(m)) + 3, title="your wells")

# %% [markdown]
# ### What it comes to
#
# - More smoothing would not help. $f$ is bounded and not constant, and so is $f_\sigma$. A convex function that is
#   bounded on the whole line is constant. So $f_\sigma$ is convex for **no** $\sigma$, although from $\sigma = D$ on it
#   has a single minimum.
# - A large $\sigma$ sees how much there is of a well, depth times width. The question was how deep it is.
# - You may like a wide well better than a narrow one, for reasons of your own. But "convex optimisation" promises the
#   global minimum.
#
# H. Mobahi (2016) trains recurrent networks in this way: the loss is smoothed by a Gaussian, which is the solution of
# the heat equation (hence *diffusion*), and the minimiser is followed as $\sigma$ decreases. The abstract and the
# introduction of that paper claim neither that the smoothed loss becomes convex nor that the global minimum is
# found.
#
# One more sentence from the web: in a large net one is rather near a saddle than near a bad minimum, *because*
# over-specified models have many solutions. That saddles are the difficulty is argued by Dauphin and others (2014),
# from physics, random matrices and experiments; it is no theorem about nets, and the reason is not theirs. More units
# than needed also change what the minima look like: with one extra unit in each layer, minima that were isolated become
# connected (Simsek and others, 2021).

# %% [markdown]
# ## In your own words (4 points)
#
# An answer on the web says: *there are homotopy (or diffusion) methods, which apply convex optimisation to neural
# networks.*
#
# 1. What would have to be true for this to find the global minimum? Which two steps can go wrong?
# 2. Give a loss that is not convex for any amount of smoothing, and show it by a calculation of your own, with other
#    numbers than in this text.
# 3. Explain, with your wells, how the followed minimiser can end in the wrong place although it started at the only
#    minimum.
# 4. Somebody shows a plot of the Rastrigin function to explain why permuting hidden units makes a loss non-convex. What
#    do you answer?
#
# Write into the next cell. A few sentences and one small calculation are enough. A person reads and marks them.

# %% [markdown] tags=["written"]
# **Your answer:**

# %% [markdown]
# ## What to remember
#
# - Rastrigin's function has $11^d$ minima in its box, and one of them is global. They do not come from exchanging
#   units, and they are not equally good.
# - Smoothing multiplies a ripple of frequency $k$ by $e^{-k^2\sigma^2/2}$: short ripples go first.
# - It can make a function convex, at $\sigma = 0.5174\dots$ for Rastrigin's. It need not: $(w_1 w_2 - 1)^2$ never
#   becomes convex.
# - One minimum is less than convexity.
# - While $\sigma$ is large, a well counts with its depth times its width, not with its depth. So the followed
#   minimiser may end in the wrong one.
#
# ## Read further
#
# - H. Mobahi, *Training Recurrent Neural Networks by Diffusion*, arXiv:1601.04114, 2016. Smoothing the loss by a
#   Gaussian, and following the minimiser back.
# - Y. Dauphin and others, *Identifying and attacking the saddle point problem in high-dimensional non-convex
#   optimization*, NIPS 2014. Argues that saddles, more than bad minima, are what slows training down.
# - B. Simsek and others, *Geometry of the Loss Landscape in Overparameterized Neural Networks: Symmetries and
#   Invariances*, ICML 2021, arXiv:2105.12221. With the smallest possible width the minima are isolated, as many as
#   there are permutations; one more unit in each layer connects them.
