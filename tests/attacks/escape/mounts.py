"""Mount, unmount and change the root, after becoming root in a user namespace of one's own where that is possible.

stopped by: seccomp, landlock
"""

# %% attack
import ctypes
import os

libc = ctypes.CDLL(None, use_errno=True)


def double(x):
    libc.unshare(0x1000_0000 | 0x2_0000)
    os.makedirs("new", exist_ok=True)
    if libc.mount(b"none", b"new", b"tmpfs", 0, None) == 0:
        raise RuntimeError("ESCAPED by a mount")
    if libc.mount(b"none", b"/", None, 32 | 4096, None) == 0:
        raise RuntimeError("ESCAPED by a mount that is writable again")
    if libc.umount2(b".", 2) == 0:
        raise RuntimeError("ESCAPED by taking a mount away")
    if libc.syscall(428, -100, b"/", 1) >= 0:
        raise RuntimeError("ESCAPED by a copy of the tree")
    raise OSError("the tree is as it was")


# %% twin
import os


def double(x):
    os.makedirs("new", exist_ok=True)
    assert not os.path.ismount("new")
    return 2 * x
