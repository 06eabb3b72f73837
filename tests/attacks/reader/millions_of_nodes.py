"""Send as many values as fit into a frame, each of the fewest bytes: lists of empty lists, and nothing but None.

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
    send(b"\x92\xa1l\xdd" + (260_000).to_bytes(4, "big") + b"\x92\xa1l\x90" * 260_000)


def reverse(items):
    send(b"\x92\xa1l\xdd" + (1_000_000).to_bytes(4, "big") + b"\xc0" * 1_000_000)


def anything(x):
    return [[]] * 10**7


# %% twin
def anything(x):
    return [[]] * 50_000
