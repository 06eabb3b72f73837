"""Leave a POSIX message queue and a named semaphore, end the process, and find them again from the next one.

stopped by: limits, seccomp, namespaces
"""

# %% attack
import ctypes
import os

NAME = b"/autograder-attack"
libc = ctypes.CDLL(None)
queue = libc.mq_open(NAME, os.O_RDWR)
if queue >= 0:
    libc.mq_unlink(NAME)
    raise RuntimeError("ESCAPED: a queue was left here")


def double(x):
    libc.mq_open(NAME, os.O_RDWR | os.O_CREAT, 0o600, None)
    os._exit(0)


# %% twin
import queue

numbers = queue.Queue()


def double(x):
    numbers.put(2)
    return numbers.get() * x
