"""Lab 02: wrong canonical forms; each loses marks, and no hint for it misleads."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from labs.grading_in_process import Function, Functions
from labs.weight_swaps import LAB, NETS_CHANGED, R, assert_rejected_with_hint, remembering, shapes, with_ideas

from autograder import nets

wrong = Functions(LAB)

wrong.through_all("canonical_form", **NETS_CHANGED)
wrong.add("canonical_form", remembering("canonical_form", shapes), "remembers_by_shape_")


def ordering(name: str, key: Function, **options: Any) -> None:
    def function(net: Any) -> Any:
        if len(net) != 2:
            raise ValueError
        (W, b), (V, _) = net
        with np.errstate(all="ignore"):
            order = sorted(range(len(b)), key=lambda k: key(W[k], b[k], V[:, k]), **options)
        return nets.reorder(net, [order])

    wrong.add("canonical_form", function, name)


def flat(w: Any, b: Any, v: Any) -> list[float]:
    return [*w.tolist(), float(b), *v.tolist()]


ordering("all_but_the_last_output", lambda w, b, v: flat(w, b, v)[:-1])
ordering("all_but_the_bias", lambda w, b, v: [*w, *v])
ordering("all_but_the_first_output", lambda w, b, v: [*w, b, *v[1:]])
ordering("all_but_the_last_input", lambda w, b, v: [*w[:-1], b, *v])
ordering("all_but_the_first_input", lambda w, b, v: [*w[1:], b, *v])
ordering("sum_of_outgoing", lambda w, b, v: [*w, b, v.sum()])
ordering("float32_key", lambda w, b, v: [float(np.float32(x)) for x in flat(w, b, v)])
ordering("twelve_digits", lambda w, b, v: [round(x, 11) for x in flat(w, b, v)])
ordering("fifteen_digits", lambda w, b, v: [float(f"{x:.15g}") for x in flat(w, b, v)])
ordering("texts_of_arrays", lambda w, b, v: str(np.array(flat(w, b, v))))
ordering("texts_of_numbers", lambda w, b, v: repr(flat(w, b, v)))
ordering("hash_", lambda w, b, v: hash(tuple(flat(w, b, v))))
ordering("sorted_numbers", lambda w, b, v: sorted(flat(w, b, v)))
ordering("absolute_numbers", lambda w, b, v: [abs(x) for x in flat(w, b, v)])
ordering("signs_", lambda w, b, v: [np.sign(x) for x in flat(w, b, v)])
ordering("a_projection", lambda w, b, v: float(np.dot(flat(w, b, v), np.sqrt(np.arange(2, 3 + len(w) + len(v))))))
ordering("bias_and_outgoing", lambda w, b, v: [b, *v])
ordering("outgoing_and_incoming", lambda w, b, v: [*v, *w])
ordering("outgoing_only", lambda w, b, v: v.tolist())
ordering("first_weight_bias_and_outgoing", lambda w, b, v: [w[0], b, *v])
ordering("sum_of_incoming_bias_and_outgoing", lambda w, b, v: [w.sum(), b, *v])
ordering("descending_bias", lambda w, b, v: -b)
ordering("largest_size", lambda w, b, v: np.abs(flat(w, b, v)).max())
ordering("norm_of_incoming", lambda w, b, v: np.linalg.norm(w))
ordering("eight_digits", lambda w, b, v: np.round(flat(w, b, v), 8).tolist())
ordering("nothing", lambda w, b, v: 0)
ordering("sign_of_zero", lambda w, b, v: [np.array(x).tobytes() for x in flat(w, b, v)])


@wrong("canonical_form")
def rows_sorted_columns_sorted(net: Any) -> Any:
    if len(net) != 2:
        raise ValueError
    (W, b), (V, c) = net
    first = sorted(range(len(b)), key=lambda k: (*W[k], b[k]))
    second = sorted(range(len(b)), key=lambda k: tuple(V[:, k]))
    return [(W[first], b[first]), (V[:, second], c)]


@wrong("canonical_form")
def two_outputs_in_order(net: Any) -> Any:
    (W, b), (V, c) = R["canonical_form"](net)
    order = np.argsort(c)
    return [(W, b), (V[order], c[order])]


@wrong("canonical_form")
def two_hidden_layers_are_legal(net: Any) -> Any:
    if len(net) > 3:
        raise ValueError
    return net if len(net) == 3 else R["canonical_form"](net)


@wrong("canonical_form")
def three_hidden_layers_are_legal(net: Any) -> Any:
    return net if len(net) == 4 else R["canonical_form"](net)


@wrong("canonical_form")
def what_has_one_hidden_width_is_legal(net: Any) -> Any:
    return net if len(net) > 2 and len({len(b) for _, b in net[:-1]}) == 1 else R["canonical_form"](net)


@wrong("canonical_form")
def answers_none_for_deep_nets(net: Any) -> Any:
    return None if len(net) > 2 else R["canonical_form"](net)


@wrong("canonical_form")
def largest_unit_first_only(net: Any) -> Any:
    if len(net) != 2:
        raise ValueError
    order = list(range(len(net[0][1])))
    best = max(order, key=lambda k: nets.units(net, 1)[k])
    order.remove(best)
    return nets.reorder(net, [[best, *order]])


TRUE_HINTS = {
    "all_but_the_bias": "forgets_the_bias_as_a_key",
    "outgoing_only": "sorts_by_outgoing_weights_alone",
    "nothing": "returns_the_net_unsorted",
}


@pytest.mark.filterwarnings("ignore::RuntimeWarning")  # wrong functions overflow
@pytest.mark.parametrize(("exercise", "function", "idea"), with_ideas(wrong, TRUE_HINTS))
def test_wrong_function_is_rejected_and_no_hint_misleads(exercise: str, function: Function, idea: str) -> None:
    assert_rejected_with_hint(exercise, function, idea)
