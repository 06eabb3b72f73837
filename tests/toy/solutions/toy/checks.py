"""Hidden checks of a lab for tests."""

import numpy as np

from autograder.checks import check, expect


@check("double", points=1)
def large_arrays_too(student):
    """Large arrays are doubled too."""
    x = np.linspace(-1, 1, 1000)
    expect.close(student.double(x), 2 * x)


@check("reverse", points=2)
def nothing_is_illegal(student):
    """An empty list raises ValueError."""
    with expect.raises(ValueError, "the list is empty"):
        student.reverse([])


@check("anything", points=1)
def whatever_comes_back(student):
    """Whatever comes back is fine."""
    student.anything(1)
