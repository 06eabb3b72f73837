"""Put an own socket in the place of the protocol's, answer from a thread with what was seen before, and keep the
engine from answering at all.

stopped by: design
"""

# %% attack
import os
import socket
import struct
import sys
import threading

mine, other = socket.socketpair()
real = os.dup(3)


def array(values):
    """An array of floats in the engine's format, and its bytes."""
    return b"\x93\xa1a\xa1f\x91" + bytes([len(values)]), struct.pack(f"<{len(values)}d", *values)


def frame(number, values):
    """A reply that says that a call returned these values."""
    node, body = array(values)
    header = b"\x94\xa8returned\xcf" + number.to_bytes(8, "big") + node + b"\x90"
    return struct.pack("<II", len(header), len(body)) + header + body


def present_id():
    """The number of the question that is being answered, from the engine's frames."""
    caller = sys._getframe()
    while caller is not None:
        if caller.f_code.co_name == "answer" and isinstance(caller.f_locals.get("id"), int):
            return caller.f_locals["id"]
        caller = caller.f_back
    return 0


def forge(number):
    while True:
        os.write(real, frame(number, [2.0]))
        os.write(real, frame(number + 1, [2.0, -4.0, 6.0]))


def double(x):
    os.dup2(other.fileno(), 3)
    threading.Thread(target=forge, args=(present_id() + 1,), daemon=True).start()
    return 3 * x


# %% twin
import socket
import threading

mine, other = socket.socketpair()


def double(x):
    helper = threading.Thread(target=lambda: other.sendall(b"2"))
    helper.start()
    helper.join()
    return int(mine.recv(1)) * x
