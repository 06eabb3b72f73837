"""Send and receive descriptors over a pair of sockets, as a channel to another process would need.

stopped by: seccomp
"""

# %% attack
import os
import socket


def double(x):
    one, two = socket.socketpair()
    socket.send_fds(one, [b"x"], [0])
    data, descriptors, _, _ = socket.recv_fds(two, 10, 1)
    raise RuntimeError(f"ESCAPED: {descriptors} were sent")


# %% twin
import socket

one, two = socket.socketpair()


def double(x):
    one.sendall(b"2")
    return int(two.recv(1)) * x
