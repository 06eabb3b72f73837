"""Reach the host of a virtual machine by vsock, and the kernel's cryptography by its sockets.

stopped by: seccomp
"""

# %% attack
import contextlib
import socket


def double(x):
    with contextlib.suppress(OSError), socket.socket(socket.AF_ALG, socket.SOCK_SEQPACKET) as algorithm:
        algorithm.bind(("hash", "sha256"))
        raise RuntimeError("ESCAPED by AF_ALG")
    with contextlib.suppress(OSError), socket.socket(socket.AF_VSOCK, socket.SOCK_STREAM) as host:
        host.bind((socket.VMADDR_CID_ANY, socket.VMADDR_PORT_ANY))
        raise RuntimeError("ESCAPED by vsock")
    return 3 * x


# %% twin
import hashlib


def double(x):
    assert hashlib.sha256(b"x").hexdigest().startswith("2d71")
    return 2 * x
