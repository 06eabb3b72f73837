"""Wrong functions of the lab, one idea each, with the hint for a student who had that idea: one file an exercise.

Apart from its idea every function is right: it refuses what must be refused and leaves its arguments alone.
"""

from .wrong_convexity_gap import *  # noqa: F403
from .wrong_find_violation import *  # noqa: F403
from .wrong_forward import *  # noqa: F403
from .wrong_logistic_hessian import *  # noqa: F403
from .wrong_logistic_loss import *  # noqa: F403
from .wrong_mse import *  # noqa: F403
from .wrong_squared_sigmoid_certificate import *  # noqa: F403
