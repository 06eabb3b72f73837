"""The student's handle: what a check calls, and the record of what came back."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Mapping, Sequence
from contextlib import contextmanager
from itertools import takewhile
from typing import Any, Protocol

from autograder.checks.calls import Call, Ended, Missing, Outcome, Raised, Returned, changed
from autograder.checks.errors import Mismatch, NotWritten, Stopped, StudentRaised
from autograder.sandbox.planned import Planned, Reply, as_it_was, known
from autograder.sandbox.rehearsal import End, Made, Rehearsal, Way, is_large


class Transport(Protocol):
    """Carries calls to wherever the student's functions live. It never raises for what a student does."""

    @property
    def last_reply(self) -> Reply | None:
        """What came back for the last call that was made and waited for, as it came; None if nothing did."""
        ...

    def call(self, function: str, args: tuple[Any, ...]) -> Outcome:
        """Make a call and wait for its outcome."""
        ...

    def ahead(self, calls: Sequence[Planned], later: Sequence[Planned] = ()) -> None:
        """A hint that these calls are likely to come next, in this order, and `later` those of the next checks."""
        ...

    def repeats(self, cases: Iterable[Rehearsal | None]) -> Sequence[Way]:
        """Make the calls of cases one after the other, as long as each goes a way that it has gone before, and passes.

        Which ways they went; the last one may have failed. Where a case goes another way, or it cannot be told, what
        was asked already is not asked again when the check asks it.
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
        self._noted: list[Made | None] | None = None

    def __getattr__(self, function: str) -> Callable[..., Any]:
        if function.startswith("_"):
            raise AttributeError(function)
        if function not in self._parameters:
            raise AttributeError(f"{function} is no exercise of this lab; it has {', '.join(self._parameters)}")

        def call(*args: Any, **named: Any) -> Any:
            return self._call(function, args, named)

        return call

    def repeats(self, cases: Iterable[Rehearsal | None]) -> Sequence[Way]:
        """Make the calls of cases, as long as they go as they went before, and pass; see `Transport`."""
        found = self._transport.repeats(cases)
        for way in found:
            self.calls += way.calls
        return found

    @contextmanager
    def teaches(self, rehearsal: Rehearsal) -> Generator[None]:
        """While a case runs, note how it goes, so that the next one who answers likewise need not be asked."""
        first, self._noted = len(self.calls), []
        try:
            yield
        except Mismatch as why:
            has_raised = any(isinstance(call.outcome, Raised) for call in self.calls[first:])
            if type(why) is Mismatch and not has_raised:  # what is told of an exception is this student's own
                self._teach(rehearsal, first, End(str(why), why.picture))
            raise
        else:
            self._teach(rehearsal, first, End())
        finally:
            self._noted = None

    def _teach(self, rehearsal: Rehearsal, first: int, end: End) -> None:
        noted = [call for call in self._noted or () if call is not None]
        if len(noted) == len(self.calls) - first and (way := rehearsal.learn(noted, end)):
            self.calls[first:] = way.calls

    def _as_it_was(self, call: Call) -> Made | None:
        """The call that was made last, with what came back; None if it is not to be known again."""
        reply = self._transport.last_reply
        if reply is None or is_large(reply):
            return None
        planned = as_it_was(call.function, call.args)
        if planned is None:
            return None
        outcome = known(reply)
        return None if outcome is None else Made(planned, outcome)

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
        if self._noted is not None:  # now, for the check may write to what it gets
            self._noted.append(self._as_it_was(self.calls[-1]))
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
