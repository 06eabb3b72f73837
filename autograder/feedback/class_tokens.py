"""Code in, tokens out: a process of its own, in which no odd text costs more than a second or the command its life.

Started as `python -m autograder.feedback.class_tokens SECONDS`. JSON goes through standard input and output: a list of
texts, and a list of what is left of each (a letter for a name, no comments, no space), or null where it took too long.
"""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Any

import msgspec

from autograder.sandbox.syscalls import die_with_parent

SECONDS = 1.0
"""For one text; an honest one takes a hundredth of it."""
START_SECONDS = 60.0
MEMORY_BYTES = 2 << 30
FILE = "submission.py"
"""By the name copydetect knows the language."""


class _TooSlowError(Exception):
    """The alarm went off."""


def tokens(codes: Sequence[str], seconds: float = SECONDS) -> list[str | None]:
    """The tokens of each code in one line; None where `seconds` were not enough, or the process was lost."""
    environment = {name: os.environ[name] for name in ("PATH", "HOME", "MPLCONFIGDIR", "TMPDIR") if name in os.environ}
    command = [sys.executable, "-P", "-B", "-m", "autograder.feedback.class_tokens", str(seconds)]
    try:
        done = subprocess.run(
            command,
            input=msgspec.json.encode([code.encode("utf-8", "replace").decode() for code in codes]),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**environment, "MPLBACKEND": "Agg"},
            cwd="/",  # no file beside the submissions is taken for a module
            timeout=START_SECONDS + seconds * len(codes),
            check=True,
        )
    except (subprocess.TimeoutExpired, subprocess.CalledProcessError):
        return [None] * len(codes)
    return msgspec.json.decode(done.stdout, type=list[str | None])


def main() -> None:
    """Serve one list of texts."""
    seconds = float(sys.argv[1])
    if sys.platform == "linux":
        die_with_parent()
    utils: Any = import_module("copydetect.utils")
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    signal.signal(signal.SIGALRM, _give_up)
    utils.filter_code("", FILE)  # loads the lexer, at nobody's expense
    found: list[str | None] = []
    for code in msgspec.json.decode(sys.stdin.buffer.read(), type=list[str]):
        try:
            signal.setitimer(signal.ITIMER_REAL, seconds)
            line = utils.filter_code(code, FILE)[0]
            signal.setitimer(signal.ITIMER_REAL, 0)
        except Exception:  # noqa: BLE001 - whatever an odd text does to the lexer, the others are compared
            signal.setitimer(signal.ITIMER_REAL, 0)
            line = None
        found.append(line)
    sys.stdout.buffer.write(msgspec.json.encode(found))


def _give_up(number: int, frame: object) -> None:
    raise _TooSlowError


if __name__ == "__main__":
    main()
