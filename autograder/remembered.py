"""What trusted functions gave in which calls, remembered within bounds.

The reference and the wrong ideas of a lab are asked the same questions for every student who fails a check.
"""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from typing import Any, cast

import numpy as np

from autograder.checks.calls import Outcome, Raised, Returned
from autograder.functions import Function
from autograder.sandbox import wire
from autograder.sandbox.local import LocalTransport
from autograder.sandbox.writer import Writer

MOST_BYTES = 1 << 25
"""What the outcomes that are kept may take in memory together, roughly."""
OVERHEAD = 200
"""Bytes of a Python object with its place in a container, roughly."""

Question = tuple[bytes, tuple[Function, ...]]
"""The arguments of a call: a hash of their bytes on the wire, and the functions among them."""


def question(args: tuple[Any, ...]) -> Question:
    """What makes a call the same one as another; `WireError` for arguments that cannot be handed over."""
    writer = Writer()
    node = writer.node(args)
    frame = wire.frame(wire.CallFunction(0, "", node), writer.body)
    return hashlib.sha256(frame).digest(), tuple(writer.functions)


class Remembered:
    """Outcomes of calls of trusted functions, which must be pure; those that were not asked for longest are dropped."""

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self._known: OrderedDict[tuple[Callable[..., Any], Question], tuple[Outcome, int]] = OrderedDict()
        self._left = most_bytes

    def outcome(self, function: Callable[..., Any], asked: Question, args: tuple[Any, ...]) -> Outcome:
        """What the function does with these arguments, whose `question` is `asked`."""
        key = function, asked
        if key in self._known:
            self._known.move_to_end(key)
            return self._known[key][0]
        outcome = LocalTransport({"function": function}).call("function", args)
        size = OVERHEAD + _weight_of(outcome)
        self._known[key] = outcome, size
        self._left -= size
        while self._left < 0 and self._known:
            _, (_, freed) = self._known.popitem(last=False)
            self._left += freed
        return outcome


def _weight_of(outcome: Outcome) -> int:
    match outcome:
        case Returned(value=value):
            return weight(value)
        case Raised(kinds=kinds, text=text, where=where):
            return OVERHEAD + sum(map(len, (*kinds, text, where)))
        case _:
            return OVERHEAD


def weight(value: Any) -> int:
    """Bytes that a plain value takes in memory, roughly."""
    if isinstance(value, np.ndarray):
        return OVERHEAD + value.nbytes
    if isinstance(value, str):
        return OVERHEAD + len(value)
    if isinstance(value, int):
        return OVERHEAD + value.bit_length() // 8
    if isinstance(value, (list, tuple)):
        return OVERHEAD + sum(map(weight, cast("Sequence[Any]", value)))
    if isinstance(value, dict):
        return OVERHEAD + weight(list(cast("Mapping[Any, Any]", value).items()))
    return OVERHEAD
