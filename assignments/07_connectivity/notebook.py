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
# # Lab 7. Joining the minima
#
# Swap two hidden units, and you have another minimum. On the straight line between the two the loss can be high: this
# is how lab 2 refuted convexity. It is tempting to see two valleys now, with a mountain between them. But a straight
# line is only one way of many. What if we go round the mountain?
#
# In this lab you meet two ways to do so. The first takes the mountain for an illusion of bookkeeping: put the units of
# the second net in the order of the first, and often the barrier is almost gone. The second is a theorem: in a net with
# one idle unit you build a path from a minimum to its swapped twin on which the loss is *exactly* 0, all the way.
#
# | exercise | points |
# | --- | ---: |
# | 1. `match_units` | 3 |
# | 2. `align` | 4 |
# | 3. `loss_profile` | 3 |
# | 4. `barrier` | 2 |
# | 5. `merge` | 3 |
# | 6. `zero_loss_path` | 5 |
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
# - A single call may take 3 seconds, one of `match_units`, `align` or `merge` 10 seconds.
# - Before you hand in: restart the kernel, run all cells, save, and hand in this file. If you leave an exercise out,
#   keep its stub; the other exercises count all the same.

# %% [markdown]
# ## Conventions
#
# **Net.** A net is a list of pairs `(W, b)`, one pair a layer, the first layer first. `W` has shape `(n_out, n_in)`,
# and `b` has shape `(n_out,)`. Row `k` of `W` holds the weights *into* unit `k`. Every layer but the last is followed
# by the activation; the last layer is linear.
#
# **Counting.** A net with `H + 1` pairs has `H` hidden layers. Layers are numbered from **1** to `H`, units from
# **0**. Hidden layer `layer` has its incoming rows in `net[layer - 1][0]`, its biases in `net[layer - 1][1]`, and its
# outgoing columns in `net[layer][0]`. A **unit** is all three: incoming row, bias, outgoing column.
#
# **Permutation.** A permutation is a list of ints: **new unit `k` is old unit `perm[k]`**. Inputs and outputs have a
# meaning of their own and are never permuted.
#
# **Errors.** What is illegal raises `ValueError`; the docstrings say what that is.
#
# **Arguments.** A function never changes what it is given. It may return lists or arrays, as you like.

# %%
import itertools

import numpy as np
from scipy.optimize import minimize
from scipy.special import expit

from autograder import check

# %% [markdown]
# The next cell is given: the outputs of a net, its loss, and a net with all of its hidden layers reordered.

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


def reorder(net, perms):
    """The net with every hidden layer reordered: new unit k of layer l is old unit perms[l - 1][k]."""
    orders = [range(net[0][0].shape[1]), *perms, range(len(net[-1][1]))]
    return [(W[np.ix_(orders[k + 1], orders[k])], b[list(orders[k + 1])]) for k, (W, b) in enumerate(net)]


# %% [markdown]
# ## Exercise 1: which unit belongs to which? (3 points)
#
# Two people have trained nets of the same shape on the same data. The nets do much the same, but nobody told the units
# in which order to stand. Before we compare the two nets, let us reorder the second so that it resembles the first.
#
# When are two units alike? Multiply what they have in common, and add up:
#
# $$ S_{kl} = \sum_j A_{kj} B_{lj} + a_k b_l + \sum_o A'_{ok} B'_{ol} , $$
#
# with incoming rows $A_k$, $B_l$, biases $a_k$, $b_l$, and outgoing columns $A'_{\cdot k}$, $B'_{\cdot l}$. All three
# parts of a unit count. We look for the order $p$ of the units of the second net with the largest sum $\sum_k
# S_{k\,p(k)}$. As $|u - v|^2 = |u|^2 + |v|^2 - 2\,u \cdot v$, and reordering does not change any length, this is also
# the order in which the two nets are nearest to each other, as points of weight space.
#
# *By hand.* One input, two units, one output, biases 0. The first net has `W = [[2], [1]]`, `V = [[1, 2]]`; the second
# has `W = [[1], [3]]`, `V = [[4, 1]]`. Then
#
# $$ S = \begin{pmatrix} 2 \cdot 1 + 1 \cdot 4 & 2 \cdot 3 + 1 \cdot 1 \\ 1 \cdot 1 + 2 \cdot 4 & 1 \cdot 3 + 2 \cdot 1
# \end{pmatrix} = \begin{pmatrix} 6 & 7 \\ 9 & 5 \end{pmatrix} . $$
#
# The order `[0, 1]` has the sum 6 + 5 = **11**, the order `[1, 0]` has 7 + 9 = **16**, so `[1, 0]` is the answer.
#
# *Why not let each unit choose?* Take
#
# $$ S = \begin{pmatrix} 10 & 9 \\ 9 & 1 \end{pmatrix} . $$
#
# Unit 0 takes its best partner, unit 0. For unit 1 only a 1 is left: the sum is **11**. If unit 0 is content with its
# second best, the sum is 9 + 9 = **18**. All pairs have to be chosen together. This is the *assignment problem*. There
# are $n!$ orders, but it can be solved in about $n^3$ steps, and scipy has a function for it. Read in its
# documentation what it makes as large or as small as possible, and which of the two things that it returns you need.
#
# If several orders have the largest sum, any of them is right. Rounding is forgiven: your sum may be smaller than the
# largest one by $10^{-9}$ of the product of the lengths of the two nets.


