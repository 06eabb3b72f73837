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
# # Lab 3. Counting minima: n! and when it is not n!
#
# In lab 2 you exchanged two hidden units, and the function of the net stayed the same. So where there is one best net,
# there are many. How many? A popular answer is: $n!$ for a hidden layer of $n$ units, and the product of the factorials
# for several layers.
#
# In this lab you count. You will see when the popular answer is right, when it is too large, when it is far too small,
# and which conclusion does *not* follow from it.
#
# | exercise | points |
# | --- | ---: |
# | 1. `count_orderings` | 3 |
# | 2. `equivalent_nets` | 4 |
# | 3. `orbit_size` | 3 |
# | 4. `orbit_size_deep` | 3 |
# | 5. `signed_orbit_size` | 4 |
# | 6. `more_minimisers` | 3 |
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
# - A single call may take 3 seconds, one of `equivalent_nets` 10 seconds, one of `orbit_size_deep` 20 seconds.
# - Before you hand in: restart the kernel, run all cells, save, and hand in this file. If you leave an exercise out,
#   keep its stub; the other exercises count all the same.

# %% [markdown]
# ## Conventions
#
# **Net.** A net is a list of pairs `(W, b)`, one pair a layer, the first layer first. `W` has shape `(n_out, n_in)`,
# and `b` has shape `(n_out,)`. Every layer but the last is followed by the activation; the last layer is linear.
#
# **Unit.** Hidden layer `k`, counted from **1**, has its incoming rows in `net[k - 1][0]`, its biases in
# `net[k - 1][1]`, and its outgoing columns in `net[k][0]`. A unit is three things: its incoming row, its bias, and its
# outgoing column. Reordering a layer moves all three.
#
# **Order.** A permutation is a list of ints: new unit `k` is old unit `perm[k]`. Inputs and outputs have a meaning of
# their own. They are never reordered.
#
# **Equality.** Parameters are compared with `==`, not within a tolerance. So `-0.0` equals `0.0`, and two units that
# differ by `1e-12` are different units. Two nets are equal if all of their parameters are.
#
# **Orbit.** The orbit of a net is the set of all nets that can be reached from it by reordering hidden units. Nets
# that are equal are one element of it.
#
# **Counts** are whole numbers, exact to the last digit. An `int` of any size will do, and so will a numpy integer or a
# float, as long as it is exactly the right whole number. Mind that numpy's integers end at about $9.2 \cdot 10^{18}$.
# Python's own ints have no end; only *printing* one with more than 4300 digits raises a `ValueError`. (`math.log10`
# tells you how long it is.)
#
# **Errors.** What is illegal raises `ValueError`; each docstring says what that is.
#
# **Arguments.** A function never changes what it is given. It may return lists, tuples or arrays, as you like, but no
# generators.

# %%
import numpy as np
from scipy.special import expit

from autograder import check

# %% [markdown]
# The next cell is given: the outputs of a net and its loss, as in the labs before. `X` has one sample a row.

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
# A helper for the examples: a net with one input and one output, from its units `(w, b, v)`.


# %%
def simple(*units):
    """The net x -> sum of v * activation(w * x + b), as a list of (W, b)."""
    w, b, v = (np.array(numbers, dtype=float) for numbers in zip(*units, strict=True))
    return [(w[:, None], b), (v[None, :], np.zeros(1))]


# %% [markdown]
# ## Exercise 1: how many orders are there? (3 points)
#
# $n$ units can be ordered in $n! = 1 \cdot 2 \cdots n$ ways: $n$ units can stand in the first place, then $n - 1$ are
# left for the second, and so on. In a deep net each hidden layer has an order of its own, and every order of one layer
# can meet every order of another. So for hidden widths $n_1, \dots, n_H$ there are
#
# $$ n_1! \cdot n_2! \cdots n_H! $$
#
# choices. The product runs over the *hidden* layers only; formulas that run over all layers count too much.
#
# *By hand.* `widths = [2, 3, 3, 1]`: two inputs, two hidden layers of three units, one output. $3! \cdot 3! = 36$.
# Without a hidden layer, as in `[3, 2]`, there is nothing to order, and one way to do it: the answer is 1.
#
# *How large?* Widths go up to 2000. For `[784, 512, 512, 512, 10]`, a small net for handwritten digits, the count has
# 3500 digits.


