"""The progress bar of a long command."""

from __future__ import annotations

import time
from collections.abc import Generator
from contextlib import contextmanager
from typing import Protocol

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from autograder.feedback import terminal


class Advance(Protocol):
    """Moves a progress bar on by one; `review` if the one needs a person to look at it."""

    def __call__(self, review: bool = False) -> None: ...


@contextmanager
def progress(total: int, what: str = "grading") -> Generator[Advance]:
    """A function that moves the progress bar on; the bar is there for several submissions at a terminal only."""
    console = terminal.console(stderr=True)
    columns = (
        TextColumn(what),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeRemainingColumn(),
        TextColumn("{task.fields[review]}"),
    )
    started, done, reviews = time.monotonic(), 0, 0
    with Progress(*columns, console=console, transient=True, disable=total < 2 or not console.is_terminal) as bar:
        task = bar.add_task(what, total=total, rate="", review="")

        def advance(review: bool = False) -> None:
            nonlocal done, reviews
            done, reviews = done + 1, reviews + review
            rate = f"{done / (time.monotonic() - started):.1f} a second"
            bar.update(task, advance=1, rate=rate, review=f"{reviews} to be looked at" if reviews else "")

        yield advance
