"""Answer a call as if it had been a cell, a cell as if it had been a call, and a call as if there were no function.

stopped by: design
"""

# %% attack
import os
import sys

import msgspec


def asked():
    frame = sys._getframe()
    while "id" not in frame.f_locals and "cell" not in frame.f_locals:
        frame = frame.f_back
    return frame.f_locals.get("id") or frame.f_locals["cell"].id


def send(*message):
    header = msgspec.msgpack.encode(message)
    os.write(3, len(header).to_bytes(4, "little") + bytes(4) + header)


def double(x):
    send("done", asked(), [], b"", b"", [b"\x1b[2J<script>"] * 1000)


def reverse(items):
    send("missing", asked(), "and more")


def anything(x):
    send("call", asked(), "double", ["u", []])


send("returned", asked(), ["l", []], [])


# %% twin
def call(function, *args):
    return function(*args)


def double(x):
    return call(lambda x: 2 * x, x)


def anything(x):
    return ("done", 0, [], b"bytes", b"", [])
