"""What trusted functions gave in which calls, and which outcomes are the same, remembered within bounds.

The reference and the wrong ideas of a lab are asked the same questions for every student who fails a check, and many
students give the same wrong answers.
"""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any, Generic, NamedTuple, TypeVar

from autograder.checks.calls import Outcome, Raised, Returned, same_outcome
from autograder.functions import Function
from autograder.plain import OVERHEAD, weight
from autograder.sandbox import wire
from autograder.sandbox.local import LocalTransport
from autograder.sandbox.nodes import WireError
from autograder.sandbox.writer import Writer

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")

MOST_BYTES = 1 << 25
"""What the outcomes that are kept may take in memory together, roughly."""
MOST_PAIRS = 1 << 15
"""Pairs of outcomes of which it is remembered whether they are the same, about 200 bytes each."""

Question = tuple[bytes, tuple[Function, ...]]
"""The arguments of a call: a hash of their bytes on the wire, and the functions among them."""


def question(args: tuple[Any, ...]) -> Question:
    """What makes a call the same one as another; `WireError` for arguments that cannot be handed over."""
    writer = Writer()
    node = writer.node(args)
    frame = wire.frame(wire.CallFunction(0, "", node), writer.body)
    return hashlib.sha256(frame).digest(), tuple(writer.functions)


class Marked(NamedTuple):
    """An outcome, with a hash of all that two outcomes are compared by; None if it cannot be put in bytes."""

    outcome: Outcome
    mark: bytes | None


def marked(outcome: Outcome) -> Marked:
    """The outcome with its mark."""
    what: Any = None
    if isinstance(outcome, Returned):
        what = outcome.value
    elif isinstance(outcome, Raised):
        what = outcome.kinds[0]
    writer = Writer()
    try:
        node = writer.node(what)  # as deep as it was in a reply
        frame = wire.frame(wire.CallFunction(0, type(outcome).__name__, node), writer.body)
    except WireError:
        return Marked(outcome, None)
    return Marked(outcome, None if writer.functions else hashlib.blake2b(frame, digest_size=16).digest())


class Recent(Generic[K, V]):
    """Values by key, none of them None; those that were not asked for longest are dropped."""

    def __init__(self, most: int) -> None:
        self._known: OrderedDict[K, V] = OrderedDict()
        self._most = most

    def value(self, key: K, make: Callable[[], V]) -> V:
        """The value of a key, made if it is not there."""
        known = self._known.get(key)
        if known is not None:
            self._known.move_to_end(key)
            return known
        made = self._known[key] = make()
        if len(self._known) > self._most:
            self._known.popitem(last=False)
        return made


class Comparisons:
    """Whether outcomes are the same, each pair looked at once; those that were not asked for longest are dropped."""

    def __init__(self, most: int = MOST_PAIRS) -> None:
        self._known: Recent[bytes, bool] = Recent(most)

    def same(self, a: Marked, b: Marked) -> bool:
        """Whether two outcomes mean the same (see `same_outcome`)."""
        if a.mark is None or b.mark is None:
            return same_outcome(a.outcome, b.outcome)
        return self._known.value(a.mark + b.mark, lambda: same_outcome(a.outcome, b.outcome))


class Remembered:
    """Outcomes of calls of trusted functions, which must be pure; those that were not asked for longest are dropped."""

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self._known: OrderedDict[tuple[Callable[..., Any], Question], tuple[Marked, int]] = OrderedDict()
        self._left = most_bytes

    def outcome(self, function: Callable[..., Any], asked: Question, args: tuple[Any, ...]) -> Marked:
        """What the function does with these arguments, whose `question` is `asked`."""
        key = function, asked
        if key in self._known:
            self._known.move_to_end(key)
            return self._known[key][0]
        outcome = marked(LocalTransport({"function": function}).call("function", args))
        size = OVERHEAD + _weight_of(outcome.outcome)
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
