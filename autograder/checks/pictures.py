"""Describing a failure as a picture: the words that checks use for it. Drawing is done elsewhere, and later.

Each word gives a description (see `pictured`), or None where there is nothing to see: too many units, numbers that
are not finite or far too large. An answer of a wrong form raises `Mismatch`, which is no picture either.
"""

from autograder.checks.loss_pictures import barrier, between, chord, line, profile, ways
from autograder.checks.net_pictures import changed, compared, mean, moved
from autograder.checks.path_pictures import descent, similarity, table, track
from autograder.checks.pictured import Picture

__all__ = [
    "Picture",
    "barrier",
    "between",
    "changed",
    "chord",
    "compared",
    "descent",
    "line",
    "mean",
    "moved",
    "profile",
    "similarity",
    "table",
    "track",
    "ways",
]