# %%
def match_units(net_a, net_b):
    """Find the order of the hidden units of net_b that resembles net_a most.

    net_a, net_b  [(W, b), (V, c)], one hidden layer of up to 50 units, both of the same shapes; they must not change

    Returns a perm for net_b: the sum of products of incoming weights, biases and outgoing weights of net_a and the
    reordered net_b is as large as possible.
    Raises ValueError if the shapes of the two nets differ, or if they have more than one hidden layer.
    """
    raise NotImplementedError("match_units is yours to write")


# %%
check(match_units)

# %% [markdown]
# The similarities of two nets with four units. The second is the first in another order, with all numbers a bit
# changed. Your order is marked.

# %% tags=["demo"]
from autograder.figures import draw_barriers, draw_similarity, draw_steps, draw_ways

net_a = [
    (np.array([[5.0, 1.0], [2.0, 4.0], [1.0, 3.0], [4.0, -3.0]]), np.array([-5.0, -2.0, -2.0, 4.0])),
    (np.array([[5.0, -5.0, 0.0, 4.0]]), np.array([0.0])),
]
net_b = [
    (np.array([[0.7, 3.2], [4.7, 1.0], [4.2, -3.1], [1.9, 3.8]]), np.array([-1.8, -5.2, 4.3, -2.0])),
    (np.array([[0.0, 5.0, 4.1, -5.0]]), np.array([0.0])),
]
(A, a), (A_out, _) = net_a
(B, b), (B_out, _) = net_b
draw_similarity(A @ B.T + np.outer(a, b) + A_out.T @ B_out, match_units(net_a, net_b), title="your order")

