"""The words that labs are written in.

>>> from autograder.checks import cases, check, expect, misconception, variant
"""

from autograder.checks import cases, expect
from autograder.checks.declare import Check, Misconception, Variant, check, misconception, variant

__all__ = ["Check", "Misconception", "Variant", "cases", "check", "expect", "misconception", "variant"]
