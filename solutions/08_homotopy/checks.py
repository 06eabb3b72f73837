"""The hidden checks of the lab: one file an exercise, in each the checks in the order in which they run."""

# With the names written out, tools would sort them, and a check must come after the one that it needs.
from .check_convexity_threshold import *  # noqa: F403
from .check_count_minima import *  # noqa: F403
from .check_follow_minimiser import *  # noqa: F403
from .check_fooled_by_homotopy import *  # noqa: F403
from .check_rastrigin import *  # noqa: F403
from .check_smoothed_rastrigin import *  # noqa: F403
