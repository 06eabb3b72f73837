"""Many submissions: graded in this process, in several of this machine, or by the workers of a Dask cluster."""

from autograder.batch.errors import ClusterError, IsolationError
from autograder.batch.grader import Grader
from autograder.batch.work import grade_all

__all__ = ["ClusterError", "Grader", "IsolationError", "grade_all"]
