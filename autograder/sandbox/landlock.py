"""Landlock: which files a process may read and write, and that it may reach nothing outside of its domain.

Landlock's versions ("ABI") grew: 2 and 3 added moving and truncating files, 4 TCP, 5 device controls, 6 signals and
abstract unix sockets. Below 3 a rule that only allows reading does not protect a file's contents from being cut, so
older versions are not used. See the kernel's documentation, userspace-api/landlock.
"""

from __future__ import annotations

import os
import struct
from collections.abc import Iterable

from autograder.sandbox.syscalls import (
    LANDLOCK_ADD_RULE,
    LANDLOCK_CREATE_RULESET,
    LANDLOCK_RESTRICT_SELF,
    PR_SET_NO_NEW_PRIVS,
    checked,
    libc,
    prctl,
)

OLDEST_ABI = 3
READ_FILE, READ_DIRECTORY, WRITE_FILE, TRUNCATE, IOCTL_DEVICE = 1 << 2, 1 << 3, 1 << 1, 1 << 14, 1 << 15
PATH_BENEATH = 1


def abi() -> int:
    """The kernel's version of Landlock, 0 if it has none."""
    try:
        return checked("landlock", libc.syscall(LANDLOCK_CREATE_RULESET, None, 0, 1))
    except OSError:
        return 0


def ruleset(readable: Iterable[str], writable: Iterable[str]) -> int:
    """A descriptor of the rules that allow to read these files and folders, to write below those, and nothing else.

    There is no right to execute: mapping a shared library needs the right to read only. Paths that do not exist are
    passed over. The caller closes the descriptor.
    """
    version = abi()
    if version < OLDEST_ABI:
        raise OSError(f"Landlock's version is {version}, and at least {OLDEST_ABI} is needed")
    files = (1 << 15) - 1 | (version >= 5) << 15
    # file rights; TCP bind and connect; abstract unix sockets and signals
    attributes = struct.pack("=QQQ", files, 0b11, 0b11)[: 8 if version < 4 else 16 if version < 6 else 24]
    rules = checked("landlock", libc.syscall(LANDLOCK_CREATE_RULESET, attributes, len(attributes), 0))
    try:
        for path in readable:
            _allow(rules, path, READ_FILE | READ_DIRECTORY)
        for path in writable:
            _allow(rules, path, files)
    except BaseException:  # a signal too: nobody else knows of the descriptor
        os.close(rules)
        raise
    return rules


def restrict(rules: int) -> None:
    """Hold the calling thread to a set of rules, for good; no other file or port is open to it."""
    prctl(PR_SET_NO_NEW_PRIVS, 1)
    checked("landlock", libc.syscall(LANDLOCK_RESTRICT_SELF, rules, 0))


def _allow(rules: int, path: str, rights: int) -> None:
    try:
        target = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except FileNotFoundError:
        return
    try:
        if not os.path.isdir(path):  # a right that only folders have is refused for a file
            rights &= READ_FILE | WRITE_FILE | TRUNCATE | IOCTL_DEVICE
        rule = struct.pack("=Qi", rights, target)
        checked(f"landlock {path}", libc.syscall(LANDLOCK_ADD_RULE, rules, PATH_BENEATH, rule, 0))
    finally:
        os.close(target)
