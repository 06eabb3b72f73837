"""The visible checks of the lab: small nets, so that a failure can be followed with pencil and paper."""

import numpy as np

from autograder import certify, nets
from autograder.checks import check, expect, pictures
from autograder.checks.cases import Case, net
from autograder.checks.cases import nets as some_nets

TWO = [  # the net of the text: one input, two hidden units, one output
    (np.array([[2.0], [-1.0]]), np.array([1.0, 3.0])),
    (np.array([[4.0, 5.0]]), np.array([6.0])),
]
THREE = [  # two inputs, three hidden units, two outputs
    (np.array([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]]), np.array([0.1, 0.2, 0.3])),
    (np.array([[7.0, 8.0, 9.0], [-7.0, -8.0, -9.5]]), np.array([-0.1, 0.4])),
]
DEEP = net([2, 2, 3, 1])


def with_units(case, way_in, way_out):
    """The net of a case; into unit k everything times way_in[k], out of it everything times way_out[k]."""
    new = nets.copy(case.net)
    for k, (into, out) in enumerate(zip(way_in, way_out, strict=True)):
        new[case.layer - 1][0][k] *= into
        new[case.layer - 1][1][k] *= into
        new[case.layer][0][:, k] *= out
    return new


def demand_another_net(found, case):
    """The same outputs alone are not enough: a function that returns its argument keeps them, too."""
    expect.that(not nets.equal(found, case.net), "Some parameters should change here, but none has.")


# --- flip_signs ----------------------------------------------------------------------------------------------------

FLIPS = [
    Case("the second unit", net=TWO, layer=1, signs=[1, -1]),
    Case("both units", net=TWO, layer=1, signs=[-1, -1]),
    Case("three units, two outputs", net=THREE, layer=1, signs=[-1, 1, -1]),
    Case("second hidden layer", net=DEEP, layer=2, signs=[1, -1, -1]),
]


def flipped_units(case, answer):
    """The net before and after, with the units that flip in colour."""
    units = [k for k, sign in enumerate(case.signs) if sign == -1]
    return pictures.changed(case.net, answer, with_units(case, case.signs, case.signs), case.layer, units)


@check("flip_signs", points=0.75, cases=FLIPS, picture=flipped_units)
def chosen_units_change_all_their_signs(student, case):
    """Incoming weights, bias and outgoing weights of unit k are multiplied by signs[k]."""
    found = student.flip_signs(case.net, case.layer, case.signs)
    expect.close_parameters(found, with_units(case, case.signs, case.signs), f"(signs = {case.signs})")


@check("flip_signs", points=0.25, cases=some_nets([1, 2], widths=[(2, 2, 1), (2, 2, 3, 2)], activation="tanh"))
def a_tanh_net_keeps_its_outputs(student, case):
    """With tanh every output stays the same, and the parameters are others."""
    found = student.flip_signs(case.net, 1, [1, -1])
    demand_another_net(expect.same_function(case.net, found, "tanh", at=case.X), case)


@check("flip_signs", points=0.25, needs=chosen_units_change_all_their_signs)
def a_sign_that_is_missing_is_noticed(student):
    """Fewer signs than units are refused with a ValueError."""
    with expect.raises(ValueError, "The layer has three units, and signs = [1, -1]"):
        student.flip_signs(THREE, 1, [1, -1])


# --- flip_sigmoid --------------------------------------------------------------------------------------------------


def flipped_sigmoid(case):
    """The net of a case after the flips."""
    expected = with_units(case, case.signs, case.signs)
    V, c = case.net[case.layer]
    for k, sign in enumerate(case.signs):
        if sign == -1:
            c = c + V[:, k]
    expected[case.layer] = (expected[case.layer][0], c)
    return expected


def flipped_sigmoid_units(case, answer):
    """The net before and after, with the units that flip in colour."""
    units = [k for k, sign in enumerate(case.signs) if sign == -1]
    return pictures.changed(case.net, answer, flipped_sigmoid(case), case.layer, units)


