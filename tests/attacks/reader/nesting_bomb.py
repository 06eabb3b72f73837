"""Nest lists deeper than any decoder recurses: in msgpack as such, as values, and as keys of keys.

stopped by: design
"""

# %% attack
import os
import sys


def asked():
    frame = sys._getframe()
    while "id" not in frame.f_locals:
        frame = frame.f_back
    return frame.f_locals["id"]


def send(value):
    header = b"\x94\xa8returned\xcf" + asked().to_bytes(8, "big") + value + b"\x90"
    os.write(3, len(header).to_bytes(4, "little") + bytes(4) + header)
    os._exit(0)


def double(x):
    send(b"\x91" * 1_000_000)


def reverse(items):
    send(b"\x92\xa1l\x91" * 5000 + b"\xc0")


def anything(x):
    send(b"\x93\xa1d\x91" * 300 + b"\xc0" + b"\x91\xc0" * 300)


# %% twin
def anything(x):
    nested = x
    for _ in range(35):
        nested = [nested]
    return nested
