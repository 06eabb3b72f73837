"""Flood stdout and stderr from several threads, faster than anybody can read, without ever stopping.

stopped by: design
"""

# %% attack
import os
import threading


def flood():
    data = b"@" * (1 << 16)
    while True:
        os.write(1, data)
        os.write(2, data)


def double(x):
    for _ in range(4):
        threading.Thread(target=flood, daemon=True).start()
    flood()


# %% twin
import sys

for k in range(2000):
    print("a line of text, and one more", k)
    print("and here", k, file=sys.stderr)


def double(x):
    print("x" * 100_000)
    return 2 * x
