"""Why a check did not pass, as exceptions whose text is written for the student."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any


class Mismatch(Exception):
    """The student's value breaks the relation that the check is about; a sentence begins with a capital letter.

    `picture` describes it when it is called (see `pictures`); it costs nothing where nobody looks. `raised` is the
    student's exception that is behind it, if there was one.
    """

    def __init__(
        self, message: str, *, picture: Callable[[], Any] | None = None, raised: StudentRaised | None = None
    ) -> None:
        begins_with_a_word = message.startswith(("the ", "an ", "a ", "layer "))
        super().__init__(message[0].upper() + message[1:] if begins_with_a_word else message)
        self.picture = picture
        self.raised = raised


class StudentRaised(Mismatch):
    """The student's function raised an exception.

    `kinds` are the names of the exception's classes, most special first (such as ``IndexError``, ``LookupError``);
    `text` is its message; `where` the student's line, such as ``cell 7, line 3: return W[i]``.
    """

    def __init__(self, function: str, kinds: tuple[str, ...], text: str, where: str) -> None:
        self.kinds, self.text, self.where = kinds, text, where
        said = f"{kinds[0]}: {text}" if text else kinds[0]
        super().__init__(f"{function} raised {said}", raised=self)


class NotWritten(Mismatch):
    """The function is missing, or still the stub: it raises NotImplementedError."""


class Stopped(Mismatch):
    """The student's process met a limit, crashed or broke the protocol; the rest of the exercise cannot be run."""
