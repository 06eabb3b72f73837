"""Connect to a port of the machine by TCP.

stopped by: seccomp, namespaces, landlock
"""

# %% attack
import socket


def double(x):
    with socket.create_connection(("127.0.0.1", int("@PORT@")), timeout=0.5) as connection:
        connection.sendall(b"@CANARY@")
    raise RuntimeError("ESCAPED by TCP")


# %% twin
import socket

one, two = socket.socketpair()
one.sendall(b"x")
assert two.recv(1) == b"x"


def double(x):
    return 2 * x
