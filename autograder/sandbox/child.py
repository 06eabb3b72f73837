"""A student's process, from the fork to its end: confine, then answer requests until the grader hangs up."""

from __future__ import annotations

import gc
import os
import random
import socket
import sys
from types import ModuleType
from typing import Any, NoReturn

import numpy as np

from autograder.sandbox import serve, wire
from autograder.sandbox.cells import Notebook
from autograder.sandbox.confine import confine
from autograder.sandbox.control import Spawn

PROTOCOL = 3
CONFINING_FAILED = 111


def main(protocol: int, output: int, scratch: str, spawn: Spawn) -> NoReturn:
    """Never returns and never unwinds into the worker's code; exit code 111 means that confining failed."""
    try:
        _settle(protocol, output, scratch)
        confine(spawn.memory_mb, spawn.cpu_seconds)
    except BaseException as problem:  # noqa: BLE001 - whatever it is, no student code may run now
        os.write(output, f"{type(problem).__name__}: {problem}".encode())
        os._exit(CONFINING_FAILED)
    try:
        _forget_the_engine()
        random.seed(spawn.seed)
        np.random.seed(spawn.seed % 2**32)
        gc.enable()
        _serve(socket.socket(fileno=PROTOCOL))
    except BaseException:  # noqa: BLE001 - broken pipes, exhausted memory: the grader sees the end of the stream
        os._exit(1)
    os._exit(0)


def _settle(protocol: int, output: int, scratch: str) -> None:
    """Own session, own folder, and no descriptors but null input, output and the protocol."""
    os.setsid()
    null = os.open(os.devnull, os.O_RDONLY)
    os.dup2(null, 0)
    os.dup2(output, 1)
    os.dup2(output, 2)
    os.dup2(protocol, PROTOCOL)  # after `output` was copied, which might stand there
    os.closerange(PROTOCOL + 1, os.sysconf("SC_OPEN_MAX"))
    os.umask(0o077)
    os.chdir(scratch)
    sys.stdout = open(1, "w", encoding="utf-8", errors="backslashreplace", buffering=1, closefd=False)  # noqa: SIM115
    sys.stderr = open(2, "w", encoding="utf-8", errors="backslashreplace", buffering=1, closefd=False)  # noqa: SIM115
    sys.argv = [""]
    sys.path = [entry for entry in sys.path if entry]


def _forget_the_engine() -> None:
    """Leave a stand-in for the package, with a `check` that does nothing: notebooks call it, and it is no answer."""
    for name in [name for name in sys.modules if name.partition(".")[0] == "autograder"]:
        del sys.modules[name]
    stand_in = ModuleType("autograder")
    vars(stand_in)["check"] = _check
    sys.modules["autograder"] = stand_in


def _check(*_: Any, **__: Any) -> None:
    """Practice is for the notebook; here the grader asks."""


def _serve(connection: socket.socket) -> None:
    notebook = Notebook()
    stdout, stderr = sys.stdout, sys.stderr
    while True:
        lengths = _receive(connection, wire.LENGTHS)
        if lengths is None:
            return
        header_length, body_length = wire.lengths(lengths)
        header, body = _receive(connection, header_length), _receive(connection, body_length)
        if header is None or body is None:
            return
        match wire.request(header):
            case wire.RunCell() as cell:
                answer = _run_cell(notebook, cell)
            case wire.CallFunction(id=id, function=function, args=args):
                answer = _call(notebook.names.get(function), id, args, body)
        for stream in (stdout, stderr):
            if not stream.closed:
                stream.flush()
        connection.sendall(answer)


def _receive(connection: socket.socket, length: int) -> bytes | None:
    """Exactly so many bytes, or None at the end of the stream."""
    data = bytearray(length)
    view = memoryview(data)
    while view:
        count = connection.recv_into(view)
        if count == 0:
            return None
        view = view[count:]
    return bytes(data)


def _run_cell(notebook: Notebook, cell: wire.RunCell) -> bytes:
    kinds: tuple[bytes, ...] = ()
    text = where = b""
    try:
        source = cell.source.decode("utf-8", "surrogatepass")
        notebook.run(wire.text(cell.place), source, cell.first_line, cell.definitions_only)
    except BaseException as error:  # noqa: BLE001 - sys.exit() in a cell ends that cell
        kinds, text, where = serve.describe(error)
    notes = tuple(wire.text_bytes(note, 200) for note in notebook.notes[:20])
    return wire.frame(wire.CellDone(cell.id, kinds, text, where, notes))


def _call(function: Any, id: int, args: wire.Value, body: bytes) -> bytes:
    if not callable(function):
        return wire.frame(wire.IsMissing(id))
    return serve.answer(id, function, args, body)
