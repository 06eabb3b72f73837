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
# # Lab 6. Getting stuck: minima, saddles, step sizes, noise
#
# "Logistic regression has a convex cost, and a neural network is built of such units. So how can training get stuck?"
# The question rests on a mistake: a hidden unit has no cost of its own. There is one loss, for the whole net. It is
# convex in the weights of the *last* layer, when all others are held fixed; in all weights together it is not.
#
# The usual advice follows: lower the learning rate, add some noise, descent goes lower anyway. In this lab you test
# the advice. And you learn to tell apart what "stuck" may mean: a step that is too long, a saddle, a plateau, or a
# local minimum. They look alike from the training curve. It takes second derivatives to tell them apart.
#
# | exercise | points |
# | --- | ---: |
# | 1. `gradient_descent` | 3 |
# | 2. `largest_safe_step` | 2 |
# | 3. `noisy_descent` | 3 |
# | 4. `split_unit` | 3 |
# | 5. `escape_direction` | 4 |
# | 6. `dead_relu_minimum` | 3 |
# | 7. `saddle_counts` | 2 |
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
# - A single call may take 3 seconds, one of `escape_direction` 10 seconds. All calls together may take 90 seconds.
# - Before you hand in: restart the kernel, run all cells, save, and hand in this file. If you leave an exercise out,
#   keep its stub; the other exercises count all the same.

# %% [markdown]
# ## Conventions
#
# **Net.** A net is a list of pairs `(W, b)`, one pair a layer, the first layer first. `W` has shape `(n_out, n_in)`,
# and `b` has shape `(n_out,)`. Every layer but the last is followed by the activation; the last layer is linear. A net
# with `H + 1` pairs has `H` hidden layers, numbered from **1** to `H`. Units and samples are numbered from **0**.
#
# **Data.** `X` has shape `(N, d)` and `Y` has shape `(N, m)`: a row is a sample. The loss is `mse`, the mean of the
# squared error over samples and outputs.
#
# **Gradients as arguments.** In exercises 1 and 3 you are handed a function `grad`. It takes an array of the shape of
# `x0` and returns the gradient there, an array of the same shape. You cannot look into it; you can only call it.
#
# **Accuracy.** Numbers are compared at a relative 1e-9 unless an exercise says otherwise. Single precision (float32)
# is not enough.
#
# **Arguments.** A function never changes what it is given. It may return lists, tuples or arrays, as you like, as long
# as they have the right shape. What is illegal raises `ValueError`; each docstring says what that is.

# %%
import numpy as np
from scipy.special import expit

from autograder import check

# %% [markdown]
# The next cell is given: a net's outputs and its loss, and two functions that turn a net into a vector of all its
# parameters and back (first `W1` row by row, then `b1`, then `W2`, and so on).

# %%
ACTIVATIONS = {"identity": lambda z: z, "relu": lambda z: np.maximum(z, 0.0), "tanh": np.tanh, "sigmoid": expit}


def forward(net, X, activation):
    """Outputs of the net, shape (N, m), for inputs X of shape (N, d)."""
    hidden = np.asarray(X)
    for W, b in net[:-1]:
        hidden = ACTIVATIONS[activation](hidden @ np.transpose(W) + b)
    W, b = net[-1]
    return hidden @ np.transpose(W) + b


def mse(net, X, Y, activation):
    """Mean over samples and outputs of the squared error."""
    return float(np.mean((forward(net, X, activation) - Y) ** 2))


def to_vector(net):
    """All parameters in one vector."""
    return np.concatenate([np.append(np.ravel(W), b) for W, b in net])


def to_net(vector, like):
    """The net of the shapes of `like` whose parameters are this vector."""
    net, start = [], 0
    for W, _ in like:
        rows, columns = np.shape(W)
        middle, end = start + rows * columns, start + rows * columns + rows
        net.append((np.reshape(vector[start:middle], (rows, columns)), vector[middle:end]))
        start = end
    return net


# %% [markdown]
# ## Exercise 1: gradient descent, step by step (3 points)
#
# Gradient descent goes from $x_t$ to
#
# $$ x_{t+1} = x_t - \text{step} \cdot \nabla f(x_t) . $$
#
# All coordinates move at once, each by its own entry of the same gradient. Here nothing is added to that rule: the
# step stays the same, long gradients are not clipped, and the path does not end early where the gradient is small.
# We want to see what the rule itself does.
#
# *By hand.* For $f(x) = x^2$ the gradient is $2x$. From $x_0 = 1$:
#
# | step | path | loss |
# | ---: | --- | --- |
# | 0.25 | 1, 0.5, 0.25, 0.125 | falls |
# | 0.75 | 1, -0.5, 0.25, -0.125 | falls, over and over the bottom |
# | 1 | 1, -1, 1, -1 | stays 1 for ever |
# | 1.1 | 1, -1.2, 1.44, -1.728 | grows |
#
# For $f(w) = (w_0 w_1 - 1)^2$, the smallest "deep" net there is, the gradient is
# $2 (w_0 w_1 - 1) \cdot (w_1, w_0)$. From $(2, 1)$ it is $(2, 4)$, and a step of 0.1 leads to $(1.8, 0.6)$. The next
# gradient is $2 \cdot 0.08 \cdot (0.6, 1.8) = (0.096, 0.288)$, and the next point $(1.7904, 0.5712)$.
#
# *Mind numpy.* Lines such as `x -= ...` or `g *= step` change an array in place, wherever else it is in use: as
# `x0`, as a row that is already in the path, or as the point itself. The last is no fancy: the gradient of
# $|x|^2/2$ is $x$, and a `grad` may simply return the array that it was given.