# %%
def count_orderings(widths):
    """In how many ways can the hidden units of a net be ordered?

    widths  list of ints [n_0, ..., n_L], n_0 inputs and n_L outputs included; it must not change

    Returns a whole number, exactly.
    """
    raise NotImplementedError("count_orderings is yours to write")


# %%
check(count_orderings)

# %% [markdown]
# Your counts for one hidden layer of $n$ units. On this logarithmic axis exponential growth would be a straight
# line. $n!$ bends upwards: it outruns every exponential.

# %% tags=["demo"]
from autograder.figures import draw_growth, draw_orbit, draw_profile, draw_shares

ns = list(range(1, 201))
draw_growth(ns, [count_orderings([2, n, 1]) for n in ns], title="orders of one hidden layer of n units")

# %% [markdown]
# ## Exercise 2: the orbit, net by net (4 points)
#
# Do different orders give different nets? Not always. Call two units *equal* if they agree in all three parts. If
# units 0 and 1 are equal, exchanging them changes no number. So count nets, not orders.
#
# *By hand.* Three units with `W = [[1], [1], [1]]`, biases 0 and `V = [[2, 5, 2]]`. Units 0 and 2 are equal. Unit 1
# shares its incoming weight with them, but not its outgoing weight, so it is another unit. Of the 6 orders, two each
# give the same net:
#
# | orders | `V` of the new net |
# | --- | --- |
# | `[0, 1, 2]`, `[2, 1, 0]` | `[[2, 5, 2]]` |
# | `[0, 2, 1]`, `[2, 0, 1]` | `[[2, 2, 5]]` |
# | `[1, 0, 2]`, `[1, 2, 0]` | `[[5, 2, 2]]` |
#
# The orbit has 3 nets, and one of them is the net itself.
#
# Write a function that lists the orbit, for any number of hidden layers. There are at most 3000 orders. The nets may
# stand in any order, but each of them once.
#
# *A hint.* Comparing every net with every other is slow when there are hundreds. Python's sets and dictionaries find
# equal things at once. Arrays cannot be put into them; tuples of floats can, and among these `0.0` and `-0.0` count as
# equal. (Their bytes and their texts do not.)


# %%
def equivalent_nets(net):
    """List the orbit of a net: every distinct net that reordering its hidden units can make.

    net  list of (W, b), with at least one hidden layer and at most 3000 orders; it must not change

    Returns a list of nets of the same shapes, no two of them equal, the net itself included.
    """
    raise NotImplementedError("equivalent_nets is yours to write")


# %%
check(equivalent_nets)

# %% [markdown]
# All parameters of a net together are one point of parameter space. So an orbit is a figure in that space. Here are
# two, drawn from your list, and projected onto the plane in which the points are spread most. Letters name the units:
# `BAC` is the net whose units 0, 1, 2 are the units B, A, C of the first net. A line joins two nets if one exchange
# of two units leads from one to the other.
#
# First three different units: six points.

# %% tags=["demo"]
draw_orbit(equivalent_nets(simple((1, 0, 1), (1, 0, 2), (1, 0, 4))), title="three different units")

# %% [markdown]
# Now let the second unit become equal to the first. Pairs of points run into each other, and three are left.

# %% tags=["demo"]
draw_orbit(equivalent_nets(simple((1, 0, 1), (1, 0, 1), (1, 0, 4))), title="two equal units, and a third one")

