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
# # Lab 1. One number that convicts a loss
#
# Why is the loss of a neural network not convex? Ask the web, and you get many answers. Some are right. Some reach a
# right conclusion in a wrong way. This lab gives you a tool to tell them apart: one number, computed from three
# points. If it is positive, the loss is not convex, and nobody can argue with that.
#
# You first write the outputs and the loss of a net. Then the number. Then you hold it against three losses without
# any hidden layer: linear regression, logistic regression, and logistic regression trained by squared error. The first
# two are convex. The third is not, although it has no hidden layer at all, and you will prove it for any data.
#
# | exercise | points |
# | --- | ---: |
# | 1. `forward` | 2 |
# | 2. `mse` | 2 |
# | 3. `convexity_gap` | 3 |
# | 4. `logistic_loss` | 3 |
# | 5. `logistic_hessian` | 3 |
# | 6. `squared_sigmoid_certificate` | 4 |
# | 7. `find_violation` | 3 |
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
# - A single call may take 3 seconds, one of `squared_sigmoid_certificate` or `find_violation` 10 seconds.
# - Before you hand in: restart the kernel, run all cells, save, and hand in this file. If you leave an exercise out,
#   keep its stub; the other exercises count all the same.

# %% [markdown]
# ## Conventions
#
# **Net.** A net is a list of pairs `(W, b)`, one pair a layer, the first layer first. `W` has shape `(n_out, n_in)`,
# and `b` has shape `(n_out,)`. Row `k` of `W` holds the weights *into* unit `k`. Every layer but the last is followed
# by the activation; the last layer is linear. A net with one pair has no hidden layer.
#
# **Data.** `X` has shape `(N, d)`: a row is a sample, a column a feature. The targets of a net, `Y`, have shape
# `(N, m)`. The labels of a classifier, `y`, have shape `(N,)` and are 0.0 or 1.0.
#
# **Numbers.** All arrays hold float64, also where the numbers are whole. There is at least one sample and one feature.
# A function never changes what it is given. It may return lists or arrays, and Python's or numpy's numbers, as you
# like.
#
# **Rounding.** Results are compared to 1e-9 of the size of the numbers that they are computed from, unless the
# exercise says that they are exact. Warnings of numpy do no harm. NaN and infinities do.
#
# **Errors.** What is illegal raises `ValueError`; each docstring says what that is.

# %%
import numpy as np

from autograder import check

# %% [markdown]
# ## Exercise 1: the outputs of a net (2 points)
#
# A hidden layer takes the values $h$ of the layer before and gives $\sigma(W h + b)$, where the activation $\sigma$
# acts on each number by itself. The output layer gives $W h + b$. There are four activations:
#
# | name | $\sigma(z)$ |
# | --- | --- |
# | `"identity"` | $z$ |
# | `"relu"` | $z$ if $z > 0$, otherwise $0$ |
# | `"tanh"` | $\tanh z$ |
# | `"sigmoid"` | $1 / (1 + e^{-z})$ |
#
# *By hand.* Take `W = [[1, 2], [3, 4]]`, `b = [5, -20]`, then `V = [[7, 8]]`, `c = [9]`, and the sample $x = (1, -1)$.
# The hidden units receive $1 - 2 + 5 = 4$ and $3 - 4 - 20 = -21$. With ReLU they give $4$ and $0$, and the output is
# $7 \cdot 4 + 8 \cdot 0 + 9 = 37$. With the identity it is $28 - 168 + 9 = -131$.
#
# *Mind the transpose.* The formula is for one sample as a column. In `X` the samples are rows, so the whole layer is
# `H @ W.T + b`. If `W` is square, `H @ W` has the right shape too, and the wrong numbers.
#
# *Mind large numbers.* A float ends near $10^{308}$, so $e^{1000}$ is infinite. In $1 / (1 + e^{-z})$ at $z = -1000$
# that does no harm: $1/\infty = 0$. In $e^z / (1 + e^z)$ at $z = 1000$ it does: $\infty / \infty$ is NaN. Your
# function will meet $\pm 1000$. (That is numpy's exponential. Python's `math.exp(1000)` raises an `OverflowError`.)


