"""One submission in the sandbox: its cells run once, then calls are answered; after a crash all starts afresh."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from types import TracebackType
from typing import Any, Literal

from autograder.checks.calls import Ended, Outcome, Raised
from autograder.sandbox import local, nodes, wire
from autograder.sandbox.ahead import PATIENCE_SECONDS, Ahead
from autograder.sandbox.control import Spawn
from autograder.sandbox.errors import ChildEnded
from autograder.sandbox.host import Worker
from autograder.sandbox.planned import WINDOW_BYTES, Planned, Reply
from autograder.sandbox.process import Child
from autograder.sandbox.questions import Answers
from autograder.sandbox.rehearsal import Rehearsal, Way
from autograder.sandbox.writer import Writer
from autograder.settings import Limits
from autograder.submissions import Cell, Submission

QUICK_START_SECONDS = 1.0
"""Where cells run longer, no call is made ahead: after anything odd they would all have to run again."""
LIMITS_THAT_RAISE = (
    ("MemoryError", "", "the grader's limit is {memory} MB; usual causes are arrays or lists that grow without end"),
    ("OSError", "File too large", "the grader's limit is 16 MB a file"),
    ("OSError", "No space left", "the grader's limit is 16 MB in 1000 files"),
    ("RuntimeError", "can't start new thread", "the grader allows a few dozen threads"),
    ("PermissionError", "", "while it is graded, code may use its own empty folder, and no network or other programs"),
)
"""Limits that student code meets as an exception: class, part of the text, and what to say about it."""

Part = Literal["all", "definitions", "nothing"]
"""How much of a cell is run."""

ENDLESS = "The usual cause is a loop that never ends, or trying one by one far more cases than there is time for."
USUAL_CAUSES = {
    "timeout": ENDLESS,
    "cpu": ENDLESS,
    "crash": "Usual causes are recursion without end, too much memory, or a call such as os._exit() or quit().",
    "scratch": "A submission may write 16 MB in 1000 files. The usual cause is writing in a loop.",
    "protocol": "Usual causes are closing or writing to file descriptors that are not one's own.",
}
"""What mostly lies behind an end that a limit made, or that nobody wished for."""


@dataclass
class Session:
    """Carries calls to a submission's functions (see `Transport`); use as a context manager.

    `problems` are notes for the student: cells that failed, magics that were left out, limits that were met. `ends`
    says how processes ended that should not have (the kinds of `ChildEnded`), "memory" for calls that had too little,
    and "total" when there was no time left for any more.
    """

    worker: Worker
    submission: Submission
    limits: Limits
    call_seconds: Mapping[str, float]
    problems: list[str] = field(default_factory=list[str])
    ends: list[str] = field(default_factory=list[str])
    cpu_seconds: float = 0.0

    def __post_init__(self) -> None:
        self._deadline = time.monotonic() + self.limits.total_seconds
        self._child: Child | None = None
        self._ahead: Ahead | None = None
        self._one_at_a_time = {name for name, seconds in self.call_seconds.items() if seconds < PATIENCE_SECONDS}
        self.last_reply: Reply | None = None
        self._start_took = 0.0
        self._parts: list[Part] = ["all"] * len(self.submission.cells)

    def __enter__(self) -> Session:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._end()

    def ahead(self, calls: Sequence[Planned], later: Sequence[Planned] = ()) -> None:
        """Have these calls made now: they are likely to be asked for next, in this order (see `Transport`)."""
        if not self._may_be_hasty(planned.function for planned in calls):
            return
        if not self._may_be_hasty(planned.function for planned in later):
            later = ()
        if self._child is None:
            self._child = self._start()
        if self._child is not None and self._start_took <= QUICK_START_SECONDS:
            self._ahead = self._ahead or Ahead(self._child, self._left)
            try:
                self._ahead.start(calls, later)
            except ChildEnded:
                self._give_up_on_haste(self._ahead.awaited)

    def repeats(self, cases: Iterable[Rehearsal | None]) -> Sequence[Way]:
        """Make the calls of cases ahead of the check that would make them (see `Transport`)."""
        ways: list[Way] = []
        for rehearsal in cases:
            if self._ahead is None or rehearsal is None or not self._may_be_hasty(rehearsal.functions):
                break
            try:
                way = self._ahead.repeats(rehearsal)
            except (ChildEnded, nodes.WireError):
                self._give_up_on_haste(*rehearsal.functions, self._ahead.awaited)
                break
            if way is None:
                break
            ways.append(way)
            if way.end.message is not None:
                break
        return ways

    def call(self, function: str, args: tuple[Any, ...]) -> Outcome:
        """Call a function of the submission, in a fresh process if the last one is gone."""
        self.last_reply = None
        if self._ahead is not None and self._left() > 0:
            try:
                if (taken := self._ahead.take(function, args)) is not None:
                    planned, reply = taken
                    return self._came(planned.outcome_of(reply), reply)
                self._ahead.settle()
            except (ChildEnded, nodes.WireError):
                self._give_up_on_haste(function, self._ahead.awaited)
        if self._child is None:
            self._child = self._start()
        if self._child is None:
            return Ended(self._out_of_time())
        writer = Writer()
        node = writer.node(args)
        seconds = min(self._limit(function), self._left())
        if seconds <= 0:
            return Ended(self._out_of_time())
        request = wire.Prepared(wire.CallFunction(wire.MARK, function, node), writer.body)
        try:
            reply, body = self._child.request(request.frame, seconds, Answers(writer.functions))
            return self._came(local.outcome(reply, body), (reply, body))
        except nodes.WireError as problem:
            return self._lost(function, ChildEnded("protocol", str(problem)), seconds)
        except ChildEnded as ended:
            return self._lost(function, ended, seconds)
        except Exception:  # a function of the grader failed, and the process still waits for its answer
            self._end()
            raise

    def _may_be_hasty(self, functions: Iterable[str]) -> bool:
        """Whether calls of these functions may be made before they are asked for."""
        if time.monotonic() > self._deadline - 2 * PATIENCE_SECONDS:
            return False
        if not self._one_at_a_time and self.limits.call_seconds >= PATIENCE_SECONDS:  # nearly always
            return True
        return all(name not in self._one_at_a_time and self._limit(name) >= PATIENCE_SECONDS for name in functions)

    def _give_up_on_haste(self, *functions: str) -> None:
        """After anything odd, these functions are called one at a time, in a fresh process."""
        self._one_at_a_time.update(functions)
        self._end()

    def _came(self, outcome: Outcome, reply: Reply) -> Outcome:
        """The outcome of a call whose reply could be understood."""
        self.last_reply = reply
        return self._explained(outcome)

    def _explained(self, outcome: Outcome) -> Outcome:
        """An exception that a limit of the grader has raised, with a word on the limit."""
        if not isinstance(outcome, Raised):
            return outcome
        for kind, sign, limit in LIMITS_THAT_RAISE:
            if kind in outcome.kinds and sign in outcome.text:
                if kind == "MemoryError":
                    self.ends.append("memory")
                said = f"{outcome.text} ({limit.format(memory=self.limits.memory_mb)})".strip()
                return replace(outcome, text=said)
        return outcome

    def _start(self) -> Child | None:
        """A process in which the cells have run; None when the time for the whole submission is used up.

        A cell that ends the process, or does not end itself, is run again for its definitions alone, in a new one.
        """
        seed = int(self.submission.sha256[:15], 16)
        spawn = Spawn(self.limits.memory_mb, int(self.limits.total_seconds) + 1, seed)
        while self._left() > 0:
            child = self.worker.spawn(spawn)
            problems: list[str] = []
            started = time.monotonic()
            if self._run_cells(child, problems):
                self._start_took = time.monotonic() - started
                self.problems = [*dict.fromkeys([*self.problems, *problems])]
                return child
            self.cpu_seconds += child.end().cpu_seconds
        return None

    def _run_cells(self, child: Child, problems: list[str]) -> bool:
        """Run all cells, or as far as it goes; they are sent in bunches, so that neither side waits for the other."""
        left = deque(index for index, part in enumerate(self._parts) if part != "nothing")
        sent: deque[int] = deque()
        while left or sent:
            seconds = max(0.001, min(self.limits.cell_seconds, self._left()))
            try:
                if not sent:
                    sent += self._send_cells(child, left, seconds)
                reply, _ = child.receive(seconds)
            except ChildEnded as ended:
                self._give_up_on(sent[0] if sent else left[0], ended, seconds)
                return False
            index = sent.popleft()
            if not isinstance(reply, wire.CellDone):
                self._give_up_on(index, ChildEnded("protocol", "a cell was answered like a call"), seconds)
                return False
            problems += _notes(self.submission.cells[index], reply)
        return True

    def _send_cells(self, child: Child, left: deque[int], seconds: float) -> list[int]:
        """Send the next of these cells, as many as are sure not to block; at least one. Those are taken from `left`."""
        size, count = 0, 0
        for index in left:
            size += len(self.submission.cells[index].source)
            if count and size > WINDOW_BYTES // 4:  # a character has four bytes at most
                break
            count += 1
        indexes = list(left)[:count]
        child.send_all(
            [partial(_run_cell, self.submission.cells[k], self._parts[k] == "definitions") for k in indexes], seconds
        )
        for _ in indexes:
            left.popleft()
        return indexes

    def _give_up_on(self, index: int, ended: ChildEnded, seconds: float) -> None:
        """Next time run less of the cell: its definitions, and if that was too much already, nothing."""
        self.ends.append(ended.kind)
        if self._parts[index] == "definitions":
            self._parts[index] = "nothing"
            return
        self._parts[index] = "definitions"
        late = ended.kind == "timeout"
        what = f"did not finish within {seconds:.3g} s" if late else f"ended the process: {ended.detail}"
        self.problems.append(
            f"{self.submission.cells[index].place} {what}; only its imports, functions and classes were used. "
            f"{USUAL_CAUSES[ended.kind]}"
        )

    def _limit(self, function: str) -> float:
        return self.call_seconds.get(function, self.limits.call_seconds)

    def _left(self) -> float:
        return self._deadline - time.monotonic()

    def _end(self) -> None:
        if self._child is not None:
            child, self._child, self._ahead = self._child, None, None
            self.cpu_seconds += child.end().cpu_seconds

    def _out_of_time(self) -> str:
        seconds = self.limits.total_seconds
        self.ends.append("total")
        return f"The {seconds:g} s for the whole submission are used up; this was not run. {ENDLESS}"

    def _lost(self, function: str, ended: ChildEnded, seconds: float) -> Ended:
        """The process is gone in the middle of a call."""
        self.ends.append(ended.kind)
        self._end()
        reason = self._reason(function, ended, seconds)
        self.problems.append(reason)
        return Ended(reason)

    def _reason(self, function: str, ended: ChildEnded, seconds: float) -> str:
        match ended.kind:
            case "timeout":
                happened = f"{function} did not finish within {seconds:.3g} s."
            case "crash" | "cpu" | "scratch":
                happened = f"The process that ran {function} crashed: {ended.detail}."
            case _:
                happened = f"The process that ran {function} broke the grader's protocol: {ended.detail}."
        return f"{happened} {USUAL_CAUSES[ended.kind]}"


def _run_cell(cell: Cell, definitions_only: bool, id: bytes) -> bytes:
    place, source = nodes.text_bytes(cell.place), cell.source.encode("utf-8", "surrogatepass")
    return wire.frame(wire.RunCell(wire.number(id), place, source, cell.first_line, definitions_only))


def _notes(cell: Cell, done: wire.CellDone) -> list[str]:
    """What a student should know about a cell that has run."""
    notes = [f"{cell.place}: {nodes.said(note, 200)}." for note in done.notes[:20]]
    if done.kinds:
        kind, text, where = nodes.said(done.kinds[0], 100), nodes.said(done.text, 2000), nodes.said(done.where, 500)
        if kind != "NotImplementedError":  # trying out a stub is no mistake
            notes.append(f"{where or cell.place}\n{kind}: {text}" if text else f"{where or cell.place}\n{kind}")
    return notes