# %%
def gradient_descent(grad, x0, step, n_steps):
    """Follow gradient descent for n_steps steps.

    grad     function: takes an array of shape (d,), returns the gradient there, shape (d,), perhaps the same array
    x0       array of shape (d,), the start; it must not change
    step     float above 0, the length of a step in multiples of the gradient
    n_steps  int, 0 or more

    Returns the path, shape (n_steps + 1, d): row 0 is x0, and every row is one step on from the row before.
    """
    raise NotImplementedError("gradient_descent is yours to write")


# %%
check(gradient_descent)

# %% [markdown]
# Four descents on a curve, each from its own start (a ring) to its end (a dot). Dashed lines are the energy levels on
# which they end.

# %% tags=["demo"]
from autograder.figures import draw_descents, draw_paths, draw_spectrum


def hills(x):
    return 0.05 * x**2 + 0.6 * np.cos(2.5 * x)


def slope_of_hills(x):
    return 0.1 * x - 1.5 * np.sin(2.5 * x)


starts = [-5.8, -1.6, 0.4, 4.6]
descents = [gradient_descent(slope_of_hills, np.array([start]), 0.05, 60) for start in starts]
draw_descents(hills, descents, (-6.5, 6.5))

# %% [markdown]
# A popular explanation goes with such a picture: "The levels $E_1, E_2, E_3$ lie lower than $E_4$, so they are minima
# with respect to $E_4$. Gradient descent is mathematically guaranteed to go lower; only, one does not know to which of
# the lower states it will go." Three things are wrong with it.
#
# - **A lower level is not a minimum.** Many points share a level, and most of them lie on a slope. For $f(x) = x^2$
#   the point 1 is lower than the point 2, and it is no minimum.
# - **There is no such guarantee.** You have just seen $x^2$ grow with the step 1.1. Exercise 2 has the condition.
# - **It is not left to chance.** Gradient descent computes; it throws no dice. The start and the step decide where it
#   ends. What we do not know is the landscape, and often the start was drawn at random.

# %% [markdown]
# ## Exercise 2: how long may a step be? (2 points)
#
# Near a minimum, or at a saddle, a smooth loss looks like a quadratic one, $f(x) = \tfrac12 x^\top H x$, with the
# Hessian $H$ (the matrix of second derivatives). Its gradient is $Hx$. Let $x$ be an eigenvector, $Hx = \lambda x$.
# Then a step leads to
#
# $$ x - \text{step} \cdot Hx = (1 - \text{step} \cdot \lambda)\, x , \qquad
# f \text{ is multiplied by } (1 - \text{step} \cdot \lambda)^2 . $$
#
# For $\lambda > 0$ the loss falls exactly if $0 < \text{step} < 2/\lambda$. For $\lambda < 0$ the loss is negative
# there, and every step makes it larger in size: it falls, however long the step is. So the limit is
#
# $$ \frac{2}{\lambda_{\max}} , $$
#
# and if no eigenvalue is positive there is none: infinity. Below the limit the loss falls from every point where the
# gradient is not 0. Above it there are points from which it grows.
#
# *By hand.*
#
# | $H$ | eigenvalues | largest safe step |
# | --- | --- | ---: |
# | `[[2]]`, which is $x^2$ | 2 | 1 |
# | `[[2, 1], [1, 2]]` | 1 and 3 | 2/3 |
# | `[[0, -2], [-2, 0]]`, the saddle of $(w_0 w_1 - 1)^2$ | -2 and 2 | 1 |
# | `[[1, 0], [0, -5]]` | -5 and 1 | 2 |
# | `[[-1, 0], [0, -3]]` | -3 and -1 | inf |
#
# The result may be off by a relative 1e-6. It must be right at any scale, also for `1e-20 * H`. One thing that you
# need not care about: an eigenvalue that is exactly 0 may be computed as something like 1e-17. No matrix in the checks
# has 0 as its largest eigenvalue, except matrices of zeros and diagonal ones, for which numpy gets it exactly.


