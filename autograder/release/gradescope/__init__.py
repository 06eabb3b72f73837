"""Gradescope without any other tool: the archive that is uploaded, and what runs in its container."""
