"""Make a socket of any family that the kernel has, among them netlink, vsock, packets, Bluetooth and kernel cryptography.

stopped by: seccomp
"""

# %% attack
import contextlib
import socket


def double(x):
    made = []
    for family in range(1, 46):
        for kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM, socket.SOCK_RAW, socket.SOCK_SEQPACKET):
            with contextlib.suppress(OSError), socket.socket(family, kind):
                made.append(family)
    if made:
        raise RuntimeError(f"ESCAPED: sockets of {sorted(set(made))}")
    for family in (socket.AF_INET, socket.AF_INET6, socket.AF_NETLINK):
        with contextlib.suppress(OSError):
            pair = socket.socketpair(family)
            raise RuntimeError(f"ESCAPED: a pair {pair}")
    return 3 * x


# %% twin
import socket

one, two = socket.socketpair()


def double(x):
    one.sendall(b"2")
    return int(two.recv(1)) * x
