"""Make namespaces, by unshare, clone and setns, to be root in them.

stopped by: seccomp
"""

# %% attack
import ctypes
import os

libc = ctypes.CDLL(None, use_errno=True)
KINDS = {"user": 0x1000_0000, "mount": 0x2_0000, "process": 0x2000_0000, "network": 0x4000_0000, "time": 0x80}


def double(x):
    for kind, flag in KINDS.items():
        if libc.unshare(flag) == 0 or libc.unshare(flag | KINDS["user"]) == 0:
            raise RuntimeError(f"ESCAPED into a {kind} namespace")
        if os.uname().machine == "x86_64":
            pid = libc.syscall(56, flag | KINDS["user"] | 17, None, None, None, None)
            if pid == 0:
                os._exit(0)
            if pid > 0:
                raise RuntimeError(f"ESCAPED into a {kind} namespace of a child")
    for name in ("user", "mnt"):
        try:
            descriptor = os.open(f"/proc/@WORKER@/ns/{name}", os.O_RDONLY)
        except OSError:
            continue
        if libc.setns(descriptor, 0) == 0:
            raise RuntimeError("ESCAPED into the worker's namespace")
    raise OSError("no namespace")


# %% twin
from types import SimpleNamespace


def double(x):
    return SimpleNamespace(twice=2 * x).twice
