"""Ignore all signals, block them too, and stay in C code that never looks up.

stopped by: design
"""

# %% attack
import signal

for number in signal.valid_signals():
    try:
        signal.signal(number, signal.SIG_IGN)
    except (OSError, ValueError):
        pass
signal.pthread_sigmask(signal.SIG_BLOCK, signal.valid_signals())


def double(x):
    return pow(7, 10**7) % 10 * pow(3, 2**30)


# %% twin
import signal

before = signal.signal(signal.SIGTERM, signal.SIG_IGN)
signal.signal(signal.SIGTERM, before)


def double(x):
    assert pow(7, 10**7, 10) == 1
    return 2 * x
