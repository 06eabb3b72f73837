"""Take an abstract name, which has no file and which all processes of a network can see.

stopped by: seccomp
"""

# %% attack
import contextlib
import socket


def double(x):
    taken = []
    for kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM, socket.SOCK_SEQPACKET):
        with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX, kind) as own:
            own.bind(f"\0autograder-attack-{kind}")
            taken.append(kind)
    if taken:
        raise RuntimeError(f"ESCAPED: names of kinds {taken}")
    return 3 * x


# %% twin
import socket

one, two = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)


def double(x):
    one.send(b"2")
    return int(two.recv(10)) * x
