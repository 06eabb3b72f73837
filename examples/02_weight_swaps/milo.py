# %% [markdown]
# # Lab 2. The same function from other weights
#
# Take two units of a hidden layer. Hold them by hand, with all the edges that end in them and start from them, and
# let them change places. No output of the net changes: every sum still has the same terms. But the weight matrices
# are others. So two different points of weight space carry the same function, and the same loss.
#
# In this lab you write that exchange down exactly, undo it, and then walk along the straight line between the two
# points. What you meet halfway often decides whether the loss can be convex.
#
# | exercise | points |
# | --- | ---: |
# | 1. `swap_units` | 4 |
# | 2. `permute_units` | 4 |
# | 3. `recover_permutation` | 5 |
# | 4. `canonical_form` | 4 |
# | 5. `swap_profile` | 3 |
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
# - A single call may take 3 seconds, one of `recover_permutation` 10 seconds.
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
# outgoing columns in `net[layer][0]`.
#
# **Unit.** A unit is three things: its incoming row, its bias, and its outgoing column.
#
# **Permutation.** A permutation is a list of ints: **new unit `k` is old unit `perm[k]`**.
#
# **Equality.** In this lab parameters are compared with `==`, not within a tolerance. So `-0.0` equals `0.0`, and two
# units that differ by `1e-12` are different units.
#
# **Errors.** What is illegal raises `ValueError`; each docstring says what that is. Python would take `-1` for the
# last unit. Here unit `-1` does not exist.
#
# **Arguments.** A function never changes what it is given. It may return lists or arrays, as you like.

# %%
import numpy as np
from scipy.special import expit

from autograder import check

# %% [markdown]
# The next cell is given: the outputs of a net and its loss, as in lab 1. `X` has one sample a row, and so have the
# outputs. The activation is named by a string: `"identity"`, `"relu"`, `"tanh"` or `"sigmoid"`.

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

# %%
def hidden_width(net, layer):
    """Number of units of a hidden layer, if there is such a layer."""
    if not 1 <= layer < len(net):
        raise ValueError(f"hidden layers are numbered 1 to {len(net) - 1}, not {layer}")
    return len(net[layer - 1][1])


def reordered(net, layer, perm):
    """A new net; indexing with a list makes copies, so nothing is shared with the old one."""
    new = [(np.array(W), np.array(b)) for W, b in net]
    W, b = new[layer - 1]
    V, c = new[layer]
    new[layer - 1] = (W[perm], b[perm])
    new[layer] = (V[:, perm], c)
    return new

# %% [markdown]
# Two nets to play with. `small` has whole numbers, for working by hand. `example` goes round on the web, in answers
# to the question why a neural network's loss is not convex; it has no biases, so they are 0 here.

# %%
small = [
    (np.array([[1.0, 2.0], [3.0, 4.0]]), np.array([5.0, 6.0])),
    (np.array([[7.0, 8.0]]), np.array([9.0])),
]
example = [
    (np.array([[-1.5, 2.0], [1.7, 0.4]]), np.array([0.0, 0.0])),
    (np.array([[2.3, 0.8]]), np.array([0.0])),
]

