"""Put right answers into the protocol's socket before the questions are asked, under every number that a
counting grader would use.

stopped by: design
"""

# %% attack
import os
import struct

EXPECTED = ([2.0], [2.0, -4.0, 6.0], [2.0], [2.0, -4.0, 6.0])


def array(values):
    """An array of floats in the engine's format, and its bytes."""
    return b"\x93\xa1a\xa1f\x91" + bytes([len(values)]), struct.pack(f"<{len(values)}d", *values)


def frame(number, values):
    """A reply that says that a call returned these values."""
    node, body = array(values)
    header = b"\x94\xa8returned\xcf" + number.to_bytes(8, "big") + node + b"\x90"
    return struct.pack("<II", len(header), len(body)) + header + body


for first in (0, 1, 2, 3):
    for number, values in enumerate(EXPECTED, start=first):
        os.write(3, frame(number, values))


# %% twin
import os
import struct


def array(values):
    """An array of floats in the engine's format, and its bytes."""
    return b"\x93\xa1a\xa1f\x91" + bytes([len(values)]), struct.pack(f"<{len(values)}d", *values)


def frame(number, values):
    """A reply that says that a call returned these values."""
    node, body = array(values)
    header = b"\x94\xa8returned\xcf" + number.to_bytes(8, "big") + node + b"\x90"
    return struct.pack("<II", len(header), len(body)) + header + body


here, there = os.pipe()
os.write(there, frame(7, [2.0]))
received = os.read(here, 1000)
assert received[-8:] == struct.pack("<d", 2.0)


def double(x):
    return struct.unpack("<d", received[-8:])[0] * x
