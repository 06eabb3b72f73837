"""A lab as a course folder for nbgrader, and the steps of nbgrader that hand the grading to the sandbox.

Making the folder (`folder`) needs no nbgrader; the steps are named in the folder's `nbgrader_config.py` and loaded by
nbgrader. Nothing is imported here: what makes notebooks is not wanted where they are graded.
"""