# %%
def largest_safe_step(hessian):
    """The step below which gradient descent always goes down in the quadratic loss with this Hessian.

    hessian  array of shape (d, d), symmetric

    Returns a float: 2 divided by the largest eigenvalue, or inf if no eigenvalue is positive.
    Raises ValueError if the matrix is not square.
    """
    raise NotImplementedError("largest_safe_step is yours to write")


# %%
check(largest_safe_step)

# %% [markdown]
# In general the **descent lemma** says what is guaranteed. If the gradient is Lipschitz with the constant $L$ (the
# eigenvalues of the Hessian lie between $-L$ and $L$, *everywhere*), then
#
# $$ f(x - \text{step} \cdot g) \;\le\; f(x) - \text{step}\,\big(1 - \tfrac{L}{2}\,\text{step}\big)\,|g|^2 , \qquad
# g = \nabla f(x) . $$
#
# *Proof.* Put $h(t) = f(x - tg)$, so $h'(0) = -|g|^2$. The slope of $h$ changes at a rate of at most $L|g|^2$, so
# $h(t) \le h(0) - t|g|^2 + \tfrac{L}{2} t^2 |g|^2$.
#
# So the loss falls if the step is below $2/L$ **and** the gradient is not 0. Each condition matters:
#
# - With a longer step the loss may grow, as $x^2$ does with 1.1.
# - $(w_0 w_1 - 1)^2$ has no such $L$: its curvature grows without bound. From $(10, 10)$ a step of 0.02 raises the
#   loss from 9801 to 765905.0256. The same step is harmless near $(1, 1)$.
# - At a critical point nothing moves.
# - Stochastic gradients belong to a few samples, not to the whole loss. No single step of theirs is guaranteed to
#   lower it.

# %% tags=["demo"]
bowl = np.array([[2.0, 1.0], [1.0, 2.0]])
limit = largest_safe_step(bowl)
ways = [gradient_descent(lambda x: bowl @ x, np.array([1.5, 0.5]), factor * limit, 12) for factor in (0.9, 1.1)]
draw_paths(lambda x: 0.5 * x @ bowl @ x, ways, (-4, 4, -4, 4), labels=["0.9 of the limit", "1.1 of the limit"])

# %% [markdown]
# ## Exercise 3: noise (3 points)
#
# "If you are stuck, lower the learning rate, and sometimes add uniform noise." The first half cannot help at a local
# minimum: a shorter step ends at the same place, only later. The second half is a different algorithm. After every
# step the point gets a kick:
#
# $$ x_{t+1} = x_t - \text{step} \cdot \nabla f(x_t) + u_t , $$
#
# where every coordinate of $u_t$ is drawn uniformly from $[-\text{noise}, \text{noise}]$, independently of all other
# coordinates and steps. The kick does not depend on the step. It moves the point itself, so the next gradient is taken
# at the kicked point.
#
# *By hand.* For $x^2$, from 1, with the step 0.25 and the noise 0.1: the step leads to 0.5, and the kick to somewhere
# between 0.4 and 0.6. From there, say from 0.58, the next step leads to 0.29, and the next kick to 0.19 to 0.39.
#
# *Random, and yet repeatable.* The same arguments must give the same path, however often you are called and whatever
# else was drawn in between. Another seed must give other kicks. Use any generator that you like: numpy's, or the
# standard library's `random.Random`. Seeds are ints from 0 to $2^{32} - 1$. No kick may be larger than the noise.
# Whether the kicks are uniform and independent is judged from thousands of them, with limits that a right function
# misses less than once in $10^{10}$ times.


# %%
def noisy_descent(grad, x0, step, n_steps, noise, seed):
    """Gradient descent with a random kick after every step.

    grad, x0, step, n_steps  as in gradient_descent; x0 must not change
    noise                    float, 0 or more: the kicks are uniform in [-noise, noise], one for every coordinate
    seed                     int, 0 to 2**32 - 1: the same arguments give the same path

    Returns the path, shape (n_steps + 1, d): row 0 is x0, and row t + 1 is x - step*grad(x) plus a kick, where x is
    row t. With noise 0 this is gradient descent.
    """
    raise NotImplementedError("noisy_descent is yours to write")


# %%
check(noisy_descent)

# %% [markdown]
# First a local minimum. The Rastrigin function of one variable, $10 + x^2 - 10 \cos 2\pi x$, has its global minimum 0
# at 0, and a local one, 8.9546, at 2.98486. We start at 2.9.


# %% tags=["demo"]
def rastrigin(x):
    return float(np.sum(10 + x**2 - 10 * np.cos(2 * np.pi * x)))


def slope_of_rastrigin(x):
    return 2 * x + 20 * np.pi * np.sin(2 * np.pi * x)