# %% [markdown]
# ## Exercise 3: counting without listing, one hidden layer (3 points)
#
# A layer of 200 units cannot be listed. It can be counted. Let the units fall into groups of equal ones, of the sizes
# $m_1, m_2, \dots$, so that $m_1 + m_2 + \dots = n$. Reordering *inside* the groups changes nothing, in $m_1! \, m_2!
# \cdots$ ways. So every net of the orbit comes from that many of the $n!$ orders, and
#
# $$ \text{size of the orbit} = \frac{n!}{m_1! \; m_2! \cdots} . $$
#
# This is the number of words that can be made of given letters: AABBB gives $5! / (2! \, 3!) = 10$ words.
#
# *By hand.* The net above has groups of sizes 2 and 1, so $3! / (2! \, 1!) = 3$. Three equal units and a fourth:
# $4! / 3! = 4$, the number of places for the fourth.
#
# Some say: the count $n!$ holds as long as the *node values* are different. The condition is on the right track, but it
# asks too much. Two units with equal incoming weights and equal biases have the same value at every input. If their
# outgoing weights differ, they are different units, and exchanging them gives another net.


# %%
def orbit_size(net):
    """How many distinct nets are in the orbit?

    net  [(W, b), (V, c)], one hidden layer of up to 200 units; it must not change

    Returns a whole number, exactly.
    Raises ValueError if the net has more than one hidden layer.
    """
    raise NotImplementedError("orbit_size is yours to write")


# %%
check(orbit_size)

# %% [markdown]
# ## Exercise 4: several layers are not counted one by one (3 points)
#
# It is tempting to count each hidden layer as above and to multiply. That is often right, and sometimes wrong. Here is
# the smallest example, with all biases 0:
#
# `W1 = [[1], [1]]`, `W2 = [[1, 2], [2, 1]]`, `W3 = [[1, 1]]`.
#
# The two units of layer 1 are different: one sends (1, 2) to layer 2, the other (2, 1). The two units of layer 2 are
# different as well: they receive (1, 2) and (2, 1). Layer by layer we would count $2 \cdot 2 = 4$. But look at the four
# choices:
#
# | layer 1 | layer 2 | new `W2` |
# | --- | --- | --- |
# | as it is | as it is | `[[1, 2], [2, 1]]` |
# | exchanged | as it is | `[[2, 1], [1, 2]]` |
# | as it is | exchanged | `[[2, 1], [1, 2]]` |
# | exchanged | exchanged | `[[1, 2], [2, 1]]` |
#
# `W1` and `W3` never change, so the orbit has **2** nets. Exchanging both layers is an order other than the identity,
# and it leaves the net as it is, although no two units are equal.
#
# The orders that leave a net as it is are called its *stabilisers*; the identity is one of them. In general
#
# $$ \text{size of the orbit} = \frac{n_1! \cdots n_H!}{\text{number of stabilisers}} . $$
#
# *Why?* If some order turns the net into another net $B$, then exactly the orders "first a stabiliser, then this order"
# turn it into $B$. So each net of the orbit comes from equally many orders.
#
# You may list and count, or count stabilisers. There are at most 3000 orders.


# %%
def orbit_size_deep(net):
    """How many distinct nets are in the orbit of a net with several hidden layers?

    net  list of (W, b), with several hidden layers and at most 3000 orders; it must not change

    Returns a whole number, exactly.
    """
    raise NotImplementedError("orbit_size_deep is yours to write")


# %%
check(orbit_size_deep)

# %% tags=["demo"]
joint = [
    (np.array([[1.0], [1.0]]), np.zeros(2)),
    (np.array([[1.0, 2.0], [2.0, 1.0]]), np.zeros(2)),
    (np.array([[1.0, 1.0]]), np.zeros(1)),
]
turning = [  # three units in each layer; two circles of three undo each other, in two ways
    (np.ones((3, 1)), np.zeros(3)),
    (np.array([[1.0, 2.0, 3.0], [3.0, 1.0, 2.0], [2.0, 3.0, 1.0]]), np.zeros(3)),
    (np.ones((1, 3)), np.zeros(1)),
]
for name, net in (("the net of the text", joint), ("a circle of three", turning)):
    orders = count_orderings([1, *(len(b) for _, b in net)])
    print(f"{name}: {orders} orders, {orbit_size_deep(net)} nets")

