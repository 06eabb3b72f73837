"""Write bytes that are no frame, no msgpack and no message, just before the answer.

stopped by: design
"""

# %% attack
import os


def double(x):
    os.write(3, bytes(range(256)) * 8)
    return 2 * x


def reverse(items):
    os.write(3, b"\x01\0\0\0\0\0\0\0\xc1")


def anything(x):
    header = b"\xc7\x0c\xff" + b"\xff" * 12  # a time stamp of msgpack's
    os.write(3, len(header).to_bytes(4, "little") + bytes(4) + header)


# %% twin
import os

with open("garbage.bin", "wb") as file:
    file.write(bytes(range(256)))


def double(x):
    reader, writer = os.pipe()
    os.write(writer, b"\xff" * 8)
    return 2 * x
