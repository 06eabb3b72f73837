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
# # Lab 4. The average of all permutations
#
# In lab 2 you exchanged two units: other weights, the same function, the same loss. Half-way between the two points
# the loss was often high, and that proved something. In lab 3 you counted how many such points there are. With three
# hidden layers of 512 units there are $(512!)^3$ of them. Now we take **all of them at once, and average**.
#
# The average is a strange net: all units of a layer are equal, so they might as well be one unit. If the loss were
# convex, this net would have to be as good as the one that we started from. But a net with one unit in each layer can
# do very little. That is the contradiction that this lab is about. It turns symmetry into a proof.
#
# | exercise | points |
# | --- | ---: |
# | 1. `average_nets` | 2 |
# | 2. `group_mean` | 4 |
# | 3. `width_one` | 3 |
# | 4. `jensen_gap` | 3 |
# | 5. `jensen_certificate` | 5 |
# | 6. `blind_spot` | 3 |
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
# - A single call may take 3 seconds, one of `group_mean`, `width_one` or `jensen_certificate` 10 seconds.
# - Before you hand in: restart the kernel, run all cells, save, and hand in this file. If you leave an exercise out,
#   keep its stub; the other exercises count all the same.

# %% [markdown]
# ## Conventions
#
# **Net.** A net is a list of pairs `(W, b)`, one pair a layer, the first layer first. `W` has shape `(n_out, n_in)`,
# and `b` has shape `(n_out,)`. Every layer but the last is followed by the activation; the last layer is linear.
#
# **Hidden layers and units.** A net with `H + 1` pairs has `H` hidden layers, numbered from **1** to `H`. Units are
# counted from **0**. Unit `k` of hidden layer `l` is three things: row `k` of `net[l - 1][0]`, entry `k` of
# `net[l - 1][1]`, and column `k` of `net[l][0]`.
#
# **No hidden layer.** A net with a single pair has no hidden layer. It is legal in exercises 1, 2 and 3.
#
# **Loss.** `mse` is the mean over samples **and** outputs of the squared error, without a factor 1/2.
#
# **Certificate.** A loss $L$ is convex if $L(\lambda a + (1-\lambda) b) \le \lambda L(a) + (1-\lambda) L(b)$ for all
# points $a$, $b$ and all $0 < \lambda < 1$. So one triple `(a, b, lam)` that breaks the inequality proves that the
# loss is not convex. Here `a` and `b` are nets. Your triple is not compared with anything: the inequality is decided
# rigorously, with exact fractions or with intervals. Whatever is valid is right.
#
# **Numbers.** Results are compared to a relative `1e-9`. Lists, tuples and arrays are all welcome, as long as the
# shapes are right.
#
# **Arguments.** A function never changes what it is given. What is illegal raises `ValueError`.

# %%
import numpy as np
from scipy.special import expit

from autograder import check

# %% [markdown]
# The next cell is given: the outputs of a net and its loss, as in lab 1.

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


# %% [markdown]
# And some nets to play with. `xor_net` with ReLU computes $\mathrm{relu}(x_1 + x_2) - 2\,\mathrm{relu}(x_1 + x_2 - 1)$,
# which is the exclusive or: 0, 1, 1, 0 at the four corners of the square.


# %%
def make_net(*layers):
    """A net from nested lists, with float arrays."""
    return [(np.array(W, dtype=float), np.array(b, dtype=float)) for W, b in layers]


three = make_net(([[1, -2], [4, 6], [-2, 8]], [2, 0, -8]), ([[2, -1, 5]], [1]))
deep = make_net(([[1, 2], [3, 5]], [0, 1]), ([[1, -2], [4, 9]], [-1, 2]), ([[3, -5]], [7]))
xor_net = make_net(([[1, 1], [1, 1]], [0, -1]), ([[1, -2]], [0]))
corners = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
exclusive_or = np.array([[0.0], [1.0], [1.0], [0.0]])