# %% [markdown]
# ## Exercise 5: with tanh there are more (4 points)
#
# tanh is odd: $\tanh(-z) = -\tanh(z)$. So a tanh unit can be *flipped*: change the signs of its incoming weights, of
# its bias and of its outgoing weights, all of them together. Its value changes the sign, its outgoing weights change
# the sign, and what it contributes stays. Each of the $n$ units can be flipped or not, independently. Together with
# the orders there are
#
# $$ 2^n \cdot n! $$
#
# symmetries. As with the orders, some of them may do the same.
#
# *By hand.* Two units $(w, b, v)$: $(1, 0, 3)$ and $(2, 5, 4)$. Two orders and four choices of signs give eight
# different nets. With the units $u = (1, 2, 3)$ and $-u = (-1, -2, -3)$ it is otherwise. Each place can hold $u$ or
# $-u$, and that is all: $uu$, $u(-u)$, $(-u)u$, $(-u)(-u)$. Four nets.
#
# Now the general case. Call two units *equal up to a sign* if one is the other, or the other's flip. One kind of unit
# is special: if **all** of its numbers are 0, it is its own flip, and has no sign to choose. Let $m_0$ be the number
# of these zero units, and let the others fall into groups of units that are equal up to a sign, of sizes
# $m_1, m_2, \dots$ Then the orbit has
#
# $$ 2^{\,n - m_0} \cdot \frac{n!}{m_0! \; m_1! \; m_2! \cdots} $$
#
# nets. *Why?* Which kind of unit stands where: that is the fraction, as in exercise 3. After that, each unit that is
# not zero may have either sign, whatever the others have.
#
# *Mind the unit without input.* A unit $(0, 0, v)$ with $v \neq 0$ always has the value $\tanh(0) = 0$, so $v$ has no
# effect. But the flip turns it into $(0, 0, -v)$, and that is another net. It is no zero unit. The same holds for a
# unit without outgoing weights. Here we count nets, not effects.


# %%
def signed_orbit_size(net):
    """How many distinct nets can reorderings and sign flips make of a tanh net?

    net  [(W, b), (V, c)], one hidden layer of up to 60 tanh units; it must not change

    Returns a whole number, exactly.
    Raises ValueError if the net has more than one hidden layer.
    """
    raise NotImplementedError("signed_orbit_size is yours to write")


# %%
check(signed_orbit_size)

# %% [markdown]
# The net that goes round on the web as an answer to "why is the loss not convex?" has two hidden units. The answer says
# that its loss "therefore has two minima". With tanh, you count more:

# %% tags=["demo"]
web = [(np.array([[-1.5, 2.0], [1.7, 0.4]]), np.zeros(2)), (np.array([[2.3, 0.8]]), np.zeros(1))]
print("reorderings:", orbit_size(web), " with sign flips:", signed_orbit_size(web))

# %% [markdown]
# Are these all nets with this function? For tanh, one hidden layer and one output, yes, *provided that no unit is
# superfluous* (Sussmann 1992). With ReLU the count has no end: multiply the incoming side of a unit by any $a > 0$ and
# divide its outgoing weights by $a$, and the function stays the same (lab 5).
#
# ## Exercise 6: when units tie, there are infinitely many (3 points)
#
# Ties make the orbit smaller. Do they make the set of best nets smaller? On the contrary.
#
# Let units $i$ and $j$ share their incoming weights and their bias. Then both have the same value $h(x)$ at every
# input, whatever the activation. Together they send $v_i h + v_j h = (v_i + v_j)\, h$ to an output. Only the **sum**
# of their outgoing weights matters. Add $t$ to $v_i$ and take $t$ away from $v_j$: the function does not change. So
# there is a whole line of nets with the same function, for every activation.
#
# *By hand.* $v_i = 2$ and $v_j = 3$. Moving $t = 10$ gives $12$ and $-7$, still $5$ together. But beware of $t = 1$: it
# gives $3$ and $2$. That is a mere reordering, which we have counted already. And $t = -4$ gives $-2$ and $7$, while
# $t = 5$ gives $7$ and $-2$: each other's reordering.
#
# Write a function that makes `k` such nets. What is checked:
#
# - Each has the shapes of `net`, and the same function **for every activation**, not just for tanh or ReLU. This is
#   verified exactly: units with equal incoming weights and biases are put together, and the sums of their outgoing
#   weights must be equal, not nearly equal. The weights of `net` are whole numbers. If you move whole numbers (or
#   halves, or quarters) nothing is rounded. With tenths or thirds the sum may be off in the last digit, and then the
#   function is not the same.
# - None is a reordering of `net` or of another one.
#
# Any nets that do this are right. There is more than one way: if all of the work is given to one twin, the other is
# idle, and its incoming weights may be anything.


