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
# # Lab 5. Other symmetries, and linear nets
#
# Exchanging two hidden units needs two hidden units. But the loss of a net with a *single* hidden unit is not convex
# either, even if there is no non-linearity in it. So the exchange of units cannot be the whole story.
#
# In this lab you take one unit at a time. You flip its signs, or you make its way in larger and its way out smaller,
# and no output changes. Each of our four activations has a change of this kind. It puts a twin of your net somewhere
# else in weight space. Then you look half-way between the two, and find short proofs that need no permutation at
# all. In the end you answer the question that is always asked: *and what about linear networks?*
#
# | exercise | points |
# | --- | ---: |
# | 1. `flip_signs` | 3 |
# | 2. `flip_sigmoid` | 4 |
# | 3. `rescale_units` | 3 |
# | 4. `flip_certificate` | 3 |
# | 5. `scaling_certificate` | 4 |
# | 6. `deep_linear_certificate` | 3 |
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
# - A single call may take 3 seconds, one of the certificates of exercises 4 to 6 10 seconds.
# - Before you hand in: restart the kernel, run all cells, save, and hand in this file. If you leave an exercise out,
#   keep its stub; the other exercises count all the same.

# %% [markdown]
# ## Conventions
#
# **Net.** A net is a list of pairs `(W, b)`, one pair a layer, the first layer first. `W` has shape `(n_out, n_in)`,
# and `b` has shape `(n_out,)`. Row `k` of `W` holds the weights *into* unit `k`. Every layer but the last is followed
# by the activation; the last layer is linear. All arrays hold float64, also where the numbers are whole.
#
# **Counting.** A net with `H + 1` pairs has `H` hidden layers. Layers are numbered from **1** to `H`, units from
# **0**. Hidden layer `layer` has its incoming rows in `net[layer - 1][0]`, its biases in `net[layer - 1][1]`, and its
# outgoing columns in `net[layer][0]`. The **next layer** is the one that these columns lead to: its biases are
# `net[layer][1]`. It is the output layer only if `layer` is `H`.
#
# **Certificate.** A proof that a loss is not convex is a triple `(net_a, net_b, lam)`: two nets of the same shapes,
# and a number `lam` strictly between 0 and 1, such that the loss of the mixture `lam * net_a + (1 - lam) * net_b` is
# *above* `lam * loss(net_a) + (1 - lam) * loss(net_b)`. All weights and biases are mixed, and the loss is the mean
# squared error. **Every valid triple gets full marks.** It is verified exactly, not in floats: with fractions for
# ReLU and linear nets, with intervals for tanh. `lam` may be a float or a `Fraction`.
#
# **Errors.** What is illegal raises `ValueError`; each docstring says what that is. Python would take layer `-1` for
# the last one, and numpy repeats a single sign for all units. Here both are illegal.
#
# **Sizes.** In exercises 1 to 3 numbers may have any size, as long as the results are floats. In exercises 4 to 6 no
# number other than 0 has a size below 1e-100 or above 1e100, neither in the nets and data that you get, nor in
# what hidden units contribute to the outputs. So squares of them are floats, too.
#
# **Rounding.** Parameters are compared at a relative 1e-9, a sum at 1e-9 of the size of its terms. $v / f$ and
# $v \cdot \tfrac1f$ may differ in the last digit, and both are right. Seven digits (float32) are not enough.
#
# **Arguments.** A function never changes what it is given. It may return lists or arrays, as you like, and it may
# return arrays of its arguments.

# %%
import numpy as np
from scipy.special import expit

from autograder import check

# %% [markdown]
# The next cell is given: the outputs of a net and its loss, as in lab 1. `X` has one sample a row, and so have the
# outputs. The mean squared error is the mean over samples *and* outputs.

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


def mix(net_a, net_b, lam):
    """The net lam * net_a + (1 - lam) * net_b: every single parameter is mixed."""
    return [
        (lam * np.asarray(A) + (1 - lam) * np.asarray(B), lam * np.asarray(a) + (1 - lam) * np.asarray(b))
        for (A, a), (B, b) in zip(net_a, net_b, strict=True)
    ]


# %% [markdown]
# A net to play with: one input, two hidden units, one output.

# %%
two = [
    (np.array([[2.0], [-1.0]]), np.array([1.0, 3.0])),
    (np.array([[4.0, 5.0]]), np.array([6.0])),
]

