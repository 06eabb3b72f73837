"""Read and search the keyrings of the session, the user and the process.

stopped by: seccomp
"""

# %% attack
import ctypes
import platform

KEYCTL, ADD_KEY = {"x86_64": (250, 248)}.get(platform.machine(), (219, 217))
DESCRIBE = 6
RINGS = {"session": -3, "user": -4, "session of the user": -5}
libc = ctypes.CDLL(None)


def double(x):
    buffer = ctypes.create_string_buffer(1000)
    for name, ring in RINGS.items():
        if libc.syscall(KEYCTL, DESCRIBE, ring, buffer, 1000, 0) > 0:
            raise RuntimeError(f"ESCAPED: {name}: {buffer.value}")
    return 3 * x


# %% twin
keyring = {"first": 1, "second": 2}


def double(x):
    return keyring["second"] * x
