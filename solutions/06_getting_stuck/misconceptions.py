"""Wrong functions of the lab, one idea each: one file an exercise.

Apart from its idea every function is right: it refuses what must be refused and leaves its arguments alone.
"""

from .wrong_dead_relu_minimum import *  # noqa: F403
from .wrong_escape_direction import *  # noqa: F403
from .wrong_gradient_descent import *  # noqa: F403
from .wrong_largest_safe_step import *  # noqa: F403
from .wrong_noisy_descent import *  # noqa: F403
from .wrong_saddle_counts import *  # noqa: F403
from .wrong_split_unit import *  # noqa: F403
