"""Wrong functions of the lab, one idea each, with the hint for a student who had that idea: one file an exercise."""

from .wrong_convexity_threshold import *  # noqa: F403
from .wrong_count_minima import *  # noqa: F403
from .wrong_follow_minimiser import *  # noqa: F403
from .wrong_fooled_by_homotopy import *  # noqa: F403
from .wrong_rastrigin import *  # noqa: F403
from .wrong_smoothed_rastrigin import *  # noqa: F403