# %% [markdown]
# ## Exercise 1: exchange two units (4 points)
#
# With one hidden layer, output $o$ of a net is
#
# $$ f_o(x) = c_o + \sum_k V_{ok}\, \sigma\Big(\sum_j W_{kj}\, x_j + b_k\Big) . $$
#
# Every hidden unit $k$ gives one term. The term needs row $k$ of $W$, the bias $b_k$, and column $k$ of $V$, and
# nothing else that has a $k$. Exchange all three between the units $i$ and $j$: the sum has the same terms in another
# order. So $f$ stays the same, for every input and every activation, as long as both units have the same one. In a
# deeper net the same holds for any hidden layer: what the layers before it compute does not change, and neither does
# what the next layer receives.
#
# Descriptions of the swap often speak of the edges only: "exchange the weights into the two nodes, and the weights
# out of them". That is incomplete. **The biases move too.**
#
# *By hand.* In `small`, exchange units 0 and 1:
#
# | | $W$ | $b$ | $V$ | $c$ | hidden values at $x = (1, -1)$ | output |
# | --- | --- | --- | --- | --- | --- | --- |
# | before | `[[1, 2], [3, 4]]` | `[5, 6]` | `[[7, 8]]` | `[9]` | 4 and 5 | 7·4 + 8·5 + 9 = **77** |
# | after | `[[3, 4], [1, 2]]` | `[6, 5]` | `[[8, 7]]` | `[9]` | 5 and 4 | 8·5 + 7·4 + 9 = **77** |
# | biases left behind | `[[3, 4], [1, 2]]` | `[5, 6]` | `[[8, 7]]` | `[9]` | 4 and 5 | 8·4 + 7·5 + 9 = **76** |
#
# The hidden values are positive, so the table holds for the identity and for ReLU.
#
# A swap of two units is also more than a swap of two node *values*. If the next layer gets the values in the other
# order, but its weights stay where they are, its sums change in general. The question at the end comes back to this.
#
# Are the two nets different points of weight space at all? Exactly when the two units differ in at least one of the
# three parts. If row, bias and column all agree, the exchange changes no number. If only some of them agree, it does.
#
# *Mind numpy.* A row of an array is a view of the array, not a copy of it. What works for the items of a list may go
# wrong for rows. Look at your result before you trust it.

# %%
def swap_units(net, layer, i, j):
    n = hidden_width(net, layer)
    if not (0 <= i < n and 0 <= j < n):
        raise ValueError(f"units are numbered 0 to {n - 1}, not {i} and {j}")
    perm = list(range(n))
    perm[i], perm[j] = j, i
    return reordered(net, layer, perm)

# %%
check(swap_units)

# %% [markdown]
# Your function at work on `example`. The number in a circle is its bias. A unit keeps its colour and its line style:
# all of its edges go with it to the new place.

# %% tags=["demo"]
from autograder.figures import draw_net, draw_profile, draw_swap

draw_swap(example, swap_units(example, 1, 0, 1), 1, 0, 1)

# %% [markdown]
# Other weights, the same outputs. The last digit may differ: floats are rounded after each sum, and the order of the
# terms has changed. The *parameters* are only moved, so they are exactly the old ones.

# %% tags=["demo"]
points = np.array([[1.0, 0.0], [0.0, 1.0], [1.0, 1.0], [-1.0, 1.0], [2.0, -1.0], [0.5, -1.5]])
twin = swap_units(example, 1, 0, 1)
for name in ACTIVATIONS:
    difference = np.max(np.abs(forward(example, points, name) - forward(twin, points, name)))
    print(f"{name:10} largest difference of the outputs: {difference:.1e}")

# %% [markdown]
# ## Exercise 2: any order of the units (4 points)
#
# Swaps can be repeated, and so every order of the $n$ units of a layer can be reached. A list `perm` describes an
# order:
# **new unit $k$ is old unit `perm[k]`**. So
#
# $$ W'_{kj} = W_{p(k)\,j} , \qquad b'_k = b_{p(k)} , \qquad V'_{ok} = V_{o\,p(k)} . $$
#
# The same `perm` stands on both sides of the layer, for the rows of $W$ and for the columns of $V$.
#
# *By hand.* Three units and `perm = [1, 2, 0]`, at $x = (1, 2)$, with the identity or ReLU and $c = 0$:
#
# | | $W$ | $b$ | $V$ | hidden values | output |
# | --- | --- | --- | --- | --- | --- |
# | before | `[[1, 0], [0, 1], [2, 2]]` | `[0, 1, 2]` | `[[1, 2, 3]]` | 1, 3, 8 | 1·1 + 2·3 + 3·8 = **31** |
# | after | `[[0, 1], [2, 2], [1, 0]]` | `[1, 2, 0]` | `[[2, 3, 1]]` | 3, 8, 1 | 2·3 + 3·8 + 1·1 = **31** |
# | inverse for $V$ | `[[0, 1], [2, 2], [1, 0]]` | `[1, 2, 0]` | `[[3, 1, 2]]` | 3, 8, 1 | 3·3 + 1·8 + 2·1 = **19** |
#
# The inverse of `[1, 2, 0]` is `[2, 0, 1]`. A swap is its own inverse, so two units can never show you this mistake.
# Test with three.
#
# *One after the other.* First `p`, then `q`, is the same as once `[p[k] for k in q]`: new unit $k$ is unit `q[k]` of
# the net in the middle, and that is unit `p[q[k]]` of the first one. For `p = [1, 2, 0]` and `q = [1, 0, 2]` this
# gives `[2, 1, 0]`; the other way round it would be `[0, 2, 1]`.

