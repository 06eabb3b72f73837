"""Wrong functions of the lab, one idea each, with the hint for a student who had that idea: one file an exercise.

Apart from its idea every function is right: it refuses what must be refused and leaves its arguments alone.
"""

from .wrong_align import *  # noqa: F403
from .wrong_barrier import *  # noqa: F403
from .wrong_loss_profile import *  # noqa: F403
from .wrong_match_units import *  # noqa: F403
from .wrong_merge import *  # noqa: F403
from .wrong_zero_loss_path import *  # noqa: F403