# %%
def forward(net, X, activation):
    """Compute the outputs of a net for all samples.

    net         list of (W, b), with any number of hidden layers, or none; it must not change
    X           array of shape (N, d); it must not change
    activation  "identity", "relu", "tanh" or "sigmoid": of all hidden layers, not of the output layer

    Returns the outputs, shape (N, m): also if N or m is 1.
    """
    raise NotImplementedError("forward is yours to write")


# %%
check(forward)

# %% [markdown]
# ## Exercise 2: the loss of a net (2 points)
#
# The loss of this course is the mean squared error, over all samples *and* all outputs:
#
# $$ L = \frac{1}{N m} \sum_{n=1}^{N} \sum_{o=1}^{m} \big( f_o(x_n) - y_{no} \big)^2 . $$
#
# Other texts sum over the outputs, or have a factor 1/2. Here there is neither.
#
# *By hand.* Two samples with two outputs, $(15, 19)$ and $(14, 20)$; the targets are $(15, 16)$ and $(13, 20)$. The
# errors are $0, 3, 1, 0$, and the loss is $(0 + 9 + 1 + 0) / 4 = 2.5$.
#
# *Exactly 0.* If all numbers are whole, the activation is ReLU or the identity, and every output equals its target, no
# rounding takes place, and the loss is 0, not 1e-16.
#
# *Mind numpy's broadcasting.* `A - B` works for arrays of shapes `(3, 1)` and `(1, 1)`: the single row is used three
# times. Here that would hide a mistake in the data, so you must look for it.


# %%
def mse(net, X, Y, activation):
    """Compute the mean over samples and outputs of the squared error.

    net, X, activation  as in forward
    Y                   targets, shape (N, m); they must not change

    Returns a number.
    Raises ValueError if X and Y have different numbers of samples.
    """
    raise NotImplementedError("mse is yours to write")


# %%
check(mse)

# %% [markdown]
# ## Exercise 3: the gap (3 points)
#
# A function $f$ is **convex** if it never rises above its chords: for all points $x$, $y$ and all $0 < \lambda < 1$,
#
# $$ f(\lambda x + (1 - \lambda) y) \;\le\; \lambda f(x) + (1 - \lambda) f(y) . $$
#
# The points may be numbers, vectors, or all weights of a net. The difference of the two sides is the **gap**:
#
# $$ \mathrm{gap}(f; x, y, \lambda) = f(\lambda x + (1 - \lambda) y) - \big(\lambda f(x) + (1 - \lambda) f(y)\big) . $$
#
# A gap above 0 breaks the definition. So **one triple $(x, y, \lambda)$ with a positive gap is a complete proof that
# $f$ is not convex**. We call such a triple a *certificate*. The reverse does not hold: if you have tried a million
# triples and found no positive gap, you have proved nothing. The next one may have it.
#
# *By hand.* $f(x) = x^3 - 3x$ with $x = -2$, $y = 2$, $\lambda = 3/4$. The point between is
# $\tfrac34 (-2) + \tfrac14 \cdot 2 = -1$, and $f(-1) = 2$. The chord there has the height
# $\tfrac34 f(-2) + \tfrac14 f(2) = \tfrac34 (-2) + \tfrac14 \cdot 2 = -1$. The gap is $2 - (-1) = 3$. Not convex.
#
# Note that $\lambda$ belongs to $x$, at the point and in the chord. With $\lambda = 1/2$ you could not see it if you
# exchanged the two.
#
# *Three facts* that you can prove in a line each, and use for testing:
#
# - the gap of an affine function is 0 (that is $a x + b$, or $a \cdot x + b$ for vectors);
# - so the gap of a sum $f + g$ with an affine $g$ is the gap of $f$;
# - the gap of a convex function is negative or 0, for any triple.
#
# The inequality extends from two points to any number of them, with any weights that add up to 1: a convex function of
# a mean is at most the mean of its values. That is *Jensen's inequality*, and lab 4 lives on it.