# %% [markdown]
# ## Exercise 1: the average of several nets (2 points)
#
# A net is a point of weight space, so nets of the same shapes can be averaged: every weight and every bias becomes
# the mean of those at its place. The *parameters* are averaged, not the outputs. The outputs of the average are
# something else altogether than the average of the outputs.
#
# *By hand.* A blog post, one of the sources of this course, writes the same layer in two orders and averages:
#
# $$ \tfrac12 \begin{pmatrix} 1 & 2 \\ 3 & 4 \end{pmatrix} + \tfrac12 \begin{pmatrix} 3 & 4 \\ 1 & 2 \end{pmatrix}
# = \begin{pmatrix} 2 & 3 \\ 2 & 3 \end{pmatrix} . $$
#
# The rows are units, and after averaging they are equal. The post calls this "independent permutations of the
# columns". It is not: the second matrix has *one and the same* swap in both of its columns, as it must be when whole
# units are exchanged. Swapping each column for itself gives four matrices, and two of them belong to other units, and
# so in general to another function. The mean of all four is the same matrix again, so nothing is lost here. Keep the
# word *independent* in mind, though: in exercise 2 it matters.
#
# *Mind whole numbers.* Here the arrays may hold integers, `np.array([[1, 2], [3, 4]])`, in some of the nets or in all
# of them. The mean of 1 and 2 is 1.5 all the same.


# %%
def average_nets(nets):
    """The mean of several nets: of every weight and of every bias.

    nets  list of one or more nets, each a list of (W, b); no hidden layer is legal, and so are arrays of integers;
          they must not change

    Returns a net of the same shapes.
    Raises ValueError if the nets do not all have the same shapes, or not the same number of layers.
    """
    raise NotImplementedError("average_nets is yours to write")


# %%
check(average_nets)

# %% [markdown]
# ## Exercise 2: the mean over all reorderings (4 points)
#
# Let a net have hidden layers of $n_1, \dots, n_H$ units. Each layer can be reordered **independently** of the
# others, so there are $n_1! \, n_2! \cdots n_H!$ reorderings, the net itself included. (Some of them may be equal.
# Each occurs equally often then, so it makes no difference for the mean whether it is counted once or each time.)
# Their average is called the *group mean* of the net.
#
# It has a simple form. Write $J_n$ for the $n \times n$ matrix whose entries are all $1/n$. Reordering a layer by the
# permutation $p$ multiplies its $W$ by the permutation matrix $P$ from the left, and the next matrix by $P^T$ from the
# right. In the mean of all permutation matrices, every place gets the same share: unit $i$ goes to place $k$ in
# $(n-1)!$ of the $n!$ orders. **So the mean of all permutation matrices is $J_n$.** A middle matrix becomes
# $Q W P^T$ with $Q$ and $P$ independent of each other, and the mean of that is $J\,W J$:
#
# | | becomes | in words |
# | --- | --- | --- |
# | first $W$ | $J W$ | every row is the mean row |
# | $W$ between two hidden layers | $J W J$ | every entry is the mean of all entries |
# | last $W$ | $W J$ | in each row, every entry is the mean of that row |
# | hidden $b$ | $J b$ | every entry is the mean |
# | output $b$ | $b$ | as it was |
#
# *By hand.* The net `three` has the units (1, -2; 2; 2), (4, 6; 0; -1) and (-2, 8; -8; 5): incoming weights; bias;
# outgoing weight. The mean unit is (1, 4; -2; 2). The group mean has it three times.
#
# The net `deep` has the middle matrix $\begin{pmatrix} 1 & -2 \\ 4 & 9 \end{pmatrix}$. Four independent pairs of
# orders give the four ways to swap rows, columns, both or nothing. Their mean has 3 everywhere. With *common* orders,
# the same in both layers, there are two nets only, and their mean is
# $\tfrac12 \begin{pmatrix} 1 & -2 \\ 4 & 9 \end{pmatrix} + \tfrac12 \begin{pmatrix} 9 & 4 \\ -2 & 1 \end{pmatrix} =
# \begin{pmatrix} 5 & 1 \\ 1 & 5 \end{pmatrix}$. That is another point of weight space. (It happens to compute the same
# function: both units of the layer before have the same value $h$, and $5h + 1h = 3h + 3h$.)
#
# Some consequences, all of which are checked:
#
# - all units of a hidden layer are equal in the group mean;
# - the group mean of the group mean is the group mean, and all reorderings of a net have the same one;
# - a net without hidden layers is its own group mean.
#
# *How large?* Layers may have 500 units. 500! has 1135 digits, so do not try to form the reorderings.


