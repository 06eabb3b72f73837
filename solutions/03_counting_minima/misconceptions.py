"""Wrong functions of the lab, one idea each: one file an exercise.

Apart from its idea every function is right: it refuses what must be refused and leaves its arguments alone.
"""

from .wrong_count_orderings import *  # noqa: F403
from .wrong_equivalent_nets import *  # noqa: F403
from .wrong_more_minimisers import *  # noqa: F403
from .wrong_orbit_size import *  # noqa: F403
from .wrong_orbit_size_deep import *  # noqa: F403
from .wrong_signed_orbit_size import *  # noqa: F403
