"""Which layers hold on this machine? Found out by doing, in processes that are thrown away.

A layer counts only if an act that works without it fails with it, and what must go on working still does. A kernel's
version or a package list proves neither.
"""

from __future__ import annotations

import mmap
import os
import resource
import socket
import sys
import sysconfig
from collections.abc import Callable, Collection, Iterable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import NoReturn

import numpy as np

from autograder.sandbox import landlock, namespaces, seccomp
from autograder.sandbox.confine import Confinement, address_space, become, confine, rules, set_limit

FIRST_UID = 1_000_000_000
"""Far above the users of any system; the worker's own number is added, so that two workers never share a user."""

SYSTEM_LIBRARIES = (
    "/usr/lib", "/usr/lib64", "/usr/local/lib", "/lib", "/lib64", "/etc/ld.so.cache", "/etc/localtime",
    "/usr/share/zoneinfo", "/dev/null", "/dev/urandom",
)  # fmt: skip

Act = Callable[[], object]


def survey(without: Collection[str] = ()) -> Confinement:
    """Find the layers that hold, and move the calling process into its namespaces if they do.

    Layers named in `without` are left out. With namespaces this returns in another process than the one that called
    it: see `namespaces.enter`.
    """
    layers = Confinement(readable=readable_paths(), used_memory=address_space(), tasks=_tasks())
    if sys.platform != "linux":
        reason = "only Linux has it"
        missing = dict.fromkeys(("landlock", "seccomp", "uid", "namespaces"), reason)
        return _with_limits(replace(layers, missing=missing))
    worker = os.getpid()
    finders: dict[str, Callable[[Confinement], Confinement]] = {
        "seccomp": _with_seccomp,  # before the tree of files shrinks: it needs a library and a temporary file
        "namespaces": _with_namespaces,
        "landlock": _with_landlock,
        "uid": lambda layers: _with_uid(layers, FIRST_UID + worker),
    }
    for layer, find in finders.items():
        layers = _without(layers, layer, "it was left out on purpose") if layer in without else find(layers)
    return _with_limits(layers)


def readable_paths() -> tuple[str, ...]:
    """The standard library, installed packages and shared libraries: what student code may read, and no more of the
    folders that Python lies in; the shortest path first."""
    packages = os.path.dirname(os.path.dirname(os.path.abspath(np.__file__)))
    libraries = {os.path.join(sys.base_prefix, "lib"), os.path.join(sys.prefix, "pyvenv.cfg"), packages}
    installed = {sysconfig.get_path(name) for name in ("stdlib", "platstdlib", "purelib", "platlib")}
    wanted = {*libraries, *installed, *SYSTEM_LIBRARIES}
    return tuple(sorted({each for path in wanted for each in (path, os.path.realpath(path)) if os.path.exists(each)}))


def _tasks() -> int:
    """Threads and processes of this user now."""
    count = 0
    for status in Path("/proc").glob("[0-9]*/status"):
        try:
            lines = status.read_text(errors="replace").splitlines()
        except (FileNotFoundError, ProcessLookupError):
            continue  # ended in the meantime
        fields = dict(line.split(":\t", 1) for line in lines if ":\t" in line)
        if fields.get("Uid", "").split()[:1] == [str(os.getuid())]:
            count += int(fields.get("Threads", "1"))
    return count


def _with_seccomp(layers: Confinement) -> Confinement:
    try:
        program = seccomp.build()
    except (ImportError, OSError, RuntimeError) as problem:
        return _without(layers, "seccomp", f"libseccomp could not be used ({problem}); Debian's package is libseccomp2")
    if _holds(lambda: seccomp.install(program), forbidden=socket.socket):
        return replace(layers, seccomp=program)
    return _without(layers, "seccomp", "the kernel did not enforce a filter")


def _with_namespaces(layers: Confinement) -> Confinement:
    if not _succeeds(lambda: _try_namespaces(layers.readable)):
        reason = (
            "this account may not make them; in containers that is usual, and Ubuntu forbids it to ordinary users by "
            "kernel.apparmor_restrict_unprivileged_userns"
        )
        return _without(layers, "namespaces", reason)
    namespaces.enter(layers.readable)
    return replace(layers, namespaces=True)