# %% [markdown]
# ## Exercise 1: flip the signs of a tanh unit (3 points)
#
# A hidden unit with the incoming weights $w$, the bias $b$ and the outgoing weight $v$ sends
# $v \tanh(w \cdot x + b)$ to the next layer. The hyperbolic tangent is *odd*, $\tanh(-z) = -\tanh z$, and so
#
# $$ (-v)\, \tanh(-w \cdot x - b) = v \tanh(w \cdot x + b) . $$
#
# Change the sign of everything that belongs to the unit, and the next layer gets what it got before. With several
# outgoing weights, all of them change their signs.
#
# *By hand.* In `two`, flip unit 1, at $x = 1$. Unit 0 gets $z = 3$ and is left alone.
#
# | | unit 1: $w$, $b$, $v$ | its $z$ | output |
# | --- | --- | --- | --- |
# | before | −1, 3, 5 | 2 | 4 tanh 3 + 5 tanh 2 + 6 = **14.80** |
# | after | 1, −3, −5 | −2 | 4 tanh 3 − 5 tanh(−2) + 6 = **14.80** |
# | bias left behind | 1, 3, −5 | 4 | 4 tanh 3 − 5 tanh 4 + 6 = **4.98** |
#
# A list `signs` has one sign for each unit of the layer, 1 or -1. Unit `k` is multiplied by `signs[k]`: incoming row,
# bias, and outgoing column. The sign 1 leaves it as it is.
#
# *How many twins?* With $n$ units there are $2^n$ lists of signs, and $n!$ orders of the units. Together they give
# $2^n\, n!$ nets with the same function, if no two of them happen to be equal. Lab 3 has counted them.


# %%
def flip_signs(net, layer, signs):
    """Multiply everything that belongs to unit k of one hidden layer by signs[k].

    net    list of (W, b), with at least one hidden layer; it must not change
    layer  int, 1 to H
    signs  list of ints, one for each unit of the layer, each of them 1 or -1; it must not change

    Returns a net of the same shapes; with tanh it has the same outputs.
    Raises ValueError if there is no such hidden layer, if there are too few or too many signs, or if one of them is
    neither 1 nor -1.
    """
    raise NotImplementedError("flip_signs is yours to write")


# %%
check(flip_signs)

# %% [markdown]
# Your function at work: unit 1 in colour, before and after.

# %% tags=["demo"]
from autograder.figures import draw_contributions, draw_profile, draw_segments, draw_twins, draw_two_factors

draw_twins(two, flip_signs(two, 1, [1, -1]), 1, [1])

# %% [markdown]
# What unit 1 sends to the output is the same function of the input, before and after.

# %% tags=["demo"]
draw_contributions(two, flip_signs(two, 1, [1, -1]), "tanh", unit=1, title="tanh")

# %% [markdown]
# For which other activations is this flip right? For odd ones: the identity is odd, ReLU and the sigmoid are not.

# %% tags=["demo"]
points = np.linspace(-2.0, 2.0, 9)[:, None]
twin = flip_signs(two, 1, [1, -1])
for name in ACTIVATIONS:
    difference = np.max(np.abs(forward(two, points, name) - forward(twin, points, name)))
    print(f"{name:10} largest difference of the outputs: {difference:.3g}")