# %%
def convexity_gap(f, x, y, lam):
    """Compute how far a function lies above its chord.

    f     a function of one argument, which returns a number
    x, y  two floats, or two arrays of the same shape; they must not change. f takes the same kind: numbers if they
          are numbers, arrays of that shape if they are arrays
    lam   a float, 0 < lam < 1, any such number

    Returns the number f(lam*x + (1-lam)*y) - (lam*f(x) + (1-lam)*f(y)); it may be negative.
    """
    raise NotImplementedError("convexity_gap is yours to write")


# %%
check(convexity_gap)

# %% [markdown]
# The example as a picture. The arrow leads from the chord to the function. Beside it a function for which this triple
# proves nothing: its gap is negative, as it is for all triples.

# %% tags=["demo"]
from autograder.figures import draw_chord, draw_levels, draw_table


def cubic(x):
    return x**3 - 3 * x


print("gap:", convexity_gap(cubic, -2.0, 2.0, 0.75))
draw_chord(cubic, -2.0, 2.0, 0.75, title="$x^3 - 3x$")

# %% tags=["demo"]
print("gap:", convexity_gap(np.square, -1.0, 2.0, 0.25))
draw_chord(np.square, -1.0, 2.0, 0.25, title="$x^2$")

# %% [markdown]
# ### Linear regression is convex
#
# Your tool can convict, but not acquit. For that one needs an argument. Here is the first. Let $u$ be affine, and
# $f = u^2$. Write $p = u(x)$, $q = u(y)$; then $u$ is $\lambda p + (1 - \lambda) q$ at the point between, and
#
# $$ \mathrm{gap} = (\lambda p + (1 - \lambda) q)^2 - \lambda p^2 - (1 - \lambda) q^2
# = -\lambda (1 - \lambda) (p - q)^2 \le 0 . $$
#
# (Multiply out and see.) In linear regression the error of a sample, $w \cdot x_n + c - y_n$, is an affine function of
# the weights $w$ and the bias $c$. So its square is convex, and so is the mean of such squares, because gaps of sums
# add up. **A net without hidden layer and squared error: convex, for any data.**
#
# ### With one hidden unit it is not
#
# The smallest net with a hidden layer has one linear unit, weight $w_0$ in and $w_1$ out. With one sample $x = 1$,
# $y = 1$ and biases 0 its loss is $(w_0 w_1 - 1)^2$. At $(1, 1)$ and at $(-1, -1)$ it is 0. Halfway, at $(0, 0)$, it is
# 1. The gap is 1: not convex. No bent activation was needed for that. The picture is drawn with your `mse`.

# %% tags=["demo"]
one = np.array([[1.0]])


def product_loss(w):
    net = [(np.array([[w[0]]]), np.zeros(1)), (np.array([[w[1]]]), np.zeros(1))]
    return mse(net, one, one, "identity")


print("gap:", convexity_gap(product_loss, np.array([1.0, 1.0]), np.array([-1.0, -1.0]), 0.5))
draw_levels(product_loss, [1.0, 1.0], [-1.0, -1.0], title="$(w_0 w_1 - 1)^2$, from minimiser to minimiser")

# %% [markdown]
# ### What minima can prove
#
# Many answers on the web argue with minima instead of triples. Here is what is true.
#
# **The points below a level.** If $f$ is convex and both $f(x) \le c$ and $f(y) \le c$, then $f \le c$ on the whole
# segment from $x$ to $y$: the chord is not above $c$, and $f$ is not above the chord. Take for $c$ the least value of
# $f$. Then: *between two minimisers of a convex function there are only minimisers.*
#
# **Local minima are global.** Let $x$ be a local minimum of a convex $f$, and $f(y) < f(x)$ for some $y$. Near $x$ the
# chord to $y$ is already below $f(x)$, and so is $f$. Then $x$ is no local minimum. So there is no such $y$.
#
# **A right argument.** "Two local minima with a point between them that is no local minimum: not convex." Right: by
# the second fact both are minimisers, and by the first so is everything between them. Two local minima of different
# height, or a strict local minimum and another minimiser, would do as well.
#
# **A wrong one.** "There is more than one minimum, thus the loss is not convex." Look at $f(x) = \max(|x| - 1, 0)$. It
# is convex, and every $x$ from $-1$ to $1$ is a minimiser. The gap between two of them is 0. Two minima alone prove
# nothing, *a worse point between them* does. The question at the end comes back to this.
#
# Nor does a single minimum prove that $f$ *is* convex. $\sqrt{|x|}$ has one, at 0. But with $x = 0$, $y = 4$,
# $\lambda = 3/4$ the gap is $\sqrt 1 - \tfrac14 \sqrt 4 = \tfrac12$.


