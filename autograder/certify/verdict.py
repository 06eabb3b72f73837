"""What a proof came to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Answer = Literal["proved", "refuted", "undecided"]


@dataclass(frozen=True)
class Verdict:
    """A claim that was proved, refuted, or left undecided within the stated limits.

    `reason` is one or more sentences for the student who made the claim, with the numbers that decide it.
    """

    answer: Answer
    reason: str

    @property
    def proved(self) -> bool:
        """Whether the claim holds for certain."""
        return self.answer == "proved"
