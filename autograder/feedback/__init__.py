"""Report -> what a person reads: in the terminal, as a page, in a notebook."""