start = np.array([2.9])
for step in (1e-4, 1e-3, 2e-3):
    end = gradient_descent(slope_of_rastrigin, start, step, 2000)[-1]
    print(f"step {step}: ends at {end[0]:.5f}, loss {rastrigin(end):.4f}")

for noise in (0.05, 0.5, 1.5):
    lowest, last = [], []
    for seed in range(20):
        path = noisy_descent(slope_of_rastrigin, start, 0.002, 500, noise, seed)
        lowest.append(min(rastrigin(x) for x in path))
        last.append(rastrigin(gradient_descent(slope_of_rastrigin, path[-1], 0.002, 200)[-1]))
    better, kept = sum(loss < 8.9 for loss in lowest), sum(loss < 8.9 for loss in last)
    print(f"noise {noise}: of 20 runs {better} met a lower valley, {kept} were in a lower one at the end")

# %% [markdown]
# A lower rate keeps the attractor. So does a little noise: the kicks must beat the barrier. The next maxima are about
# 0.5 away, and 17 or more higher. With kicks of up to 0.05 no run gets out; with 0.5 most runs meet a lower valley; but
# the more noise, the less does a run *stay* in a good one. (The counts depend on your generator.) Who adds noise must
# take it back at some time, or keep the best point met.
#
# Next a saddle. Take $(w_0 w_1 - 1)^2$ from $(1, -1)$. By symmetry gradient descent stays on the line $w_1 = -w_0$, and
# it converges to $(0, 0)$, where the loss is 1 and the gradient 0. So even a *linear* net of two factors gets stuck:
# the landscape is the cause, not the activation. But here kicks of $10^{-9}$ are enough.


# %% tags=["demo"]
def product_loss(w):
    return (w[0] * w[1] - 1) ** 2


def product_slope(w):
    return 2 * (w[0] * w[1] - 1) * np.array([w[1], w[0]])


stuck = gradient_descent(product_slope, np.array([1.0, -1.0]), 0.1, 400)
freed = noisy_descent(product_slope, np.array([1.0, -1.0]), 0.1, 400, 1e-9, 1)
print(f"loss after 400 steps: {product_loss(stuck[-1]):.6f} without noise, {product_loss(freed[-1]):.6f} with 1e-9")
draw_paths(product_loss, [stuck, freed], (-1.6, 1.6, -1.6, 1.6), labels=["no noise", "noise 1e-9"])

# %% [markdown]
# Along the eigenvector of the eigenvalue -2 a step multiplies whatever is there by 1.2. From $10^{-9}$ to 1 that takes
# about 114 steps. Theory says the same in general, for saddles whose Hessian has a negative eigenvalue. From a random
# start plain gradient descent avoids them almost surely (Lee et al., 2016), but it may need exponential time (Du et
# al., 2017); with small perturbations it escapes fast (Jin et al., 2017). So a saddle and a local minimum are two
# different ways of being stuck, and call for different remedies.

# %% [markdown]
# ## Exercise 4: build critical points (3 points)
#
# To study saddles and minima we need some. Here is a way to make new critical points from old ones. Take a unit with
# incoming weights $w$, bias $b$ and outgoing weights $v$, and replace it by two:
#
# $$ (w, b, v) \quad\longrightarrow\quad (w, b, \mu v) \;\text{ and }\; (w, b, (1-\mu) v) . $$
#
# Both units have the same value $h$, and $\mu v h + (1-\mu) v h = v h$: the function of the net stays the same, for
# every real $\mu$. And **a critical point stays critical**. The derivative of the loss by the outgoing weights of
# either copy is that of the old unit. The derivatives by the incoming weights and bias are $\mu$ times, and $1-\mu$
# times, the old ones. If the old ones were 0, so are the new ones.
#
# So every critical point of a smaller net becomes a whole *line* of critical points of a larger one, all with the same
# loss: walk along $\mu$. Fukumizu and Amari (2000) found these lines. Parts of them can be local minima, others
# saddles. With $\mu = 1/2$ the two units are equal, so exchanging them changes nothing: such points lie in the mirror
# in which a net and its swapped twin (lab 2) are each other's image.
#
# *By hand.* `W = [[2], [3]]`, `b = [1, -1]`, `V = [[4, 8]]`, `c = [5]`; split unit 0 with $\mu = 0.25$:
# `W = [[2], [3], [2]]`, `b = [1, -1, 1]`, `V = [[1, 8, 3]]`, `c = [5]`. With the identity at $x = 1$ the hidden
# values were 3 and 2, and the output $4 \cdot 3 + 8 \cdot 2 + 5 = 33$. Now they are 3, 2 and 3, and the output is
# $1 \cdot 3 + 8 \cdot 2 + 3 \cdot 3 + 5 = 33$.


