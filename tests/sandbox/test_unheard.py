"""Printing in a student's process: into nowhere it costs nothing, and everywhere else it is what it always was."""

from __future__ import annotations

import pytest
from submitting import submission

from autograder.checks.calls import Raised, Returned
from autograder.labs import Lab
from autograder.sandbox.host import Worker
from autograder.sandbox.session import Session

COUNTED = """
import io, sys
class Counted:
    times = 0
    def __str__(self):
        Counted.times += 1
        return "counted"
"""


@pytest.mark.parametrize(
    ("code", "made"),
    [
        ("print(Counted(), Counted())", 0),
        ("print(Counted(), flush=True)", 0),
        ("print(Counted(), file=None)", 0),
        ("print(Counted(), file=sys.stderr)", 1),
        ("print('a', Counted(), sep=', ')", 1),
        ("text = io.StringIO(); print(Counted(), file=text); assert text.getvalue() == 'counted\\n'", 1),
        (
            "import contextlib\n"
            "with contextlib.redirect_stdout(io.StringIO()) as text:\n"
            "    print('a', Counted(), sep='-', end='.')\n"
            "    print(Counted())\n"
            "assert text.getvalue() == 'a-counted.counted\\n'",
            2,
        ),
        ("sys.stdout = io.StringIO(); print(Counted()); assert sys.stdout.getvalue() == 'counted\\n'", 1),
        ("got = []; sys.stdout.write = got.append; print(Counted()); assert got == ['counted', '\\n']", 1),
        ("import builtins; builtins.print(Counted()); assert callable(print) and print.__name__ == 'print'", 0),
    ],
)
def test_a_text_is_made_only_where_it_can_be_read(toy: Lab, worker: Worker, code: str, made: int) -> None:
    cells = (COUNTED, code, "def anything(x): return Counted.times")
    with Session(worker, submission(*cells), toy.limits, {}) as session:
        assert session.call("anything", (1,)) == Returned(made)
        assert session.problems == []


@pytest.mark.parametrize("call", ["print(1, sep=2)", "print(1, end=2)", "print(1, file=2)", "print(1, colour=2)"])
def test_impossible_options_are_refused_as_everywhere(toy: Lab, worker: Worker, call: str) -> None:
    with Session(worker, submission(f"def anything(x): {call}"), toy.limits, {}) as session:
        outcome = session.call("anything", (1,))
    assert isinstance(outcome, Raised)
    assert outcome.kinds[0] in ("TypeError", "AttributeError")


@pytest.mark.parametrize(
    "code",
    [
        "import pickle; assert pickle.loads(pickle.dumps({'log': print}))['log'] is print",
        "import copy; assert copy.deepcopy([print]) == [print]",
        "import functools, pickle; pickle.dumps(functools.partial(print, end=''))",
        "class Logger: log = print\nassert Logger().log is print",
        "import inspect; assert 'sep' in inspect.signature(print).parameters and print.__doc__",
        "assert str(print) == '<built-in function print>' and print.__module__ == 'builtins'",
    ],
)
def test_print_is_copied_pickled_and_bound_like_a_function_of_the_language(toy: Lab, worker: Worker, code: str) -> None:
    with Session(worker, submission(code, "def anything(x): return x"), toy.limits, {}) as session:
        assert session.call("anything", (1,)) == Returned(1)
        assert session.problems == []