# %% tags=["demo"]
def trough(x):
    return max(abs(x) - 1.0, 0.0)


print("gap between two minimisers:", convexity_gap(trough, -1.0, 1.0, 0.5))
draw_chord(trough, -1.0, 1.0, 0.5, title="$\\max(|x| - 1, 0)$: many minimisers, convex")


# %% tags=["demo"]
def root(x):
    return abs(x) ** 0.5


print("gap:", convexity_gap(root, 0.0, 4.0, 0.75))
draw_chord(root, 0.0, 4.0, 0.75, title="$\\sqrt{|x|}$: one minimiser, not convex")

# %% [markdown]
# **A wrong proof of a right statement.** A well-known blog puts the argument formally. A *subgradient* of $f$ at $z$
# is a vector $g$ with $f(v) \ge f(z) + g \cdot (v - z)$ for all $v$. The vector 0 is a subgradient at $z$ exactly if
# $z$ is a minimiser. The blog says, in other words: if the subgradient is 0 at $x$ and at $y$, and different from 0
# at every $z$ of the segment $[x, y]$, then $f$ is not convex, by the "mid-point value theorem". Four things are wrong
# with it.
#
# 1. *Every* $z$ of $[x, y]$: that includes $z = x$, where the subgradient was 0. So there is no such function. What is
#    meant: *some* $z$ strictly between.
# 2. *The* subgradient: there may be several. $f(v) = |v_1|$, for vectors $(v_0, v_1)$, is convex. $(-1, 0)$ and
#    $(1, 0)$ are minimisers. At $(0, 0)$, between them, $(0, 1)$ is a subgradient that is not 0. But 0 is one as well.
#    What is needed: 0 is *not among* the subgradients at $z$.
# 3. A function that is not convex need not *have* subgradients: $-|v|$ has none at any point. There are generalised
#    notions that always exist, but then 0 no longer means minimum: Clarke's has 0 at the *peak* of $-|v|$.
# 4. No mid-point value theorem is needed. It takes one line from the definition, the first fact above.
#
# For smooth functions this remains, and it is right: *if the gradient is 0 at $x$ and at $y$, and not 0 at some $z$
# between them, then $f$ is not convex.* For in a convex smooth function every point with gradient 0 is a minimiser. The
# $z$ need not be the middle: for $(w_0 w_1 - 1)^2$ the gradient at $(0, 0)$ is 0, too. At $(\tfrac12, \tfrac12)$ it is
# $(-\tfrac34, -\tfrac34)$.

# %% [markdown]
# ## Exercise 4: logistic regression (3 points)
#
# A classifier for labels 0 and 1: with $z_n = w \cdot x_n$, it says that sample $n$ has label 1 with probability
# $p_n = \sigma(z_n)$, where $\sigma$ is the sigmoid. There is no bias. The number $z_n$ is called the *logit*. The
# **cross-entropy** is minus the logarithm of the probability that was given to the true label, on average:
#
# $$ L(w) = \frac1N \sum_n \big( -y_n \log p_n - (1 - y_n) \log(1 - p_n) \big) . $$
#
# *By hand.* At $w = 0$ every $p_n$ is $1/2$ and the loss is $\log 2 \approx 0.693$. With $w = \log 3$ and $x = 1$, $p$
# is $3/4$: label 1 costs $\log\tfrac43 \approx 0.288$, label 0 costs $\log 4 \approx 1.386$.
#
# *Mind large logits.* At $z = 1000$ the float $p$ is 1. With label 0 the formula takes $\log 0$; but the true cost is
# 1000, to hundreds of digits. Cutting $p$ off at $10^{-15}$ gives 34.5. So simplify on paper first:
#
# $$ -\log \sigma(z) = \log(1 + e^{-z}) , \qquad -\log(1 - \sigma(z)) = \log(1 + e^{z}) , $$
#
# and then find a way to compute $\log(1 + e^{t})$ that never needs the exponential of a large number. (You may look
# for one in numpy.) Do not use the formula $\log(1 + e^{-y z})$ that you may find in books: it is for labels $-1$ and
# $1$.


