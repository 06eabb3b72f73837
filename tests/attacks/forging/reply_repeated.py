"""Answer a question twice under its right number, so that the second answer stands there for the next one.

stopped by: design
"""

# %% attack
import os
import struct
import sys


def array(values):
    """An array of floats in the engine's format, and its bytes."""
    return b"\x93\xa1a\xa1f\x91" + bytes([len(values)]), struct.pack(f"<{len(values)}d", *values)


def frame(number, values):
    """A reply that says that a call returned these values."""
    node, body = array(values)
    header = b"\x94\xa8returned\xcf" + number.to_bytes(8, "big") + node + b"\x90"
    return struct.pack("<II", len(header), len(body)) + header + body


def present_id():
    """The number of the question that is being answered, from the engine's frames."""
    caller = sys._getframe()
    while caller is not None:
        if caller.f_code.co_name == "answer" and isinstance(caller.f_locals.get("id"), int):
            return caller.f_locals["id"]
        caller = caller.f_back
    return 0


def double(x):
    for values in ([2.0, -4.0, 6.0], [2.0, -4.0, 6.0]):  # what the next question will want
        os.write(3, frame(present_id(), values))
    return 3 * x


# %% twin
asked = []


def double(x):
    asked.append(len(asked))
    once, twice = 2 * x, 2 * x
    assert (once == twice).all()
    return twice
