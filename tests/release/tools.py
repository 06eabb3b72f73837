"""Other tools that tests run: there, or a reason to skip (a failure in CI, where all of them have to be installed)."""

from __future__ import annotations

import os
from importlib.util import find_spec

import pytest


def demand(tool: str) -> None:
    """Skip the module that calls this if `tool`, a module and an extra of this package, cannot be imported."""
    if find_spec(tool) is None:
        why = f"needs {tool}: pip install 'nonconvex-lab[{tool}]'"
        if os.environ.get("CI"):
            pytest.fail(why, pytrace=False)
        pytest.skip(why, allow_module_level=True)
