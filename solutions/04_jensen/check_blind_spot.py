"""The hidden check of blind_spot. There are no arguments, so the visible checks left one thing open: the midpoint."""

from autograder import certify
from autograder.checks import check, expect, values
from autograder.checks.errors import Mismatch


@check("blind_spot", points=1.75)
def the_midpoint_fits_as_well(student):
    """Half-way between the net and its twin with units i and j swapped, the loss is exactly 0 as well."""
    answer = values.sequence(student.blind_spot(), 5, "the answer (net, X, Y, i, j)")
    try:
        example = certify.SwapExample(*answer)
    except certify.Unfit as unfit:
        raise Mismatch(str(unfit)) from None
    # all of it once more: an answer need not be the same each time
    for verdict in (example.data_differ(), example.fits(), example.units_differ_and_work(), example.midpoint_fits()):
        expect.proved(verdict)