# %% [markdown]
# ## Exercise 2: flip the signs of a sigmoid unit (4 points)
#
# The sigmoid $\sigma(z) = 1 / (1 + e^{-z})$ is not odd. But it is symmetric about its value $1/2$ at $0$:
#
# $$ \sigma(-z) = 1 - \sigma(z) , \qquad\text{so}\qquad v\, \sigma(z) = v - v\, \sigma(-z) = (-v)\, \sigma(-z) + v . $$
#
# The flipped unit sends $(-v)\,\sigma(-z)$. That is too little by $v$, whatever the input is. A number that is always
# the same can be put into a bias: **the bias that $v$ leads to gains the old $v$.** In a deep net that is a bias of the
# next layer, hidden or not. It is no use to mend the output layer instead: between the two stands an activation, which
# has to get the right numbers.
#
# So for every unit with the sign -1: its incoming row, its bias and its outgoing column change their signs, and the
# biases of the next layer gain its *old* outgoing column. Each unit of the next layer has its own number to gain. If
# several units are flipped, all of their columns are gained.
#
# *By hand.* In `two`, flip unit 0. It has $w = 2$, $b = 1$, $v = 4$, and the output bias is 6. Unit 1 is left alone,
# and we leave its part out.
#
# | | $w$, $b$, $v$ | output bias | at $x = -1/2$, where $z = 0$ | at $x \to \infty$ | at $x \to -\infty$ |
# | --- | --- | --- | --- | --- | --- |
# | before | 2, 1, 4 | 6 | 4 · 1/2 + 6 = **8** | 4 · 1 + 6 = **10** | 4 · 0 + 6 = **6** |
# | after | −2, −1, −4 | 10 | −4 · 1/2 + 10 = **8** | −4 · 0 + 10 = **10** | −4 · 1 + 10 = **6** |
# | as for tanh | −2, −1, −4 | 6 | −4 · 1/2 + 6 = **4** | −4 · 0 + 6 = **6** | −4 · 1 + 6 = **2** |


# %%
def flip_sigmoid(net, layer, signs):
    """Flip units of one hidden layer such that a net with the sigmoid keeps all of its outputs.

    net    list of (W, b), with at least one hidden layer; it must not change
    layer  int, 1 to H
    signs  list of ints, one for each unit of the layer, 1 or -1: units with -1 are flipped; it must not change

    Returns a net of the same shapes: rows, biases and outgoing columns of the flipped units have changed their signs,
    and the biases of the next layer have gained their old outgoing columns.
    Raises ValueError where flip_signs does.
    """
    raise NotImplementedError("flip_sigmoid is yours to write")


# %%
check(flip_sigmoid)

# %% [markdown]
# What unit 0 sends before and after. The difference is 4 for every input. This is what the output bias has gained.

# %% tags=["demo"]
draw_contributions(two, flip_sigmoid(two, 1, [-1, 1]), "sigmoid", unit=0, title="sigmoid")

# %% [markdown]
# ## Exercise 3: rescale a ReLU unit (3 points)
#
# ReLU has no symmetry of signs. But it is *positively homogeneous*: $\mathrm{relu}(f z) = f\, \mathrm{relu}(z)$ for
# every $f > 0$. So
#
# $$ \frac{v}{f}\; \mathrm{relu}(f w \cdot x + f b) = v\; \mathrm{relu}(w \cdot x + b) . $$
#
# Everything that comes in is multiplied by $f$, **weights and bias**, and everything that goes out is divided by it.
#
# *By hand.* In `two`, rescale unit 0 by $f = 3$: $w$, $b$, $v$ become $6$, $3$, $4/3$. At $x = 1$ it used to get
# $z = 3$ and to send $4 \cdot 3 = 12$. Now it gets $9$ and sends $\tfrac43 \cdot 9 = 12$. With $f = -1$ it would get
# $-3$, and send nothing. That is why a factor has to be positive.
#
# A list `factors` has one factor for each unit. Factors can be small or large, and they may be ints. Mind what numpy
# makes of a list of ints: an *array* of ints, which cannot hold 1/2.
#
# *How many twins?* Not $2^n$, but infinitely many: a whole curve through weight space for every unit that is not zero
# in everything. (If a unit is, its outgoing weights are 0, and so its incoming weights can be anything.) A ReLU net
# with hidden units is never alone with its function.


# %%
def rescale_units(net, layer, factors):
    """Multiply the way into unit k of one hidden layer by factors[k], and divide its way out by it.

    net      list of (W, b), with at least one hidden layer; it must not change
    layer    int, 1 to H
    factors  list of ints or floats, one for each unit of the layer, all above 0; it must not change

    Returns a net of the same shapes; with ReLU it has the same outputs.
    Raises ValueError if there is no such hidden layer, if there are too few or too many factors, or if one of them
    is 0 or negative.
    """
    raise NotImplementedError("rescale_units is yours to write")


# %%
check(rescale_units)

# %% tags=["demo"]
draw_contributions(two, rescale_units(two, 1, [3, 1]), "relu", unit=0, title="ReLU, rescaled by 3")

