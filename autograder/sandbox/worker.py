"""The warm process: imports what student code uses, then forks a child for each submission and sees to its end.

Started by exec with an empty environment and one descriptor, it knows no answers; what a child inherits from it is
numpy, scipy and this package's sandbox. It runs until its socket is closed.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import os
import selectors
import signal
import socket
import sys
from collections.abc import Callable
from pathlib import Path
from types import FrameType, ModuleType
from typing import Any

import msgspec
import numpy as np

from autograder.sandbox import child, confine, gaps, pages, preload, scratch, syscalls
from autograder.sandbox.confine import Confinement
from autograder.sandbox.control import LEAN, MAX_MESSAGE, Ended, Ready, Spawn
from autograder.sandbox.survey import survey

_set_signal: Callable[[int, int], object] = importlib.import_module("_signal").signal
"""`signal.signal` without its enumerations, through which a new process would have much of its memory copied."""
WATCH_SECONDS = 0.1
"""How often an ordinary scratch folder is looked at."""


def main() -> None:
    """Serve the grader at the other end of the descriptor given as first argument.

    Further arguments are names of layers to leave out, and `LEAN`.
    """
    _, descriptor, *others = sys.argv
    control = socket.socket(fileno=int(descriptor))
    for module in preload.USUAL if LEAN in others else preload.USUAL + preload.LARGE:
        importlib.import_module(module)
    _warm_up()
    child.prepare()
    memory = pages.own_memory()  # there is no /proc behind the survey
    layers = survey(without=others)
    _forget_the_engine()
    if sys.platform == "linux":
        syscalls.prctl(syscalls.PR_SET_CHILD_SUBREAPER, 1)
        syscalls.prctl(syscalls.PR_SET_DUMPABLE, 0)
    arrivals = _child_signals()
    gc.collect()
    gc.freeze()  # a collection in a child would touch, and so copy, every page of this process
    _kept = gaps.fill(memory)
    pages.make_large(memory)
    gc.disable()
    with contextlib.suppress(ConnectionError):  # the grader is gone: so is the work
        control.sendall(msgspec.msgpack.encode(Ready(layers.protections, layers.missing, layers.readable)))
        _serve(control, layers, arrivals)


def _serve(control: socket.socket, layers: Confinement, arrivals: int) -> None:
    while True:
        message, descriptors, _, _ = socket.recv_fds(control, MAX_MESSAGE, 2)
        if not message:
            return
        protocol, leash = descriptors
        _run(msgspec.msgpack.decode(message, type=Spawn), layers, control, protocol, leash, arrivals)


def _forget_the_engine() -> None:
    """Leave a stand-in for the package: a notebook's `check` and figures are for practice, and here they do nothing."""
    for name in [name for name in sys.modules if name.partition(".")[0] == "autograder"]:
        del sys.modules[name]
    for name in ("autograder", "autograder.figures"):
        sys.modules[name] = _StandIn(name)
    vars(sys.modules["autograder"]).update(check=_nothing, figures=sys.modules["autograder.figures"])


class _StandIn(ModuleType):
    """A module in which every public name is a function that does nothing."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_") or self.__name__ == "autograder":
            raise AttributeError(f"module {self.__name__!r} has no attribute {name!r} while it is graded")
        return _nothing


def _nothing(*_: Any, **__: Any) -> None:
    """The grader asks its own questions."""


def _warm_up() -> None:
    """Take each path into the linear-algebra libraries once, so that children find them loaded."""
    matrix = np.eye(3) + 0.1
    np.linalg.solve(matrix, matrix @ matrix)
    np.linalg.eigh(matrix)


def _child_signals() -> int:
    """A descriptor that becomes readable whenever a child has ended."""
    reader, writer = os.pipe()
    os.set_blocking(reader, False)
    os.set_blocking(writer, False)
    signal.signal(signal.SIGCHLD, _noted)
    signal.set_wakeup_fd(writer, warn_on_full_buffer=False)
    return reader


def _noted(_: int, __: FrameType | None) -> None:
    """Without a handler of its own a signal would not be written to the descriptor."""


def _run(spawn: Spawn, layers: Confinement, control: socket.socket, protocol: int, leash: int, arrivals: int) -> None:
    folder = scratch.make(layers)
    trouble, write_end = os.pipe()
    rules = confine.rules(layers, folder)
    child.make_ready(folder, spawn.seed)
    pid = syscalls.fork()
    if pid == 0:
        signal.set_wakeup_fd(-1)
        _set_signal(signal.SIGCHLD.value, signal.SIG_DFL.value)
        child.main(protocol, write_end, rules, folder, spawn, layers)
    for descriptor in (protocol, write_end, *([] if rules is None else [rules])):
        os.close(descriptor)
    try:
        ended = _watch(pid, layers, control, leash, folder, arrivals)
        # only the child's own first steps can write there: it closes this before student code runs
        ended = msgspec.structs.replace(ended, trouble=os.read(trouble, 1000))
    finally:
        os.close(trouble)
        scratch.remove(layers, folder)
    # a broken pipe means that the grader is gone, which the control socket will say next
    with socket.socket(fileno=leash) as line, contextlib.suppress(BrokenPipeError):
        line.sendall(msgspec.msgpack.encode(ended))


def _watch(pid: int, layers: Confinement, control: socket.socket, leash: int, folder: str, arrivals: int) -> Ended:
    """Wait until the child has ended, or end it: when the grader lets go, or when it has written too much."""
    killed = overfull = False
    pause = None if layers.namespaces else WATCH_SECONDS
    with selectors.DefaultSelector() as selector:
        for source in (leash, arrivals, control):
            selector.register(source, selectors.EVENT_READ)
        while True:
            for key, _ in selector.select(pause):
                if key.fileobj == arrivals:
                    os.read(arrivals, 4096)
                    continue
                selector.unregister(key.fileobj)  # only the end of leash or control socket makes them readable
                killed = True
            overfull = overfull or scratch.is_overfull(layers, folder)
            if killed or overfull:
                os.kill(pid, signal.SIGKILL)
            found, status, usage = os.wait4(pid, os.WNOHANG)
            if found and not os.WIFSTOPPED(status):  # a process may make itself traced, and then stops are told too
                break
    _end_stragglers(layers)
    return Ended(os.waitstatus_to_exitcode(status), killed, overfull, usage.ru_utime + usage.ru_stime)


def _end_stragglers(layers: Confinement) -> None:
    """Kill what the child left behind: as process 1, or as subreaper, this process is the parent of every orphan."""
    while True:
        try:
            found, _ = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return
        if not found:
            for pid in [-1] if layers.namespaces else _children():  # in a namespace, -1 is all but oneself
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
            os.waitpid(-1, 0)


def _children() -> list[int]:
    """Process ids of this process's children (Linux; elsewhere orphans do not come to it)."""
    found: list[int] = []
    for entry in Path("/proc").glob("[0-9]*/stat"):
        try:
            parent = entry.read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()[1]
        except (FileNotFoundError, ProcessLookupError):
            continue  # ended in the meantime
        if int(parent) == os.getpid():
            found.append(int(entry.parent.name))
    return found


if __name__ == "__main__":
    main()