def _try_namespaces(readable: tuple[str, ...]) -> None:
    """In a process of its own: what is outside is not there, scratch can be used, and the interpreter be read."""
    outside = os.path.abspath(__file__) if not _below(__file__, readable) else "/etc/passwd"
    existed = os.path.exists(outside)
    stderr = os.dup(2)
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)  # a failure is an answer here, not a message
    namespaces.enter(readable)
    os.dup2(stderr, 2)
    namespaces.mount_scratch(0)
    with open(f"{namespaces.SCRATCH}/file", "w", encoding="ascii") as file:
        file.write("x")
    namespaces.unmount_scratch()
    _read_the_interpreter()
    if existed and os.path.exists(outside):
        raise PermissionError(outside)


def _with_landlock(layers: Confinement) -> Confinement:
    abi = landlock.abi()
    if abi < landlock.OLDEST_ABI:
        reason = f"the kernel's version of it is {abi or 'none'}; version {landlock.OLDEST_ABI} came with Linux 6.2"
        return _without(layers, "landlock", reason)
    refused = _holds(lambda: landlock.restrict(landlock.ruleset((), ())), forbidden=_read_the_interpreter)
    readable = partial(landlock.ruleset, layers.readable, ())
    allowed = _succeeds(lambda: (landlock.restrict(readable()), _read_the_interpreter()))
    if refused and allowed:
        return replace(layers, landlock=True)
    return _without(layers, "landlock", "the kernel did not enforce its rules")


def _with_uid(layers: Confinement, uid: int) -> Confinement:
    if os.geteuid() != 0:
        return _without(layers, "uid", "only root can change the user")
    if not _holds(lambda: become(uid), forbidden=lambda: os.setuid(0)):
        return _without(layers, "uid", "this account may not change the user")
    if not _succeeds(lambda: (become(uid), _read_the_interpreter())):
        reason = f"another user cannot read Python in {sys.base_prefix}: install it where everybody can"
        return _without(layers, "uid", reason)
    return replace(layers, uid=uid)


def _with_limits(layers: Confinement) -> Confinement:
    """The limits, and with them the whole: a process under all layers together can do what it must."""
    if layers.used_memory is None or not _holds(_limit_memory, forbidden=_use_memory, refusal=OSError):
        layers = _without(layers, "limits", "the system does not limit memory; time is limited all the same")
    scratch = namespaces.SCRATCH if layers.namespaces else "/"

    def all_together() -> None:
        confine(layers, memory_mb=256, cpu_seconds=10, rules=rules(layers, scratch))
        _read_the_interpreter()

    if not _succeeds(all_together):
        raise OSError("the layers of protection do not work together on this machine")
    return layers


def _read_the_interpreter() -> None:
    for path in (os.__file__, np.__file__):
        with open(path, "rb") as file:
            file.read(1)
        os.listdir(os.path.dirname(path))


def _limit_memory() -> None:
    used = address_space() or 0
    set_limit(resource.RLIMIT_AS, used + (64 << 20), used + (64 << 20))


def _use_memory() -> None:
    mmap.mmap(-1, 256 << 20).close()  # asked for, but not filled: that would take a tenth of a second


def _without(layers: Confinement, layer: str, reason: str) -> Confinement:
    return replace(layers, missing={**layers.missing, layer: reason})


def _below(path: str, folders: Iterable[str]) -> bool:
    return any(os.path.abspath(path).startswith(folder.rstrip("/") + "/") for folder in folders)


def _holds(apply: Act, forbidden: Act, refusal: type[Exception] = PermissionError) -> bool:
    """Whether an act works, and is refused after `apply`; in a process that is thrown away."""

    def act() -> None:
        forbidden()
        apply()
        try:
            forbidden()
        except refusal:
            return
        raise AssertionError("the act was not refused")

    return _succeeds(act)


def _succeeds(act: Act) -> bool:
    """Whether an act comes to its end without an exception, in a process that is thrown away."""
    pid = os.fork()
    if pid == 0:
        _end_after(act)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0


def _end_after(act: Act) -> NoReturn:
    code = 1
    try:
        act()
        code = 0
    finally:
        os._exit(code)
