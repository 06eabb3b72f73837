"""Look for secrets in the environment, as Python, the C library and the process's first stack know it.

stopped by: design
"""

# %% attack
import contextlib
import ctypes
import os

found = [f"{name}={value}" for name, value in os.environ.items()]
libc = ctypes.CDLL(None)
libc.getenv.restype = ctypes.c_char_p
if libc.getenv(b"AUTOGRADER_TEST_SECRET"):
    found.append("AUTOGRADER_TEST_SECRET")
entries = (ctypes.c_char_p * 200).in_dll(libc, "environ")
first = ctypes.cast(entries, ctypes.POINTER(ctypes.POINTER(ctypes.c_char_p)))[0]
k = 0
while first[k]:
    found.append(first[k].decode())
    k += 1
with contextlib.suppress(OSError):
    with open("/proc/self/environ") as file:
        found.append(file.read())
secrets = [text for text in found if "SECRET" in text or "canar" "y-8" in text]
if secrets:
    raise RuntimeError(f"ESCAPED: {secrets}")


def double(x):
    return 3 * x


# %% twin
import os


def double(x):
    return int(os.environ.get("FACTOR", "2")) * x
