"""Return lists, dicts and tuples nested without end, and some that contain themselves.

stopped by: design
"""

# %% attack
def double(x):
    knot = []
    knot.append(knot)
    return knot


def reverse(items):
    nested = ()
    for _ in range(100_000):
        nested = (nested,)
    return nested


def anything(x):
    wide = []
    for _ in range(60):
        wide = [wide, wide]
    table = {}
    table["self"] = table
    return [wide, table]


# %% twin
def anything(x):
    shared = [1, 2, 3]
    knot = []
    knot.append(knot)
    return {"one": shared, "two": [shared, shared], "itself": knot}
