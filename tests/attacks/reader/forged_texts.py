"""Send the texts of an exception past the child's own care: no names, bytes that are no UTF-8, a megabyte of one name.

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


def send(kinds, text, where):
    header = msgspec.msgpack.encode(["raised", asked(), kinds, text, where, []])
    os.write(3, len(header).to_bytes(4, "little") + bytes(4) + header)
    os._exit(0)


def double(x):
    send([b"\xff\xfe\x80", b"ValueError"] * 50_000, b"\xed\xa0\x80\xc0\x80" * 1000, b"\x1b[2J\xe2\x80\xae" * 1000)


def reverse(items):
    if items:
        send([], b"", b"")
    send([b"E" * 900_000], b"", b"")


def anything(x):
    send([b"E"], b"x" * 1_000_000, b"")


# %% twin
def reverse(items):
    if not items:
        raise ValueError(b"\xff\xfe".decode("utf-8", "surrogateescape"))
    return items[::-1]
