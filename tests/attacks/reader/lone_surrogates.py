"""Return and raise lone surrogates and NUL, in texts, names of classes, names of files and in the notebook itself.

stopped by: design
"""

# %% attack
import sys


def double(x):
    print("\ud800\0\x1b]0;title\x07")
    raise ValueError("\ud800 \0 \udfff \x1b[2J\x1b[31mPASSED\r\n\x08\x7f\x9b31m")


def reverse(items):
    raise type("\ud83d\0\x1b[1m", (Exception,), {})("\ufeff\ufffe\uffff")


def anything(x):
    return ["\ud800", {"\udfff": "\0"}, "\x1b[31m"]


exec(compile("1 / 0", "student: \ud800\0\x1b", "exec"))

# %% twin
def double(x):
    print("\ud83d\0")
    return 2 * x


def anything(x):
    return ["\ud800 lone", "a\0b", {"\udfff": "\u202e"}, "🎓"]
