"""Describe nets whose layers do not fit their bytes: too large, negative, empty, or with a product that wraps.

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


def send(layers, body=b""):
    header = msgspec.msgpack.encode(["returned", asked(), ["n", layers], []])
    os.write(3, len(header).to_bytes(4, "little") + len(body).to_bytes(4, "little") + header + body)
    os._exit(0)


def double(x):
    layers = {1: [[2**62, 2**62]], 3: [[-2, -1]]}
    send(layers.get(len(x), [[1, 1], [1, -1]]), bytes(16))


def reverse(items):
    if items:
        send([[1, 1]] * 100_000, bytes(1_600_000))
    send([[0, 2**40]])


def anything(x):
    send([[1, 2**63 + 1]], bytes(16))


# %% twin
import numpy as np


def anything(x):
    return [[(np.zeros((3, 2)), np.zeros(3)), (np.ones((1, 3)), np.ones(1))], [(np.zeros((0, 2)), np.zeros(0))]]
