"""Make a unix socket in a public folder, and connect to the usual ones of a machine.

stopped by: landlock, seccomp, namespaces
"""

# %% attack
import contextlib
import os
import socket


def double(x):
    reached = []
    for kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM):
        path = f"@OUTSIDE@/{kind}"
        with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX, kind) as own:
            own.bind(path)
            os.remove(path)
            reached.append(path)
        if reached:
            raise RuntimeError(f"ESCAPED through {reached}")
    return 3 * x


# %% twin
import socket

one, two = socket.socketpair()


def double(x):
    one.sendall(b"2")
    return int(two.recv(1)) * x
