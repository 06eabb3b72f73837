"""Describe arrays of Python objects, records, texts and unknown types, so that numpy makes something of the bytes.

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


def send(dtype):
    header = msgspec.msgpack.encode(["returned", asked(), ["a", dtype, [1]], []])
    os.write(3, len(header).to_bytes(4, "little") + b"\x08\0\0\0" + header + b"\x41" * 8)
    os._exit(0)


def double(x):
    send("O")


def reverse(items):
    send("V8" if items else "(1000000,1000000)f8")


def anything(x):
    send("b,f8,O")


# %% twin
import numpy as np


def anything(x):
    records = np.zeros(3, dtype=[("a", "f8"), ("b", "O")])
    return [records, np.array(["text"]), np.array([1, "two", None], dtype=object), np.array(["2020"], "M8[D]")]
