"""Ask the kernel for the network's interfaces, and listen to what it announces.

stopped by: seccomp
"""

# %% attack
import socket
import struct


def double(x):
    with socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, 0) as kernel:
        kernel.bind((0, 1))
        kernel.send(struct.pack("=IHHIIB3x", 20, 18, 0x301, 1, 0, 0))
        data = kernel.recv(1 << 16)
    raise RuntimeError(f"ESCAPED: {len(data)} bytes")


# %% twin
import struct


def double(x):
    return struct.unpack("=IH", struct.pack("=IH", 20, 2))[1] * x
