"""Linux system calls that Python 3.11 has no function for; each raises OSError like its relatives in `os`."""

from __future__ import annotations

import ctypes
import os
import signal
import struct
import sys

CLONE_NEWNS, CLONE_NEWIPC, CLONE_NEWUSER, CLONE_NEWPID, CLONE_NEWNET = (
    0x0002_0000, 0x0800_0000, 0x1000_0000, 0x2000_0000, 0x4000_0000
)  # fmt: skip
MS_RDONLY, MS_NOSUID, MS_NODEV, MS_REMOUNT, MS_BIND, MS_REC, MS_PRIVATE = 1, 2, 4, 32, 4096, 16384, 1 << 18
MNT_DETACH = 2
PR_SET_PDEATHSIG, PR_SET_DUMPABLE, PR_SET_SECCOMP, PR_SET_CHILD_SUBREAPER, PR_SET_NO_NEW_PRIVS = 1, 4, 22, 36, 38
SECCOMP_MODE_FILTER = 2
CAPABILITIES_V3 = 0x2008_0522

# the same numbers on all architectures
LANDLOCK_CREATE_RULESET, LANDLOCK_ADD_RULE, LANDLOCK_RESTRICT_SELF = 444, 445, 446

libc = ctypes.CDLL(None, use_errno=True)
libc.syscall.restype = ctypes.c_long
_libc_under_lock = ctypes.PyDLL(None, use_errno=True)
"""The same for calls that return twice: the interpreter's lock is not let go of meanwhile."""


def checked(what: str, result: int) -> int:
    """The result of a call, or the OSError that it stands for."""
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{what}: {os.strerror(number)}")
    return result


def fork() -> int:
    """Fork a process with one thread, none of whose locks is held; 0 in the child, else the child's id.

    `os.fork` also makes locks anew, forgets other threads, and runs all hooks that modules have left, which takes the
    child longer than the fork. Without it, the child must seed `random` itself. Where it is not known that nothing else
    is needed (other systems, and interpreters after 3.11), this is `os.fork`.
    """
    if sys.platform != "linux" or sys.version_info >= (3, 12):
        return os.fork()
    return checked("fork", _libc_under_lock.fork())


def prctl(option: int, value: int = 0) -> None:
    """Operate on the calling process."""
    checked("prctl", libc.prctl(option, ctypes.c_ulong(value), 0, 0, 0))


def unshare(flags: int) -> None:
    """Leave the namespaces named by `flags` for new ones."""
    checked("unshare", libc.unshare(flags))


def set_namespace(descriptor: int, flags: int) -> None:
    """Enter (or, for processes, let children enter) the namespace behind a descriptor."""
    checked("setns", libc.setns(descriptor, flags))


def mount(source: str, target: str, kind: str = "", flags: int = 0, options: str = "") -> None:
    """Mount something."""
    arguments = (text.encode() or None for text in (source, target, kind))
    checked(f"mount {target}", libc.mount(*arguments, ctypes.c_ulong(flags), options.encode() or None))


def unmount(target: str) -> None:
    """Take a mount away, now for new users and for good when the last one is gone."""
    checked(f"umount {target}", libc.umount2(target.encode(), MNT_DETACH))


def pivot_root(new: str, old: str) -> None:
    """Make `new` the root of this mount namespace, and put the present one at `old`."""
    number = {"x86_64": 155, "aarch64": 41}.get(os.uname().machine)
    if number is None:
        raise OSError(f"pivot_root has no known number on {os.uname().machine}")
    checked("pivot_root", libc.syscall(number, new.encode(), old.encode()))


def drop_capabilities() -> None:
    """Give up every capability."""
    header = struct.pack("=Ii", CAPABILITIES_V3, 0)
    checked("capset", libc.capset(header, bytes(24)))


def keep_memory_private() -> None:
    """Keep other processes of the same user from reading this one's memory and environment (Linux only)."""
    if sys.platform == "linux":
        prctl(PR_SET_DUMPABLE, 0)


def die_with_parent() -> None:
    """Ask the kernel to kill this process when the thread that forked it ends."""
    parent = os.getppid()
    prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:  # it was already gone
        os._exit(1)
