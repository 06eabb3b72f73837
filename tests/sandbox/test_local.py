"""Calls within this process: they go through the wire as they would to another one."""

from __future__ import annotations

import math

import numpy as np
import pytest

from autograder.checks.calls import Ended, Missing, Raised, Returned
from autograder.plain import Opaque
from autograder.sandbox import nodes, wire
from autograder.sandbox.local import LocalTransport, outcome


def call(function, *args):
    return LocalTransport({"f": function}).call("f", args)


def test_a_name_that_is_not_there_is_missing():
    assert LocalTransport({}).call("f", ()) == Missing()


def test_a_function_gets_copies_that_it_may_write_to():
    array, items = np.array([1.0, 2.0]), [1, 2]
    array.flags.writeable = False

    def spoil(a, b):
        a[0] = 9.0
        b.append(3)

    assert call(spoil, array, items).changed == (0, 1)
    assert array.tolist() == [1.0, 2.0]
    assert items == [1, 2]


def changes_nothing(*_):
    return None


def changes_the_second(_, array):
    array[0][...] = 5.0


def rebinds(a, b):
    a, b = b, a
    return a + b


def reshapes(array, _):
    array.shape = (2, 1)


def appends_to_a_dict(table, _):
    table["new"] = 1


def replaces_an_entry(_, items):
    items[0] = tuple(items[0])


def turns_a_one_into_true(_, items):
    items[0] = True


def puts_nan_last(_, items):
    items[-1] = math.nan


def negates_twice(array, _):
    array *= -1.0
    array *= -1.0


@pytest.mark.parametrize(
    ("function", "args", "changed"),
    [
        (changes_nothing, (np.array([1.0, math.nan]), [math.nan, {"a": np.array([math.nan])}]), ()),
        (changes_the_second, ([1], (np.zeros(2), np.zeros(1))), (1,)),
        (rebinds, (np.ones(1), np.ones(1)), ()),
        (reshapes, (np.ones(2), 0), (0,)),
        (appends_to_a_dict, ({"a": 1}, 0), (0,)),
        (replaces_an_entry, (0, [[1, 2]]), (1,)),
        (turns_a_one_into_true, (0, [1]), (1,)),
        (puts_nan_last, (0, [1.0, 2.0]), (1,)),
        (puts_nan_last, (0, [1.0, math.nan]), ()),
        (puts_nan_last, (0, [1.0] * 110_000), (1,)),
        (negates_twice, (np.array([0.0, 1.0]), 0), ()),
        (lambda a, _: a.sort(), (np.array([1, 2]), 0), ()),
        (lambda a, _: a.__imul__(-1.0), (np.array([0.0, -0.0]), 0), ()),
    ],
)
def test_changed_arguments_are_told_by_position(function, args, changed):
    assert call(function, *args).changed == changed


def net():
    return [(np.array([[1.0, -2.0]]), np.array([0.5])), (np.array([[3.0], [4.0]]), np.array([0.0, 1.0]))]


def writes_to_a_weight(net, _):
    net[1][0][1, 0] += 1.0


def writes_to_a_bias(net, _):
    net[0][1][...] = 0.0


def makes_the_layers_anew(net, _):
    net[:] = [(W.copy(), b.copy()) for W, b in net]


def makes_one_layer_anew_and_another(net, _):
    net[:] = [(W.copy(), b + 1.0) for W, b in net]


def swaps_the_layers(net, _):
    net.reverse()


def turns_a_layer_over(net, _):
    net[1] = (net[1][0].T, net[1][1])


def turns_a_layer_into_a_list(net, _):
    net[0] = list(net[0])


def gives_a_matrix_another_shape(net, _):
    net[1][0].shape = (1, 2)


@pytest.mark.parametrize(
    ("function", "changed"),
    [
        (changes_nothing, ()),
        (writes_to_a_weight, (0,)),
        (writes_to_a_bias, (0,)),
        (makes_the_layers_anew, ()),
        (makes_one_layer_anew_and_another, (0,)),
        (swaps_the_layers, (0,)),
        (turns_a_layer_over, (0,)),
        (turns_a_layer_into_a_list, (0,)),
        (gives_a_matrix_another_shape, (0,)),
        (lambda net, _: net.append((np.ones((1, 2)), np.ones(1))), (0,)),
        (lambda net, _: net.pop(), (0,)),
    ],
)
def test_a_net_that_is_changed_is_told(function, changed):
    assert call(function, net(), [np.ones(2)]).changed == changed
    assert call(function, net(), np.array([True])).changed == changed  # changes elsewhere are looked for part by part
    assert call(lambda a, b: function(b, a), np.array([True]), net()).changed == tuple(k + 1 for k in changed)


def test_a_function_that_changes_and_raises_is_told_for_both():
    def spoil(array):
        array[0] = 5.0
        raise KeyError("k")

    answer = call(spoil, np.zeros(1))
    assert answer.kinds[0] == "KeyError"
    assert answer.changed == (0,)


def test_a_result_may_share_memory_with_an_argument():
    array = np.zeros(2)
    answer = call(lambda a: [a, a], array)
    answer.value[0][0] = 1.0
    assert answer.changed == ()
    assert answer.value[1].tolist() == [0.0, 0.0]
    assert array.tolist() == [0.0, 0.0]


