"""Right functions of a lab for tests."""

from autograder.checks import variant


@variant("double")
def adds_to_itself(x):
    return [item + item for item in x]


@variant("reverse")
def pops(items):
    rest, result = list(items), []
    while rest:
        result.append(rest.pop())
    if not result:
        raise ValueError("nothing")
    return result