# %%
def permute_units(net, layer, perm):
    n = hidden_width(net, layer)
    if sorted(perm) != list(range(n)):
        raise ValueError(f"not a permutation of {n} units: {perm}")
    return reordered(net, layer, list(perm))

# %%
check(permute_units)

# %% [markdown]
# The table as a picture, drawn with your function. The orange unit has moved from place 1 to place 0.

# %% tags=["demo"]
three = [
    (np.array([[1.0, 0.0], [0.0, 1.0], [2.0, 2.0]]), np.array([0.0, 1.0, 2.0])),
    (np.array([[1.0, 2.0, 3.0]]), np.array([0.0])),
]
perm = [1, 2, 0]
colours_before = {k: k for k in range(3)}
draw_net(three, moved=(1, colours_before), title="before")

# %% tags=["demo"]
colours_after = dict(enumerate(perm))  # new unit k has the colour of old unit perm[k]
draw_net(permute_units(three, 1, perm), moved=(1, colours_after), title="after permute_units(three, 1, [1, 2, 0])")

# %% [markdown]
# ## Exercise 3: which permutation was it? (5 points)
#
# Someone hands you two nets of the same shapes. Is the second a reordering of the first? Find one `perm` for every
# hidden layer such that permuting layer 1 by the first, layer 2 by the second, and so on, turns `net_a` into `net_b`,
# exactly. If there is none, return `None`. Inputs and outputs have a meaning of their own: they are never permuted.
#
# *Several right answers.* When units are equal in all three parts, they can be exchanged freely. Any answer that
# turns `net_a` into `net_b` is right.
#
# *Layers hang together.* Permuting layer 1 also moves the columns of the next matrix, whose rows belong to layer 2.
# Look at this net with biases 0:
#
# `W1 = [[1], [1]]`, `W2 = [[1, 2], [2, 1]]`, `W3 = [[1, 1]]`.
#
# Exchange the units of layer 1: `W2` becomes `[[2, 1], [1, 2]]`, and the other matrices stay as they are. Exchange
# the units of layer 2 instead: `W2` becomes `[[2, 1], [1, 2]]`, again. So from this net to that one there are two
# answers, `[[1, 0], [0, 1]]` and `[[0, 1], [1, 0]]`.
#
# Now suppose that you treat each layer for itself. The units of layer 1 have the outgoing columns (1, 2) and (2, 1),
# in the other net (2, 1) and (1, 2). That looks like `[1, 0]`. In layer 2 the incoming rows tell the same story:
# `[1, 0]` once more. But `[[1, 0], [1, 0]]` is wrong: exchanging both layers gives the first net back. What you choose
# for one layer decides what the next layer looks like.
#
# *How large?* Layers have up to 60 units. There are 60! ≈ 8·10⁸¹ orders of 60 units, so you cannot try them all. What
# does a unit keep, however it and its neighbours are reordered? Its bias, for one. Most units give themselves away
# like this. Up to 8 units of a layer may look alike; 8! = 40320 orders can be tried, if it must be.

# %%
def recover_permutation(net_a, net_b):
    """Colour the units so that units of different colours cannot correspond, and try what is left.

    Colours are numbers, one list a layer with inputs and outputs. At the end every unit has a colour of its own.
    """
    if shapes(net_a) != shapes(net_b):
        raise ValueError("the two nets have different shapes")
    if not np.array_equal(net_a[-1][1], net_b[-1][1]):
        return None  # the biases of the outputs never move
    widths = [np.shape(net_a[0][0])[1]] + [len(b) for _, b in net_a]
    start = [[0] * n for n in widths]
    start[0], start[-1] = list(range(widths[0])), list(range(widths[-1]))  # inputs and outputs stay in their places
    found = search((as_lists(net_a), as_lists(net_b)), (start, start))
    if found is None:
        return None
    return [[old.index(colour) for colour in new] for old, new in zip(found[0][1:-1], found[1][1:-1])]


def shapes(net):
    return [(np.shape(W), np.shape(b)) for W, b in net]