# %% [markdown]
# ### What a symmetry gives, and what it does not
#
# A twin is a second net with the same loss. **That alone proves nothing about convexity.** The loss
# $(v_1 + v_2 - 1)^2$ has the twins $(1, 0)$ and $(0, 1)$ and is convex. What is needed is a point *between* two twins
# where the loss is above the chord. With flips and scalings such a point is easy to find, since we know what the net
# half-way computes. We need neither a minimum nor a second unit.
#
# ## Exercise 4: half-way to the flipped net (3 points)
#
# Take a tanh net, with one hidden layer for now. Write its outputs as $c + g(x)$: the output bias $c$, and what the
# hidden units contribute. Flip *all* units. The twin has the same outputs $c + g(x)$, and so the same loss.
#
# Half-way, every weight and bias of the hidden units is the mean of a number and its negative. It is 0. Nothing is
# left but the output bias: **the net half-way is the constant $c$**. So
#
# $$ \text{gap} = \text{loss of the constant } c \;-\; \text{loss of the net} . $$
#
# Whenever a net is better than its own output bias, the net, its flip and $\lambda = 1/2$ are a certificate. It need
# not be a good net, far less a minimum. One unit is enough. It does no harm that units are idle, or equal.
#
# *By hand.* One unit with $w = 1$, $b = 0$, $v = 1$, and $c = 0$; one sample $x = 1$ with the target $\tanh 1$. The
# loss of the net and of its flip is 0, and half-way it is $\tanh^2 1 = 0.58$.
#
# *Deep nets.* Which hidden layer would you flip? Half-way it falls silent. But silent units in the first layer do not
# silence the second, which has biases of its own. After that, what is left may be better than the net. Find the layer
# (or the layers) for which you *know* what is left.
#
# *Flipping some units only* is a symmetry, too. But half-way the other units go on, and the net may be better without
# the units that you have flipped.
#
# Your function gets a net that is better than its own output bias: its loss is lower, by at least a millionth, than
# that of the constant. It has any number of hidden layers.


# %%
def flip_certificate(net, X, Y):
    """Prove that the loss of tanh nets on these data is not convex.

    net   list of (W, b), with at least one hidden layer; its loss is at most (1 - 1e-6) times the loss of its own
          output bias as a constant; it must not change
    X, Y  arrays of shapes (N, d) and (N, m); they must not change

    Returns a certificate (net_a, net_b, lam) for tanh nets of the shapes of net. Any valid one is right.
    """
    raise NotImplementedError("flip_certificate is yours to write")


# %%
check(flip_certificate)

# %% [markdown]
# A net that learns "exclusive or" exactly. With the weights below, multiples of $\ln 2$, all its hidden values are
# fractions, such as $\tanh(\ln 2) = 3/5$. So we know the gap exactly: it is $185/162$.

# %% tags=["demo"]
log2 = np.log(2.0)
xor_net = [
    (log2 * np.array([[2.0, 2.0], [2.0, 2.0]]), log2 * np.array([-1.0, -3.0])),
    (np.array([[65 / 54, -65 / 54]]), np.array([-4 / 9])),
]
xor_inputs = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
xor_targets = np.array([[0.0], [1.0], [1.0], [0.0]])
a, b, lam = flip_certificate(xor_net, xor_inputs, xor_targets)
ends = [mse(a, xor_inputs, xor_targets, "tanh"), mse(b, xor_inputs, xor_targets, "tanh")]
middle = mse(mix(a, b, float(lam)), xor_inputs, xor_targets, "tanh")
print(f"losses {ends[0]:.9f} and {ends[1]:.9f}, between them {middle:.9f}")
print(f"with the full flip the gap is 185/162 = {185 / 162:.9f}")
ts = np.linspace(0.0, 1.0, 101)
losses = [mse(mix(b, a, t), xor_inputs, xor_targets, "tanh") for t in ts]
draw_profile(ts, losses, title="exclusive or: from your net_a to your net_b")

# %% [markdown]
# *And the sigmoid?* Exercise 2 answers that. Flip all units, and go half-way: incoming and outgoing weights are 0, and
# the output bias has gained half of all outgoing weights. It is a constant net again.
#
# *Bounded activations in general.* Let $\sigma$ be any bounded activation. Fix all parameters but those of the first
# layer, and move these along a straight line. The outputs stay within bounds, and so does the loss. But a convex
# function that is bounded on a whole line is constant there (if it rose anywhere, it would have to go on rising at
# least as steeply, for ever). So every line on which the loss is *not* constant proves that it is not convex.