# %%
def group_mean(net):
    """The mean over all independent reorderings of the hidden layers.

    net  list of (W, b); no hidden layer is legal; it must not change

    Returns a net of the same shapes. Nothing is illegal.
    """
    raise NotImplementedError("group_mean is yours to write")


# %%
check(group_mean)

# %% [markdown]
# Your function at work on `three`. The units had a colour each; in the mean they have become one and the same.

# %% tags=["demo"]
from autograder.figures import draw_average, draw_partial_averages, draw_profile

draw_average(three, group_mean(three))

# %% [markdown]
# ### Are the outputs equal, too?
#
# The same blog post argues: if the loss were convex, then equal values for all nodes of a layer would be optimal; but
# that is absurd, since a classifier's output nodes have to differ. **This is wrong.** Outputs are not reordered. Every
# output keeps its own row of weights and its own bias, so the outputs of a net whose hidden units are all equal can
# differ as much as they like. Nor is it right that the values of the input layer are among the arguments: inputs are
# data. What is averaged are the parameters, and only hidden units are exchanged.

# %% tags=["demo"]
three_outputs = make_net(([[2, -1], [0, 3]], [0, 1]), ([[1, 0], [-1, 2], [3, 1]], [0, 1, -2]))
mean = group_mean(three_outputs)
print("the hidden units at x = (1, 1):", np.tanh(mean[0][0] @ np.ones(2) + mean[0][1]))
print("the outputs at x = (1, 1):     ", forward(mean, np.ones((1, 2)), "tanh")[0])

# %% [markdown]
# The hidden values are equal, and the outputs are 0.987, 1.987 and 1.946. So where is the contradiction, if there is
# one? We have to look closer at what equal units can do.

# %% [markdown]
# ## Exercise 3: one unit is enough (3 points)
#
# All $n$ units of a hidden layer of the group mean have the same value $h$. What the next layer receives is
# $v h + v h + \dots + v h = (n v)\, h$. One unit with the outgoing weight $n v$ does the same. So the group mean has
# the function of a net with **one unit in each hidden layer**, for every activation:
#
# - its incoming row and its bias are the mean row and the mean bias;
# - its outgoing weight is the **sum** of the outgoing weights, for each output;
# - between two hidden layers there is one weight: $n$ times the mean of all entries, where $n$ is the number of units
#   of the layer that the matrix comes *from*.
#
# *By hand.* `three` becomes `[[1, 4]]`, `[-2]`, then `[[6]]`, `[1]`: the outgoing weights are $2 - 1 + 5 = 6$.
# `deep` becomes `[[2, 3.5]]`, `[0.5]`, then `[[6]]`, `[0.5]`, then `[[-2]]`, `[7]`: in the middle $2 \cdot 3 = 6$. At
# $x = (1, 1)$, with the identity or ReLU: $2 + 3.5 + 0.5 = 6$, then $6 \cdot 6 + 0.5 = 36.5$, then
# $-2 \cdot 36.5 + 7 =$ **-66**. The group mean has the same output: each of its two units in layer 1 is 6, each of
# the two in layer 2 is $3 \cdot 6 + 3 \cdot 6 + 0.5 = 36.5$, and $-36.5 - 36.5 + 7 = -66$. The net `deep` itself has
# -516 with the identity and -468 with ReLU.
#
# If some layer has many units, the weights of your net may be large. That is all right.


# %%
def width_one(net):
    """A net with one unit in each hidden layer that computes what the group mean computes, for every activation.

    net  list of (W, b); no hidden layer is legal; it must not change

    Returns a net with the same inputs and outputs and hidden widths 1: shapes (1, d) and (1,), then (1, 1) and (1,),
    ..., then (m, 1) and (m,). Without a hidden layer it is the net itself. Nothing is illegal.
    """
    raise NotImplementedError("width_one is yours to write")


# %%
check(width_one)

# %% tags=["demo"]
draw_average(three, group_mean(three), width_one(three))

