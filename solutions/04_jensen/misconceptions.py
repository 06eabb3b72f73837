"""Wrong functions of the lab, one idea each, with the hint for a student who had that idea: one file an exercise."""

from .wrong_average_nets import *  # noqa: F403
from .wrong_blind_spot import *  # noqa: F403
from .wrong_group_mean import *  # noqa: F403
from .wrong_jensen_certificate import *  # noqa: F403
from .wrong_jensen_gap import *  # noqa: F403
from .wrong_width_one import *  # noqa: F403
