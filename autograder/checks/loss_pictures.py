"""Pictures of a loss along lines in weight space, and of what was made of it."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence

import numpy as np

from autograder import nets
from autograder.checks import values
from autograder.checks.pictured import (
    MOST_POINTS,
    BarrierPicture,
    ChordPicture,
    Picture,
    ProfilePicture,
    WaysPicture,
    drawable,
    numbers,
)
from autograder.nets import FloatArray, Net

CURVE = 61
"""Points of a curve."""
PIECE = 13
"""Points of a segment of a path."""
DUST = 1e-14
"""Of the largest height of a curve: what is smaller is rounding."""
MARGIN = 0.25
"""Of a segment's length, that is shown beyond its ends."""


def between(net_a: Net, net_b: Net, X: FloatArray, Y: FloatArray, activation: str, ts: FloatArray) -> FloatArray:
    """The losses of the nets between two nets, one for every t."""
    return np.array([nets.mse(nets.interpolate(net_a, net_b, float(t)), X, Y, activation) for t in ts])


def profile(
    loss: Callable[[FloatArray], FloatArray],
    at: FloatArray,
    answer: object,
    *,
    names: tuple[str, str, str] | None = None,
) -> Picture | None:
    """The curve of `loss`, which takes all of its t at once, from 0 to 1, and the answers at some of them."""
    t = np.linspace(min(0.0, *at, 0.0), max(1.0, *at, 1.0), CURVE)
    curve, right, found = loss(t), loss(at), values.array(answer, at.shape)
    if not (drawable(curve) and drawable(found)) or not 0 < len(at) <= MOST_POINTS:
        return None
    wrong = int(np.argmax(np.abs(found - right)))
    told, should = (_without_dust(losses[wrong], curve) for losses in (found, right))
    alt = (
        f"The loss along the line as a curve, and your {len(at)} losses as dots. Farthest from the curve is the one at "
        f"t = {at[wrong]:.6g}: {told:.6g} instead of {should:.6g}."
    )
    named = {} if names is None else {"names": names}
    return ProfilePicture(alt=alt, t=numbers(t), loss=numbers(curve), at=numbers(at), found=numbers(found), **named)


def _without_dust(value: float, curve: FloatArray) -> float:
    """0 for what rounding has left of a 0, beside the heights of a curve."""
    return 0.0 if abs(value) <= DUST * float(np.max(np.abs(curve))) else float(value)


def line(loss: Callable[[FloatArray], FloatArray], names: tuple[str, str, str], alt: str) -> Picture | None:
    """The curve of `loss`, which takes all of its t at once, from -1 to 1."""
    t = np.linspace(-1.0, 1.0, CURVE)
    curve = loss(t)
    return ProfilePicture(alt=alt, t=numbers(t), loss=numbers(curve), names=names) if drawable(curve) else None


def barrier(losses: FloatArray, answer: object, right: float) -> Picture | None:
    """Losses along a line, with the barrier that was found and the right one."""
    found = values.number(answer)
    if not drawable(losses) or not drawable(np.array([found])) or not 2 <= len(losses) <= MOST_POINTS:
        return None
    alt = (
        f"The losses {', '.join(f'{loss:.6g}' for loss in losses[:8])} with the straight line from the first to the "
        f"last. They rise above it by {right:.6g}; your barrier is {found:.6g}."
    )
    return BarrierPicture(alt=alt, losses=numbers(losses), found=float(found), right=float(right))


def chord(
    loss: Callable[[float], float], lam: float, *, title: str = "not proved", names: tuple[str, str] = ("a", "b")
) -> Picture | None:
    """A loss on a segment, from its first point at t = 0 to its second at t = 1, and its gap at the mixture."""
    if not 0 < lam < 1:
        return None
    t = np.linspace(-MARGIN, 1 + MARGIN, CURVE)
    curve = np.array([loss(float(at)) for at in t])
    first, middle, last = loss(0.0), loss(1 - lam), loss(1.0)
    if not drawable(curve) or not drawable(np.array([first, middle, last])):
        return None
    gap = middle - (lam * first + (1 - lam) * last)
    alt = (
        f"The loss between the two points as a curve, with the straight line from {first:.6g} at {names[0]} to "
        f"{last:.6g} at {names[1]}. At lam = {lam:.6g} the curve is at {middle:.6g}, a gap of {gap:.6g}: "
        f"{title}."
    )
    # the three values that decide stand among the others, so that straight pieces between them meet them
    at = np.concatenate([t, [0.0, 1 - lam, 1.0]])
    heights = np.concatenate([curve, [first, middle, last]])
    order = np.argsort(at, kind="stable")
    return ChordPicture(
        alt=alt, t=numbers(at[order]), loss=numbers(heights[order]), lam=float(lam), title=title, names=names
    )


def ways(path: Sequence[Net], loss: Callable[[Net], float]) -> Picture | None:
    """The loss on the straight line between the ends of a path of nets, and on its segments."""
    if not 2 <= len(path) <= 16:
        return None

    def losses(first: Net, last: Net, count: int) -> FloatArray:
        return np.array([loss(nets.interpolate(first, last, float(t))) for t in np.linspace(0, 1, count)])

    straight = losses(path[0], path[-1], CURVE)
    segments = [losses(first, last, PIECE) for first, last in itertools.pairwise(path)]
    if not all(map(drawable, [straight, *segments])):
        return None
    highest = [float(part.max()) for part in segments]
    worst = int(np.argmax(highest))
    alt = (
        f"The loss on the straight line rises to {straight.max():.6g}. On your path of {len(segments)} segments it "
        f"rises to {highest[worst]:.6g}, on the segment from net {worst} to net {worst + 1}."
    )
    return WaysPicture(alt=alt, straight=numbers(straight), segments=tuple(map(numbers, segments)))