# %% [markdown]
# ### What such a net cannot do
#
# With one unit in each layer, the output is $g(w \cdot x)$: a function $g$ of one number. All our activations are
# increasing or at least never decreasing, and a chain of such functions with weights between them goes only up or only
# down. So $g$ is **monotone**. This is too little for the exclusive or:
#
# - $w \cdot (0,0) + w \cdot (1,1) = w \cdot (0,1) + w \cdot (1,0)$. Two pairs of numbers with the same sum: one pair
#   encloses the other. So along the line the targets come in the order 0, 1, 1, 0 or in the order 1, 0, 0, 1.
# - A function that only goes up can follow 0, 1, but not 1, 1, 0 after it. The best it can do there is one value for
#   all three, their mean 2/3, with the squared errors $\tfrac19 + \tfrac19 + \tfrac49 = \tfrac23$. The other cases are
#   mirror images, with the same $\tfrac23$.
# - Over four samples that is **a loss of at least 1/6**, whatever the weights.
#
# `xor_net` has the loss 0. Its group mean has at least 1/6.

# %% [markdown]
# ## Exercise 4: Jensen's inequality (3 points)
#
# For a convex function $L$ the inequality of convexity holds for any number of points. This is Jensen's inequality:
#
# $$ L\Big(\frac{1}{N} \sum_{k=1}^N \theta_k\Big) \;\le\; \frac{1}{N} \sum_{k=1}^N L(\theta_k) . $$
#
# Take for $\theta_k$ all the reorderings of a net $\theta$. They all have the same loss, so the right side is just
# $L(\theta)$, and on the left stands the group mean. **If the loss is convex, the group mean of any net is at most as
# bad as the net.** The *Jensen gap* is the difference
#
# $$ \text{gap}(\theta) = L(\text{group mean of } \theta) - L(\theta) . $$
#
# A positive gap proves that the loss is not convex. A gap that is negative or 0 proves nothing.
#
# *By hand.* For `xor_net` the mean unit has the incoming weights (1, 1), the bias $-\tfrac12$ and the outgoing weight
# $-\tfrac12$. The outputs are $-\mathrm{relu}(x_1 + x_2 - \tfrac12)$: at the corners $0, -\tfrac12, -\tfrac12,
# -\tfrac32$. The errors squared are $0, \tfrac94, \tfrac94, \tfrac94$, so the loss is $\tfrac{27}{16}$. The net itself
# has 0. The gap is **27/16**, well above the 1/6 that we knew before.
#
# For the targets 0, -1, 0, -2 instead, `xor_net` has the squared errors 0, 4, 1, 4 and the loss $\tfrac94$. Its mean
# has $0, \tfrac14, \tfrac14, \tfrac14$ and the loss $\tfrac{3}{16}$. The gap is $-\tfrac{33}{16}$.


# %%
def jensen_gap(net, X, Y, activation):
    """The loss of the group mean minus the loss of the net.

    net         list of (W, b), with at least one hidden layer; it must not change
    X, Y        arrays of shapes (N, d) and (N, m); the loss is their mean squared error
    activation  "identity", "relu", "tanh" or "sigmoid"

    Returns a number, which may be negative. Nothing is illegal.
    """
    raise NotImplementedError("jensen_gap is yours to write")


# %%
check(jensen_gap)

# %% [markdown]
# ### Averaging a bad net usually helps
#
# Nothing is said about nets that do not fit. The next cell draws 300 nets with small whole numbers by lot and looks
# at their gaps on the exclusive or. Only few are positive: the average of such a net is mostly *better* than the net.
# So to convict a loss, start from a net that is good at its task.

# %% tags=["demo"]
rng = np.random.default_rng(0)
gaps = []
for _ in range(300):
    parts = [rng.integers(-3, 4, size).astype(float) for size in ((3, 2), 3, (1, 3), 1)]
    gaps.append(jensen_gap([(parts[0], parts[1]), (parts[2], parts[3])], corners, exclusive_or, "relu"))
print("gap positive:", sum(gap > 1e-9 for gap in gaps), "of 300 nets drawn by lot")
print("gap of xor_net:", jensen_gap(xor_net, corners, exclusive_or, "relu"), "= 27/16")

