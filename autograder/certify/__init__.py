"""Proofs, not tolerances: exact rationals where they suffice, interval arithmetic with outward rounding elsewhere."""

from autograder.certify.verdict import Verdict

__all__ = ["Verdict"]