# %%
def split_unit(net, layer, unit, mu):
    """Split one hidden unit into two that share its outgoing weights.

    net    list of (W, b), with at least one hidden layer; it must not change
    layer  int, 1 to H
    unit   int, 0 to n - 1 for a layer of n units
    mu     float, any real number: the unit keeps mu*v of its outgoing weights v, the copy gets (1 - mu)*v

    Returns a net whose hidden layer `layer` has one unit more, the copy, in the last place.
    Raises ValueError if there is no such hidden layer, or no such unit in it.
    """
    raise NotImplementedError("split_unit is yours to write")


# %%
check(split_unit)

# %% [markdown]
# Two sets of data for one tanh unit, $f(x) = 2 \tanh(x \ln 2 + \tfrac12 \ln 2)$. The targets are made so that this unit
# is a strict local minimum for either of them. In the first set the loss is 0.00647, in the second 0.128.

# %% tags=["demo"]
one_unit = [(np.array([[np.log(2)]]), np.array([np.log(2) / 2])), (np.array([[2.0]]), np.array([0.0]))]
X5 = np.array([[-2.0], [-1.0], [0.0], [1.0], [2.0]])
Y5 = np.array([[-709 / 450], [-11 / 18], [43 / 75], [121 / 72], [35869 / 19800]])
X7 = np.array([[-3.0], [-2.0], [-1.0], [0.0], [1.0], [2.0], [3.0]])
Y7 = np.array(
    [
        [-1436807839 / 739200000],
        [-57168989 / 40320000],
        [-2287687 / 2800000],
        [987743 / 1120000],
        [56350261 / 50400000],
        [378592567 / 147840000],
        [4585327277 / 2889600000],
    ]
)


def gradient(net, X, Y, activation):
    """The gradient of the loss by central differences, as a vector."""
    point = to_vector(net)
    steps = 1e-5 * np.eye(len(point))
    loss = [[mse(to_net(point + s * e, net), X, Y, activation) for s in (1, -1)] for e in steps]
    return np.array([(up - down) / 2e-5 for up, down in loss])


for X, Y in ((X5, Y5), (X7, Y7)):
    for mu in (0.5, 1.5):
        net = split_unit(one_unit, 1, 0, mu)
        steepest = np.max(np.abs(gradient(net, X, Y, "tanh")))
        print(f"mu = {mu}: loss {mse(net, X, Y, 'tanh'):.6f}, largest entry of the gradient {steepest:.0e}")

# %% [markdown]
# ## Exercise 5: is there a way down? (4 points)
#
# At a critical point the gradient is 0. What next decides is the second derivative. Walk from the net $\theta$ in a
# direction $D$, a change of all weights and biases at once:
#
# $$ \varphi(t) = L(\theta + tD) , \qquad \varphi''(0) = D^\top H D , $$
#
# with the Hessian $H$ of the loss by all parameters. If $D^\top H D < 0$, the loss falls along $D$ (and along $-D$):
# the point is a saddle or a maximum, and $D$ leads away from it. Such a $D$ exists exactly if $H$ has a negative
# eigenvalue; the eigenvector of the lowest one is such a direction.
#
# *By hand.* One unit a layer, linear, $x = \pm 1$ and $y = x$: $L(w, v) = (vw - 1)^2$, apart from the biases. At
# $w = v = 0$ all four second derivatives are $0, -2, -2, 0$. Changing $w$ alone, or $v$ alone, does nothing:
# $\varphi$ is constant. Along $D = (1, 1)$ it is $(t^2 - 1)^2 = 1 - 2t^2 + t^4$, and $\varphi''(0) = -4$.
#
# *How to get second derivatives.* You may differentiate by hand, layer by layer. Or take differences of the loss:
#
# $$ H_{ij} \approx \frac{L(+,+) - L(+,-) - L(-,+) + L(-,-)}{4h^2} , $$
#
# where the signs say whether $h$ is added to or taken from parameters $i$ and $j$. With $h = 10^{-4}$ the truncation is
# about $10^{-8}$, and so is the rounding ($10^{-16} / h^2$). Much smaller $h$ drown in rounding.
#
# *None.* If no second derivative is negative, return `None`. Rounding makes $-10^{-17}$ or, with differences,
# $-10^{-7}$ of an eigenvalue that is 0. Therefore it is promised that the lowest eigenvalue is either below $-5 \cdot
# 10^{-4}$ or above $-10^{-9}$. Choose your threshold between the two.
#
# *What counts as an answer.* Any direction $D$, short or long, with $D^\top H D \le -10^{-8} |D|^2$, where $|D|^2$ is
# the sum of the squares of all entries. It is not compared with ours. Its second derivative is computed without
# rounding errors: in exact fractions, or in intervals that enclose them.
#
# Also promised: the net is a critical point (but for rounding), it has at most 40 parameters, and no ReLU
# pre-activation is 0, nor so near to 0 that a change of $10^{-3}$ in the parameters would matter.