# %% [markdown]
# ## Exercise 5: from all reorderings to two points (5 points)
#
# Jensen's inequality speaks of $N$ points at once, the definition of convexity of two. If Jensen's inequality fails,
# some two points must be to blame. Which?
#
# **Not always the net and a reordering.** Look at three units with one input and the biases 0, one sample $x = 1$ with
# the target 0, and ReLU:
#
# `W = [[1], [2], [5]]`, `V = [[-1, -1, 1]]`.
#
# The output is $-1 - 2 + 5 = 2$, so the loss is 4. Here are all the midpoints with a reordering (new unit `k` is old
# unit `perm[k]`, as in lab 2):
#
# | `perm` | `W` at the midpoint | `V` at the midpoint | output | loss |
# | --- | --- | --- | ---: | ---: |
# | `[0, 2, 1]` | 1, 7/2, 7/2 | -1, 0, 0 | -1 | 1 |
# | `[1, 0, 2]` | 3/2, 3/2, 5 | -1, -1, 1 | 2 | 4 |
# | `[1, 2, 0]` | 3/2, 7/2, 3 | -1, 0, 0 | -3/2 | 9/4 |
# | `[2, 0, 1]` | 3, 3/2, 7/2 | 0, -1, 0 | -3/2 | 9/4 |
# | `[2, 1, 0]` | 3, 2, 3 | 0, -1, 0 | -2 | 4 |
#
# None is above 4. All of them obey the inequality, and so do all other points between the net and a reordering: the
# output runs from 2 to that of the midpoint and back, along a parabola. Yet the group mean has `W` = 8/3 and `V` = -1/3
# three times, so the output $-\tfrac83$ and the loss $\tfrac{64}{9}$. The gap is $\tfrac{28}{9}$. The loss is not
# convex, and the midpoints do not show it.
#
# **Partial averages do.** Put the points in a row, $x_1, \dots, x_N$, and let $m_k$ be the average of the first $k$:
#
# $$ m_1 = x_1 , \qquad m_k = \tfrac1k \, x_k + \big(1 - \tfrac1k\big)\, m_{k-1} . $$
#
# Each step mixes *two* points. Suppose that the loss obeyed the inequality of convexity in every step. Then
# $k\,L(m_k) \le L(x_k) + (k-1)\,L(m_{k-1})$, and adding this up over all steps gives
# $N\,L(m_N) \le L(x_1) + \dots + L(x_N)$, which is Jensen's inequality. So if Jensen's inequality fails, **some step
# fails**: `(x_k, m_{k-1}, 1/k)` is a certificate, for some $k$.
#
# *By hand.* Three of the six orders are enough here. Written as (`W`; `V`) they are $x_1$ = (1, 2, 5; -1, -1, 1),
# $x_2$ = (2, 5, 1; -1, 1, -1) and $x_3$ = (5, 1, 2; 1, -1, -1). Every unit comes to every place once, so their mean is
# the group mean already.
#
# | k | $m_k$ | output | loss | chord | |
# | --- | --- | ---: | ---: | --- | --- |
# | 1 | (1, 2, 5; -1, -1, 1) | 2 | 4 | | |
# | 2 | (3/2, 7/2, 3; -1, 0, 0) | -3/2 | 9/4 | (4 + 4)/2 = 4 | below it |
# | 3 | (8/3, 8/3, 8/3; -1/3, -1/3, -1/3) | -8/3 | 64/9 | 4/3 + 2/3 · 9/4 = 17/6 | **above it** |
#
# So $(x_3, m_2, \tfrac13)$ is a certificate.
#
# Your task is to find one for any net whose Jensen gap is at least `1e-6`. Some hints:
#
# - *Not too many points.* A layer may have 40 units, and 40! ≈ 8·10⁴⁷. All you need is points whose mean is the group
#   mean, or has its function.
# - *Several layers.* There are nets for which no layer alone proves anything, but all together do. One way: average
#   one layer until its units are equal, and go on with the next layer *from there*. (Why do all the points of one such
#   stage have the same loss?)
# - *Rounding.* Where the loss is flat the gap is exactly 0, and floats make $10^{-17}$ of it, of either sign. Do not
#   take the first step whose gap is positive, but the step with the largest gap.
#
# Any valid certificate is right, wherever it comes from; it need not contain the net.


