"""Functions of the grader in the hands of student code: every call is a question that the grader answers.

`Asked` is what student code holds; `Answers` stands on the other side of the wire (or of nothing, in `local`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NoReturn

from autograder.functions import Function
from autograder.sandbox import nodes, wire
from autograder.sandbox.reader import Reader
from autograder.sandbox.writer import Writer

MOST_QUESTIONS = 20_000
"""Questions during one call of a student's function."""
TOO_MANY = f"it was called {MOST_QUESTIONS:,} times in this one call already, and the grader answers no more"
KINDS: dict[str, type[Exception]] = {
    kind.__name__: kind for kind in (ValueError, TypeError, ZeroDivisionError, OverflowError, RuntimeError)
}
"""Exceptions that an answer may be."""

Ask = Callable[[wire.Asks, bytes], tuple[wire.Answer, bytes | memoryview]]
"""Carries a question to the grader and its answer back, with the arrays of both."""


class Asked:
    """A function of the grader as a callable."""

    __name__ = "function"

    def __init__(self, id: int, number: int, ask: Ask) -> None:
        self._id, self._number, self._ask = id, number, ask

    def __call__(self, *args: Any) -> Any:
        writer = Writer()
        try:
            node = writer.node(args)
            answer, body = self._ask(wire.Asks(self._id, self._number, node), writer.body)
        except nodes.WireError as problem:
            raise ValueError(f"the function's arguments are {problem}") from None
        match answer:
            case wire.Answers(value=value):
                return Reader(body).value(value)
            case wire.AnswersWithArgument(position=position):
                return args[position]
            case wire.Refuses(kind=kind, text=text):
                raise KINDS[kind](text)

    def __repr__(self) -> str:
        return "<a function of the grader>"

    def close(self) -> None:
        """From now on there is no answer: the call that it was given for is over."""
        self._ask = _too_late


def _too_late(*_: Any) -> NoReturn:
    raise RuntimeError("this function belongs to an earlier call, which is over")


class Answers:
    """The grader's answers to the questions of one call, whose functions are `functions` in the order of their numbers.

    Raises `WireError` for a question that no honest `Asked` asks. What a function raises for odd arguments is the
    answer; anything else that it raises is the grader's own fault, which goes through and is kept as `fault`.
    """

    def __init__(self, functions: Sequence[Function]) -> None:
        self._functions = functions
        self._left = MOST_QUESTIONS
        self.fault: Exception | None = None

    def answer(self, question: wire.Asks, body: bytes | memoryview) -> tuple[wire.Answer, bytes]:
        """The answer to a question, and the answer's arrays."""
        if not 0 <= question.function < len(self._functions) or not isinstance(question.args, nodes.Tuple):
            raise nodes.WireError("a question about a function that was not handed over")
        args = Reader(body).value(question.args)
        if self._left == 0:
            return wire.Refuses(question.id, "RuntimeError", TOO_MANY), b""
        self._left -= 1
        try:
            value = self._functions[question.function](*args)
        except (ValueError, TypeError, ArithmeticError) as error:
            kind = type(error).__name__
            return wire.Refuses(question.id, kind if kind in KINDS else "ValueError", str(error)), b""
        except Exception as fault:
            self.fault = fault
            raise
        for position, given in enumerate(args):
            if value is given:
                return wire.AnswersWithArgument(question.id, position), b""
        writer = Writer()
        return wire.Answers(question.id, writer.node(value)), writer.body