# %%
def more_minimisers(net, k):
    """Make k further nets with the function of a net, none of them a reordering of it or of another.

    net  [(W, b), (V, c)], one hidden layer, whole-number weights and biases; two of its units share their incoming
         weights and their bias; it must not change
    k    int, 0 to 100

    Returns a list of k nets of the same shapes, an empty one for k = 0.
    """
    raise NotImplementedError("more_minimisers is yours to write")


# %%
check(more_minimisers)

# %% [markdown]
# The outgoing weights of the two twins, in the plane: the net, its swapped twin, and your nets.

# %% tags=["demo"]
pair = simple((1, 0, 2), (1, 0, 3))
draw_shares(pair, more_minimisers(pair, 5), 0, 1, title="two units that share incoming weight and bias")

# %% tags=["demo"]
probes = np.linspace(-2.0, 2.0, 5)[:, None]
others = more_minimisers(pair, 5)
for name in ACTIVATIONS:
    difference = max(np.max(np.abs(forward(pair, probes, name) - forward(other, probes, name))) for other in others)
    print(f"{name:10} largest difference of the outputs: {difference:.1e}")

# %% [markdown]
# ### A minimiser is never unique
#
# Now we can say what is true about $n!$. As the size of one orbit it may be too large. As a count of best nets it is
# right:
#
# > Let the loss depend on the net only through its function. Let some hidden layer have at least two units, and let
# > there be a net with the least loss. Then there is more than one: **at least** $n_1! \cdots n_H!$ nets have the least
# > loss.
#
# *Proof.* Take a best net. All nets of its orbit are best nets, too.
#
# 1. If no order but the identity leaves it as it is, the orbit has $n_1! \cdots n_H!$ nets, and this is more than 1.
# 2. Otherwise some order other than the identity leaves it as it is. Look at the first layer in which this order
#    moves something, and let it put unit $j$ into the place of another unit $i$. The layers before are not moved. So
#    the row of $j$, with its columns in their old order, has become the row of $i$, and yet nothing has changed: $i$
#    and $j$ have the same incoming weights, and the same bias. Now move outgoing weight from one to the other, as in
#    exercise 6. The function stays the same, so infinitely many nets have the least loss. $\square$
#
# Two conditions are needed. *The loss depends on the function only.* A penalty on the weights spoils this. And *there
# is a best net*: with cross-entropy on data that can be separated, the loss comes as close to 0 as you like, but no
# net reaches 0.
#
# ### Many minimisers do not make a loss non-convex
#
# "There is more than one minimum, **thus** the loss is not convex." You will find this sentence in answers that are
# otherwise right. The conclusion is wrong.
#
# - $f(w) = \max(|w| - 1,\, 0)$ is convex, and every $w$ between $-1$ and $1$ is a minimiser.
# - $f(v_1, v_2) = (v_1 + v_2 - 1)^2$ is convex, and every point of the line $v_1 + v_2 = 1$ is a minimiser. This is
#   just the picture above: the outgoing weights of two twins.
#
# The set of minimisers of a convex function is convex, that is all: with two points it contains the segment
# between them. More than one minimiser refutes *strict* convexity. To refute convexity you need a point *between* two
# minimisers that is no minimiser. Lab 2 has one. Here is a line where there is none: from `pair` to its swapped twin
# the loss stays the same.

