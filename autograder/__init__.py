"""Grading by invariances and certificates: exercises on why neural-network losses are not convex.

In a notebook::

    from autograder import check
    check(swap_units)
"""

from __future__ import annotations

from importlib.metadata import version
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from autograder.practice import check

__all__ = ["check"]


def __getattr__(name: str) -> Any:
    """Load what is asked for when it is asked for: importing the package itself stays light."""
    if name == "check":
        from autograder.practice import check

        return check
    if name == "__version__":
        return version("nonconvex-lab")
    raise AttributeError(f"module 'autograder' has no attribute {name!r}")