# %%
def escape_direction(net, X, Y, activation):
    """Find a direction of negative curvature of the loss at a critical point.

    net         list of (W, b), with at least one hidden layer: a critical point of the loss; it must not change
    X, Y        inputs, shape (N, d), and targets, shape (N, m); they must not change
    activation  "identity", "relu", "tanh" or "sigmoid"

    Returns a direction of the shape of net, a list of (D, e) with D for W and e for b, along which the second
    derivative of the loss is negative, at most -1e-8 times the sum of the squares of all entries; or None if there is
    no such direction.
    """
    raise NotImplementedError("escape_direction is yours to write")


# %%
check(escape_direction)

# %% [markdown]
# The split unit with $\mu = 1/2$ on the first data: the eigenvalues of its Hessian. There is one zero, for the walk
# along $\mu$, and one negative eigenvalue: a saddle.

# %% tags=["demo"]
saddle = split_unit(one_unit, 1, 0, 0.5)
draw_spectrum(lambda v: mse(to_net(v, saddle), X5, Y5, "tanh"), to_vector(saddle), title="first data, mu = 1/2")

# %% [markdown]
# Your direction leads away from it. We go a little way along it, and let gradient descent do the rest. (Along an
# eigenvector of the lowest eigenvalue the loss is a little lower there already.)

# %% tags=["demo"]
direction = to_vector(escape_direction(saddle, X5, Y5, "tanh"))
direction = direction / np.linalg.norm(direction)
for length in (0.0, 0.1):
    begin = to_vector(saddle) + length * direction
    way = gradient_descent(lambda v: gradient(to_net(v, saddle), X5, Y5, "tanh"), begin, 0.2, 1000)
    before, after = (mse(to_net(v, saddle), X5, Y5, "tanh") for v in (way[0], way[-1]))
    print(f"start {length} along the direction: loss {before:.6f}, after 1000 steps {after:.6f}")

# %% [markdown]
# The second data, with the same net. For $\mu = 1/2$ no eigenvalue is negative, and your function returns `None`. This
# one *is* a local minimum: its single eigenvalue 0 belongs to the walk along $\mu$, on which the loss stays the same,
# and across that line the loss curves upwards everywhere nearby. Yet another net of the same shape reaches a loss below
# 0.0595: see the next cell. So local minima that are not global exist, for tanh as well. That many nets have the same
# loss by symmetry, as in labs 2 and 3, proves nothing of the kind: equivalent nets are equally good. For $\mu = 3/2$,
# on the same line of equal loss, it is a saddle.

# %% tags=["demo"]
trap = split_unit(one_unit, 1, 0, 0.5)
other = to_net(np.array([0.2601, 13.2196, -0.13535, -41.55, 4.0857, -38.117, -37.155]), trap)
print("escape direction with mu = 1/2:", escape_direction(trap, X7, Y7, "tanh"))
print(f"loss here {mse(trap, X7, Y7, 'tanh'):.4f}, of another net {mse(other, X7, Y7, 'tanh'):.4f}")
print("a way out with mu = 3/2:", escape_direction(split_unit(one_unit, 1, 0, 1.5), X7, Y7, "tanh") is not None)
draw_spectrum(lambda v: mse(to_net(v, trap), X7, Y7, "tanh"), to_vector(trap), title="second data, mu = 1/2")

# %% [markdown]
# ### What `None` does not mean
#
# **`None` is not "minimum".** Three layers of one linear unit each have $L = (w_1 w_2 w_3 - 1)^2$, biases aside. At 0
# all second derivatives by the weights vanish: no direction of negative curvature. But along $(t, t, t)$ the loss is
# $(t^3 - 1)^2$, which falls for small $t > 0$. The way down begins with a third derivative. This is an example
# of what Kawaguchi (2016) proved. For deep linear nets and the squared loss, every local minimum is global, and every
# other critical point is a saddle. With one hidden layer each of these saddles has a negative eigenvalue; with more
# hidden layers some have none.
#
# **A plateau looks the same.** Where all ReLU units are off the loss does not depend on most parameters at all: their
# derivatives of every order are 0. That is the next exercise.

