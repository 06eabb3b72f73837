"""Read a file that everybody may read, by each way to it that is not open(): the C library, maps, numpy, descriptors of
paths, copies inside the kernel, handles.

stopped by: landlock, namespaces
"""

# %% attack
import contextlib
import ctypes
import mmap
import os
import shutil

import numpy as np

PATH = "@SECRET@"
libc = ctypes.CDLL(None)
libc.fopen.restype = ctypes.c_void_p
libc.fgets.argtypes = (ctypes.c_char_p, ctypes.c_int, ctypes.c_void_p)


def by_the_c_library():
    file = libc.fopen(PATH.encode(), b"r")
    buffer = ctypes.create_string_buffer(100)
    if file:
        libc.fgets(buffer, 100, file)
    return buffer.value


def by_a_map():
    with open(os.open(PATH, os.O_RDONLY | os.O_NONBLOCK), "rb") as file:
        return mmap.mmap(file.fileno(), 0, prot=mmap.PROT_READ)[:]


def by_numpy():
    return np.memmap(PATH, mode="r").tobytes()


def by_a_path_descriptor():
    target = os.open(PATH, os.O_PATH)
    with open(f"/proc/self/fd/{target}", "rb") as file:
        return file.read()


def by_a_folder():
    folder = os.open(os.path.dirname(PATH), os.O_PATH | os.O_DIRECTORY)
    with open(os.open(os.path.basename(PATH), os.O_RDONLY, dir_fd=folder), "rb") as file:
        return file.read()


def by_copying():
    shutil.copyfile(PATH, "copy")
    with open("copy", "rb") as file:
        return file.read()


def by_renaming():
    os.rename(PATH, "moved")
    os.rename("moved", PATH)
    return b"ESCAPED: renamed"


def double(x):
    for way in (by_the_c_library, by_a_map, by_numpy, by_a_path_descriptor, by_a_folder, by_copying, by_renaming):
        with contextlib.suppress(OSError):
            data = way()
            if data:
                raise RuntimeError(data.decode())
    return 3 * x


# %% twin
import mmap

import numpy as np

np.full(4, 2.0).tofile("factors.bin")


def double(x):
    with open("factors.bin", "rb") as file, mmap.mmap(file.fileno(), 0, prot=mmap.PROT_READ) as shared:
        assert len(shared) == 32
    return np.memmap("factors.bin", dtype=float, mode="r")[0] * x
