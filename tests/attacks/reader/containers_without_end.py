"""Return lists, dicts and ranges that never end: whose length is a lie and whose iterators go on for ever.

stopped by: design
"""

# %% attack
import itertools


class Endless(list):
    def __len__(self):
        return 2**62

    def __iter__(self):
        return itertools.repeat(0)


class Table(dict):
    def keys(self):
        return itertools.count()

    values = items = keys


def double(x):
    return Endless()


def reverse(items):
    return range(2**62) if items else Table()


def anything(x):
    class Slow(tuple):
        def __iter__(self):
            while True:
                pass

    return Slow()


# %% twin
class Numbers(list):
    def __len__(self):
        return 3


def double(x):
    return Numbers([item + item for item in x])


def anything(x):
    return [range(10), Numbers([1, 2, 3])]
