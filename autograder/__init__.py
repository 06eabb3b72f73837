"""Grading by invariances and certificates: exercises on why neural-network losses are not convex."""
