"""What may go wrong with the worker, and with a student's process in it."""

from __future__ import annotations


class WorkerFailed(Exception):
    """The worker, not the student's code, is at fault: the submission must be looked at by a person."""


class ChildEnded(Exception):
    """A student's process is gone, or had to be ended; `kind` says why."""

    def __init__(self, kind: str, detail: str = "") -> None:
        super().__init__(f"{kind}: {detail}")
        self.kind, self.detail = kind, detail
