"""Send dicts as no dict can be: the same key twice, lists as keys, keys without values.

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


def send(keys, items):
    header = msgspec.msgpack.encode(["returned", asked(), ["d", keys, items], []])
    os.write(3, len(header).to_bytes(4, "little") + bytes(4) + header)
    os._exit(0)


def double(x):
    send([1, True, 1.0], [1, 2, 3])


def reverse(items):
    send([["l", []], ["d", [], []], ["a", "f", [0]]], [1, 2, 3])


def anything(x):
    send([["t", b"a"]] * 100_000, [])


# %% twin
def anything(x):
    return {"a": 1, 1: "b", True: "c", (1, 2): [3], None: 0}
