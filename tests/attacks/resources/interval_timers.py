"""Let timers interrupt everything a million times a second, the answer included.

stopped by: design
"""

# %% attack
import signal


def late(number, frame):
    raise ArithmeticError("now")


def double(x):
    signal.signal(signal.SIGALRM, late)
    signal.setitimer(signal.ITIMER_REAL, 1e-3, 1e-6)
    return x


# %% twin
import signal

rung = []
signal.signal(signal.SIGALRM, lambda number, frame: rung.append(number))


def double(x):
    signal.setitimer(signal.ITIMER_REAL, 1e-4)
    return 2 * x
