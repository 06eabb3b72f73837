"""What student code prints while it is graded: nobody hears it, so it costs next to nothing.

Those who look for a mistake leave thousands of prints in their functions, each called hundreds of times by the checks.
"""

from __future__ import annotations

import builtins
import io
import sys
from collections.abc import Callable
from typing import Any


class _Unheard(io.TextIOWrapper):
    """A stream whose descriptor leads nowhere: nothing is even encoded, which is most of what printing costs."""

    @property
    def mode(self) -> str:
        return "w"

    # as any stream, it says how many characters it has taken
    write = len  # pyright: ignore[reportAssignmentType] - as a built-in function it is never given the stream


def _unheard(descriptor: int) -> _Unheard:
    stream = open(descriptor, "wb", closefd=False)  # noqa: SIM115
    return _Unheard(stream, encoding="utf-8", errors="backslashreplace")


def hear_nothing() -> None:
    """Have this process's standard streams and `print` take what they are given, and do nothing with it."""
    # the second names keep the streams open for code that puts a stream of its own over their buffers
    sys.stdout = sys.__stdout__ = _unheard(1)
    sys.stderr = sys.__stderr__ = _unheard(2)
    builtins.print = _quiet(builtins.print, sys.stdout)


def _quiet(print_for_real: Callable[..., None], nowhere: _Unheard) -> Callable[..., None]:
    """`print`, but that a text for this stream is not even made of the values: an array's text takes long to make."""

    class Print:
        """Like the function an object that a class does not bind, and that is copied and pickled by its name."""

        __slots__ = ()
        __name__ = __qualname__ = "print"
        __doc__ = print_for_real.__doc__
        __module__ = "builtins"

        def __reduce__(self) -> str:
            return "print"

        def __repr__(self) -> str:
            return "<built-in function print>"

        # a parameter for each option, for a dict of them would cost more than all the rest
        def __call__(
            self, *values: Any, sep: Any = None, end: Any = None, file: Any = None, flush: Any = False
        ) -> None:
            unheard = file is None and sys.stdout is nowhere and nowhere.write is len
            if unheard and sep is None and end is None:
                return
            print_for_real(*values, sep=sep, end=end, file=file, flush=flush)

    return Print()