# %% [markdown]
# ## Exercise 2: several hidden layers (4 points)
#
# In a deep net every hidden layer has an order of its own. The *score* of a choice of perms is the sum of products of
# **all** weights and biases of `net_a` and the reordered `net_b`. But now the layers hang together: the weights between
# layers 1 and 2 are outgoing for the one and incoming for the other. No fast way to the best choice is known.
#
# What we can do is to *climb*. Hold all layers but one, and put this one in its best order: an assignment problem, as
# in exercise 1. Do the same with the next layer, and so on, round after round, until no layer can be improved by
# itself. The score rises with every change and there are finitely many orders, so this ends.
#
# *Where does it end?* Not always at the top. Here are two nets with one input, two hidden layers of three units, one
# output, and biases 0:
#
# | | W1 | W2 | W3 |
# | --- | --- | --- | --- |
# | `net_a` | `[[-3], [0], [3]]` | `[[-3, -1, -1], [3, -2, 0], [-2, -3, 2]]` | `[[-3, -2, 0]]` |
# | `net_b` | `[[0], [-3], [3]]` | `[[2, 3, -3], [2, -1, 0], [3, -2, 2]]` | `[[-2, -1, 3]]` |
#
# Without reordering the score is 9 + 6 + 8 = **23**, and no single layer can be improved: a climb from there does not
# even begin. But `[[1, 2, 0], [1, 0, 2]]` has the score **36**, the largest of all $3! \cdot 3!$ choices. So what a
# climb finds need not be the best. You are asked for three properties, not for the largest score:
#
# 1. If `net_b` *is* a reordering of `net_a`, your answer turns it back into `net_a`, exactly.
# 2. The score is never below that of no reordering.
# 3. No other order of a single hidden layer gives a larger score.
#
# *A hint.* A climb from the identity (no reordering) always has the properties 2 and 3, but not always 1. So climb
# twice, and keep the better result. Let the second climb start from a *forward pass*: match layer 1 by its incoming
# weights and biases alone, since inputs have a fixed order. Now the columns of the second matrix are in order, so match
# layer 2 by its incoming weights and biases, and so on.
#
# *Why does the forward pass find a reordering?* Let the rows of two matrices be the same vectors $u_1, \dots, u_n$ in
# two orders. By Cauchy and Schwarz the sum of products of the two matrices is at most $\sum_k |u_k|^2$, and it reaches
# this value only if each row meets itself. So the best assignment in layer 1 is the right one, up to units that have
# the same incoming weights and the same bias. If there are no such units, or only units that are equal in everything,
# then layer 2 is matched correctly for the same reason, and so on to the last layer. (For all nets of the checks, the
# two climbs of the hint are enough.)
#
# Any answer with the three properties is right. They are checked within rounding: $10^{-9}$ of the product of the
# lengths of the two nets (as vectors of all parameters). Weights may be small or large, so if your climb needs to know
# whether a gain is more than rounding, compare it with the size of the scores, not with a fixed number.


# %%
def align(net_a, net_b):
    """Reorder the hidden layers of net_b so that it resembles net_a.

    net_a, net_b  lists of (W, b) of the same shapes, with at least one hidden layer; they must not change

    Returns a list with one perm for each hidden layer of net_b, with the properties 1 to 3 of the text.
    Raises ValueError if the shapes of the two nets differ.
    """
    raise NotImplementedError("align is yours to write")


# %%
check(align)

# %% [markdown]
# The two nets of the table, and a reordering of the first one at which a climb from the identity may get stuck: if it
# begins with layer 1, it stops at the score 43, though 72 can be reached.


# %% tags=["demo"]
def without_biases(*matrices):
    return [(np.array(W, dtype=float), np.zeros(len(W))) for W in matrices]


def sum_of_products(one, other):
    return sum(float(np.sum(A * B) + a @ b) for (A, a), (B, b) in zip(one, other, strict=True))


first = without_biases([[-3], [0], [3]], [[-3, -1, -1], [3, -2, 0], [-2, -3, 2]], [[-3, -2, 0]])
second = without_biases([[0], [-3], [3]], [[2, 3, -3], [2, -1, 0], [3, -2, 2]], [[-2, -1, 3]])
for name, other in (("the two nets", second), ("a reordering", reorder(first, [[0, 1, 2], [1, 0, 2]]))):
    perms = [[int(k) for k in perm] for perm in align(first, other)]
    print(
        f"{name}: score {sum_of_products(first, other):g} before, "
        f"{sum_of_products(first, reorder(other, perms)):g} after {perms}"
    )

# %% [markdown]
# ## Exercise 3: the loss on the way (3 points)
#
# The straight line between two nets consists of the nets
#
# $$ \theta(t) = (1 - t)\,\theta_a + t\,\theta_b , \qquad 0 \le t \le 1 , $$
#
# where *all* weights and biases are mixed. Each $\theta(t)$ is a net of its own with a loss of its own. `loss_profile`
# takes both nets as they stand: whoever wants them aligned does that before.
#
# *By hand.* One input, one linear unit, one output, biases 0, and one sample: $x = 1$ with target 1. Let `net_a` have
# the weights 1 and 1, and `net_b` the weights 3 and 0. At $t$ the weights are $1 + 2t$ and $1 - t$, so the output is
# $(1 + 2t)(1 - t)$. At $t = 0$ the loss is **0**, at $t = 1$ it is **1**. At $t = 1/2$ the output is $2 \cdot
# \tfrac12 = 1$: the loss is **0** again. At $t = 1/4$ it is $(1.5 \cdot 0.75 - 1)^2 = 0.125^2 = $ **0.015625**.


