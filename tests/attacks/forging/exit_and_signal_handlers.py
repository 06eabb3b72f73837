"""Leave code that runs at the end of the process, at alarms, at collections and when an answer is thrown away.

stopped by: design
"""

# %% attack
import atexit
import faulthandler
import gc
import os
import signal
import struct
import sys
import weakref


def forge(*arguments):
    header = b"\x94\xa8returned\x00\xc3\x90"
    try:
        os.write(3, struct.pack("<II", len(header), 0) + header)
    except OSError:
        pass


class Answer(list):
    def __del__(self):
        forge()


atexit.register(forge)
gc.callbacks.append(forge)
sys.excepthook = sys.unraisablehook = sys.displayhook = forge
for number in set(signal.Signals) - {signal.SIGKILL, signal.SIGSTOP}:
    signal.signal(number, forge)
signal.setitimer(signal.ITIMER_REAL, 0.001, 0.001)
faulthandler.enable(file=3)


def double(x):
    return Answer(3 * value for value in x)


# %% twin
import atexit
import signal

rang = []
signal.signal(signal.SIGALRM, lambda number, frame: rang.append(number))
signal.setitimer(signal.ITIMER_REAL, 0.001)
atexit.register(print, "good bye")


def double(x):
    return 2 * x