# %% [markdown]
# ## Exercise 6: a net that is dead (3 points)
#
# A ReLU unit whose pre-activation is negative on every sample gives 0, whatever else happens: it is *off*. If all
# hidden units are off on all data, the output is the output bias $c$, a constant. Small changes of the parameters leave
# the units off. So near such a net the loss is
#
# $$ \frac{1}{Nm} \sum_{n, o} (c_o - y_{no})^2 , $$
#
# and this is least if every $c_o$ is the mean of its targets. Then no small change makes it better: the net is a
# **local minimum**. If the data allow a better net, it is not a global one.
#
# *By hand.* XOR has the inputs $(0,0), (0,1), (1,0), (1,1)$ and the targets $0, 1, 1, 0$. With the incoming weights 1
# and the biases -3 the pre-activations are -3, -2, -2 and -1; with the output bias 1/2 the loss is 1/4. Change every
# parameter by less than 1/3: as inputs sum to at most 2, a pre-activation changes by less than $2/3 + 1/3 = 1$. All
# units stay off, so the loss stays at least 1/4. But
# $\mathrm{relu}(x_1 + x_2) - 2\, \mathrm{relu}(x_1 + x_2 - 1)$ has the loss 0.
#
# *The task.* Given data, return such a net: every pre-activation at most -1e-6 on every sample, computed exactly, and
# every output bias within 1e-9 of the mean of its targets (if a target is larger than 1, within 1e-9 times the
# largest). The inputs may be of either sign and of any size, 0 and 1e150 included. Mind: beside 1e150 a 1 is lost in
# rounding.


# %%
def dead_relu_minimum(X, Y, n_hidden):
    """A ReLU net with one hidden layer that is a local minimum because all of its units are off.

    X, Y      inputs, shape (N, d), and targets, shape (N, m), for which there is a better net; they must not change
    n_hidden  int, 1 or more, the number of hidden units

    Returns [(W, b), (V, c)] with W of shape (n_hidden, d) and V of shape (m, n_hidden).
    Raises ValueError if X and Y have different numbers of samples.
    """
    raise NotImplementedError("dead_relu_minimum is yours to write")


# %%
check(dead_relu_minimum)

# %% [markdown]
# Ten thousand neighbours of your net for XOR, each parameter changed by up to 0.05; and a far better net.

# %% tags=["demo"]
XOR, XOR_targets = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]]), np.array([[0.0], [1.0], [1.0], [0.0]])
dead = dead_relu_minimum(XOR, XOR_targets, 2)
rng = np.random.default_rng(0)
point = to_vector(dead)
near = [mse(to_net(point + rng.uniform(-0.05, 0.05, len(point)), dead), XOR, XOR_targets, "relu") for _ in range(10000)]
good = [(np.array([[1.0, 1.0], [1.0, 1.0]]), np.array([0.0, -1.0])), (np.array([[1.0, -2.0]]), np.array([0.0]))]
print(f"loss {mse(dead, XOR, XOR_targets, 'relu')}, lowest of 10000 neighbours {min(near):.6f}")
print(f"loss of the good net {mse(good, XOR, XOR_targets, 'relu')}")

# %% [markdown]
# Here noise of $10^{-9}$ does nothing: the gradient of the hidden parameters is exactly 0 all around. And a lower
# learning rate does nothing either. (A net whose margin is small may be freed by a larger kick.)
#
# Dead units are not the only spurious minima. Without any hidden layer, one sigmoid unit with the squared error can
# have one local minimum for each of several samples (Auer, Herbster and Warmuth, 1995). For ReLU nets with hidden
# units, spurious minima exist for almost all data (Yun, Sra and Jadbabaie, arXiv 1802.03487), and for nets of 6 to 20
# units they were found to be common (Safran and Shamir, 2018).

# %% [markdown]
# ## Exercise 7: how many saddles for one minimum? (2 points)
#
# "Saddle points are exponentially more numerous than local minima." For one family of functions we can count. The
# Rastrigin function of $d$ variables is a sum of functions of one variable each:
#
# $$ f(x) = \sum_{i=1}^{d} \big( 10 + x_i^2 - 10 \cos 2\pi x_i \big) . $$
#
# *One variable.* In $-5.12 < x < 5.12$ the slope $2x + 20\pi \sin 2\pi x$ is 0 at 21 points: 11 minima, close to $-5,
# \dots, 5$, and between each two neighbours one maximum, 10 in all. At both ends of the interval the function rises
# outwards.
#
# *Many variables.* The gradient is 0 exactly if the slope is 0 in every coordinate. So each coordinate stands at one of
# the 21 points, whatever the others do. The Hessian is diagonal, positive for coordinates at a minimum and negative
# for those at a maximum. The **index** of a critical point is the number of negative eigenvalues, so it is the number
# of coordinates at a maximum. Index 0 is a minimum, index $d$ a maximum; what lies between is a saddle.
#
# *By hand.* For $d = 2$: both coordinates at a minimum, $11 \cdot 11 = 121$ points. One at a minimum, the other at a
# maximum: $11 \cdot 10$ points with the first at a minimum, as many with the second, 220. Both at a maximum: 100. In
# all $121 + 220 + 100 = 441 = 21^2$. With alternating signs: $121 - 220 + 100 = 1$, as for every $d$. (It must
# be so. For every function that rises outwards at the edge of a box, and whose Hessian has no eigenvalue 0 at a
# critical point, this sum is 1: that is Morse theory. Here it is $(11 - 10)^d$.)