# %%
def loss_profile(net_a, net_b, X, Y, activation, ts):
    """Losses on the straight line from net_a (t = 0) to net_b (t = 1).

    net_a, net_b  lists of (W, b) of the same shapes, with at least one hidden layer; they must not change
    X, Y          arrays of shapes (N, d) and (N, m); the loss is their mean squared error
    activation    "identity", "relu", "tanh" or "sigmoid"
    ts            array of floats from 0 to 1; they may be uneven and unsorted

    Returns the losses, shape (len(ts),), in the order of ts.
    Raises ValueError if the shapes of the two nets differ.
    """
    raise NotImplementedError("loss_profile is yours to write")


# %%
check(loss_profile)

# %% [markdown]
# ## Exercise 4: how high is the barrier? (2 points)
#
# A convex function stays below its chord. So measure how far the losses $L_0, \dots, L_{n-1}$, taken at evenly spaced
# $t_k = k/(n-1)$, rise above the straight line between the **end** losses:
#
# $$ \max_k \; \Big( L_k - \big[ (1 - t_k)\,L_0 + t_k\,L_{n-1} \big] \Big) . $$
#
# This is the *barrier*. At both ends the excess is 0, so the barrier is never negative. If it is positive, the loss is
# not convex: the point where it is reached gives a certificate, as in lab 1.
#
# Other definitions are in use: the highest loss minus the higher end, or minus the mean of the ends. The first misses
# violations of convexity. The second sees some where there are none: for the convex profile $t \mapsto 16\,(t -
# \tfrac14)^2$ it gives $9 - \tfrac{1 + 9}{2} = 4$.
#
# *By hand.* The losses 1, 4, 4, 3, 5. The line is 1, 2, 3, 4, 5, and the excess is 0, 2, 1, -1, 0. The barrier is
# **2**. Note that the highest loss, 5, is no excess at all.


# %%
def barrier(losses):
    """The highest excess of the losses over the straight line between the first and the last of them.

    losses  array of at least two losses at evenly spaced points of a line; it must not change

    Returns a float, never negative (rounding is forgiven).
    """
    raise NotImplementedError("barrier is yours to write")


# %%
check(barrier)

# %% [markdown]
# ### Two nets that were really trained
#
# The next cell trains two ReLU nets with 16 hidden units on the same data: the product of two numbers. Only the
# random starts differ. Then it draws the loss on the line between them, before and after your `align`.


# %% tags=["demo"]
def train(widths, X, Y, seed, decay=1e-3):
    """A ReLU net with one hidden layer, trained from a random start by a quasi-Newton method, with weight decay."""
    d, n, m = widths
    rng = np.random.default_rng(seed)
    shapes = [(n, d), (n,), (m, n), (m,)]
    sizes = [np.sqrt(2 / d), 0.0, np.sqrt(2 / n), 0.0]
    start = [size * rng.normal(size=shape) for size, shape in zip(sizes, shapes, strict=True)]
    cuts = np.cumsum([np.prod(shape) for shape in shapes])[:-1]

    def unpack(theta):
        return [part.reshape(shape) for part, shape in zip(np.split(theta, cuts), shapes, strict=True)]

    def loss_and_gradient(theta):
        W, b, V, c = unpack(theta)
        Z = X @ W.T + b
        H = np.maximum(Z, 0.0)
        error = H @ V.T + c - Y
        back = 2 * error / error.size
        into = (back @ V) * (Z > 0)
        slopes = [into.T @ X, into.sum(axis=0), back.T @ H, back.sum(axis=0)]
        gradient = np.concatenate([slope.ravel() for slope in slopes])
        return np.mean(error**2) + decay * theta @ theta, gradient + 2 * decay * theta

    theta = np.concatenate([part.ravel() for part in start])
    W, b, V, c = unpack(minimize(loss_and_gradient, theta, jac=True, method="L-BFGS-B", options={"maxiter": 400}).x)
    return [(W, b), (V, c)]


X = np.random.default_rng(0).uniform(-1.5, 1.5, size=(80, 2))
Y = X[:, :1] * X[:, 1:]
one, other = (train((2, 16, 1), X, Y, seed) for seed in (1, 2))
ts = np.linspace(0.0, 1.0, 101)
before = loss_profile(one, other, X, Y, "relu", ts)
after = loss_profile(one, reorder(other, align(one, other)), X, Y, "relu", ts)
print(f"losses {before[0]:.4f} and {before[-1]:.4f}; barrier {barrier(before):.4f}, aligned {barrier(after):.4f}")