# %%
def logistic_loss(w, X, y):
    """Compute the mean cross-entropy of logistic regression without a bias.

    w  weights, shape (d,); they must not change
    X  samples, shape (N, d); they must not change
    y  labels, shape (N,), each 0.0 or 1.0; all may be equal; they must not change

    Returns a number, finite also at logits of -1000 and 1000.
    """
    raise NotImplementedError("logistic_loss is yours to write")


# %%
check(logistic_loss)

# %% [markdown]
# Your loss of two weights. The points below any level form a convex region, and at the middle of the segment the loss
# is below the mean of the ends. One negative gap proves nothing, nor does a picture. The next exercise does.

# %% tags=["demo"]
X = np.array([[1.0, 2.0], [2.0, -1.0], [-1.0, 0.5], [1.0, 1.0]])
y = np.array([1.0, 0.0, 1.0, 0.0])

start, end = np.array([-3.0, 2.0]), np.array([3.0, -2.0])
print("gap:", convexity_gap(lambda w: logistic_loss(w, X, y), start, end, 0.5))
draw_levels(lambda w: logistic_loss(w, X, y), start, end, title="cross-entropy")

# %% [markdown]
# ## Exercise 5: its curvature (3 points)
#
# A theorem of analysis says: a function with continuous second derivatives is convex exactly if its Hessian $H$ is
# **positive semidefinite** everywhere: $v \cdot H v \ge 0$ for all vectors $v$, or: no eigenvalue is negative.
# (Everywhere! At a single point it proves nothing. But a single point at which it fails refutes convexity.)
#
# The derivative of $\log(1 + e^z)$ is $\sigma(z)$, and $\sigma' = \sigma (1 - \sigma)$. So the gradient of the
# cross-entropy is $\frac1N \sum_n (p_n - y_n)\, x_n$, and
#
# $$ H = \frac1N \sum_n p_n (1 - p_n)\, x_n x_n^{\mathsf T} , \qquad
# v \cdot H v = \frac1N \sum_n p_n (1 - p_n) (x_n \cdot v)^2 \ge 0 . $$
#
# That is the proof: **logistic regression with cross-entropy is convex.** The labels have dropped out of $H$.
#
# *By hand.* Let $w = (0, 0)$ and take two samples, $(2, 0)$ and $(2, 4)$. Then $p (1 - p) = \tfrac14$ for both, and
#
# $$ H = \frac12 \cdot \frac14 \left( \begin{pmatrix} 4 & 0 \\ 0 & 0 \end{pmatrix} +
# \begin{pmatrix} 4 & 8 \\ 8 & 16 \end{pmatrix} \right) = \begin{pmatrix} 1 & 1 \\ 1 & 2 \end{pmatrix} . $$
#
# *Mind large logits* once more: at $z = \pm 1000$ the factor $p (1 - p)$ is 0 as a float. That is right.


# %%
def logistic_hessian(w, X):
    """Compute the Hessian of logistic_loss, which does not depend on the labels.

    w  weights, shape (d,); they must not change
    X  samples, shape (N, d); they must not change

    Returns a symmetric matrix, shape (d, d), finite also at logits of -1000 and 1000.
    """
    raise NotImplementedError("logistic_hessian is yours to write")


# %%
check(logistic_hessian)

