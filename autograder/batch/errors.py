"""Why a class cannot be graded at all; each text names the cause and the mend."""

from __future__ import annotations


class IsolationError(Exception):
    """Student code cannot be isolated here as well as is demanded; nothing was run."""


class ClusterError(Exception):
    """The cluster cannot be reached, has no workers that could grade, or is gone."""