# %% tags=["demo"]
draw_barriers(ts, before, after, title="two trained nets, 16 units")

# %% [markdown]
# On our machine the barrier falls from 0.27 to 0.01. Most of the mountain was there only because the units stood in
# another order. R. Entezari and others have put this forward as a *conjecture* (2022): once permutations are taken
# into account, there is likely no barrier on the line between two solutions found by stochastic gradient descent. S. K.
# Ainsworth, J. Hayase and S. Srinivasa (*Git Re-Basin*, 2023) give three ways to align nets, one of them by alternating
# assignments, as in your exercise 2. They also give a counterexample: not all nets end up in one basin.
#
# **Alignment is a rule of thumb, no theorem.** It looks at the weights only and never at the loss. Take ReLU, the
# inputs 0, 1, 2, and two units with (weight, bias, outgoing weight) = (1, 1, 1) and (2, 1, 2). The second net has
# (4, 4, 1/4) and (2, 1, 2): its unit 0 is multiplied by 4 on the way in and divided by 4 on the way out, which changes
# no output. So both nets compute $5x + 3$ on these inputs, and unit 0 belongs to unit 0. But
#
# $$ S = \begin{pmatrix} 8.25 & 5 \\ 12.5 & 9 \end{pmatrix} , $$
#
# and 12.5 + 5 = 17.5 is more than 8.25 + 9 = 17.25. The best match exchanges the two, and the barrier grows.

# %% tags=["demo"]
inputs = np.array([[0.0], [1.0], [2.0]])
plain = [(np.array([[1.0], [2.0]]), np.array([1.0, 1.0])), (np.array([[1.0, 2.0]]), np.zeros(1))]
scaled = [(np.array([[4.0], [2.0]]), np.array([4.0, 1.0])), (np.array([[0.25, 2.0]]), np.zeros(1))]
targets = forward(plain, inputs, "relu")
for name, net in (("as they stand", scaled), ("aligned", reorder(scaled, align(plain, scaled)))):
    middle = loss_profile(plain, net, inputs, targets, "relu", np.array([0.0, 0.5, 1.0]))[1]
    print(f"{name}: the loss in the middle is {middle:.7f}")

# %% [markdown]
# ## Exercise 5: merge two nets (3 points)
#
# If there is hardly a barrier on the line after alignment, its middle is a good net as well: one net made of two,
# without any data.
#
# $$ \tfrac12\,\theta_a + \tfrac12\,(\text{aligned } \theta_b) . $$
#
# It is `net_b` that is reordered; `net_a` keeps its order. If `net_b` is a reordering of `net_a`, nothing is left to
# merge, and the result is `net_a`. Otherwise the aligned net must have the properties 2 and 3 of exercise 2. Any depth.
#
# *By hand.* The two nets of exercise 1: reordered by `[1, 0]` the second has `W = [[3], [1]]`, `V = [[1, 4]]`. The
# midpoint has `W = [[2.5], [1]]` and `V = [[1, 3]]`. Without alignment it would have `W = [[1.5], [2]]` and
# `V = [[2.5, 1.5]]`.


# %%
def merge(net_a, net_b):
    """The midpoint of net_a and of net_b aligned to it.

    net_a, net_b  lists of (W, b) of the same shapes, with at least one hidden layer; they must not change

    Returns a net of the same shapes.
    Raises ValueError if the shapes of the two nets differ.
    """
    raise NotImplementedError("merge is yours to write")


# %%
check(merge)

# %% [markdown]
# The two trained nets, merged: with your `merge`, and with a plain average.

# %% tags=["demo"]
plain_average = [((A + B) / 2, (a + b) / 2) for (A, a), (B, b) in zip(one, other, strict=True)]
for name, net in (("first", one), ("second", other), ("plain average", plain_average), ("merged", merge(one, other))):
    print(f"{name:14} loss {mse(net, X, Y, 'relu'):.4f}")