# %% [markdown]
# ### Convex: and then?
#
# You will read that with cross-entropy one finds "the global minimum, the only one which exists". That needs two
# conditions.
#
# - *The columns of $X$ are independent.* With the single sample $(2, 4)$ the Hessian at 0 is `[[1, 2], [2, 4]]`, and in
#   the direction $(2, -1)$ the loss does not change at all. If there is a minimiser, there is a whole line of them.
# - *There is a minimiser.* For $x = 1$, $y = 1$ the loss is $\log(1 + e^{-w})$. It falls for ever, towards a value 0
#   that it never has. So it is whenever a weight vector gets all labels right, with no logit equal to 0: make it
#   longer, and the loss goes on falling.
#
# What convexity does promise is that every local minimum is a global one.

# %% tags=["demo"]
print("eigenvalues:", np.round(np.linalg.eigvalsh(logistic_hessian(np.zeros(2), np.array([[2.0, 4.0]]))), 12))
for weight in (1.0, 10.0, 100.0):
    print(f"loss at w = {weight:5}:", logistic_loss(np.array([weight]), one, np.array([1.0])))

# %% [markdown]
# ## Exercise 6: a proof for all data (4 points)
#
# Keep the sigmoid, but take the squared error instead of the cross-entropy:
#
# $$ L(w) = \frac1N \sum_n \big( \sigma(w \cdot x_n) - y_n \big)^2 . $$
#
# One layer, one unit, no hidden layer. Is it convex?
#
# *By hand.* One sample, $x = 1$, $y = 1$. Weights are $w = k \log 2$ here, so that $\sigma(w) = 2^k / (1 + 2^k)$ is a
# fraction, and $L = 1 / (1 + 2^k)^2$.
#
# | $k$ | $\sigma$ | $L$ |
# | ---: | ---: | ---: |
# | $0$ | $1/2$ | $1/4$ |
# | $-2$ | $1/5$ | $16/25$ |
# | $-4$ | $1/17$ | $256/289$ |
#
# From $k = 0$ to $k = -4$, with $\lambda = 1/2$, the gap is
#
# $$ \frac{16}{25} - \frac12 \Big( \frac14 + \frac{256}{289} \Big) = \frac{4167}{57800} \approx 0.072 . $$
#
# **Not convex.** (The second derivative is $2 p (1 - p)^2 (3p - 1)$, with $p = \sigma(w)$. It is negative wherever
# $p < 1/3$.)
#
# *For all data?* The same happens for every $X$ but zeros, and every $y$. The reason is short: **the loss is
# bounded.** It lies between 0 and 1. Suppose that a convex function on a line rises from $t_0$ to $t_1$. From there
# on it must rise at least as fast for ever: at $t_1$ it is not above the chord from $t_0$ to a later point.
# So it ends above every bound. (If it falls, walk the other way.) Hence: *a function on a line that is bounded and not
# constant is not convex.*
#
# To make a certificate of it, walk along a line $w = t\,v$. Questions to ask yourself:
#
# - What is the loss at $t = 0$? It does not depend on the data.
# - What does a sample cost far out, for $t \to \infty$ and for $t \to -\infty$? When does it not care?
# - In which of the two directions is the loss far out *higher* than at 0? Why is there always one?
# - How far is far? The loss must have risen at the point *between*. Features may be tiny or huge.


# %% tags=["demo"]
def sigmoid_error(w):
    return (1 / (1 + np.exp(-w)) - 1.0) ** 2


print("gap:", convexity_gap(sigmoid_error, 0.0, -4 * np.log(2), 0.5), "exactly:", 4167 / 57800)
draw_chord(
    sigmoid_error,
    0.0,
    -4 * np.log(2),
    0.5,
    title="one sample, $x = 1$, $y = 1$",
    names=("w", "squared error"),
    ends=("$k = 0$", "$k = -4$"),
)

# %% [markdown]
# *What is accepted.* Any certificate: any two weight vectors and any $\lambda$ strictly between 0 and 1 with a positive
# gap. Your three values are taken exactly as they are, and the gap is proved to be positive by interval arithmetic,
# which encloses every rounding error. No tolerance is needed for that; still, go for a gap that you can see, such as
# 0.001.
#
# *Which data?* 1 to 50 samples and 1 to 5 features. Each feature of each sample is 0, or of any size from `1e-300` to
# `1e300`; very different sizes may occur together. Features or samples may be all 0, but not the whole of `X`. Samples
# may repeat, also with contradicting labels. The labels may be all equal.