@check("flip_sigmoid", points=1.0, cases=FLIPS, picture=flipped_sigmoid_units)
def chosen_units_flip_and_the_next_bias_makes_up_for_it(student, case):
    """Where the sign is -1, the whole unit changes its signs, and the next layer's biases gain its old weights."""
    V = case.net[case.layer][0]
    expected = flipped_sigmoid(case)
    sizes = nets.copy(expected)  # a sum of a few numbers is right up to a rounding of the largest of them
    sizes[case.layer] = (sizes[case.layer][0], np.abs(V).sum(axis=1) + np.abs(case.net[case.layer][1]))
    found = student.flip_sigmoid(case.net, case.layer, case.signs)
    expect.close_parameters(found, expected, f"(signs = {case.signs})", sizes=sizes)


@check("flip_sigmoid", points=0.5, cases=some_nets([1, 2], widths=[(2, 2, 1), (2, 2, 3, 2)], activation="sigmoid"))
def a_sigmoid_net_keeps_its_outputs(student, case):
    """With the sigmoid every output stays the same, and the parameters are others."""
    found = student.flip_sigmoid(case.net, 1, [-1, 1])
    demand_another_net(expect.same_function(case.net, found, "sigmoid", at=case.X), case)


@check("flip_sigmoid", points=0.25, needs=chosen_units_flip_and_the_next_bias_makes_up_for_it)
def a_sign_of_zero_is_noticed(student):
    """A sign that is not +1 or -1 is refused with a ValueError."""
    with expect.raises(ValueError, "signs = [1, 0, -1] has a 0, which is no sign"):
        student.flip_sigmoid(THREE, 1, [1, 0, -1])


# --- rescale_units -------------------------------------------------------------------------------------------------


def rescaled(case):
    """The net of a case with its units rescaled."""
    return with_units(case, case.factors, [1 / factor for factor in case.factors])


@check(
    "rescale_units",
    points=0.75,
    picture=lambda case, answer: pictures.changed(
        case.net, answer, rescaled(case), case.layer, [k for k, factor in enumerate(case.factors) if factor != 1]
    ),
    cases=[
        Case("the second unit", net=TWO, layer=1, factors=[1.0, 4.0]),
        Case("whole numbers", net=TWO, layer=1, factors=[5, 2]),
        Case("three units, two outputs", net=THREE, layer=1, factors=[0.5, 3.0, 10.0]),
        Case("second hidden layer", net=DEEP, layer=2, factors=[2.0, 0.25, 1.0]),
    ],
)
def factors_go_in_and_come_out_again(student, case):
    """Incoming weights and bias of unit k are multiplied by factors[k], its outgoing weights are divided by it."""
    found = student.rescale_units(case.net, case.layer, case.factors)
    expect.close_parameters(found, rescaled(case), f"(factors = {case.factors})")


@check("rescale_units", points=0.25, cases=some_nets([1, 2], widths=[(2, 2, 1), (2, 2, 3, 2)], activation="relu"))
def a_relu_net_keeps_its_outputs(student, case):
    """With ReLU every output stays the same, and the parameters are others."""
    found = student.rescale_units(case.net, 1, [3.0, 0.5])
    demand_another_net(expect.same_function(case.net, found, "relu", at=case.X), case)


@check("rescale_units", points=0.25, needs=factors_go_in_and_come_out_again)
def a_negative_factor_is_noticed(student):
    """A factor that is not positive is refused with a ValueError."""
    with expect.raises(ValueError, "factors = [2.0, -1.0, 1.0] has a negative one, and relu(-z) is not -relu(z)"):
        student.rescale_units(THREE, 1, [2.0, -1.0, 1.0])


# --- flip_certificate ----------------------------------------------------------------------------------------------