def as_lists(net):
    """Rows, columns and biases of every layer: for so few numbers lists are faster than arrays."""
    return [(np.asarray(W).tolist(), np.asarray(W).T.tolist(), np.asarray(b).tolist()) for W, b in net]


def search(nets, colours):
    """Colours with which the nets agree and no two units of a layer are alike; None if there are none."""
    colours = refine(nets, colours)
    if colours is None:
        return None
    for layer, of_layer in enumerate(colours[0]):
        tied = [colour for colour in of_layer if of_layer.count(colour) > 1]
        if tied:
            unit = of_layer.index(tied[0])
            for partner, colour in enumerate(colours[1][layer]):
                if colour == tied[0]:
                    found = search(nets, singled_out(colours, layer, unit, partner))
                    if found is not None:
                        return found
            return None
    return colours


def singled_out(colours, layer, unit, partner):
    """Give `unit` of the first net and `partner` of the second a colour that nobody else has."""
    new = [[list(of_layer) for of_layer in of_net] for of_net in colours]
    new[0][layer][unit] = new[1][layer][partner] = len(new[0][layer])
    return new


def refine(nets, colours):
    """Split colours by bias and by the weights to and from each colour, until nothing changes."""
    colours = [list(of_net) for of_net in colours]
    to_do = list(range(1, len(nets[0])))
    while to_do:
        layer = to_do.pop(0)
        numbers = {}
        new = [
            [numbers.setdefault(look, len(numbers)) for look in looks(net, of_net, layer)]
            for net, of_net in zip(nets, colours)
        ]
        if sorted(new[0]) != sorted(new[1]):
            return None
        if len(numbers) > len(set(colours[0][layer])):  # the neighbours look different now
            to_do += [k for k in (layer - 1, layer + 1) if 0 < k < len(nets[0]) and k not in to_do]
        colours[0][layer], colours[1][layer] = new
    return colours


def looks(net, colours, layer):
    """What each unit of the layer keeps when its neighbours are reordered."""
    rows, _, biases = net[layer - 1]
    _, columns, _ = net[layer]
    below, above = colours[layer - 1], colours[layer + 1]
    return [
        (colour, bias, tuple(sorted(zip(below, row))), tuple(sorted(zip(above, column))))
        for colour, bias, row, column in zip(colours[layer], biases, rows, columns)
    ]

# %%
check(recover_permutation)

# %% [markdown]
# The net of the text. Your answer must be one of the two.

# %% tags=["demo"]
zeros = np.zeros(2)
deep = [
    (np.array([[1.0], [1.0]]), zeros),
    (np.array([[1.0, 2.0], [2.0, 1.0]]), zeros),
    (np.array([[1.0, 1.0]]), np.zeros(1)),
]
print("swapping layer 1 gives W2 =", np.asarray(permute_units(deep, 1, [1, 0])[1][0]).tolist())
print("swapping layer 2 gives W2 =", np.asarray(permute_units(deep, 2, [1, 0])[1][0]).tolist())
both = permute_units(permute_units(deep, 1, [1, 0]), 2, [1, 0])
print("swapping both gives    W2 =", np.asarray(both[1][0]).tolist())
print("recovered:", recover_permutation(deep, permute_units(deep, 2, [1, 0])))

# %% [markdown]
# ## Exercise 4: one net to stand for all its reorderings (4 points)
#
# It is easier to compare two nets when both are first brought into a standard order. For a net with one hidden layer,
# choose such an order. Any one will do, as long as two properties hold:
#
# 1. `canonical_form(net)` is a reordering of `net`;
# 2. it is the same net, by `==`, for all reorderings of `net`.
#
# Two more follow, and are checked as well:
#
# 3. `canonical_form(canonical_form(net))` equals `canonical_form(net)`. Why? By 1 the form is one of the reorderings
#    of `net`, and by 2 all of these have the same form.
# 4. Nets that are no reorderings of each other have different forms. Why? By 1 each form is a reordering of its own
#    net. If the forms were equal, both nets would be reorderings of one and the same net, and so of each other.
#
# *By hand.* Two units with one input, one output, and the biases 0: `W = [[1], [1]]`, `V = [[2, -1]]`. If you sort by
# the incoming weights alone, the units tie, and stay in the order in which they came. The form of this net has `V =
# [[2, -1]]` then, and the form of its reordering has `V = [[-1, 2]]`: property 2 fails. An order of the units must
# look at all that belongs to a unit.
#
# Why only one hidden layer? In a deeper net the row of a unit in layer 2 depends on the order of layer 1, as in
# exercise 3.