class Unlucky(ValueError):
    def __str__(self):
        raise RuntimeError("no message")


def raises(error):
    def function():
        raise error

    return function


def test_an_exception_is_told_with_its_classes_from_the_special_to_the_general():
    assert call(raises(IndexError("list index"))) == Raised(
        ("IndexError", "LookupError", "Exception", "BaseException"), "list index"
    )


def test_an_exception_without_a_message_that_can_be_made_is_told_by_its_class():
    answer = call(raises(Unlucky()))
    assert answer.kinds[:2] == ("Unlucky", "ValueError")
    assert answer.text == "(its message could not be made)"


def test_long_and_hostile_messages_are_cut_and_cleaned():
    answer = call(raises(ValueError("\x1b[31m\ud800" + "x" * 10**6)))
    assert answer.text.startswith("�[31m�xxx")
    assert len(answer.text) <= 2000
    answer.text.encode()


def test_an_exception_of_many_classes_is_told_by_the_first_ones():
    kind = ValueError
    for _ in range(60):
        kind = type("K" * 1000, (kind,), {})
    answer = call(raises(kind("m")))
    assert len(answer.kinds) == 20
    assert all(len(name) <= 100 for name in answer.kinds)


@pytest.mark.parametrize("error", [SystemExit(0), GeneratorExit(), RecursionError(), MemoryError(), StopIteration()])
def test_every_exception_but_one_is_part_of_the_answer(error):
    assert call(raises(error)).kinds[0] == type(error).__name__


def test_an_interruption_goes_through_from_the_call():
    with pytest.raises(KeyboardInterrupt):
        call(raises(KeyboardInterrupt()))


def test_an_interruption_goes_through_while_the_result_is_looked_at():
    class Impatient(list):
        def __iter__(self):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        call(lambda: Impatient([1]))


def test_a_result_that_raises_while_it_is_looked_at_is_the_functions_exception():
    class Sly(list):
        def __iter__(self):
            raise ZeroDivisionError("sly")

    assert call(lambda: Sly([1])).kinds[0] == "ZeroDivisionError"


@pytest.mark.parametrize("value", [(x for x in [1]), len, int, object(), {1}, b"b", 1j])
def test_results_that_are_no_plain_data_arrive_as_opaque(value):
    answer = call(lambda: value)
    assert isinstance(answer.value, Opaque)
    assert type(value).__name__ in answer.value.description


def test_huge_ints_arrive_exactly():
    for value in (10**5000, -(10**5000), 2**64):
        assert call(lambda value=value: [value]).value[0] == value


def test_lists_that_are_nested_100_deep_or_hold_themselves_come_to_an_end():
    deep: list = []
    for _ in range(100):
        deep = [deep]
    endless: list = []
    endless.append(endless)
    for value in (deep, endless, {"k": deep}, (endless,)):
        assert isinstance(call(lambda value=value: value), Returned)


def test_a_result_that_is_too_large_is_described():
    for value in ([0] * 300_000, np.zeros(3_000_000)):
        answer = call(lambda value=value: value)
        assert isinstance(answer.value, Opaque)
        assert answer.value.description.startswith(("a value that is made of too many", "a value that is too large"))


def test_keys_that_become_equal_on_the_wire_are_the_functions_doing():
    class Different(str):
        def __eq__(self, other):
            return self is other

        __hash__ = object.__hash__

    answer = call(lambda: {Different("k"): 1, Different("k"): 2})
    assert isinstance(answer, Ended)
    assert answer.reason.startswith("f returned something that cannot be looked at")


def test_a_function_computes_with_the_error_settings_that_its_author_made():
    functions = {"f": lambda: np.float64(1.0) / np.float64(0.0)}
    with np.errstate(all="ignore"):
        easy = LocalTransport(functions)
    with np.errstate(all="raise"):
        strict = LocalTransport(functions)
        assert easy.call("f", ()) == Returned(math.inf)
    with np.errstate(all="ignore"):
        assert strict.call("f", ()).kinds[0] == "FloatingPointError"


# --- replies of a hostile process ----------------------------------------------------------------------------------


@pytest.mark.parametrize("changed", [(-1,), (-100,), (10**9,), (2, 1), (1, 1), tuple(range(1000))])
def test_impossible_positions_of_changed_arguments_are_a_wire_error(changed):
    for reply in (wire.DidReturn(1, None, changed), wire.DidRaise(1, (b"E",), b"", b"", changed)):
        with pytest.raises(nodes.WireError):
            outcome(reply, b"")


def test_long_texts_of_an_exception_are_cut_by_the_reader_too():
    answer = outcome(wire.DidRaise(1, (b"E" * 9999,) * 500, b"\x1b" * 10**5, b"w" * 10**5, ()), b"")
    assert len(answer.kinds) == 20
    assert all(len(name) <= 100 for name in answer.kinds)
    assert len(answer.text) <= 2000
    assert len(answer.where) <= 500
    assert "\x1b" not in answer.text


@pytest.mark.parametrize("reply", [wire.DidRaise(1, (), b"", b"", ()), wire.CellDone(1, (), b"", b"", ())])
def test_a_reply_that_answers_no_call_is_a_wire_error(reply):
    with pytest.raises(nodes.WireError):
        outcome(reply, b"")
