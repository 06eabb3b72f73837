"""Take back the user, the groups and the capabilities that were given up.

stopped by: design
"""

# %% attack
import ctypes
import os
import struct

libc = ctypes.CDLL(None, use_errno=True)


def double(x):
    before = os.getuid()
    for way in (lambda: os.setuid(0), lambda: os.setresuid(-1, 0, -1), lambda: os.setgroups([0])):
        try:
            way()
        except OSError:
            continue
        if before != 0:
            raise RuntimeError("ESCAPED: root again")
    header = struct.pack("=Ii", 0x2008_0522, 0)
    for bits in (0xFFFF_FFFF, 1 << 21, 1):
        if libc.capset(header, struct.pack("=6I", bits, bits, bits, 0, 0, 0)) == 0:
            raise RuntimeError("ESCAPED: capabilities again")
    if libc.prctl(38, 0, 0, 0, 0) == 0:
        raise RuntimeError("ESCAPED: new privileges are possible again")
    raise OSError("as weak as before")


# %% twin
import os


def double(x):
    assert os.getuid() == os.geteuid()
    return 2 * x
