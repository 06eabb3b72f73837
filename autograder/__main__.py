"""Entry point of the command ``autograder``, also as ``python -m autograder``.

Light on purpose: what handles Ctrl-C is in place before the rest, which takes a while to import.
"""

from __future__ import annotations

import os
import signal
import sys


class Interrupted(BaseException):
    """Somebody wants the command to end: not a KeyboardInterrupt, which the command-line library would swallow."""


def interrupt(number: int, frame: object) -> None:
    """A signal handler."""
    raise Interrupted


def main() -> None:
    """Run the command line; a signal ends it like an error, so that everything is cleaned up on the way."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        if signal.getsignal(number) is not signal.SIG_IGN:  # as nohup wants it
            signal.signal(number, interrupt)
    # no matrix here is large, and for each core numpy's library would start a thread, in grading processes as well
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    try:
        from autograder.cli import run

        code = run()
    except Interrupted:
        print("autograder: interrupted; what is finished is kept, nothing is half written.", file=sys.stderr)
        code = 130
    sys.exit(code)


if __name__ == "__main__":
    main()
