"""Certificates that students hand over, and what a proof came to."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from functools import partial
from typing import Any, cast

import numpy as np
import numpy.typing as npt

from autograder import certify, nets
from autograder.certify.losses import P
from autograder.checks import pictures, values
from autograder.checks.errors import Mismatch
from autograder.checks.pictured import Picture
from autograder.nets import FloatArray, Net


def certificate(value: object, loss: certify.Loss[P]) -> tuple[P, P, float | Fraction]:
    """Demand a certificate of non-convexity ``(a, b, lam)`` of this loss, and return it.

    ``loss(lam*a + (1-lam)*b) > lam*loss(a) + (1-lam)*loss(b)`` is proved (see `autograder.certify.nonconvexity`), so
    every right certificate passes, however small its margin, and no wrong one does. Whatever is handed over is taken
    at its exact value: ints and Fractions are not rounded, in `lam` or in the points. Only the points that are
    returned are: they are float64 like all nets and arrays.
    """
    if not isinstance(value, (list, tuple)) or len(cast("Sequence[object]", value)) != 3:
        raise Mismatch(f"the certificate should be a triple (a, b, lam), but is {values.kind(value)}.")
    first, second, weight = cast("Sequence[object]", value)
    a, b = _point(first, loss.like, "the point a"), _point(second, loss.like, "the point b")
    lam = _exact(weight)
    verdict = certify.nonconvexity(loss, first, second, lam)
    proved(verdict, picture=partial(_chord, loss, a, b, float(lam)))
    return a, b, lam


def proved(verdict: certify.Verdict, picture: Callable[[], Picture | None] | None = None) -> None:
    """Demand that a claim was proved; refuted and undecided ones are a `Mismatch` with the verdict's reason."""
    if not verdict.proved:
        raise Mismatch(verdict.reason, picture=picture)


def _chord(loss: certify.Loss[P], a: P, b: P, lam: float) -> Picture | None:
    """The loss on the segment of a certificate that proves nothing, in floats: it decides nothing, it is looked at."""

    def at(t: float) -> float:
        if isinstance(a, list):
            return loss.rounded(cast("P", nets.interpolate(a, cast("Net", b), t)))
        return loss.rounded(cast("P", (1 - t) * a + t * cast("FloatArray", b)))

    return pictures.chord(at, lam)


def _point(value: object, like: P, what: str) -> P:
    """The form of a point, and the point in floats."""
    if value is None:
        raise Mismatch(f"{what} should be {'a net' if isinstance(like, list) else 'a vector'}, but is None.")
    if isinstance(like, list):
        return cast("P", values.net(value, cast("Net", like), what))
    return cast("P", values.array(value, like.shape, what))


def _exact(value: Any) -> float | Fraction:
    """lam without rounding."""
    if isinstance(value, np.ndarray) and cast("npt.NDArray[Any]", value).shape == ():
        value = cast("npt.NDArray[Any]", value).item()
    rounded = values.number(value, "lam", part=True)
    return value if isinstance(value, (int, Fraction)) else rounded
