"""The relations that checks demand: what passes, what does not, and the sentence that a student reads."""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np
import pytest

from autograder import nets
from autograder.checks import cases, expect
from autograder.checks.errors import Mismatch, NotWritten, Stopped, StudentRaised
from autograder.checks.values import number
from autograder.plain import Opaque

NET = [(np.array([[1.0, 2.0], [3.0, 4.0]]), np.array([0.5, -0.5])), (np.array([[2.0, -1.0]]), np.array([0.25]))]
X = np.array([[1.0, 0.0], [0.0, 1.0]])


def changed(layer, part, at, value):
    new = nets.copy(NET)
    new[layer][part][at] = value
    return new


def told(demand, *args, **named) -> str:
    with pytest.raises(Mismatch) as caught:
        demand(*args, **named)
    return str(caught.value)


def test_the_condition_of_that_decides_and_its_sentence_is_told():
    expect.that(True, "never")
    assert told(expect.that, False, "This is said.") == "This is said."


def test_equal_parameters_pass_in_any_form_and_come_back_as_float_arrays():
    given = expect.same_parameters([[[[1, 2], [3, 4]], (0.5, -0.5)], [[[2, -1]], [0.25]]], NET)
    assert nets.equal(given, NET)
    assert given[0][0].dtype == np.float64


def test_numbers_are_told_in_the_digits_that_tell_them_apart():
    assert told(expect.close, 1 / 3, np.array(2 / 3)) == "The result should be 0.6666666667, but is 0.3333333333."
    net = [(np.array([[1 / 3]]), np.array([0.0]))]
    message = told(expect.same_function, net, [(np.array([[2 / 3]]), np.array([0.0]))], "identity", np.array([[1.0]]))
    assert "was 0.3333333333; with your parameters it is 0.6666666667." in message


def test_minus_zero_is_zero_and_the_next_float_is_not():
    zero = [(np.array([[0.0]]), np.array([1.0]))]
    expect.same_parameters([(np.array([[-0.0]]), np.array([1.0]))], zero)
    message = told(expect.same_parameters, [(np.array([[0.0]]), np.array([np.nextafter(1.0, 2.0)]))], zero)
    assert message == "b1[0] should be 1.0, but is 1.0000000000000002."


def test_a_wrong_parameter_is_named_with_its_place_and_the_reason():
    message = told(expect.same_parameters, changed(0, 0, (1, 0), 9.0), NET, "Rows move together.")
    assert message == "W1[1, 0] should be 3.0, but is 9.0. Rows move together."


@pytest.mark.parametrize(
    "value", [None, 3, [], NET[:1], [*NET, NET[1]], [(NET[0][0], NET[0][1][:, None]), NET[1]], Opaque("a generator")]
)
def test_what_is_no_net_of_the_shapes_is_refused_by_every_relation_on_nets(value):
    for message in (
        told(expect.same_parameters, value, NET),
        told(expect.same_function, NET, value, "tanh", X),
        told(expect.net, value, NET),
    ):
        assert message.endswith(".")
        assert "the result" in message.lower()


@pytest.mark.parametrize("hole", [np.nan, np.inf])
def test_nan_and_infinity_pass_no_relation(hole):
    spoilt = changed(0, 1, 0, hole)
    for message in (told(expect.same_parameters, spoilt, NET), told(expect.same_function, NET, spoilt, "relu", X)):
        assert message == "b of layer 1 of the result contains NaN or infinity."
    assert "NaN" in told(expect.close, np.array([hole, 1.0]), np.ones(2))
    assert "not a finite number" in told(expect.close, [[hole]], np.array([[hole]]))


def test_the_same_function_may_have_other_parameters():
    other = expect.same_function(NET, nets.swap(NET, 1, 0, 1), "tanh", at=X)
    assert not nets.equal(other, NET)


def test_another_function_is_shown_at_an_input_where_it_differs():
    message = told(expect.same_function, NET, changed(1, 1, 0, 1.25), "identity", X)
    assert message == "At x = [1.0, 0.0] the net's output 0 was 0.75; with your parameters it is 1.75."


def test_a_function_that_differs_by_little_is_another_one():
    assert told(expect.same_function, NET, changed(1, 1, 0, 0.25 + 1e-6), "tanh", X).endswith(".")


@pytest.mark.filterwarnings("ignore::RuntimeWarning")
def test_outputs_that_overflow_are_not_the_same():
    huge = [(np.full((2, 2), 1e200), NET[0][1]), (np.full((1, 2), 1e200), NET[1][1])]
    assert "it is inf" in told(expect.same_function, NET, huge, "identity", X)


def test_close_is_relative_and_names_the_entry():
    expected = np.array([[1e6, 1.0], [0.0, 1.0]])
    expect.close(expected * (1 + 1e-10), expected)
    message = told(expect.close, expected + np.array([[0, 0], [1e-12, 0]]), expected, "losses")
    assert message == "losses[1, 0] should be 0.0, but is 1e-12."
    expect.close(expected + 1e-12, expected, atol=1e-11)


def test_close_compares_shapes_exactly():
    for value in (np.ones((2, 1)), np.ones((1, 2)), np.ones(1), 1.0, [[1.0, 1.0]]):
        assert told(expect.close, value, np.ones(2)).endswith(".")