# %%
def jensen_certificate(net, X, Y, activation):
    """Two nets and a lam that prove that the loss is not convex, for a net whose Jensen gap is at least 1e-6.

    net         list of (W, b), with one to three hidden layers of up to 40 units; it must not change
    X, Y        arrays of shapes (N, d) and (N, m), up to 20 samples; the loss is their mean squared error
    activation  "identity", "relu", "tanh" or "sigmoid"

    Returns (net_a, net_b, lam): two nets of the shapes of net and 0 < lam < 1, such that
    L(lam * net_a + (1 - lam) * net_b) > lam * L(net_a) + (1 - lam) * L(net_b).
    Nothing is illegal.
    """
    raise NotImplementedError("jensen_certificate is yours to write")


# %%
check(jensen_certificate)

# %% [markdown]
# The table as a picture, drawn with your `average_nets`. The dashed line is the loss of the net, and so the mean of
# the losses of all reorderings. A convex loss would not end above it.

# %% tags=["demo"]
circle = [
    make_net(([[1], [2], [5]], [0, 0, 0]), ([[-1, -1, 1]], [0])),
    make_net(([[2], [5], [1]], [0, 0, 0]), ([[-1, 1, -1]], [0])),
    make_net(([[5], [1], [2]], [0, 0, 0]), ([[1, -1, -1]], [0])),
]
one, zero = np.array([[1.0]]), np.array([[0.0]])
losses = [mse(average_nets(circle[:k]), one, zero, "relu") for k in (1, 2, 3)]
draw_partial_averages(losses)

# %% [markdown]
# And your certificate as a picture: the loss on the straight line from `net_b` (t = 0) to `net_a` (t = 1). At t = `lam`
# it is above the chord, which is all that is asked for. (The arrow stands where it is furthest above, which may be at
# another t.)

# %% tags=["demo"]
net_a, net_b, lam = jensen_certificate(circle[0], one, zero, "relu")
ts = np.unique([*np.linspace(0.0, 1.0, 101), float(lam)])


def between(t):
    """The net (1 - t) * net_b + t * net_a."""
    return [
        (t * np.asarray(A) + (1 - t) * np.asarray(B), t * np.asarray(a) + (1 - t) * np.asarray(b))
        for (A, a), (B, b) in zip(net_a, net_b, strict=True)
    ]


print("lam =", float(lam))
draw_profile(ts, [mse(between(t), one, zero, "relu") for t in ts], title="the loss between the two nets")

# %% [markdown]
# ### What has been proved
#
# On any data on which some wide net is better than *every* net with one unit a layer, the loss is not convex: the
# group mean of the better net has the function of such a narrow net, so its gap is positive. For the exclusive or
# any net with a loss below 1/6 will do. It is not the *number* of equivalent points that convicts the loss. It is that
# their average has to be as good as they are, and cannot be.
#
# For smooth activations there is also a pair that needs no search. All reorderings leave the group mean where it is,
# and so they leave the gradient of the loss there as it is. The directions from the mean to the reorderings of the net
# add up to zero, and the gradient has the same product with each of them; so this product is 0. Hence the loss, on the
# way from the net to its mean, runs level at the end. If it ends higher than it began, it is above the chord shortly
# before the end: the mean, the net and a `lam` close enough to 1 are a certificate.
#
# You will read that the symmetry definitely shows a surface much more complex than a convex one. It does so through a
# point where the loss is too high: a midpoint, a partial average, a group mean. That there are many equal points shows
# nothing by itself: $(v_1 + v_2 - 1)^2$ is convex, and has a whole line of minimisers.
#
# Permutations are not the only way to such a proof. In lab 5 you meet others that work with one single unit.

