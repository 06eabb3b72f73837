"""The words that labs are written in.

>>> from autograder.checks import Function, cases, check, expect, misconception, pictures, variant
"""

from autograder.checks import cases, expect, pictures
from autograder.checks.declare import Check, Misconception, Variant, check, misconception, variant
from autograder.functions import Function

__all__ = [
    "Check",
    "Function",
    "Misconception",
    "Variant",
    "cases",
    "check",
    "expect",
    "misconception",
    "pictures",
    "variant",
]