# %% [markdown]
# ## Exercise 5: half-way to the rescaled net (4 points)
#
# Now ReLU, or the identity. Both are homogeneous, so all units can be rescaled by one factor $s > 0$. Write the outputs
# as $c + g(x)$ again. Half-way between the net and its twin, everything that comes in is multiplied by $(1 + s)/2$,
# and everything that goes out by $(1 + 1/s)/2$. So the net half-way computes $c + \kappa\, g(x)$ with
#
# $$ \kappa = \frac{1 + s}{2} \cdot \frac{1 + 1/s}{2} = \frac{(1 + s)^2}{4 s} . $$
#
# This is above 1 for every $s \ne 1$, and as large as you like for large $s$. Squares of large numbers are large. So
# with a large enough $s$ the loss half-way is above the chord.
#
# *By hand.* One unit with $w = v = 1$ and no biases, one sample $x = 1$. Take $s = 4$, so $\kappa = 25/16$.
#
# - Target 1: the net and its twin have loss 0. Half-way it is $(25/16 - 1)^2 = 81/256$. A certificate.
# - Target 10: the net and its twin have loss $81$. Half-way it is $(25/16 - 10)^2 = 71.2$. It is *better* there, and
#   nothing is proved. With $s = 80$, $\kappa = 20.5$, and the loss half-way is $110$. Now it is a certificate.
#
# *How large must $s$ be?* With $r = Y - c$ the loss half-way is the mean of $(\kappa g - r)^2$, and that of the net is
# the mean of $(g - r)^2$. Compare the two, over all samples and outputs. Or let the computer search. Mind two things:
#
# - The nets can be far from their targets: their contribution may be a millionth of what is needed, or 1e-100 of it
#   (but not less). A factor that is large enough for some data is too small for others.
# - Leave room for rounding. The verification is exact, but your computation is not.
#
# *What you get.* Any number of hidden layers, and any targets. The net may fit well or badly, and be worse than its
# own output bias. Units may be dead on all samples (a ReLU that gets negative numbers only), or idle, or cancel one
# another. Only one thing is promised: **on some sample some output differs from its output bias.** It does so by at
# least a millionth of the output bias, so that the difference is not lost in rounding.
#
# The promise is needed for the line above: if the hidden units contribute nothing, all nets on it compute $c$.


# %%
def scaling_certificate(net, X, Y, activation):
    """Prove that the loss of ReLU nets, or of linear nets, on these data is not convex.

    net         list of (W, b), with at least one hidden layer, whose outputs are not all equal to its output bias; it
                must not change
    X, Y        arrays of shapes (N, d) and (N, m); they must not change
    activation  "relu" or "identity"

    Returns a certificate (net_a, net_b, lam) for nets of the shapes of net, with this activation. Any valid one is
    right.
    """
    raise NotImplementedError("scaling_certificate is yours to write")


# %%
check(scaling_certificate)

# %% [markdown]
# The example by hand, with the target 10 and your `rescale_units`. A small factor leads through a valley, a large one
# over a hill. (And the line with the large factor crosses the valley twice: so much for the picture of a bowl.)

# %% tags=["demo"]
one_unit = [(np.array([[1.0]]), np.zeros(1)), (np.array([[1.0]]), np.zeros(1))]
one = np.array([[1.0]])
lines = {
    f"s = {s}": [mse(mix(rescale_units(one_unit, 1, [s]), one_unit, t), one, 10 * one, "relu") for t in ts]
    for s in (4, 30, 80)
}
draw_segments(ts, lines, title="one ReLU unit, target 10: from the net to its rescaled twin")

