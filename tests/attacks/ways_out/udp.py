"""Send a datagram to a port of the machine.

stopped by: seccomp, namespaces
"""

# %% attack
import socket


def double(x):
    for family, address in ((socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::1")):
        try:
            with socket.socket(family, socket.SOCK_DGRAM) as sender:
                sender.sendto(b"hello", (address, int("@PORT@")))
        except OSError:
            continue
        raise RuntimeError("ESCAPED by UDP")
    return 3 * x


# %% twin
import socket

one, two = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)


def double(x):
    one.send(b"2")
    return int(two.recv(10)) * x
