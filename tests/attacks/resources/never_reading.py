"""Answer in advance, and never read a question again: the reader's descriptor is replaced by one that is silent.

stopped by: design
"""

# %% attack
import os
import socket
import time

one, two = socket.socketpair()
os.dup2(one.fileno(), 3)


def double(x):
    time.sleep(30)


# %% twin
import socket

one, two = socket.socketpair()
one.send(b"x")


def double(x):
    return 2 * x