# %% [markdown]
# ## Exercise 6: linear nets are not exempt (3 points)
#
# A net with the activation "identity" is called linear. Whatever its depth, it computes an affine function,
# $x \mapsto A x + b$. (As a class of functions nothing is gained by the layers; and if a hidden layer is narrow, the
# rank of $A$ is at most its width.) A well-known blog goes on like this: *linear functions have no minima, so linear
# networks do not contradict the statement* that networks are not convex.
#
# That confuses two functions. The **output** is a function of the *input*, and if it is affine and not constant, it has
# no minimum. But we minimise the **loss**, and it is a function of the *weights*.
#
# - With one layer the loss is the square of something affine in the weights: it is convex, and it does have minima.
# - With two layers the output is a *product* of weights. One input, one hidden unit, one output, no biases, and one
#   sample with $x = y = 1$: the loss is $L(w_1, w_2) = (w_1 w_2 - 1)^2$.
#
# *By hand.* $L(1, 1) = L(-1, -1) = 0$, and half-way $L(0, 0) = 1$. The gap is 1. With $\lambda = 1/3$ the point is
# $(-\tfrac13, -\tfrac13)$, and the gap is $(\tfrac19 - 1)^2 = \tfrac{64}{81}$. At the origin the gradient is 0, and the
# Hessian is $\begin{pmatrix} 0 & -2 \\ -2 & 0 \end{pmatrix}$ with the eigenvalues $-2$ and $2$: a saddle.
#
# So what makes the loss non-convex is not the activation. It is the **product of layers**. You know two lines already:
# the flip, from $(1, 1)$ to $(-1, -1)$, and the scaling, from $(2, \tfrac12)$ to $(\tfrac12, 2)$. The identity is odd
# *and* homogeneous. Even the exchange of units works: lab 2 walked over such a hill.

# %% tags=["demo"]
walks = [("flip", (1.0, 1.0), (-1.0, -1.0)), ("scaling", (2.0, 0.5), (0.5, 2.0))]
draw_two_factors(walks, 1.0, title="$(w_1 w_2 - 1)^2$, and two straight lines")

# %% [markdown]
# With the target 0 the same line from $(1, 1)$ to $(-1, -1)$ is no proof, as the next picture shows.

# %% tags=["demo"]
draw_two_factors(walks, 0.0, title="$(w_1 w_2)^2$, and the same lines")

# %% [markdown]
# Now for all data at once. You get `X`, `Y` and the widths `[n_0, ..., n_L]` of a linear net, input and output
# included. You find two nets of these widths, and $\lambda$. No net is given: choose the ends as you like.
#
# *By hand.* Let only two weights be other than 0: one from an input to a hidden unit, and one from there to an output.
# That output is $p x$, with the product $p$ of the two weights, and its share of the loss is the mean of
# $(p x - y)^2$. As a function of $p$ that is convex: a parabola. As a function of the two weights it never is, unless
# the feature $x$ is 0 on all samples. Find two pairs of weights and the pair half-way, with products that suit the
# data. They must suit all sorts of data:
#
# - the targets may all be 0, or have nothing to do with the feature, or be very much larger or smaller than it;
# - a feature may be 0 on all samples, a sample 0 in all features, and sums may cancel. Only `X` is not all 0;
# - there may be several outputs, and any number of hidden layers, of any widths. Let the units that you do not need
#   idle. But through the others something has to pass, and in a deep net every layer counts.
#
# Without a hidden layer there is nothing to be found: that loss is convex. Then `ValueError` is the right answer.


# %%
def deep_linear_certificate(X, Y, widths):
    """Prove that the loss of linear nets with a hidden layer is not convex, on any data.

    X, Y    arrays of shapes (N, d) and (N, m); X is not all 0; they must not change
    widths  list of ints [n_0, ..., n_L], all at least 1; it must not change

    Returns a certificate (net_a, net_b, lam) for nets of these widths with the activation "identity". Any valid one
    is right.
    Raises ValueError if widths has no hidden layer, if n_0 is not d, or if n_L is not m.
    """
    raise NotImplementedError("deep_linear_certificate is yours to write")


# %%
check(deep_linear_certificate)

# %% [markdown]
# The loss on your line, for a linear net with two hidden layers, and targets that are all 0.

# %% tags=["demo"]
linear_inputs = np.array([[1.0, 2.0], [0.0, -1.0], [3.0, 1.0]])
a, b, _ = deep_linear_certificate(linear_inputs, np.zeros((3, 1)), [2, 3, 2, 1])
losses = [mse(mix(b, a, t), linear_inputs, np.zeros((3, 1)), "identity") for t in ts]
draw_profile(ts, losses, title="linear, targets 0: from your net_a to your net_b")

