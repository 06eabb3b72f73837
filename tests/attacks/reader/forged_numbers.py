"""Send numbers as nobody writes them: signs alone, digits of other alphabets, fractions over zero, true values of two.

stopped by: design
"""

# %% attack
import os
import sys

import msgspec


def asked():
    frame = sys._getframe()
    while "id" not in frame.f_locals:
        frame = frame.f_back
    return frame.f_locals["id"]


def send(value, changed=(), body=b""):
    header = msgspec.msgpack.encode(["returned", asked(), value, changed])
    os.write(3, len(header).to_bytes(4, "little") + len(body).to_bytes(4, "little") + header + body)
    os._exit(0)


def double(x):
    send(["a", "b", [1]], [], b"\x02")


def reverse(items):
    send(["i", b"-"] if items else ["i", b"f" * 500_000])


def anything(x):
    send(["q", b"1", b"0"], [-1, 2**40, 2**40])


# %% twin
import numpy as np


def anything(x):
    return [np.bool_(True), np.int8(-3), np.uint64(2**63), np.float32(0.1), -0.0, float("nan"), float("-inf")]
