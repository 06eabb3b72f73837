"""Close every descriptor, or put another thing in its place, or shut only one direction down.

stopped by: design
"""

# %% attack
import os
import socket


def double(x):
    os.closerange(0, 64)
    return x


def reverse(items):
    socket.socket(fileno=os.dup(3)).shutdown(socket.SHUT_WR)
    while True:
        pass


def anything(x):
    null = os.open("/dev/null", os.O_RDWR)
    os.dup2(null, 3)
    return x


# %% twin
import os
import sys


sys.stdout.close()
sys.stderr.close()
os.close(1)
os.close(2)


def double(x):
    return 2 * x
