"""The hidden checks of the lab: one file an exercise, in each the checks in the order in which they run."""

# With the names written out, tools would sort them, and a check must come after the one that it needs.
from .check_deep_linear_certificate import *  # noqa: F403
from .check_flip_certificate import *  # noqa: F403
from .check_flip_sigmoid import *  # noqa: F403
from .check_flip_signs import *  # noqa: F403
from .check_rescale_units import *  # noqa: F403
from .check_scaling_certificate import *  # noqa: F403
