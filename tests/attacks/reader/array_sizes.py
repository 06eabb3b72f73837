"""Describe arrays whose shape does not fit their bytes: too large, negative, of 33 axes, or with a product that wraps.

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


def send(dtype, shape, body=b""):
    header = msgspec.msgpack.encode(["returned", asked(), ["a", dtype, shape], []])
    os.write(3, len(header).to_bytes(4, "little") + len(body).to_bytes(4, "little") + header + body)
    os._exit(0)


def double(x):
    shapes = {1: ("f", [2**40]), 3: ("f", [-1, -3])}
    send(*shapes.get(len(x), ("f", [2**32, 2**32])), bytes(24))


def reverse(items):
    if items:
        send("i", [1] * 33, bytes(8))
    send("f", [0, 2**62, 2**62])


def anything(x):
    send("f", [2, 2**63 + 1], bytes(16))


# %% twin
import numpy as np


def anything(x):
    return [np.zeros((1,) * 20), np.zeros((0, 1000)), np.zeros(()), np.broadcast_to(1.0, (100, 100))]