# %% [markdown]
# ### Certificates that forget the net
#
# Did you use the net in exercises 4 and 5, and the samples in exercise 6? Nobody asked you to. Any pair of nets is
# allowed, and there is a recipe that serves *all* data, even if `X` is 0. Think of a hidden unit with a bias and no
# incoming weights, and of an output bias that is chosen to suit `Y`. If you have found such a recipe, you have
# understood that convexity does not fail because of particular data.
#
# (The targets must be looked at, though. For one fixed triple the gap is affine in `Y`. If it does not depend on `Y` at
# all, the outputs of the mixture are the mixture of the outputs, and the gap is not above 0, since squares are convex.
# If it does, it is below 0 for some targets.)
#
# ### What is needed of an activation?
#
# "To generalise the argument one would need properties of the activation", one reads. True, but very few:
#
# | activation | what it has | twin | half-way |
# | --- | --- | --- | --- |
# | tanh | it is odd, and bounded | all signs flipped | the constant $c$ |
# | sigmoid | $\sigma(-z) = 1 - \sigma(z)$; it is bounded | signs flipped, bias mended | a constant |
# | ReLU | it is positively homogeneous | rescaled by $s$ | $c + \kappa g$, with a large $\kappa$ |
# | identity | it is odd, and homogeneous | either | either |
#
# The trivial exception: a loss that is constant on the line. If the hidden units contribute nothing, nothing is proved.
#
# ### Not convex, and therefore hard?
#
# That does not follow. Linear nets with several layers have a loss that is neither convex nor concave, and yet all of
# their local minima are global (Kawaguchi, 2016; Baldi and Hornik had shown it for one hidden layer in 1989). For other
# nets, too, the straight path from the start of training to the solution often meets no significant obstacle
# (Goodfellow, Vinyals and Saxe, 2015). What makes training hard, and when, is the subject of lab 6.

# %% [markdown]
# ## In your own words (4 points)
#
# The blog says: *linear layers have no minima, so linear networks do not contradict the statement that neural networks
# are not convex.*
#
# 1. Which two functions does the sentence confuse? Say for each of them what its variables are, and whether it has
#    minima.
# 2. Is the loss of a linear net with one layer of weights convex? And with two? Give reasons.
# 3. Give a counterexample with two layers, with data that you have chosen yourself (so not $x = y = 1$): two points, a
#    point between them, the three losses and the gap.
# 4. If it is not the activation, what is it that breaks convexity?
#
# Write into the next cell. A few sentences and one small calculation are enough. A person reads and marks them.

# %% [markdown] tags=["written"]
# **Your answer:**

# %% [markdown]
# ## What to remember
#
# - A tanh unit can be flipped, a sigmoid unit too if the next layer's bias is mended, and a ReLU unit can be rescaled.
#   In each case the bias takes part.
# - Half-way to the full flip only the output bias is left. Half-way to the rescaled net the contribution has grown.
# - One unit is enough for both, and no minimum is needed.
# - Linear nets are not exempt. The product of layers breaks convexity, not the activation.
# - Not convex does not mean hard.
#
# ## Read further
#
# - A. M. Chen, H. Lu, R. Hecht-Nielsen, *On the Geometry of Feedforward Neural Network Error Surfaces*, Neural
#   Computation 5(6), 1993. For tanh nets, permutations and sign flips together form a group, a direct product of Weyl
#   groups; all copies of an optimum lie on one sphere.
# - H. J. Sussmann, *Uniqueness of the weights for minimal feedforward nets with a given input-output map*, Neural
#   Networks 5, 1992. One hidden layer, one output, tanh: apart from permutations and flips the weights are determined
#   by the function, provided that the net is irreducible.
# - C. M. Bishop, *Pattern Recognition and Machine Learning*, 2006, section 5.1.1. For each hidden layer of $M$ tanh
#   units $M!\, 2^M$ equivalent weight vectors.
# - P. Baldi, K. Hornik, *Neural Networks and Principal Component Analysis*, Neural Networks 2, 1989. Linear nets with
#   one hidden layer: one minimum, as a map; all other critical points are saddles.
# - K. Kawaguchi, *Deep Learning without Poor Local Minima*, NIPS 2016, arXiv:1605.07110. Linear nets of any depth:
#   not convex, not concave, and every local minimum is global.
# - I. J. Goodfellow, O. Vinyals, A. M. Saxe, *Qualitatively characterizing neural network optimization problems*, ICLR
#   2015, arXiv:1412.6544. The loss on the straight path from the start of training to its end.