# %%
def canonical_form(net):
    if len(net) != 2:
        raise ValueError("only for one hidden layer")
    (W, b), (V, _) = net
    units = np.column_stack([W, b, np.transpose(V)]).tolist()
    return reordered(net, 1, sorted(range(len(units)), key=units.__getitem__))

# %%
check(canonical_form)

# %% [markdown]
# ## Exercise 5: the loss on the way (3 points)
#
# Let $\theta$ be all parameters of a net, and $\theta'$ those of its swapped twin. The straight line between them is
#
# $$ \theta(t) = (1 - t)\,\theta + t\,\theta' , \qquad \theta(0) = \theta , \quad \theta(1) = \theta' . $$
#
# It is the *weights and biases* that are mixed. Each $\theta(t)$ is a net of its own, with outputs of its own and
# with the loss $L(\theta(t))$. Mixing the outputs of the two ends would be pointless: they are the same.
#
# *By hand.* Two linear units (activation identity) with `W = [[1], [3]]`, `V = [[3, -1]]`, biases 0, and one sample
# $x = 1$ with the target $0$. The output is $3 \cdot 1 - 1 \cdot 3 = 0$, so the loss is 0, at both ends of the line. In
# between,
#
# $$ W(t) = (1 + 2t,\; 3 - 2t) , \qquad V(t) = (3 - 4t,\; 4t - 1) , $$
#
# and the output is $(3 - 4t)(1 + 2t) + (4t - 1)(3 - 2t) = 16\,t\,(1 - t)$. At $t = 1/4$ it is 3, with loss **9**. At
# $t = 1/2$ it is 4, with loss **16**.

# %%
def swap_profile(net, X, Y, activation, layer, i, j, ts):
    twin = swap_units(net, layer, i, j)

    def loss(t):
        mixed = [(W + t * (W2 - W), b + t * (b2 - b)) for (W, b), (W2, b2) in zip(net, twin)]
        return mse(mixed, X, Y, activation)

    return [loss(t) for t in ts]

# %%
check(swap_profile)

# %% [markdown]
# ### What the line proves
#
# A convex loss satisfies $L(\tfrac12 \theta + \tfrac12 \theta') \le \tfrac12 L(\theta) + \tfrac12 L(\theta')$, for
# any two points. By hand we found $16$ on the left and $0$ on the right. One such triple is a complete proof: this
# loss is not convex. And the units were linear. **Linear activations do not save convexity.**
#
# The same on `example`. As targets we take the outputs of the net itself, at six points. So both ends have loss 0.
# The loss is never negative: both ends are global minimisers.

# %% tags=["demo"]
for name in ACTIVATIONS:
    targets = forward(example, points, name)
    start, middle, end = swap_profile(example, points, targets, name, 1, 0, 1, [0.0, 0.5, 1.0])
    print(f"{name:10} ends {start:.9f} and {end:.9f}, middle {middle:.9f}")

# %% [markdown]
# Exactly, the middle is 111/10 for the identity and 313121/60000 for ReLU. For tanh it is 0.926970750891734…, and for
# the sigmoid 0.0656089334014565…. Four activations, four proofs that the loss is not convex. The height of the loss
# over the dashed line is called the *barrier*.

# %% tags=["demo"]
ts = np.linspace(0.0, 1.0, 101)
targets = forward(example, points, "tanh")
losses = swap_profile(example, points, targets, "tanh", 1, 0, 1, ts)
draw_profile(ts, losses, title="tanh, targets made by the net itself")

