"""Gaussian wells on a line, and where the minimiser of their smoothed sum goes as the smoothing is taken back.

Smoothing ``-a exp(-(x-m)**2 / (2 w**2))`` by a Gaussian of width sigma gives a well of variance ``v = w**2 + sigma**2``
and depth ``a w / sqrt(v)``. So the smoothed sum and its derivatives are known in closed form, and with
``tau = sigma**2`` they obey the heat equation: ``d/dtau f = f'' / 2``. All is decided by intervals, not by floats:

- At ``sigma = max m - min m`` every well is convex between the outermost centres (they are less than ``sqrt(v)`` away),
  and outside of them the sum is monotone. So there is exactly one critical point, a minimum: the start.
- If the slope is negative at L and positive at R for all tau of an interval, a minimiser that is between them at the
  interval's upper end stays between them, whether it moves, forks or vanishes in a fold and falls to another one.
- Where the curvature is positive between L and R there is only one critical point, so the next step starts from there.

Where the minimiser forks, all minima that it may go to are followed.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, cast

import numpy as np
import numpy.typing as npt
from flint import arb

from autograder.certify.balls import precision
from autograder.certify.numbers import Unfit, decimal, rational
from autograder.certify.smoothed_wells import FINEST, Bracket, Exhausted, Smoothed, between
from autograder.certify.verdict import Verdict

FEWEST, MOST = 2, 5
WIDTHS = (0.05, 5.0)
FARTHEST = 10.0
ROUNDING = 1e-9
"""By so much a number may miss a bound: 0.15 - 0.1 is a little less than 0.05."""
MARGIN = 1e-3
"""By so much the end of the way is to be above the deepest well, less `ROUNDING`."""
EVALUATIONS = 15_000
"""Of the sum and its derivatives; a proof takes some hundreds, and some thousands where the minimiser almost forks."""
BITS = 80


@dataclass(frozen=True)
class _Minimum:
    """A local minimum of the wells themselves, and a ball that holds their value there.

    If it is not `certain`, this is a place where the curve is so flat that it may have a minimum there or not.
    """

    bracket: Bracket
    place: float
    value: arb
    certain: bool

    @property
    def shown(self) -> str:
        return f"x = {self.place:.6g}"

    def is_surely(self, other: _Minimum) -> bool:
        """Whether the two are the same: their brackets overlap, and the curvature is positive in both."""
        low, high = max(self.bracket[0], other.bracket[0]), min(self.bracket[1], other.bracket[1])
        return low < high and all(right - left > 20 * FINEST for left, right in (self.bracket, other.bracket))


class Wells:
    """The function ``-sum a_i exp(-(x - m_i)**2 / (2 w_i**2))``.

    Args:
        a, m, w: lists or arrays of one length, 2 to 5: depths ``a_i > 0``, centres ``|m_i| <= 10`` and widths
            ``0.05 <= w_i <= 5``.

    Raises `Unfit`, with a sentence for whoever made them, for anything else. The methods decide one claim each.
    """

    def __init__(self, a: object, m: object, w: object) -> None:
        self._a, self._m, self._w = (_numbers(given, name) for given, name in ((a, "a"), (m, "m"), (w, "w")))
        counts = [len(self._a), len(self._m), len(self._w)]
        if len(set(counts)) > 1:
            raise Unfit(f"a, m and w should have one entry for each well, but they have {_series(counts)}.")
        for k, (depth, centre, width) in enumerate(zip(self._a, self._m, self._w, strict=True)):
            if not depth > 0:
                raise Unfit(f"a[{k}] should be positive, but is {depth:.6g}.")
            if not abs(centre) <= FARTHEST + ROUNDING:
                raise Unfit(f"m[{k}] should be between -10 and 10, but is {centre:.6g}.")
            if not WIDTHS[0] - ROUNDING <= width <= WIDTHS[1] + ROUNDING:
                raise Unfit(f"w[{k}] should be between 0.05 and 5, but is {width:.6g}.")
        self._ends = min(self._m), max(self._m)

    def shallow_minimum(self) -> Verdict:
        """Some local minimum is at least 0.001 above the deepest well: without one, nothing can be fooled."""
        if self._has_one_minimum():
            return Verdict("refuted", self._one_minimum)
        with precision(BITS):
            scene = self._scene()
            try:
                minima = self._minima(scene)
            except Exhausted:
                return Verdict("undecided", "The minima of these wells are too close together to be told apart.")
            deepest = min(minima, key=_middle)
            minima = [each for each in minima if each.certain] or [deepest]
            highest = max(minima, key=_middle)
            if len(minima) == 1:
                return Verdict("refuted", f"The sum of these wells has one minimum only, at {deepest.shown}.")
            said = f"the minima are {_series([f'{self._depth(each)} at {each.shown}' for each in minima])}"
            if highest.value - deepest.value > self._margin(scene):
                return Verdict("proved", f"{said[0].upper()}{said[1:]}.")
            return Verdict("refuted", f"No minimum is at least 0.001 above the deepest well: {said}.")

    def fooled(self) -> Verdict:
        """Followed from ``sigma = max m - min m`` to 0, the minimiser ends at least 0.001 above the deepest well."""
        if self._has_one_minimum():
            return Verdict("refuted", self._one_minimum)
        with precision(BITS):
            scene = self._scene()
            try:
                minima = self._minima(scene)
                ends = [self._minimum(scene, end) for end in _followed(scene, self._ends)]
            except Exhausted as why:
                return Verdict("undecided", str(why))
            return self._judged(scene, minima, ends)

    def _judged(self, scene: Smoothed, minima: Sequence[_Minimum], ends: Sequence[_Minimum]) -> Verdict:
        margin, deepest = self._margin(scene), min(minima, key=_middle)
        above = [bool(end.value - deepest.value > margin) for end in ends]
        below = [all(end.is_surely(each) or bool(end.value - each.value < margin) for each in minima) for end in ends]
        end = ends[0]
        way = (
            f"followed from sigma = {self._ends[1] - self._ends[0]:.6g}, the minimiser ends at {end.shown}, "
            f"where the wells' sum is {self._depth(end)}"
        )
        lowest = f"the deepest well has {self._depth(deepest)} at {deepest.shown}"
        if all(above):
            return Verdict("proved", f"{way[0].upper()}{way[1:]}; {lowest}.")
        if all(below):
            if end.is_surely(deepest):
                return Verdict("refuted", f"Not fooled: {way}, and that is the deepest well.")
            return Verdict("refuted", f"Not fooled by at least 0.001: {way}, and {lowest}.")
        if len(ends) > 1:
            both = _series([each.shown for each in ends])
            return Verdict("undecided", f"The minimiser (almost) forks, and may end at {both}. Take other wells.")
        return Verdict("undecided", f"This is too close to a difference of 0.001: {way}, and {lowest}.")

    def _has_one_minimum(self) -> bool:
        """Whether all centres are so close that each well is convex between the outermost, at every sigma."""
        return self._ends[1] - self._ends[0] < min(self._w)

    @property
    def _one_minimum(self) -> str:
        low, high = self._ends
        if low == high:
            return (
                f"All wells have the same centre {low:.6g}: there is one minimum, "
                f"and max m - min m is 0, so nothing is smoothed."
            )
        return (
            f"The centres are within {high - low:.6g} of one another, less than every width: "
            f"the sum of the wells has one minimum only."
        )

    def _scene(self) -> Smoothed:
        """The wells with the deepest scaled to 1: depths may be of any size."""
        return Smoothed(self._a, self._m, self._w, EVALUATIONS)

    def _margin(self, scene: Smoothed) -> arb:
        return arb(MARGIN - ROUNDING) / scene.scale

    def _minima(self, scene: Smoothed) -> list[_Minimum]:
        return [self._minimum(scene, bracket) for bracket in scene.minima(*self._ends, 0.0)]

    def _minimum(self, scene: Smoothed, bracket: Bracket) -> _Minimum:
        narrow = scene.narrowed(bracket)
        low, high = (scene.slopes(end, 0.0, 0.0) for end in bracket)
        return _Minimum(bracket, sum(narrow) / 2, scene.value(between(*narrow)), bool(low < 0) and bool(high > 0))

    def _depth(self, minimum: _Minimum) -> str:
        return decimal(minimum.value * arb(max(self._a)))


def _followed(scene: Smoothed, ends: Bracket) -> list[Bracket]:
    """Brackets at sigma = 0, each with one critical point, one of which is where the minimiser comes to."""
    distance = ends[1] - ends[0]
    start = math.nextafter(distance * distance * (1 + 1e-15), math.inf)  # above: there is one critical point there, too
    waiting = [(start, ends)]
    arrived: list[Bracket] = []
    while waiting:
        tau, bracket = waiting.pop()
        tau, bracket = scene.follow(tau, bracket)
        if tau == 0:
            arrived.append(bracket)
        else:
            below, brackets = scene.fork(tau, bracket)
            waiting += [(below, each) for each in brackets]
    return arrived


def _middle(minimum: _Minimum) -> float:
    return float(minimum.value.mid())


def _numbers(value: object, what: str) -> list[float]:
    if isinstance(value, np.ndarray):
        array = cast("npt.NDArray[Any]", value)
        if array.ndim != 1:
            raise Unfit(f"{what} should be a list of numbers, but is an array of shape {array.shape}.")
        value = array.tolist()
    if not isinstance(value, (list, tuple)):
        raise Unfit(f"{what} should be a list of numbers, but is of type {type(value).__name__}.")
    items = cast("Sequence[object]", value)
    if not FEWEST <= len(items) <= MOST:
        raise Unfit(f"there should be {FEWEST} to {MOST} wells, but {what} has length {len(items)}.")
    return [_float(item, f"an entry of {what}") for item in items]


def _float(value: object, what: str) -> float:
    try:
        return float(Fraction(*rational(value, what)))
    except OverflowError:
        raise Unfit(f"{what} is too large for a float.") from None


def _series(items: Sequence[object]) -> str:
    texts = [str(item) for item in items]
    return f"{', '.join(texts[:-1])} and {texts[-1]}" if len(texts) > 1 else texts[0]
