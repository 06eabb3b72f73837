"""The student's handle: what a check calls, and the record of what came back."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import takewhile
from typing import Any, Protocol

from autograder.checks.calls import Call, Ended, Missing, Outcome, Raised, Returned, changed
from autograder.checks.errors import NotWritten, Stopped, StudentRaised
from autograder.sandbox.ahead import Planned


class Transport(Protocol):
    """Carries calls to wherever the student's functions live. It never raises for what a student does."""

    def call(self, function: str, args: tuple[Any, ...]) -> Outcome:
        """Make a call and wait for its outcome."""
        ...

    def ahead(self, calls: Sequence[Planned], later: Sequence[Planned] = ()) -> None:
        """A hint that these calls are likely to come next, in this order, and `later` those of the next checks.

        The next hint begins with calls of `later`, or with other ones.
        """
        ...

    def repeats(self, steps: Sequence[Planned]) -> list[Outcome] | None:
        """Make these calls one after the other, as long as each has the outcome that it had with the reference.

        Their outcomes, or None if one was another or could not be told: then a call that is made again is not repeated.
        """
        ...


class Student:
    """The student's functions as attributes: ``student.swap_units(net, 1, 0, 1)``.

    Arguments are plain data and are handed over by position, whatever the student calls them. A call returns plain
    data rebuilt from the wire, or raises one of the exceptions of `autograder.checks.errors`. `calls` keeps a record.
    """

    def __init__(self, transport: Transport, parameters: Mapping[str, Sequence[str]]) -> None:
        self._transport = transport
        self._parameters = parameters
        self.calls: list[Call] = []

    def __getattr__(self, function: str) -> Callable[..., Any]:
        if function.startswith("_"):
            raise AttributeError(function)
        if function not in self._parameters:
            raise AttributeError(f"{function} is no exercise of this lab; it has {', '.join(self._parameters)}")

        def call(*args: Any, **named: Any) -> Any:
            return self._call(function, args, named)

        return call

    def repeats(self, steps: Sequence[Planned]) -> bool:
        """Make the calls of a case as they went with the reference; whether they all had the same outcomes."""
        outcomes = self._transport.repeats(steps)
        if outcomes is None:
            return False
        self.calls += [Call(step.function, step.args, outcome) for step, outcome in zip(steps, outcomes, strict=True)]
        return True

    def changed_arguments(self) -> list[str]:
        """Names of the arguments that the last call changed in place."""
        if not self.calls:
            return []
        last = self.calls[-1]
        names = self._parameters[last.function]
        return [names[k] if k < len(names) else f"argument {k + 1}" for k in changed(last.outcome)]

    def _call(self, function: str, args: tuple[Any, ...], named: dict[str, Any]) -> Any:
        given = dict(named)
        names = iter(self._parameters[function][len(args) :])
        rest = [given.pop(name) for name in takewhile(given.__contains__, names)]
        if given:
            raise TypeError(f"{function} has no parameter {', '.join(given)} there, or one before it is missing")
        outcome = self._transport.call(function, (*args, *rest))
        self.calls.append(Call(function, (*args, *rest), outcome))
        match outcome:
            case Returned(value=value):
                return value
            case Raised(kinds=kinds, text=text, where=where):
                if kinds[0] == "NotImplementedError" and self._is_stub(function, where):
                    raise NotWritten(f"{function} is not written yet: it raised NotImplementedError.")
                raise StudentRaised(function, kinds, text, where)
            case Ended(reason=reason):
                raise Stopped(reason)
            case Missing():
                raise NotWritten(
                    f"There is no function {function}: is its cell missing, or was there an error before it?"
                )

    def _is_stub(self, function: str, where: str) -> bool:
        """Whether an exception from there says that this very function is not written, and not a part of it."""
        never_returned = not any(isinstance(call.outcome, Returned) for call in self.calls)
        return never_returned and (f" in {function}:" in where or not where)
