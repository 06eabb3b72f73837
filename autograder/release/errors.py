"""What a release refuses to do."""

from __future__ import annotations


class ReleaseError(Exception):
    """A release was not made; the text says why, and what to do about it."""