# %%
def squared_sigmoid_certificate(X, y):
    """Prove that mean((sigmoid(X @ w) - y)**2), as a function of w, is not convex.

    X  samples, shape (N, d), not all zero; they must not change
    y  labels, shape (N,), each 0.0 or 1.0; they must not change

    Returns (w_a, w_b, lam): two weight vectors of shape (d,), finite, and a float or Fraction with 0 < lam < 1, such
    that the loss at lam*w_a + (1-lam)*w_b is above lam * (loss at w_a) + (1-lam) * (loss at w_b).
    """
    raise NotImplementedError("squared_sigmoid_certificate is yours to write")


# %%
check(squared_sigmoid_certificate)

# %% [markdown]
# Your certificate for the data of exercise 4: the loss on the way from `w_a` (at 1) to `w_b` (at 0).


# %% tags=["demo"]
def squared_error(w):
    return np.mean((1 / (1 + np.exp(-(X @ w))) - y) ** 2)


w_a, w_b, lam = squared_sigmoid_certificate(X, y)
w_a, w_b, lam = np.array(w_a), np.array(w_b), float(lam)
with np.errstate(over="ignore"):
    print("gap:", convexity_gap(squared_error, w_a, w_b, lam))
    picture = draw_chord(
        lambda t: squared_error(t * w_a + (1 - t) * w_b),
        1.0,
        0.0,
        lam,
        title="along your certificate",
        names=("part of $w_a$", "squared error"),
        ends=("$w_a$", "$w_b$"),
    )
picture

# %% [markdown]
# ### One layer is not the point
#
# "Only with a single layer is the loss a simple convex function." You have just seen that a single layer is **not
# enough**: output and loss must fit together. Sigmoid and cross-entropy do. Sigmoid and squared error do not, and the
# damage is real: Sontag and Sussmann (1989) gave data for which that loss has a local minimum that is not global;
# Auer, Herbster and Warmuth (1995) showed that with $n$ samples and $d$ weights there can be as many as
# $\lfloor n/d \rfloor^d$ local minima.
#
# Nor is a single layer **necessary**, if you do not train all weights. Fix all layers of a deep net but the last. The
# outputs are affine functions of the last layer's weights, so the squared error is convex in *these*, as in linear
# regression. It is training two layers at once that breaks convexity, as in $(w_0 w_1 - 1)^2$.

# %% [markdown]
# ## Exercise 7: find the violation (3 points)
#
# Sometimes all you have of a function is a table: points and values, in no particular order. Say, a loss that somebody
# has measured. Which tables belong to no convex function?
#
# If three rows have $p_i < p_j < p_k$, then $p_j$ lies between the others, and the chord has the height
#
# $$ \frac{(p_k - p_j)\, v_i + (p_j - p_i)\, v_k}{p_k - p_i} $$
#
# there. If $v_j$ is above it, the three rows are a certificate. If no three rows are, join neighbouring points by
# straight lines: that function is convex, and it has all the values of the table. So the table cannot be convicted.
#
# *By hand.* Points 0, 1, 3 with values 0, 2, 3. At 1 the chord has the height $(2 \cdot 0 + 1 \cdot 3) / 3 = 1$. The
# value 2 is above it. The mean of the two ends, 1.5, is *not* the chord here: the points are not evenly spaced. And
# note that the value 2 is below the higher end; a violation need not be a peak.
#
# *Exactly.* With points 0, 1, 5 and values 0, 1, 5 all three rows lie on a line. Compute the chord in floats, with
# $\lambda = 4/5$, and you get 0.9999999999999998: an innocent line is convicted, by a rounding error. For large whole
# numbers a tolerance does not help: an excess of 1 may be smaller, compared with the values, than any rounding error.
# But whole numbers can be compared exactly: multiply by $p_k - p_i$ instead of dividing by it. Mind that floats hold
# all whole numbers only up to $2^{53}$, so that even a difference of two values may be rounded, and numpy's integers
# end at $2^{63}$. Python's own `int` and `fractions.Fraction` have no end, and `Fraction(x)` is exactly the float `x`.
#
# *What is promised?* Tables have up to 50 rows.
#
# - If all numbers of a table are whole, they may be of any size that a float can hold. Then your answer must be exact.
# - If not, all of its numbers lie between $-100$ and $100$, and whenever a row lies between two others, its value is
#   exactly on their chord, or above or below by at least a thousandth. There, floats with a tolerance of 1e-6 will do.
#   (Without one they may convict a line here, too. Fractions need none.)
#
# *How fast?* You may try all triples of rows. But think of the slopes between neighbours first.