# %% tags=["demo"]
ts = np.linspace(0.0, 1.0, 11)
targets = forward(pair, probes, "tanh")
swapped = simple((1, 0, 3), (1, 0, 2))
line = [
    [((1 - t) * W + t * W2, (1 - t) * b + t * b2) for (W, b), (W2, b2) in zip(pair, swapped, strict=True)] for t in ts
]
losses = [mse(net, probes, targets, "tanh") for net in line]
draw_profile(ts, losses, title="from the pair to its swapped twin: flat")

# %% [markdown]
# And the other way round: a *unique* minimiser does not make a loss convex. With a penalty on the weights, two factors
# have the loss
#
# $$ f(w_1, w_2) = (w_1 w_2 - 1)^2 + 2\,(w_1^2 + w_2^2) . $$
#
# Write $p = w_1 w_2$. Since $w_1^2 + w_2^2 \ge 2\,|p|$, we have
# $f \ge (p - 1)^2 + 4\,|p| \ge 1 + p^2 + 2\,|p| \ge 1$, and $f = 1$ only at $(0, 0)$. So the minimiser is unique. But
# $f(4, 2) = 49 + 40 = 89$ and $f(2, 4) = 89$, while between them, at $(3, 3)$, $f = 64 + 36 = 100$. The loss is not
# convex.

# %% [markdown]
# ## In your own words (4 points)
#
# An answer on the web says: *A hidden layer of $n$ neurons can be permuted in $n!$ ways. Therefore the loss has at
# least $n!$ minima. There is more than one minimum, thus the loss is not convex.*
#
# 1. Does every net have $n!$ different reorderings? If not, give a net with small numbers and the size of its orbit.
# 2. "At least $n!$ minima": is this right, as a count of nets with the least loss? Say what must be assumed, and what
#    happens when units tie.
# 3. Is the last conclusion right? If not, give a convex function with more than one minimiser, and say what would be
#    needed instead.
#
# Write into the next cell. A few sentences and small calculations are enough. A person reads and marks them.

# %% [markdown] tags=["written"]
# **Your answer:**

# %% [markdown]
# ## What to remember
#
# - $n_1! \cdots n_H!$ counts orders of the hidden units. The orbit has as many nets as there are orders, divided by the
#   number of orders that leave the net as it is.
# - One hidden layer: $n!$ divided by the factorials of the sizes of groups of equal units. Several layers: count them
#   together, for two layers can undo each other.
# - tanh: $2^n\, n!$ if all units are different up to signs and none is zero.
# - Units that tie make the orbit smaller, but the set of best nets larger. A minimiser is never unique, unless no layer
#   has two units or the loss looks at more than the function.
# - Many minimisers do not refute convexity, and a unique one does not prove it.
#
# In lab 4 all nets of an orbit are averaged. There it does not matter how many of the orders give the same net: each
# net of the orbit comes from equally many of them, so the average over the orders is the average over the orbit.
#
# ## Read further
#
# - C. M. Bishop, *Pattern Recognition and Machine Learning*, 2006, section 5.1.1. A page on weight-space symmetries:
#   for each hidden layer of $M$ tanh units a factor $M!\, 2^M$, multiplied over the layers.
# - A. M. Chen, H. Lu, R. Hecht-Nielsen, *On the Geometry of Feedforward Neural Network Error Surfaces*, Neural
#   Computation 5(6), 1993. For tanh nets, orders and sign flips form a group, a direct product of Weyl groups; all
#   copies of an optimum lie on one sphere.
# - H. J. Sussmann, *Uniqueness of the weights for minimal feedforward nets with a given input-output map*, Neural
#   Networks 5, 1992. For tanh, one hidden layer and one output the weights are unique up to orders and signs, provided
#   that the net is irreducible.
# - M. Farrugia-Roberts, *Functional Equivalence and Path Connectivity of Reducible Hyperbolic Tangent Networks*,
#   NeurIPS 2023, arXiv:2305.05089. If a tanh net has superfluous units, all parameters with its function are joined
#   by paths of straight pieces.
# - B. Simsek and others, *Geometry of the Loss Landscape in Overparameterized Neural Networks: Symmetries and
#   Invariances*, ICML 2021, arXiv:2105.12221. At the least possible width the minima are isolated, a product of
#   factorials of them; one unit more in every layer joins them into one connected set.
