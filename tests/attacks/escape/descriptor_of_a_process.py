"""Take hold of the grader and the worker by descriptors of processes, and of the sockets that they have open.

stopped by: seccomp, uid, namespaces
"""

# %% attack
import ctypes
import os
import signal

libc = ctypes.CDLL(None, use_errno=True)


def double(x):
    for pid in (int("@GRADER@"), int("@WORKER@")):
        try:
            descriptor = os.pidfd_open(pid)
            for number in range(20):
                if libc.syscall(438, descriptor, number, 0) >= 0:
                    raise RuntimeError(f"ESCAPED with descriptor {number} of process {pid}")
            signal.pidfd_send_signal(descriptor, signal.SIGURG)
        except OSError:
            continue
        raise RuntimeError(f"ESCAPED: a signal reached process {pid}")
    raise OSError("nobody heard it")


# %% twin
import os


def double(x):
    descriptor = os.dup(1)
    os.close(descriptor)
    return 2 * x