# %% [markdown]
# ## Exercise 6: a blind spot (3 points)
#
# The blog post says carefully: averaging two permuted copies of an optimum *can* give a point that is no optimum. So it
# can, as with `xor_net`. But it need not, not even if the two units look at the inputs in quite different ways. Find an
# example, and so a place where the midpoint sees nothing.
#
# Give a net with one hidden layer and **ReLU**, with data and two of its units, such that
#
# 1. the data have at least three distinct samples (rows of `X`), and not all targets (rows of `Y`) are equal;
# 2. the loss of the net is **exactly** 0;
# 3. units `i` and `j` are different units with different incoming weights (different biases alone are not enough);
# 4. each of the two has an outgoing weight that is not 0, and is active on some sample: its pre-activation is
#    positive there;
# 5. the loss at the midpoint of the net and its twin, with `i` and `j` swapped, is **exactly** 0 as well.
#
# "Exactly" is meant: all is computed in fractions, and a float stands for the number that it is. With 0.1, say, you
# will get $10^{-33}$ and not 0. Take small whole numbers. (`Fraction` is welcome too, with parts of up to 128 bits.)
# The example may have at most 60 hidden units, 20 inputs, 20 outputs and 200 samples. Two units and three samples are
# enough.
#
# *Where to look.* ReLU is linear wherever it cuts nothing off. Suppose that two units are positive on all samples.
# What do they contribute to the output before they are averaged, and what after? Multiply it out, and see which
# condition makes both the same.
#
# *Why it matters.* A certificate that fails proves nothing. One flat line between two minima is no sign that the loss
# is convex.


# %%
def blind_spot():
    """An example of a net with the loss 0 whose midpoint with a swapped twin has the loss 0 as well.

    Returns (net, X, Y, i, j): a net with one hidden layer, inputs (N, d), targets (N, m), and two units, counted
    from 0, with the properties 1 to 5 above.
    """
    raise NotImplementedError("blind_spot is yours to write")


# %%
check(blind_spot)

# %% [markdown]
# The loss between your net and its twin. A flat line at 0? Or does it rise and come back to 0 in the middle?

# %% tags=["demo"]
net, X, Y, i, j = blind_spot()
(W, b), (V, c) = [tuple(np.asarray(part, dtype=float) for part in layer) for layer in net]
order = list(range(len(b)))
order[i], order[j] = j, i
ts = np.linspace(0.0, 1.0, 101)
line = [[((1 - t) * W + t * W[order], (1 - t) * b + t * b[order]), ((1 - t) * V + t * V[:, order], c)] for t in ts]
draw_profile(ts, [mse(each, np.asarray(X, dtype=float), np.asarray(Y, dtype=float), "relu") for each in line])

# %% [markdown]
# ## In your own words (4 points)
#
# The blog post concludes its argument like this: *if the loss were convex, the average of all permuted optima would be
# an optimum too. In it all nodes of a layer have equal values. But then the output nodes would all be equal, which is
# absurd for a classifier.*
#
# 1. Which step is wrong, and why?
# 2. Give a counterexample to it: a small net, with numbers of your own, whose hidden units are all equal, and an input
#    at which its outputs differ.
# 3. What is the right contradiction? Say for which data it is one, and for which it is none.
#
# Write into the next cell. A few sentences and one small calculation are enough. A person reads and marks them.

# %% [markdown] tags=["written"]
# **Your answer:**

# %% [markdown]
# ## What to remember
#
# - The mean over all reorderings of a layer gives every unit the mean row, the mean bias and the mean column. Inputs
#   and outputs are never reordered.
# - A net whose units are equal in each layer has the function of a net with one unit a layer: means on the way in,
#   sums on the way out. With monotone activations it is a monotone function of one number $w \cdot x$.
# - Jensen: if the loss were convex, the group mean would be at most as bad as the net. Where a good net beats every
#   narrow one, this fails.
# - A positive Jensen gap hides a certificate with two points, among the partial averages.
# - A gap that is not positive, or one flat midpoint, proves nothing.
#
# ## Read further
#
# - A. M. Chen, H. Lu, R. Hecht-Nielsen, *On the Geometry of Feedforward Neural Network Error Surfaces*, Neural
#   Computation 5(6), 1993. All copies of an optimum, by permutations and sign flips of tanh units, lie on one sphere.
# - K. Fukumizu, S. Amari, *Local minima and plateaus in hierarchical structures of multilayer perceptrons*, Neural
#   Networks 13, 2000. Nets with equal units come from smaller nets, as here; critical points of the smaller net become
#   lines of critical points of the larger one.
# - S. Ainsworth, J. Hayase, S. Srinivasa, *Git Re-Basin*, ICLR 2023, arXiv:2209.04836. If averages of reordered nets
#   are that bad, reorder first: three algorithms that align the units of two nets. (In lab 7 you write one.)