# %% [markdown]
# ### What it does not prove
#
# **Two equal minima prove nothing.** You will read: "swapping gives a second minimum, therefore the loss is not
# convex". The conclusion is too quick. $L(v_1, v_2) = (v_1 + v_2 - 1)^2$ is convex, as the square of an affine
# function. It does not change when $v_1$ and $v_2$ are exchanged, and $(1, 0)$ and $(0, 1)$ are two of its
# minimisers. But halfway, at $(\tfrac12, \tfrac12)$, it is 0 as well: all points of the line $v_1 + v_2 = 1$ are
# minimisers. This is no accident. If a loss is convex and two points share its least value $m$, the loss between them
# is at most $m$, and so it is $m$. What refutes convexity is a point *between* two minimisers that is no minimiser.
#
# **The line can be flat.** Let two units share their incoming weights and their bias, but not their outgoing weights.
# The two nets differ. But along the line the incoming sides stay as they are, so both units have the same value $h$
# throughout. They contribute $v_i h + v_j h$, and $v_i + v_j$ does not change. So the function, and the loss, is the
# same on the whole line.
#
# **The loss can dip.** At the ends of the line the net must be good. With other targets the same two nets are poor,
# and their middle is better than both. Nothing follows from that, neither way: the loss still need not be convex.

# %% tags=["demo"]
flat_net = [(np.array([[1.0], [1.0]]), zeros), (np.array([[2.0, -1.0]]), np.zeros(1))]
one = np.array([[1.0]])
losses = swap_profile(flat_net, one, 3 * one, "tanh", 1, 0, 1, [0.0, 0.25, 0.5, 0.75, 1.0])
print("flat line:", ", ".join(f"{loss:.9f}" for loss in losses))

other = np.array([[1.0], [0.0], [1.0], [-1.0], [0.5], [2.0]])
losses = swap_profile(example, points, other, "identity", 1, 0, 1, ts)
draw_profile(ts, losses, title="identity, other targets")

# %% [markdown]
# **"The loss therefore has two minima."** At least two, if a net with two different units is a global minimiser.
# There may be many more; labs 3 and 5 count them.

# %% [markdown]
# ## In your own words (4 points)
#
# A well-known blog says: *permuting the values of two nodes of a layer leaves the network's output unchanged.*
#
# 1. What is missing? Correct the statement.
# 2. Give a counterexample to the original statement, with small numbers that you have chosen yourself.
# 3. When do the old and the new weights differ at all?
#
# Write into the next cell. A few sentences and one small calculation are enough. A person reads and marks them.

# %% [markdown] tags=["written"]
# **Your answer:**

# %% [markdown]
# ## What to remember
#
# - A hidden unit is a triple: incoming row, bias, outgoing column. Exchange whole triples, and the function stays.
# - New unit `k` is old unit `perm[k]`, on both sides of the layer.
# - The new weights differ from the old ones exactly when the units differ in at least one part.
# - In a deep net the layers hang together: the order of one changes what the next looks like.
# - Many minimisers do not refute convexity. A worse point between two of them does.
#
# ## Read further
#
# - A. M. Chen, H. Lu, R. Hecht-Nielsen, *On the Geometry of Feedforward Neural Network Error Surfaces*, Neural
#   Computation 5(6), 1993. For tanh nets, permutations and sign flips together form a group, a direct product of Weyl
#   groups. (Lab 5 flips signs.)
# - H. J. Sussmann, *Uniqueness of the weights for minimal feedforward nets with a given input-output map*, Neural
#   Networks 5, 1992. For tanh, one hidden layer and one output, these are the only ways to get the same function,
#   provided that no unit is superfluous (the net is irreducible).
# - C. M. Bishop, *Pattern Recognition and Machine Learning*, 2006, section 5.1.1. A page on weight-space symmetries:
#   for each hidden layer of $M$ tanh units, $M!$ orders and $2^M$ choices of signs.
# - J. Brea, B. Simsek, B. Illing, W. Gerstner, *Weight-space symmetry in deep networks gives rise to permutation
#   saddles, connected by equal-loss valleys across the loss landscape*, arXiv:1907.02911, 2019. On the straight line
#   you met a barrier; this paper finds flat valleys that lead through all permutations. (In lab 7 you build a path at
#   loss 0 yourself.)
# - R. Entezari, H. Sedghi, O. Saukh, B. Neyshabur, *The Role of Permutation Invariance in Linear Mode Connectivity of
#   Neural Networks*, ICLR 2022, arXiv:2110.06296. A conjecture: once permutations are taken into account, there is
#   likely no barrier on the line between two solutions found by stochastic gradient descent.