# %%
def saddle_counts(d):
    """How many critical points of each index the Rastrigin function has in the open box (-5.12, 5.12)^d.

    d  int, 1 or more, the number of variables

    Returns [c_0, c_1, ..., c_d], whole numbers: c_k critical points have k negative eigenvalues. They are exact, also
    where they have hundreds of digits.
    """
    raise NotImplementedError("saddle_counts is yours to write")


# %%
check(saddle_counts)

# %% tags=["demo"]
for d in (1, 2, 3, 10, 100):
    counts = [int(count) for count in saddle_counts(d)]
    share, most = counts[0] / sum(counts), counts.index(max(counts))
    print(f"d = {d:3}: minima are {share:.1e} of all critical points; the most frequent index is {most}")

# %% [markdown]
# For *this* function the sentence is exact: minima are a share of $(11/21)^d$. What about nets?
#
# - For random symmetric matrices with Gaussian entries the chance that all eigenvalues are positive is about 0.50,
#   0.145, 0.027 and 0.0024 for sizes 1 to 4. Dauphin et al. (2014) *argue*, from such models and from experiments, that
#   saddles are what is hard about large nets. That is an argument, not a theorem about nets.
# - "Big nets are rather near a saddle, because over-specified models have many solutions": the reason is not theirs.
#   And it cuts both ways. Splitting a unit makes new saddles, as in exercise 4, but it also makes whole lines of new
#   global minima out of one. Simsek et al. (2021) compare the two. With few units more than needed the saddles
#   dominate, with very many more the global minima do. One extra unit a layer already joins the isolated minima.

# %% [markdown]
# ## In your own words (4 points)
#
# An answer that many people have voted for says: *"If the energy levels E1, E2, E3 are lower than E4, they are minima
# with respect to E4. Gradient descent is mathematically guaranteed to go to a lower state."*
#
# 1. Is a lower level a minimum? Say what is wrong.
# 2. Give a counterexample to the guarantee, with numbers: a function, a start, a step, and the losses.
# 3. Under which conditions does a step lower the loss for certain?
# 4. Somebody's training loss has stopped falling. Name two different reasons, and how second derivatives, or a
#    small experiment, would tell them apart.
#
# Write into the next cell. A few sentences and one small calculation are enough. A person reads and marks them.

# %% [markdown] tags=["written"]
# **Your answer:**

# %% [markdown]
# ## What to remember
#
# - A step goes down for certain if it is shorter than $2/L$ and the gradient is not 0. Otherwise nothing is promised.
# - Critical is not stuck for good. A negative eigenvalue of the Hessian is a way out, and the tiniest noise finds it.
# - No negative eigenvalue is no proof of a minimum: a plateau or a flat saddle looks the same to second order.
# - Local minima that are not global exist: dead ReLU nets, and split tanh units. Symmetry does not prove it; a proof
#   needs a neighbourhood and a better net.
# - Splitting a unit turns one critical point into a line of them, with minima on some parts and saddles on others.
# - Counts of saddles need a definition: which function, which box, which index.
#
# ## Read further
#
# - K. Fukumizu, S. Amari, *Local minima and plateaus in hierarchical structures of multilayer perceptrons*, Neural
#   Networks 13, 2000. The lines of exercise 4: parts of them can be local minima, others saddles.
# - Y. Dauphin et al., *Identifying and attacking the saddle point problem in high-dimensional non-convex optimization*,
#   NIPS 2014. Argues that saddles are the difficulty.
# - K. Kawaguchi, *Deep Learning without Poor Local Minima*, NIPS 2016, arXiv:1605.07110. Deep linear nets have no bad
#   local minima.
# - J. Lee et al., 2016; C. Jin et al., 2017; S. Du et al., 2017. Random starts avoid strict saddles almost surely;
#   perturbed descent escapes them fast; plain descent may take exponentially long.
# - P. Auer, M. Herbster, M. Warmuth, *Exponentially many local minima for single neurons*, NIPS 8, 1995. One logistic
#   unit, squared loss, $n$ examples in $d$ dimensions: up to $\lfloor n/d \rfloor^d$ local minima.
# - I. Safran, O. Shamir, ICML 2018; C. Yun, S. Sra, A. Jadbabaie, arXiv:1802.03487. Spurious minima of ReLU nets.
# - J. Brea, B. Simsek, B. Illing, W. Gerstner, *Weight-space symmetry in deep networks gives rise to permutation
#   saddles, connected by equal-loss valleys across the loss landscape*, arXiv:1907.02911, 2019. The permutation points
#   on these valleys are critical, and their Hessian has zero eigenvalues.
# - B. Simsek et al., *Geometry of the Loss Landscape in Overparameterized Neural Networks*, ICML 2021,
#   arXiv:2105.12221. Saddles dominate with few extra units, minima with very many.
