"""Send dicts whose keys all have the same hash, keys that are equal to each other, and keys that have no hash.

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


def send(keys):
    header = msgspec.msgpack.encode(["returned", asked(), ["d", keys, [0] * len(keys)], []])
    os.write(3, len(header).to_bytes(4, "little") + bytes(4) + header)
    os._exit(0)


def double(x):
    if len(x) == 1:
        send([["i", b"%x" % (k * (2**61 - 1))] for k in range(30_000)])
    send([k * 2.0**61 for k in range(50_000)])


def reverse(items):
    send([["u", [["l", []], k]] for k in range(20_000)] if items else [["q", b"%x" % (k + 1), b"7"] for k in range(9000)])


def anything(x):
    class Key(str):
        def __hash__(self):
            return 1

        def __eq__(self, other):
            return self is other

    return {Key("same"): 1, Key("same"): 2, (1, (2, 3)): 3, float("nan"): 4}


# %% twin
def anything(x):
    return {**{f"key {k}": k for k in range(20_000)}, 1: "one", "1": "another"}