def test_close_takes_a_number_for_an_array_without_axes():
    expect.close(2.0, np.array(2.0))
    assert told(expect.close, 3.0, np.array(2.0)) == "The result should be 2.0, but is 3.0."


def test_float32_is_not_close_enough():
    expected = cases.inputs(3, 2) / 3
    assert "should be" in told(expect.close, expected.astype(np.float32), expected)


def test_one_permutation_a_hidden_layer_is_demanded():
    assert expect.permutations([(1, 0), np.array([0, 2, 1])], [2, 3]) == [[1, 0], [0, 2, 1]]
    assert expect.permutations([], []) == []
    assert "of length 2, but has length 1." in told(expect.permutations, [[1, 0]], [2, 3])
    assert told(expect.permutations, [[1, 0], [0, 0, 1]], [2, 3]).startswith("The perm of hidden layer 2 should be")
    assert told(expect.permutations, None, [2]).endswith(".")


def test_the_words_for_plain_values_refuse_what_they_are_not():
    assert expect.number(np.array(2)) == 2.0 == number(2)
    assert expect.array([1, 2], (2,)).tolist() == [1.0, 2.0]
    assert expect.permutation((0,), 1) == [0]
    for message in (
        told(expect.number, "2", "the loss"),
        told(expect.array, [1, 2], (3,), "the loss"),
        told(expect.permutation, [1], 1, "the loss"),
    ):
        assert message.startswith(("The loss", "An entry of the loss"))


class Changing:
    def __init__(self, *names):
        self.names = list(names)

    def changed_arguments(self):
        return self.names


def test_changed_arguments_are_named():
    expect.unchanged(Changing())
    assert told(expect.unchanged, Changing("net", "X")).startswith("After the call net and X had other values")


def raised(*kinds):
    return StudentRaised("f", kinds, "text", "cell 1")


def test_the_demanded_exception_or_a_subclass_passes():
    for error in (raised("ValueError", "Exception"), raised("LinAlgError", "ValueError", "Exception")):
        with expect.raises(ValueError, "Layer 0 does not exist"):
            raise error


def test_another_exception_or_a_value_is_told_with_the_reason():
    with pytest.raises(Mismatch) as other, expect.raises(ValueError, "Layer 0 does not exist"):
        raise raised("IndexError", "LookupError")
    with pytest.raises(Mismatch) as none, expect.raises(ValueError, "Layer 0 does not exist"):
        pass
    assert str(other.value) == "Layer 0 does not exist: this should raise ValueError, but it raised IndexError."
    assert str(none.value) == "Layer 0 does not exist: this should raise ValueError, but it returned a value."


@pytest.mark.parametrize("error", [NotWritten("stub"), Stopped("limit")])
def test_a_stub_and_a_limit_are_no_refusal_of_an_argument(error):
    with pytest.raises(type(error)), expect.raises(ValueError, "because"):
        raise error


@pytest.mark.parametrize("value", [6, 6.0, np.int64(6).item(), np.array(6), np.array(6.0), Fraction(6)])
def test_a_whole_number_may_come_in_any_type(value):
    assert expect.same_integer(value, 6) == 6


@pytest.mark.parametrize(
    "value", [7, -6, 6.5, math.inf, math.nan, True, None, "6", [6], np.array([6]), Fraction(13, 2)]
)
def test_another_number_or_none_at_all_is_no_such_integer(value):
    assert told(expect.same_integer, value, 6, "the count").startswith("The count should be ")


def test_integers_are_compared_to_the_last_digit_however_large_they_are():
    large = math.factorial(3000)
    expect.same_integer(large, large)
    expect.same_integer(float(2**70), 2**70)
    begins = "41493596034378540855... (9131 digits)"
    assert told(expect.same_integer, large + 1, large) == (
        f"The result should be {begins}, but is {begins}: it is off by 1."
    )
    assert told(expect.same_integer, -(10**6000), 2) == (
        "The result should be 2, but is -10000000000000000000... (6001 digits)."
    )
    assert told(expect.same_integer, float(math.factorial(23)), math.factorial(23)).endswith(
        "but is 25852016738884978212864."
    )


def test_nets_are_compared_as_a_set():
    one, two = changed(0, 1, 0, 7.0), changed(0, 1, 0, -0.0)
    as_lists = [[W.tolist(), b.tolist()] for W, b in one]
    for value in ([NET, one, two], (two, as_lists, NET), [one, changed(0, 1, 0, 0.0), NET]):
        assert len(expect.same_nets(value, [NET, one, two])) == 3


def test_a_net_too_many_or_too_few_is_shown():
    one, two = changed(0, 1, 0, 7.0), changed(0, 1, 0, 8.0)
    assert told(expect.same_nets, [NET, two], [NET, one]).startswith("Net 1 of the list does not belong there: [([[1.0")
    assert told(expect.same_nets, [one, NET, one], [NET, one]).startswith("Nets 0 and 2 of the list are equal: [(")
    assert told(expect.same_nets, [one], [NET, one]).startswith("The list has 1 of the 2 nets. For example this one")
    assert told(expect.same_nets, [], [NET, one]).startswith("The list has 0 of the 2 nets.")


@pytest.mark.parametrize("value", [None, 3, "nets", NET, [NET[:1]], [None], [[None, None]], [changed(0, 0, 0, np.nan)]])
def test_what_is_no_list_of_nets_is_told(value):
    told(expect.same_nets, value, [NET])
