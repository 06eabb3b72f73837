"""Jobs that threads carry out: all are done, what goes wrong is told, and a signal leaves nothing locked."""

from __future__ import annotations

import signal
import threading

import pytest

from autograder.writers import Writers


class Interrupted(BaseException):
    """What a signal's handler raises."""


def test_all_jobs_are_done_and_each_is_taken_once():
    done: list[int] = []
    writers = Writers(3)
    for k in range(20):
        writers.submit(f"job {k}", lambda k=k: done.append(k))
    assert len(writers) == 20
    while writers:
        assert writers.take(wait=True)
    assert not writers.take(wait=False)
    writers.close()
    assert sorted(done) == list(range(20))


def test_what_a_job_raises_is_told_and_the_others_are_done():
    done: list[str] = []
    writers = Writers(1)
    writers.submit("bad", lambda: {}["x"])
    writers.submit("good", lambda: done.append("good"))
    with pytest.raises(KeyError):
        writers.take(wait=True)
    assert "bad" not in writers
    writers.close()
    assert done == ["good"]


def test_a_signal_that_comes_while_somebody_waits_leaves_nothing_locked():
    def interrupt(number, frame):
        raise Interrupted

    def wait():
        signal.setitimer(signal.ITIMER_REAL, 0.05)  # not before somebody expects the signal
        writers.take(wait=True)

    may_go, done = threading.Event(), []
    before = signal.signal(signal.SIGALRM, interrupt)
    writers = Writers(2)
    try:
        for k in range(4):
            writers.submit(f"job {k}", lambda: done.append(may_go.wait(60)))
        with pytest.raises(Interrupted):
            wait()
        may_go.set()
        writers.close()
    finally:
        signal.signal(signal.SIGALRM, before)
    assert done == [True] * 4
