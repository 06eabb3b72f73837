"""Which modules a worker imports before it forks, so that no student's process has to.

Whatever a worker has loaded makes each fork slower, also where it is not used. So what is large and rarely wanted is
loaded when a submission of the class first speaks of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

USUAL = (
    "asyncio", "copy", "dataclasses", "decimal", "fractions", "functools", "itertools", "statistics", "typing",
    "numpy.fft", "numpy.polynomial", "numpy.random", "scipy.special",
    "IPython.core.inputtransformer2",
)  # fmt: skip
"""What course code imports everywhere."""
LARGE = "scipy.linalg", "scipy.optimize"
"""What only some of it does."""
_SPOKEN_OF = re.compile(r"\bscipy\b[^\n]*\b(?:linalg|optimize)\b")


def wants_large(sources: Iterable[str]) -> bool:
    """Whether one of these texts of code seems to use one of the large modules: a line names scipy and the module.

    It may be mistaken: then the module is imported in a student's process, which takes that a tenth of a second.
    """
    return any(_SPOKEN_OF.search(source) is not None for source in sources)