# %% [markdown]
# ## Exercise 6: round the mountain (5 points)
#
# Now a net and its own twin: units $i$ and $j$ of a ReLU net with one hidden layer change places. Alignment would undo
# the swap, and there would be nothing to see. We leave both nets as they are and look for another way than the straight
# line.
#
# The net fits its data exactly: its loss is 0. And it is slightly larger than it need be: some unit other than $i$ and
# $j$ has outgoing weights that are **all** 0. Call it *idle*. It computes something, but nobody listens.
#
# Two kinds of steps leave every output as it is, **at every point of the straight segment**:
#
# - **An idle unit changes its incoming weights and bias**, to anything. Whatever it computes is multiplied by 0.
# - **A unit hands its outgoing weights over to a twin.** If units $p$ and $q$ have the same incoming weights and the
#   same bias, they have the same value $h$, and contribute $v_p h + v_q h$. Moving from $(v_p, v_q)$ to
#   $(0, v_p + v_q)$ keeps the sum all the way. Afterwards $p$ is idle.
#
# With three places you can exchange the contents of two: as with two glasses and a third, empty one. Seven segments are
# enough.
#
# *By hand.* $f(x) = \mathrm{relu}(x_1 + x_2) - 2\,\mathrm{relu}(x_1 + x_2 - 1)$ is 0, 1, 1, 0 at the points (0, 0),
# (0, 1), (1, 0), (1, 1). Add an idle unit, and let units 0 and 1 change places. The first two of seven steps:
#
# | net | unit 0: in, bias, out | unit 1: in, bias, out | unit 2: in, bias, out |
# | --- | --- | --- | --- |
# | 0 | (1, 1), 0, **1** | (1, 1), -1, **-2** | (-2, 3), 5, **0** |
# | 1 | (1, 1), 0, **1** | (1, 1), -1, **-2** | (1, 1), 0, **0** |
# | 2 | (1, 1), 0, **0** | (1, 1), -1, **-2** | (1, 1), 0, **1** |
#
# Now unit 0 is idle, and unit 1 can move in. At the end the idle unit gets its own incoming weights and bias back.
#
# *How is it checked?* By a proof, in exact fractions. On a segment, what enters each ReLU is affine in $t$. Where it
# changes its sign there is a kink, and between two kinks every output is a polynomial in $t$, of degree 2 at most.
# Such a polynomial has the right value everywhere if it has it at three points. So the ends and the middle of each
# piece decide, and nothing between them is left to chance.
#
# *Mind the rounding.* Hand over whole outgoing weights, in one go. A third of a float and its other two thirds are
# rounded, and need not add up to it: then the loss is not exactly 0.


# %%
def zero_loss_path(net, X, Y, i, j):
    """A path from the net to its swap of units i and j on which the loss is exactly 0.

    net   [(W, b), (V, c)], a ReLU net with one hidden layer and loss exactly 0; it must not change
    X, Y  its data, arrays of shapes (N, d) and (N, m)
    i, j  two different hidden units; some other hidden unit has outgoing weights that are all 0

    Returns a list of nets. The first equals the net; the last equals the net with units i and j swapped, and all other
    units as they were (both with ==). Going straight from each net to the next, the loss is exactly 0 all the way.
    There are at least two nets and at most 12 segments.
    Raises ValueError if i or j is not one of the units 0 to n - 1 (so there is no unit -1).
    """
    raise NotImplementedError("zero_loss_path is yours to write")


# %%
check(zero_loss_path)

# %% [markdown]
# Your path, net by net. What has changed since the net before is marked.

# %% tags=["demo"]
xor = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
exclusive_or = np.array([[0.0], [1.0], [1.0], [0.0]])
fits = [
    (np.array([[1.0, 1.0], [1.0, 1.0], [-2.0, 3.0]]), np.array([0.0, -1.0, 5.0])),
    (np.array([[1.0, -2.0, 0.0]]), np.array([0.0])),
]
path = zero_loss_path(fits, xor, exclusive_or, 0, 1)
draw_steps(path)

# %% [markdown]
# The straight line and the path. In the middle of the straight line the loss is exactly 27/16 = 1.6875.

