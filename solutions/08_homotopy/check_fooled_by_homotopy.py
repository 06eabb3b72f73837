"""The hidden check of fooled_by_homotopy: the grader follows the minimiser, in steps that are proved."""

from autograder import certify
from autograder.checks import check, expect, values
from autograder.checks.errors import Mismatch


@check("fooled_by_homotopy", points=1.75)
def the_followed_minimiser_misses_the_deepest_well(student):
    """Followed from sigma = max m - min m down to 0, the minimiser ends at least 0.001 above the deepest well."""
    answer = values.sequence(student.fooled_by_homotopy(), 3, "the answer (a, m, w)")
    try:
        wells = certify.Wells(*answer)
    except certify.Unfit as unfit:
        raise Mismatch(str(unfit)) from None
    expect.proved(wells.fooled())
