"""The arithmetic behind `wells`: smoothed Gaussian wells, their derivatives, their minima, and steps down in sigma.

Everything that decides is a ball of Arb, rounded outwards; floats only propose where to look.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from flint import arb

Bracket = tuple[float, float]
"""Two numbers with one critical point between them, a minimum."""
SMALLEST_STEP = 1e-6
"""Relative to the smallest variance: where smaller steps would be needed, the minimiser (almost) forks."""
SPLIT = 0.4871
"""Pieces are cut off the middle: in a symmetric sum the middle is a critical point."""
FINEST = 1e-6
"""At tau = 0, critical points closer than about this are not told apart: the values there are the same to 1e-12."""
FACTORS = (0.7, 0.5, 0.35, 0.25, 0.17, 0.12, 0.08, 0.05, 0.03, 0.02, 0.01, 0.005)

_HALF, _MINUS_HALF, _THREE, _SIX = arb(0.5), arb(-0.5), arb(3), arb(6)


class Exhausted(Exception):
    """The question cannot be decided with the evaluations allowed; the text is a sentence for the wells' author."""


class Smoothed:
    """``-sum a_i w_i / sqrt(v_i) exp(-(x - m_i)**2 / (2 v_i))`` with ``v_i = w_i**2 + tau``, divided by the largest a.

    `scale` is the largest a. Balls are made with the precision that is current; `evaluations` is a limit.
    """

    def __init__(self, a: Sequence[float], m: Sequence[float], w: Sequence[float], evaluations: int) -> None:
        self.scale = arb(max(a))
        self._wells = [
            (arb(depth) * arb(width) / self.scale, arb(centre), arb(width) * arb(width))
            for depth, centre, width in zip(a, m, w, strict=True)
        ]
        self._floats = [
            (depth / max(a) * width, centre, width * width) for depth, centre, width in zip(a, m, w, strict=True)
        ]
        self._narrowest = min(w) ** 2
        self._left = evaluations

    # --- the sum and its derivatives -----------------------------------------------------------------------------

    def value(self, x: arb) -> arb:
        """The sum itself, not smoothed, in the centred form: near a minimum it hardly depends on the width of `x`."""
        middle = x.mid()
        total = arb(0)
        for depth, centre, v in self._wells:
            d = middle - centre
            total -= depth / v.sqrt() * (d * d / v * _MINUS_HALF).exp()
        return total + self.derivatives(x, arb(0))[0] * (x - middle)

    def derivatives(self, x: arb, tau: arb) -> tuple[arb, arb, arb, arb]:
        """The first four derivatives in x."""
        self._left -= 1
        if self._left < 0:
            raise Exhausted("Following the minimiser of these wells takes too long: it comes too close to forking.")
        first, second, third, fourth = arb(0), arb(0), arb(0), arb(0)
        for depth, centre, width in self._wells:
            v = width + tau
            d = x - centre
            q = d * d / v
            e = depth / (v.sqrt() * v) * (q * _MINUS_HALF).exp()
            first += e * d
            second += e * (1 - q)
            e = e / v
            third += e * d * (q - _THREE)
            fourth += e * (q * (_SIX - q) - _THREE)
        return first, second, third, fourth

    def slopes(self, x: float, low: float, high: float) -> arb:
        """All slopes at `x` for tau from `low` to `high`, by the mean value theorem and the heat equation."""
        if low == high:
            return self.derivatives(arb(x), arb(low))[0]
        taus, at = between(low, high), arb(x)
        middle = taus.mid()
        return self.derivatives(at, middle)[0] + _HALF * self.derivatives(at, taus)[2] * (taus - middle)

    def curvatures(self, low: float, high: float, tau: float) -> arb:
        """All second derivatives between `low` and `high`, by the mean value theorem."""
        xs, at = between(low, high), arb(tau)
        middle = xs.mid()
        return self.derivatives(middle, at)[1] + self.derivatives(xs, at)[2] * (xs - middle)

    # --- minima at one tau ---------------------------------------------------------------------------------------

    def minima(self, low: float, high: float, tau: float) -> list[Bracket]:
        """Brackets for all local minima between `low` and `high`, from left to right, one for each minimum.

        At tau = 0, what is narrower than `FINEST` may hold any number of critical points, even none. Elsewhere they
        are told apart, or else `Exhausted` is raised.
        """
        found: list[Bracket] = []
        pieces = [(low, high)]
        finest = FINEST if tau == 0 else 0.0
        at = arb(tau)
        while pieces:
            left, right = pieces.pop()
            xs = between(left, right)
            slope, curvature, third, _ = self.derivatives(xs, at)
            if nonzero(slope):
                continue
            middle = xs.mid()
            slope_there, curvature_there, _, _ = self.derivatives(middle, at)
            if nonzero(slope_there + curvature * (xs - middle)):
                continue
            if not nonzero(curvature):
                curvature = curvature_there + third * (xs - middle)
            if nonzero(curvature):
                before, after = self.derivatives(arb(left), at)[0], self.derivatives(arb(right), at)[0]
                if curvature > 0 and before < 0 and after > 0:
                    found.append((left, right))
                    continue
                if nonzero(before) and nonzero(after):
                    continue  # a maximum, or nothing
            if right - left < finest:
                touching = bool(found) and found[-1][1] == left and left - found[-1][0] < 10 * FINEST
                found.append((found.pop()[0] if touching else left, right))
                continue
            cut = left + SPLIT * (right - left)
            if not left < cut < right:
                raise Exhausted("The minima of these wells are too close together to be told apart.")
            pieces += [(cut, right), (left, cut)]
        return found

    def narrowed(self, bracket: Bracket) -> Bracket:
        """A much smaller bracket of the same minimum, at tau = 0; a narrow one is left as it is."""
        low, high = bracket
        if high - low < 20 * FINEST:
            return bracket
        centre, radius = self._root(bracket, 0.0), high - low
        while radius > 1e-12 * max(1.0, abs(centre)):
            radius /= 1000
            left, right = centre - radius, centre + radius
            if left > low:
                if not self.slopes(left, 0.0, 0.0) < 0:
                    break
                low = left
            if right < high:
                if not self.slopes(right, 0.0, 0.0) > 0:
                    break
                high = right
        return low, high

    # --- steps down in tau ---------------------------------------------------------------------------------------

    def follow(self, tau: float, bracket: Bracket) -> tuple[float, Bracket]:
        """Go down in tau with the one minimum in the bracket, to 0 or to where it (almost) forks."""
        radius = 0.5 * (bracket[1] - bracket[0])
        step = 0.5 * (tau + self._narrowest)
        while tau > 0:
            centre = self._root(bracket, tau)
            radius *= 8
            while not self.curvatures(centre - radius, centre + radius, tau) > 0:
                radius /= 2
                if radius < 1e-9:
                    return tau, bracket
            radius /= 2  # so that the curvature stays positive for a while
            step *= 4
            below, trap = self._step(tau, centre, radius, step)
            if trap is None:
                return tau, bracket
            step, tau, bracket = tau - below, below, trap
        return tau, bracket

    def _step(self, tau: float, centre: float, radius: float, step: float) -> tuple[float, Bracket | None]:
        """The next tau, and the bracket of the minimum there; None if a step would have to be tiny."""
        ends = centre - radius, centre + radius
        while step > SMALLEST_STEP * (self._narrowest + tau):
            below = max(0.0, tau - step)
            if self._shut(ends, below, tau) and self.curvatures(*ends, below) > 0:
                return below, ends
            step /= 2
        return tau, None

    def _shut(self, ends: Bracket, low: float, high: float) -> bool:
        """Whether no minimiser can leave between `high` and `low`: the slopes at both ends point inwards."""
        return bool(self.slopes(ends[0], low, high) < 0) and bool(self.slopes(ends[1], low, high) > 0)

    def fork(self, tau: float, bracket: Bracket) -> tuple[float, list[Bracket]]:
        """A tau beyond a fork, and all minima that the one in the bracket may have gone to."""
        centre = self._root(bracket, tau)
        scale = math.sqrt(self._narrowest + tau)
        for factor in FACTORS:
            ends = centre - factor * scale, centre + factor * scale
            if not self._shut(ends, tau, tau):
                continue
            for share in FACTORS:
                below = max(0.0, tau - share * factor * factor * (self._narrowest + tau))
                if self._shut(ends, below, tau):
                    try:
                        return below, self.minima(*ends, below)
                    except Exhausted:
                        continue
        raise Exhausted("The minimiser of these wells forks in a way that cannot be followed.")

    def _root(self, bracket: Bracket, tau: float) -> float:
        """Roughly where the slope is 0 between the ends of the bracket, in floats: Newton's method, safeguarded."""
        low, high = bracket
        x = 0.5 * (low + high)
        for _ in range(60):
            slope = curvature = 0.0
            for depth, centre, width in self._floats:
                v = width + tau
                d = x - centre
                q = d * d / v
                e = depth / (math.sqrt(v) * v) * math.exp(-0.5 * q)
                slope += e * d
                curvature += e * (1 - q)
            if slope > 0:
                high = x
            else:
                low = x
            following = x - slope / curvature if curvature > 0 else low
            if not low < following < high:
                following = 0.5 * (low + high)
            if abs(following - x) <= 1e-12 * (1 + abs(x)):
                break
            x = following
        return x


def between(low: float, high: float) -> arb:
    """A ball that holds all numbers from `low` to `high`."""
    return arb(low).union(arb(high)) if low != high else arb(low)


def nonzero(value: arb) -> bool:
    """Whether a ball certainly does not hold 0."""
    return bool(value > 0) or bool(value < 0)