# %%
def find_violation(points, values):
    """Find three rows of a table that prove that it belongs to no convex function.

    points  array of floats, all different, in any order; there may be fewer than three; it must not change
    values  array of floats, as many, each at the point with the same index; it must not change

    Returns indices (i, j, k) with points[i] < points[j] < points[k] and values[j] above the chord of the other two,
    or None if there are no such rows. All such triples are right.
    """
    raise NotImplementedError("find_violation is yours to write")


# %%
check(find_violation)

# %% [markdown]
# One weight, two samples $x = 1$ and $x = 100$, and for both the target 0.73 (the squared error does not mind). The
# loss of exercise 6 falls, rises, falls and rises again in this table. So it has at least two local minima, one near
# 0.01 and one near 1: each of the two samples has a weight that it would like best.

# %% tags=["demo"]
weights = np.array([0.0001, 0.01, 0.1, 1.0, 50.0])
table = np.array([np.mean((1 / (1 + np.exp(-w * np.array([1.0, 100.0]))) - 0.73) ** 2) for w in weights])
for weight, loss in zip(weights, table, strict=True):
    print(f"w = {weight:<7g} loss {loss:.4f}")
print("a violation:", find_violation(weights, table))

# %% tags=["demo"]
points, values = np.array([0.0, 6.0, 1.0, 8.0, 3.0]), np.array([4.0, 1.0, 1.0, 5.0, 2.0])
draw_table(points, values, find_violation(points, values), title="not in order, not evenly spaced")

# %% [markdown]
# ## In your own words (4 points)
#
# You find this on the web: *the loss of a neural network has more than one minimum, thus it is not convex.*
#
# 1. What is wrong with the word "thus"? What does more than one minimum really refute?
# 2. Give a counterexample that is the loss of a *model on data*: choose a model of this lab and a few samples, such
#    that the loss is convex and has more than one minimiser. Write down two minimisers, and compute the gap between
#    them for one $\lambda$. (So not the function with the flat bottom from above.)
# 3. What has to be added to "more than one minimum", so that the conclusion follows? Prove it from the definition of
#    convexity.
#
# Write into the next cell. A few sentences and one small calculation are enough. A person reads and marks them.

# %% [markdown] tags=["written"]
# **Your answer:**

# %% [markdown]
# ## What to remember
#
# - One triple with a positive gap proves that a loss is not convex. No number of failed attempts proves that it is.
# - Two minima prove nothing. A worse point between them does.
# - Linear regression with squared error and logistic regression with cross-entropy are convex.
# - A bounded loss that is not constant on a line is never convex, with one layer or with many.
# - Whether one layer gives a convex loss is decided by output and loss together. In a deep net, the squared error
#   is convex in the weights of the last layer alone; it is layers multiplied with layers that break convexity.
#
# ## Read further
#
# - E. D. Sontag, H. J. Sussmann, *Backpropagation can give rise to spurious local minima even for networks without
#   hidden layers*, Complex Systems 3, 1989. Binary data, one sigmoid layer, squared error: a local minimum that is not
#   global.
# - P. Auer, M. Herbster, M. K. Warmuth, *Exponentially many local minima for single neurons*, NIPS 8, 1995. How many
#   local minima one sigmoid unit with squared error can have; and that the loss which matches the unit is convex.
# - K. Kawaguchi, *Deep Learning without Poor Local Minima*, NIPS 2016, arXiv:1605.07110. Linear nets with several
#   layers and squared error are neither convex nor concave, and yet all of their local minima are global. (Lab 5 and
#   lab 6 meet them again.)
