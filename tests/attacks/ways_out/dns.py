"""Put a secret into the name that a resolver is asked for: a query to the machine's own port 53.

stopped by: seccomp, namespaces
"""

# %% attack
import socket
import struct


def query(name):
    labels = b"".join(bytes([len(label)]) + label.encode() for label in name.split("."))
    return struct.pack(">6H", 1, 0x100, 1, 0, 0, 0) + labels + b"\0" + struct.pack(">2H", 16, 1)


def double(x):
    resolver = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    resolver.connect(("127.0.0.1", 53))
    resolver.send(query("secret.localhost"))
    raise RuntimeError("ESCAPED by DNS")


# %% twin
import socket


def double(x):
    assert socket.inet_ntoa(socket.inet_aton("127.0.0.1")) == "127.0.0.1"
    return socket.ntohl(socket.htonl(2)) * x
