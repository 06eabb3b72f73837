"""Answer under the number of the last question, of a neighbouring one and of none.

stopped by: design
"""

# %% attack
import os
import struct
import sys

earlier = []


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
    present = present_id()
    numbers = [*earlier, present + 1, present - 1, present ^ 1 << 40, 0, 2**63 - 1]
    earlier.append(present)
    for number in numbers[: len(earlier)]:
        os.write(3, frame(number, [2 * value for value in x]))
    return 3 * x


def reverse(items):
    os.write(3, frame(earlier[-1] if earlier else 1, [2.0]))
    return [3, 2, 1]


# %% twin
earlier = {}


def double(x):
    number = len(earlier) + 1
    earlier[number] = 2 * x
    return earlier[number]
