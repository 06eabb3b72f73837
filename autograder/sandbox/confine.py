"""What a student's process may do: the layers that it puts around itself before the first student byte runs.

The order matters: limits first, since later layers forbid setting them; the change of user before the filter, which
forbids it; the filter last of all, since it forbids what all the others need.
"""

from __future__ import annotations

import os
import resource
import sys
from dataclasses import dataclass, field

from autograder.sandbox import landlock, seccomp, syscalls
from autograder.sandbox.isolation import LAYERS

MAX_OPEN_FILES = 64
MAX_FILE_BYTES = 16 << 20
MAX_THREADS = 64
WRITABLE_DEVICES = ("/dev/null",)


@dataclass(frozen=True)
class Confinement:
    """The layers that hold on this machine, found out by a worker at its start (see `survey`)."""

    readable: tuple[str, ...] = ()
    """Files and folders that student code may read: the interpreter and its libraries."""
    used_memory: int | None = None
    """Bytes of address space of an idle worker; None where the system does not tell."""
    tasks: int = 0
    """Threads and processes of the worker's user when it started, 0 if the system does not tell."""
    landlock: bool = False
    seccomp: bytes = b""
    uid: int = 0
    """The user that a student's process becomes, 0 for no change."""
    namespaces: bool = False
    missing: dict[str, str] = field(default_factory=dict[str, str])
    """Layers that are not there, each with the reason."""

    @property
    def protections(self) -> tuple[str, ...]:
        """Names of the layers that hold."""
        return tuple(layer for layer in LAYERS if layer not in self.missing)


def rules(layers: Confinement, scratch: str) -> int | None:
    """A descriptor of what may be read and written, for `confine` in a process that is forked next; None if unused."""
    return landlock.ruleset(layers.readable, (scratch, *WRITABLE_DEVICES)) if layers.landlock else None


def confine(layers: Confinement, memory_mb: int, cpu_seconds: int, rules: int | None) -> None:
    """Confine the calling process, by the `rules` for it too; raises if a layer that was found to hold does not."""
    _limit(layers, memory_mb, cpu_seconds)
    if sys.platform != "linux":
        return
    if layers.namespaces:
        syscalls.unshare(syscalls.CLONE_NEWIPC)  # shared memory of one submission is not there for the next
    if layers.uid:
        become(layers.uid)
    syscalls.drop_capabilities()
    syscalls.die_with_parent()  # a change of user has cleared it
    syscalls.prctl(syscalls.PR_SET_NO_NEW_PRIVS, 1)
    syscalls.prctl(syscalls.PR_SET_DUMPABLE, 0)
    if rules is not None:
        landlock.restrict(rules)
    if layers.seccomp:
        seccomp.install(layers.seccomp)


def become(uid: int) -> None:
    """Become another user for good, in no group of the old one."""
    os.setgroups([])
    os.setresgid(uid, uid, uid)
    os.setresuid(uid, uid, uid)


def set_limit(kind: int, soft: int, hard: int) -> None:
    """Set a limit, never above the hard limit that already holds."""
    ceiling = resource.getrlimit(kind)[1]
    if ceiling != resource.RLIM_INFINITY:
        soft, hard = min(soft, ceiling), min(hard, ceiling)
    resource.setrlimit(kind, (soft, hard))


def address_space() -> int | None:
    """Bytes of address space in use by this process, or None where the system does not tell (macOS)."""
    try:
        with open("/proc/self/statm", encoding="ascii") as statm:
            return int(statm.read().split()[0]) * resource.getpagesize()
    except FileNotFoundError:
        return None


def _limit(layers: Confinement, memory_mb: int, cpu_seconds: int) -> None:
    set_limit(resource.RLIMIT_CPU, cpu_seconds, cpu_seconds + 1)
    set_limit(resource.RLIMIT_FSIZE, MAX_FILE_BYTES, MAX_FILE_BYTES)  # a write fails: Python ignores SIGXFSZ
    set_limit(resource.RLIMIT_NOFILE, MAX_OPEN_FILES, MAX_OPEN_FILES)
    set_limit(resource.RLIMIT_CORE, 0, 0)
    if layers.used_memory is not None:
        allowed = layers.used_memory + (memory_mb << 20)
        set_limit(resource.RLIMIT_AS, allowed, allowed)
    if sys.platform == "linux":
        set_limit(resource.RLIMIT_MEMLOCK, 0, 0)
        set_limit(resource.RLIMIT_MSGQUEUE, 0, 0)
        # counts all tasks of a user: none but these for a user of its own, else those that were there before; the
        # kernel exempts root
        others = 0 if layers.uid or layers.namespaces else layers.tasks
        set_limit(resource.RLIMIT_NPROC, others + MAX_THREADS, others + MAX_THREADS)
