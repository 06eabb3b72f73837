"""Right functions in other styles than the reference."""

from .right_alignments import *  # noqa: F403
from .right_profiles_and_paths import *  # noqa: F403
