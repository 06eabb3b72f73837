"""Grading through the real sandbox: outcomes, odd-but-right submissions, limits, and errors of the grader itself."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import msgspec
import pytest
from submitting import RIGHT, checks, graded, outcomes, submission

from autograder.checks import check
from autograder.checks.calls import Returned
from autograder.checks.errors import Mismatch
from autograder.labs import Lab
from autograder.report import Report, from_json, to_json
from autograder.sandbox.host import Worker
from autograder.sandbox.session import Session


def without_times(report: Report) -> bytes:
    return to_json(msgspec.structs.replace(report, seconds=0.0))


def test_a_right_submission_gets_full_marks(toy: Lab, worker: Worker) -> None:
    report = graded(toy, worker, RIGHT)
    assert (report.status, report.score, report.max_score, report.problems) == ("graded", 9.0, 9.0, ())
    assert set(outcomes(report).values()) == {"passed"}


def test_the_same_submission_gives_the_same_bytes_twice(toy: Lab, worker: Worker) -> None:
    wrong = RIGHT.replace("2 * x", "x + 1")
    assert without_times(graded(toy, worker, wrong)) == without_times(graded(toy, worker, wrong))


def test_a_report_survives_its_json_form(toy: Lab, worker: Worker) -> None:
    report = graded(toy, worker, RIGHT.replace("2 * x", "x"))
    assert from_json(to_json(report)) == report


def test_a_failure_shows_the_smallest_case_and_the_hint(toy: Lab, worker: Worker) -> None:
    result = checks(graded(toy, worker, RIGHT.replace("2 * x", "x**2")))["every_entry_is_doubled"]
    assert result.outcome == "failed"
    assert result.message == "The result[0] should be 2.0, but is 1.0."
    assert result.counterexample == "double(x)\nx = [1.0]\nreturned [1.0]"
    assert result.hint == "Squared is not doubled: they agree for 2 only."


def test_a_check_that_needs_another_is_skipped_until_that_one_passes(toy: Lab, worker: Worker) -> None:
    report = graded(toy, worker, RIGHT.replace("2 * x", "x"))
    result = checks(report)["the_argument_is_unchanged"]
    assert result.outcome == "skipped"
    assert "Every entry is doubled." in result.message


def test_changing_an_argument_costs_its_check_alone_and_is_recognised(toy: Lab, worker: Worker) -> None:
    report = graded(toy, worker, RIGHT.replace("return 2 * x", "x *= 2; return x"))
    assert [name for name, outcome in outcomes(report).items() if outcome != "passed"] == ["the_argument_is_unchanged"]
    assert checks(report)["the_argument_is_unchanged"].hint == "The caller's array was changed: make a new one."


def test_a_stub_and_a_missing_function_are_skipped_with_the_reason(toy: Lab, worker: Worker) -> None:
    report = graded(toy, worker, "def double(x):\n    raise NotImplementedError('yours to write')")
    assert set(outcomes(report).values()) == {"skipped"}
    assert report.score == 0
    assert "NotImplementedError" in checks(report)["every_entry_is_doubled"].message
    assert "no function reverse" in checks(report)["three_items"].message


def test_a_cell_that_fails_is_named_with_its_line_and_the_others_run(toy: Lab, worker: Worker) -> None:
    report = graded(toy, worker, "x = 1\nx / 0", "def broken(:", RIGHT)
    assert report.score == 9
    assert report.problems == (
        "code cell 1, line 2: x / 0\nZeroDivisionError: division by zero",
        "code cell 2, line 1: def broken(:\nSyntaxError: invalid syntax",
    )


def test_an_exception_in_a_function_is_shown_with_the_students_line(toy: Lab, worker: Worker) -> None:
    report = graded(toy, worker, RIGHT, "def double(x):\n    y = {}\n    return y['key']")
    result = checks(report)["every_entry_is_doubled"]
    assert result.message == "double raised KeyError: 'key'"
    assert (result.exception, result.where) == ("KeyError", "code cell 2, line 3 in double: return y['key']")


def test_an_unwritten_helper_is_not_told_as_an_unwritten_function(toy: Lab, worker: Worker) -> None:
    cell = "def helper(x):\n    raise NotImplementedError\ndef double(x):\n    return helper(x)"
    result = checks(graded(toy, worker, RIGHT, cell))["every_entry_is_doubled"]
    assert result.outcome == "failed"
    assert "in helper" in result.where


def test_a_part_that_is_not_written_is_told_as_what_it_is(toy: Lab, worker: Worker) -> None:
    cell = "def double(x):\n    if len(x) > 1:\n        raise NotImplementedError\n    return 2 * x"
    result = checks(graded(toy, worker, RIGHT, cell))["every_entry_is_doubled"]
    assert (result.outcome, result.message.split()[2]) == ("failed", "NotImplementedError")


ODD_BUT_RIGHT = {
    "a dataclass under future annotations": """
        from __future__ import annotations
        from dataclasses import dataclass, field
        @dataclass
        class Doubler:
            factor: int = field(default=2)
            def __call__(self, x: Undefined) -> Undefined:
                return self.factor * x
        double = Doubler()
    """,
    "a lambda": "double = lambda x: 2 * x",
    "a callable object": "class D:\n    def __call__(self, x): return x + x\ndouble = D()",
    "a functools.partial": "import functools, operator\ndouble = functools.partial(operator.mul, 2)",
    "numpy told to raise": "import numpy as np\nnp.seterr(all='raise')",
    "print options": "import numpy as np\nnp.set_printoptions(precision=1, suppress=True)",
    "seeds": "import random, numpy as np\nrandom.seed(1); np.random.seed(1)",
    "warnings as errors": "import warnings\nwarnings.simplefilter('error')",
    "a star import": "from numpy import *\ndouble = lambda x: multiply(2, x)",
    "top-level await": "import asyncio\nawait asyncio.sleep(0)\nasync def f(): return 2\nfactor = await f()",
    "magics and shell lines": "%matplotlib inline\n%load_ext autoreload\n!pip install numpy\nfiles = !ls\n?print",
    "a timed cell": "%%time\ndef double(x):\n    return 2 * x",
    "a timed line": "def double(x): return x * 2\n%time y = double(3)",
    "magics with options": "%timeit -n1 -r1 sum([1])\n%timeit -n 1 -r 1 sum([1])\nt = %timeit -o -q -n1 -r1 sum([1])",
    "a magic that cannot be understood": "%timeit -p 3 (\ndef double(x): return 2 * x",
    "sorted imports with figures": """
        from autograder import check
        from autograder.figures import draw_net
        draw_net([])
    """,
    "an array from the standard library": "import array\ndef double(x): return array.array('d', [2 * v for v in x])",
    "a memoryview": "def double(x): return memoryview(2 * x)",
    "a deque": "import collections\ndef double(x): return collections.deque(2 * v for v in x)",
    "an object that numpy takes as an array": """
        class Column:
            def __init__(self, values): self.values = values
            def __array__(self, dtype=None, copy=None): return self.values
        def double(x): return Column(2 * x)
    """,
    "display and a last expression": "display(1)\n1 + 1",
    "a plot library's backend": "get_ipython().run_line_magic('matplotlib', 'inline')",
    "check in a cell": "from autograder import check\ncheck(double)",
    "exit at the end": "exit()",
    "its own name for the argument": "def double(whatever): return whatever * 2",
    "a keyword default": "def double(x, factor=2, *more, **options): return x * factor",
    "a class with its own equality": """
        class Same:
            def __eq__(self, other): return True
            __hash__ = None
        s = Same()
        assert s == 3
    """,
    "recursion": "import sys\nsys.setrecursionlimit(5000)\ndef f(n): return n and f(n - 1)\nf(4000)",
    "a raised and caught SystemExit": "def q(): raise SystemExit\ntry:\n    q()\nexcept SystemExit:\n    pass",
    "threads": "import threading\nt = threading.Thread(target=print, args=('hi',)); t.start(); t.join()",
    "a scratch file": "with open('scratch.txt', 'w') as f: f.write('x')\nassert open('scratch.txt').read() == 'x'",
    "much output": "for k in range(20000): print('line', k)",
    "output in functions": "def double(x):\n    print('x' * 10000)\n    return 2 * x",
    "a closed stdout": "import sys\nsys.stdout.close()",
    "stdout replaced": "import sys\nsys.stdout = None",
    "a list for an array": "def double(x): return [2 * v for v in x]",
    "a tuple of numpy scalars": "def double(x): return tuple(2 * v for v in x)",
    "float32 that is exact enough": "import numpy as np\ndef double(x): return np.asarray(2 * x, dtype=object)",
    "a subclass of ndarray": "import numpy as np\nclass A(np.ndarray): pass\ndef double(x): return (2 * x).view(A)",
    "a huge int at the top": "n = 10**5000",
    "an unprintable exception": """
        class Bad(Exception):
            def __str__(self): raise RuntimeError
        raise Bad
    """,
}


@pytest.mark.parametrize("cell", ODD_BUT_RIGHT.values(), ids=ODD_BUT_RIGHT.keys())
def test_odd_but_right_code_keeps_full_marks(toy: Lab, worker: Worker, cell: str) -> None:
    report = graded(toy, worker, RIGHT, cell)
    assert report.score == 9, (outcomes(report), report.problems)


def test_what_one_submission_does_to_numpy_does_not_reach_the_next(toy: Lab, worker: Worker) -> None:
    graded(toy, worker, "import numpy as np, builtins\nnp.multiply = None\nbuiltins.len = None\nnp.seterr(all='raise')")
    assert graded(toy, worker, RIGHT).score == 9


def test_helpers_may_stand_in_later_cells(toy: Lab, worker: Worker) -> None:
    assert graded(toy, worker, RIGHT, "def double(x): return helper(x)", "def helper(x): return 2 * x").score == 9


def test_random_numbers_are_the_same_each_time(toy: Lab, worker: Worker) -> None:
    cell = "import random, numpy as np\ndef double(x): return x + random.random() + np.random.rand()"
    assert without_times(graded(toy, worker, RIGHT, cell)) == without_times(graded(toy, worker, RIGHT, cell))


def test_an_endless_loop_costs_one_exercise_and_is_named(toy: Lab, worker: Worker) -> None:
    report = graded(toy, worker, RIGHT, "def double(x):\n    while True: pass")
    assert report.score == 5
    assert outcomes(report)["every_entry_is_doubled"] == "failed"
    assert outcomes(report)["large_arrays_too"] == "skipped"
    assert "double did not finish within 1 s" in report.problems[0]


def test_a_loop_that_catches_everything_is_ended_too(toy: Lab, worker: Worker) -> None:
    cell = """
        import signal
        def double(x):
            for number in set(signal.Signals) - {signal.SIGKILL, signal.SIGSTOP}:
                signal.signal(number, signal.SIG_IGN)
            while True:
                try:
                    while True: pass
                except BaseException:
                    pass
    """
    assert graded(toy, worker, RIGHT, cell).score == 5


def test_a_cell_that_never_ends_still_gives_its_functions(toy: Lab, worker: Worker) -> None:
    report = graded(toy, worker, RIGHT + "\nwhile True: pass")
    assert report.score == 9
    assert "code cell 1 did not finish within 1 s; only its imports, functions and classes" in report.problems[0]


def test_a_cell_whose_very_definitions_hang_is_left_out(toy: Lab, worker: Worker) -> None:
    report = graded(toy, worker, RIGHT, "class Hang:\n    while True: pass")
    assert report.score == 9


@pytest.mark.parametrize("crash", ["import os; os._exit(0)", "import ctypes; ctypes.string_at(0)"])
def test_a_crash_costs_one_exercise_and_is_no_error_of_the_grader(toy: Lab, worker: Worker, crash: str) -> None:
    report = graded(toy, worker, RIGHT, f"def double(x):\n    {crash}")
    assert (report.status, report.score) == ("graded", 5.0)
    assert "crashed" in checks(report)["every_entry_is_doubled"].message


def test_a_crash_in_a_cell_still_gives_the_other_cells(toy: Lab, worker: Worker) -> None:
    report = graded(toy, worker, "import os\nos._exit(1)", RIGHT)
    assert report.score == 9
    assert "code cell 1 ended the process: it ended itself with exit code 1" in report.problems[0]


def test_the_time_of_a_whole_submission_is_bounded(toy: Lab, worker: Worker) -> None:
    hurried = replace(toy, limits=msgspec.structs.replace(toy.limits, total_seconds=1.5))
    loop = "\n    while True: pass\n"
    report = graded(hurried, worker, f"def double(x):{loop}def reverse(x):{loop}def anything(x):{loop}")
    assert report.status == "graded"
    assert "whole submission" in checks(report)["whatever_comes_back"].message


def test_memory_is_limited(toy: Lab, worker: Worker) -> None:
    report = graded(toy, worker, RIGHT, "def double(x):\n    return bytearray(1 << 30)")
    assert "MemoryError" in checks(report)["every_entry_is_doubled"].message
    assert report.score == 5


@pytest.mark.parametrize(
    "forgery",
    [
        "import os\nos.write(3, b'garbage' * 100)",
        "import os\nos.write(3, b'\\xff' * 8)",
        "import os\nos.close(3)",
        "import os\nos.closerange(0, 64)",
    ],
)
def test_writing_to_the_wire_gains_nothing(toy: Lab, worker: Worker, forgery: str) -> None:
    cell = "def anything(x):\n    " + forgery.replace("\n", "\n    ") + "\n    return x"
    report = graded(toy, worker, RIGHT, cell)
    assert report.status == "graded"
    assert report.score == 8


def test_an_error_in_a_check_is_the_graders_and_gives_no_mark(toy: Lab, worker: Worker) -> None:
    @check("anything", points=1)
    def broken(student: object) -> None:
        """A check with a mistake in it."""
        raise RuntimeError("a bug of ours")

    report = graded(replace(toy, hidden=(*toy.hidden, broken)), worker, RIGHT)
    assert (report.status, report.score) == ("needs_review", None)
    assert checks(report)["broken"].outcome == "error"
    assert "a bug of ours" in checks(report)["broken"].message
    assert "test_grading.py line" in checks(report)["broken"].message


def test_a_counterexample_shows_the_last_calls_of_its_case_only(toy: Lab, worker: Worker) -> None:
    @check("anything", points=1)
    def many_calls(student: object) -> None:
        """A check that calls often."""
        for number in range(9):
            student.anything(number)
        raise Mismatch("no")

    report = graded(replace(toy, hidden=(*toy.hidden, many_calls)), worker, RIGHT)
    assert checks(report)["many_calls"].counterexample.count("anything(") == 3
    assert "x=8" in checks(report)["many_calls"].counterexample


def test_files_have_a_largest_size(toy: Lab, worker: Worker) -> None:
    report = graded(toy, worker, RIGHT, "with open('f', 'wb') as f:\n    f.write(bytes(17 << 20))")
    assert "File too large" in report.problems[0] or "No space left" in report.problems[0]


@pytest.mark.parametrize("without", [(), ("namespaces",)])
def test_scratch_is_empty_each_time_and_nothing_of_it_stays(toy: Lab, without: tuple[str, ...]) -> None:
    cell = "import os, tempfile\nassert os.listdir() == []\nopen('left', 'w').close()\nhere = tempfile.mkdtemp()"
    made: list[str] = []
    with Worker(without) as own:
        for _ in range(2):
            with Session(own, submission(cell, "def anything(x): return here"), toy.limits, {}) as session:
                outcome = session.call("anything", (1,))
            assert isinstance(outcome, Returned)
            assert session.problems == []
            made.append(outcome.value)
    assert not any(Path(folder).parent.exists() and Path(folder).parent != Path("/tmp") for folder in made)
    assert not any(Path(folder).exists() for folder in made)


def test_the_report_names_the_protections(toy: Lab, worker: Worker) -> None:
    assert "limits" in graded(toy, worker, RIGHT).protections


def test_student_code_cannot_import_the_engine(toy: Lab, worker: Worker) -> None:
    report = graded(toy, worker, RIGHT, "from autograder.nets import reorder")
    assert report.score == 9
    assert "ModuleNotFoundError" in report.problems[0]


def test_nothing_of_the_checks_is_in_the_students_process(toy: Lab, worker: Worker) -> None:
    cell = """
        import gc
        def anything(x):
            found = [m for m in gc.get_objects() if type(m) is type(gc) and m.__name__.startswith(
                ("autograder.checks", "autograder.nets", "autograder.labs", "autograder_lab"))]
            assert not found, found
            return x
    """
    assert graded(toy, worker, RIGHT, cell).score == 9
