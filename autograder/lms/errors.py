"""What goes wrong with files from a learning management system."""

from __future__ import annotations


class LmsError(Exception):
    """A file of an LMS, or an option about one, is not as it should be; the text names the file, cause and mend."""
