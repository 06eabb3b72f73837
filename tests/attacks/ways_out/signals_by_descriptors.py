"""Make the grader the owner of a socket, so that the kernel sends it a signal, which ends it, when data arrives: a way
to signal without kill(), by fcntl and by ioctl. Here only the ownership is asked for.

stopped by: seccomp, namespaces
"""

# %% attack
import contextlib
import fcntl
import socket
import struct

SET_OWNER, SET_GROUP = 0x8901, 0x8902  # FIOSETOWN, SIOCSPGRP


def double(x):
    one, two = socket.socketpair()
    for process in (int("@GRADER@"), int("@WORKER@")):
        with contextlib.suppress(OSError):
            fcntl.fcntl(one, fcntl.F_SETOWN, process)
            raise RuntimeError(f"ESCAPED: {process} was made an owner by fcntl")
        for command in (SET_OWNER, SET_GROUP):
            with contextlib.suppress(OSError):
                fcntl.ioctl(one, command, struct.pack("i", process))
                raise RuntimeError(f"ESCAPED: {process} was made an owner by ioctl")
    return 3 * x


# %% twin
import fcntl
import os
import socket
import struct
import termios

one, two = socket.socketpair()
one.setblocking(False)
os.set_inheritable(two.fileno(), True)
two.send(b"xx")
waiting = struct.unpack("i", fcntl.ioctl(one, termios.FIONREAD, bytes(4)))[0]
assert not os.isatty(one.fileno())


def double(x):
    return waiting * x
