"""What a student's process may do: the layers that it puts around itself before the first student byte runs."""

from __future__ import annotations

import ctypes
import os
import resource
import signal
import sys

MAX_OPEN_FILES = 64
MAX_FILE_BYTES = 16 << 20
PR_SET_PDEATHSIG = 1
PR_SET_CHILD_SUBREAPER = 36


def protections() -> tuple[str, ...]:
    """The layers that `confine` puts in place on this machine."""
    return ("limits",)


def confine(memory_mb: int, cpu_seconds: int) -> None:
    """Limit the calling process; raises if a limit cannot be set."""
    die_with_parent()
    set_limit(resource.RLIMIT_CPU, cpu_seconds, cpu_seconds + 1)
    set_limit(resource.RLIMIT_FSIZE, MAX_FILE_BYTES, MAX_FILE_BYTES)
    set_limit(resource.RLIMIT_NOFILE, MAX_OPEN_FILES, MAX_OPEN_FILES)
    set_limit(resource.RLIMIT_CORE, 0, 0)
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)  # a write beyond the limit fails instead of killing
    used = address_space()
    if used is not None:
        allowed = used + (memory_mb << 20)
        set_limit(resource.RLIMIT_AS, allowed, allowed)


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


def die_with_parent() -> None:
    """Ask the kernel to kill this process when the thread that forked it ends (Linux only)."""
    if sys.platform != "linux":
        return
    parent = os.getppid()
    _prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:  # it was already gone
        os._exit(1)


def adopt_orphans() -> None:
    """Become the parent of every process below this one whose own parent ends (Linux only)."""
    if sys.platform == "linux":
        _prctl(PR_SET_CHILD_SUBREAPER, 1)


def _prctl(option: int, value: int) -> None:
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(option, value, 0, 0, 0) != 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))
