"""A student's process, from the fork to its end: confine, then answer requests until the grader hangs up."""

from __future__ import annotations

import gc
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

PROTOCOL, TROUBLE = 3, 4
GARBAGE = 10_000
"""Containers made before garbage is collected: a submission is short-lived, and memory has a limit of its own."""


def main(protocol: int, trouble: int, scratch: str, spawn: Spawn, layers: Confinement) -> NoReturn:
    """Never returns and never unwinds into the worker's code.

    Why confining failed is written to `trouble`, which is closed before the first student byte runs.
    """
    try:
        trouble = _settle(protocol, trouble, scratch)
        confine(layers, spawn.memory_mb, spawn.cpu_seconds, scratch)
    except BaseException as problem:  # noqa: BLE001 - whatever it is, no student code may run now
        os.write(trouble, f"{type(problem).__name__}: {problem}".encode()[:1000])
        os._exit(1)
    try:
        os.close(trouble)
        random.seed(spawn.seed)
        np.random.seed(spawn.seed % 2**32)
        gc.set_threshold(GARBAGE, 20, 20)
        gc.enable()
        _serve(Connection(socket.socket(fileno=PROTOCOL)))
    except BaseException:  # noqa: BLE001 - broken pipes, exhausted memory: the grader sees the end of the stream
        os._exit(1)
    os._exit(0)


def _settle(protocol: int, trouble: int, scratch: str) -> int:
    """Own session, own folder, and no descriptors but null, the protocol and the one for trouble, which is returned."""
    os.setsid()
    null = os.open(os.devnull, os.O_RDWR)
    high = max(protocol, trouble, null, TROUBLE) + 1
    for number, descriptor in enumerate((null, null, null, protocol, trouble)):  # first out of each other's way
        os.dup2(descriptor, high + number)
    for number in range(TROUBLE + 1):
        os.dup2(high + number, number)
    os.closerange(TROUBLE + 1, os.sysconf("SC_OPEN_MAX"))
    os.umask(0o077)
    os.chdir(scratch)
    os.environ.update(HOME=scratch, TMPDIR=scratch)
    tempfile.tempdir = scratch  # the worker's own may have been looked up, and is not to be written to
    sys.stdout = open(1, "w", encoding="utf-8", errors="backslashreplace", closefd=False)  # noqa: SIM115
    sys.stderr = open(2, "w", encoding="utf-8", errors="backslashreplace", closefd=False)  # noqa: SIM115
    sys.argv = [""]
    sys.path = [entry for entry in sys.path if entry]
    return TROUBLE


def _serve(connection: Connection) -> None:
    notebook = Notebook()
    stdout, stderr = sys.stdout, sys.stderr
    while (frame := connection.next()) is not None:
        header, body = frame
        match wire.request(header):
            case wire.RunCell() as cell:
                reply = _run_cell(notebook, cell)
            case wire.CallFunction(id=id, function=function, args=args):
                reply = _call(notebook.names.get(function), id, args, body, connection.ask)
        for stream in (stdout, stderr):
            if not stream.closed:
                stream.flush()
        connection.reply(reply)


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
