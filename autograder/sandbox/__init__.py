"""Running student code: the wire (the data), the limits, the warm worker, and the student's handle."""
