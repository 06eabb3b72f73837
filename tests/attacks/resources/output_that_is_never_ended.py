"""Close stdout, replace it by things that block or raise, and answer all the same.

stopped by: design
"""

# %% attack
import os
import sys
import time

reader, writer = os.pipe()
os.dup2(writer, 1)


class Slow:
    closed = False

    def write(self, text):
        time.sleep(30)

    def flush(self):
        time.sleep(30)


def double(x):
    sys.__stdout__ = sys.stdout
    sys.stdout.write("x" * (1 << 20))
    sys.stdout = sys.stderr = Slow()
    return x


# %% twin
import contextlib
import io
import sys


def double(x):
    with contextlib.redirect_stdout(io.StringIO()) as text:
        print("x")
    assert text.getvalue() == "x\n"
    sys.stdout.close()
    return 2 * x
