"""Marks and feedback into the files that each learning management system takes."""
