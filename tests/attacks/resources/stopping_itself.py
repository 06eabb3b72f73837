"""Stop the own process by SIGSTOP, so that it neither answers nor ends.

stopped by: design
"""

# %% attack
import os
import signal


def double(x):
    os.kill(os.getpid(), signal.SIGSTOP)
    signal.sigwait({signal.SIGUSR1})


# %% twin
import signal


def double(x):
    signal.sigtimedwait({signal.SIGUSR1}, 0.001)
    return 2 * x