ONE_UNIT = [(np.array([[1.0]]), np.array([0.0])), (np.array([[1.0]]), np.array([0.0]))]
UNITS = [(np.array([[2.0, 1.0], [-1.0, 1.0]]), np.array([1.0, 0.5])), (np.array([[2.0, -1.0]]), np.array([0.5]))]
POINTS = np.array([[1.0, 0.0], [0.0, 1.0], [-1.0, 1.0], [2.0, -1.0]])


def fitted(label, start, X, activation):
    """A case whose targets are the net's own outputs, so that its loss is 0 up to rounding."""
    return Case(label, net=start, X=X, Y=nets.forward(start, X, activation), activation=activation)


@check(
    "flip_certificate",
    points=1.25,
    cases=[
        fitted("one unit, one sample", ONE_UNIT, np.array([[1.0]]), "tanh"),
        fitted("two units", UNITS, POINTS, "tanh"),
        fitted("two hidden layers", DEEP, POINTS, "tanh"),
    ],
)
def a_tanh_net_that_fits_convicts_its_loss(student, case):
    """For a tanh net that fits its data the two nets and lam prove that the loss is not convex."""
    loss = certify.NetLoss(case.X, case.Y, case.activation, nets.widths(case.net))
    expect.certificate(student.flip_certificate(case.net, case.X, case.Y), loss)


# --- scaling_certificate -------------------------------------------------------------------------------------------


@check(
    "scaling_certificate",
    points=1.5,
    cases=[
        fitted("one unit, one sample, fitted", ONE_UNIT, np.array([[1.0]]), "relu"),
        Case("target 10", net=ONE_UNIT, X=np.array([[1.0]]), Y=np.array([[10.0]]), activation="relu"),
        Case("target -1", net=ONE_UNIT, X=np.array([[1.0]]), Y=np.array([[-1.0]]), activation="identity"),
        Case("two units", net=UNITS, X=POINTS, Y=np.array([[3.0], [-20.0], [50.0], [7.0]]), activation="identity"),
        fitted("two hidden layers, fitted", DEEP, POINTS, "relu"),
    ],
)
def any_data_convict_the_loss(student, case):
    """For a net with ReLU or the identity the two nets and lam are a proof, whatever the targets."""
    loss = certify.NetLoss(case.X, case.Y, case.activation, nets.widths(case.net))
    expect.certificate(student.scaling_certificate(case.net, case.X, case.Y, case.activation), loss)


# --- deep_linear_certificate ---------------------------------------------------------------------------------------


@check(
    "deep_linear_certificate",
    points=1.0,
    cases=[
        Case("one unit, target 1", X=np.array([[1.0]]), Y=np.array([[1.0]]), widths=[1, 1, 1]),
        Case("one unit, target -1", X=np.array([[1.0]]), Y=np.array([[-1.0]]), widths=[1, 1, 1]),
        Case("one unit, target 0", X=np.array([[1.0]]), Y=np.array([[0.0]]), widths=[1, 1, 1]),
        Case("two inputs", X=POINTS, Y=np.array([[1.0], [2.0], [-1.0], [0.5]]), widths=[2, 3, 1]),
        Case("three layers of weights", X=POINTS, Y=POINTS[:, ::-1].copy(), widths=[2, 2, 2, 2]),
    ],
)
def linear_nets_are_not_exempt(student, case):
    """For linear nets of these widths the two nets and lam prove that the loss is not convex."""
    loss = certify.NetLoss(case.X, case.Y, "identity", case.widths)
    expect.certificate(student.deep_linear_certificate(case.X, case.Y, case.widths), loss)


@check("deep_linear_certificate", points=0.25, needs=linear_nets_are_not_exempt)
def a_single_layer_is_refused(student):
    """Widths without a hidden layer are refused with a ValueError: that loss is convex."""
    with expect.raises(ValueError, "widths = [2, 1] has no hidden layer"):
        student.deep_linear_certificate(POINTS, np.array([[1.0], [2.0], [-1.0], [0.5]]), [2, 1])
