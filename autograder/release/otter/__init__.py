"""A lab for otter-grader: its own commands make the notebooks and run, this package's sandbox grades.

Nothing is imported here: students and graders need parts of it, and have no use for what makes releases (`build`).
"""
