"""A student's process, from the fork to its end: confine, then answer requests until the grader hangs up."""

from __future__ import annotations

import gc
import linecache
import os
import random
import socket
import sys
import tempfile
from typing import Any, NoReturn

import numpy as np

from autograder.sandbox import nodes, serve, wire
from autograder.sandbox.cells import Notebook
from autograder.sandbox.confine import Confinement, confine
from autograder.sandbox.connection import Connection
from autograder.sandbox.control import Spawn
from autograder.sandbox.questions import Ask
from autograder.sandbox.unheard import hear_nothing
from autograder.sandbox.writer import Writer

PROTOCOL, TROUBLE, RULES = 3, 4, 5
GARBAGE = 10_000
"""Containers made before garbage is collected: a submission is short-lived, and memory has a limit of its own."""


def prepare() -> None:
    """What is the same in every student's process: done once in the worker, it is there already after each fork."""
    hear_nothing()
    sys.argv = [""]
    sys.path = [entry for entry in sys.path if entry]
    gc.set_threshold(GARBAGE, 20, 20)
    _rehearse()


def make_ready(scratch: str, seed: int) -> None:
    """What is each process's own, but costs less in the worker, just before the fork."""
    os.environ["HOME"] = os.environ["TMPDIR"] = scratch
    np.random.seed(seed % 2**32)


CELL = """
import numpy as np

def double(net, k=1):
    \"\"\"Twice the weights.\"\"\"
    if k < 0:
        raise ValueError(f"no {k}")
    return [(2 * W, b.copy()) for W, b in net]
"""
"""A cell like those of notebooks."""


def _rehearse(times: int = 30) -> None:
    """Run all that a notebook passes through, until the interpreter has made it as quick as it can."""
    main, argument = sys.modules["__main__"], [(np.ones((3, 2)), np.ones(3)), (np.ones((1, 3)), np.ones(1))]
    for k in range(times):
        notebook = Notebook()
        _run_cell(notebook, wire.RunCell(k, b"a cell", CELL.encode(), 1, definitions_only=False))
        for sign in (1, -1):
            writer = Writer()
            frame = bytearray(wire.frame(wire.CallFunction(k, "double", writer.node((argument, sign))), writer.body))
            header, body = wire.first(frame) or (b"", b"")
            request = wire.request(header)
            assert isinstance(request, wire.CallFunction)
            _call(notebook.names[request.function], k, request.args, body, _nobody)
    sys.modules["__main__"] = main
    linecache.clearcache()


def _nobody(*_: Any) -> NoReturn:
    """Nobody is asked in a rehearsal."""
    raise RuntimeError


def main(protocol: int, trouble: int, rules: int | None, scratch: str, spawn: Spawn, layers: Confinement) -> NoReturn:
    """Never returns and never unwinds into the worker's code.

    `rules` are for `confine`. Why confining failed is written to `trouble`, which is closed before the first student
    byte runs.
    """
    try:
        trouble, rules = _settle(protocol, trouble, rules, scratch)
        confine(layers, spawn.memory_mb, spawn.cpu_seconds, rules)
    except BaseException as problem:  # noqa: BLE001 - whatever it is, no student code may run now
        os.write(trouble, f"{type(problem).__name__}: {problem}".encode()[:1000])
        os._exit(1)
    try:
        os.closerange(TROUBLE, RULES + 1)
        random.seed(spawn.seed)  # the module seeds itself anew after a fork
        gc.enable()
        _serve(Connection(socket.socket(fileno=PROTOCOL)))
    except BaseException:  # noqa: BLE001 - broken pipes, exhausted memory: the grader sees the end of the stream
        os._exit(1)
    os._exit(0)


def _settle(protocol: int, trouble: int, rules: int | None, scratch: str) -> tuple[int, int | None]:
    """Own session, own folder, no descriptors but null, the protocol, and those for trouble and rules: returned."""
    os.setsid()
    null = os.open(os.devnull, os.O_RDWR)
    wanted = (null, null, null, protocol, trouble, null if rules is None else rules)
    high = max(*wanted, RULES) + 1
    for number, descriptor in enumerate(wanted):  # first out of each other's way
        os.dup2(descriptor, high + number)
    for number in range(len(wanted)):
        os.dup2(high + number, number)
    os.closerange(len(wanted), os.sysconf("SC_OPEN_MAX"))
    os.umask(0o077)
    os.chdir(scratch)
    tempfile.tempdir = scratch  # the worker's own may have been looked up, and is not to be written to
    return TROUBLE, None if rules is None else RULES


def _serve(connection: Connection) -> None:
    notebook = Notebook()
    while (frame := connection.next()) is not None:
        header, body = frame
        request = wire.request(header)
        if isinstance(request, wire.CallFunction):
            called = notebook.names.get(request.function)
            connection.reply(_call(called, request.id, request.args, body, connection.ask))
        else:  # the next cell may be the end of this process
            connection.reply(_run_cell(notebook, request), at_once=True)


def _run_cell(notebook: Notebook, cell: wire.RunCell) -> bytes:
    kinds: tuple[bytes, ...] = ()
    text = where = b""
    try:
        source = cell.source.decode("utf-8", "surrogatepass")
        notebook.run(nodes.text(cell.place), source, cell.first_line, cell.definitions_only)
    except BaseException as error:  # noqa: BLE001 - sys.exit() in a cell ends that cell
        kinds, text, where = serve.describe(error)
    notes = tuple(nodes.text_bytes(note, 200) for note in notebook.notes[:20])
    return wire.frame(wire.CellDone(cell.id, kinds, text, where, notes))


def _call(function: Any, id: int, args: nodes.Value, body: bytes, ask: Ask) -> bytes:
    if not callable(function):
        return wire.frame(wire.IsMissing(id))
    return serve.answer(id, function, args, body, ask)
