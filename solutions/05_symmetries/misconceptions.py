"""Wrong functions of the lab, one idea each, with the hint for a student who had that idea: one file an exercise."""

from .wrong_deep_linear_certificate import *  # noqa: F403
from .wrong_flip_certificate import *  # noqa: F403
from .wrong_flip_sigmoid import *  # noqa: F403
from .wrong_flip_signs import *  # noqa: F403
from .wrong_rescale_units import *  # noqa: F403
from .wrong_scaling_certificate import *  # noqa: F403