# %% tags=["demo"]
few = np.linspace(0.0, 1.0, 9)
straight = loss_profile(path[0], path[-1], xor, exclusive_or, "relu", np.linspace(0.0, 1.0, 41))
segments = [loss_profile(p, q, xor, exclusive_or, "relu", few) for p, q in itertools.pairwise(path)]
draw_ways(straight, segments, title="from a net to its swap")

# %% [markdown]
# ### What follows, and what does not
#
# **Not convex does not mean not connected.** The barrier on the straight line proves that the loss is not convex, and
# that the set of all nets with loss 0 is not convex either. But your path lies in this set and joins the two nets.
# Whoever walks on it never climbs. A ring is not convex, and yet it is one piece.
#
# **The idle unit does the work.** Every reordering is a sequence of swaps, and a swap with the idle unit itself takes
# three segments only (which?). So a net with loss 0 and an idle unit is joined to each of its reorderings, without
# leaving loss 0. B. Simsek and others (2021) study what happens in general. In a net of the smallest possible width the
# minima that permutations make of one another are isolated points; one extra unit in each layer connects them.
#
# **For nets in practice** nobody hands out exact zeros. T. Garipov and others, and F. Draxler and others (both 2018),
# trained pairs of large nets and found simple curves between them on which loss or accuracy is nearly constant.
#
# **And tanh?** The two steps never use that the activation is ReLU. Only the exact proof does, since tanh leaves the
# fractions.

# %% [markdown]
# ## In your own words (4 points)
#
# Somebody writes: *Two nets both have loss 0, but on the straight line between them the loss rises to 1.7. So they lie
# in two different valleys, and every path from one to the other leads over a mountain. For other pairs I found no
# barrier on the line, so between those the loss is convex.*
#
# 1. What does the barrier prove, and what does it not prove? Correct the first conclusion.
# 2. Give a counterexample to the first conclusion, with small numbers, and say why the loss stays 0 on each of its
#    segments. (You may build on exercise 6, but explain the steps.)
# 3. What is wrong with the last sentence?
#
# Write into the next cell. A few sentences and one small calculation are enough. A person reads and marks them.

# %% [markdown] tags=["written"]
# **Your answer:**

# %% [markdown]
# ## What to remember
#
# - Which unit of one net belongs to which of another is an assignment problem: all pairs have to be chosen together.
# - With several hidden layers a climb stops at a peak, not always at the highest.
# - The barrier is measured over the straight line between the *end* losses. It is positive only if the loss is not
#   convex.
# - Much of a barrier between trained nets can be a matter of order. That is an observation, no theorem.
# - A barrier on the straight line says nothing about other ways. With one idle unit there is a way at loss 0.
#
# ## Read further
#
# - R. Entezari, H. Sedghi, O. Saukh, B. Neyshabur, *The Role of Permutation Invariance in Linear Mode Connectivity of
#   Neural Networks*, ICLR 2022, arXiv:2110.06296. The conjecture.
# - S. K. Ainsworth, J. Hayase, S. Srinivasa, *Git Re-Basin: Merging Models modulo Permutation Symmetries*, ICLR 2023,
#   arXiv:2209.04836. Three ways to align, and a counterexample.
# - B. Simsek and others, *Geometry of the Loss Landscape in Overparameterized Neural Networks: Symmetries and
#   Invariances*, ICML 2021, arXiv:2105.12221. When the minima are isolated, and when they are joined.
# - J. Brea, B. Simsek, B. Illing, W. Gerstner, *Weight-space symmetry in deep networks gives rise to permutation
#   saddles, connected by equal-loss valleys across the loss landscape*, arXiv:1907.02911, 2019. Flat valleys that lead
#   through all permutations.
# - M. Farrugia-Roberts, *Functional Equivalence and Path Connectivity of Reducible Hyperbolic Tangent Networks*,
#   NeurIPS 2023, arXiv:2305.05089. For tanh nets with superfluous units, the nets of one function are joined by paths
#   of straight segments; if most units are superfluous, seven segments are always enough.
# - T. Garipov and others, *Loss Surfaces, Mode Connectivity, and Fast Ensembling of DNNs*, NeurIPS 2018,
#   arXiv:1802.10026; F. Draxler and others, *Essentially No Barriers in Neural Network Energy Landscape*, ICML 2018.
#   Curves of nearly constant loss or accuracy between trained nets.
