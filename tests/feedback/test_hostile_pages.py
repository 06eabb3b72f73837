"""No page of ours runs a script or calls anybody, whatever hostile texts it shows: a real browser is the judge.

The pages are tried with and without their content security policy: the escaping has to hold by itself.
"""

from __future__ import annotations

import re
import socketserver
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import builders
import pytest
from feedback import outcomes
from feedback.browser import dom
from feedback.classes import summary
from feedback.payloads import ALL, HOME, ON_ONE_LINE, TAGS
from msgspec import structs

from autograder.checks.pictured import ProfilePicture
from autograder.checks.shown import (
    ShownArgument,
    ShownCall,
    ShownLayer,
    ShownList,
    ShownMatrix,
    ShownNet,
    ShownText,
    ShownVector,
)
from autograder.feedback.class_page import class_page
from autograder.feedback.html import ShownAnswer, fragment, student_page, written_page
from autograder.feedback.lessons import Lesson, as_html
from autograder.report import CheckResult, ExerciseResult, Late, Report, SubmissionFile, WrittenMark
from autograder.settings import Written
from autograder.submissions import speakable

QUIET = (
    "--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-default-apps",
    "--proxy-bypass-list=<-loopback>", "--virtual-time-budget=3000", "--allow-file-access-from-files",
)  # fmt: skip


def hostile_check(text: str, visible: bool, outcome: str) -> CheckResult:
    """A check's result with a text in every field that has one."""
    values = (
        ShownText(text),
        ShownVector(text),
        ShownMatrix((text,)),
        ShownNet((ShownLayer(ShownText(text), ShownVector(text)),)),
        ShownList((ShownText(text), ShownMatrix((text,)))),
    )
    arguments = tuple(ShownArgument(text, value) for value in values)
    calls = tuple(
        ShownCall(function=text, arguments=arguments, outcome=how, value=value, text=text)
        for how, value in (("returned", values[3]), ("raised", None), ("ended", None), ("missing", None))
    )
    names = dict.fromkeys(("name", "title", "message", "counterexample", "hint", "misconception", "where"), text)
    labels = ("t", TAGS[0], TAGS[1])  # those of pictures are the checks' own, and may not be anything
    picture = ProfilePicture(t=(0.0, 1.0), loss=(0.0, 1.0), at=(0.5,), found=(2.0,), names=labels, alt=text)
    return CheckResult(
        **names, exception=text, fault=text, visible=visible, points=1.0, outcome=outcome, calls=calls, picture=picture
    )


def hostile_report(text: str) -> Report:
    checks = tuple(
        hostile_check(text, visible, outcome)
        for visible in (True, False)
        for outcome in ("failed", "passed", "error", "skipped")
    )
    exercises = tuple(
        ExerciseResult(name=name, score=0.0, max_score=8.0, checks=checks) for name in (text, "swap_units")
    )
    return builders.report(
        lab=text,
        student=text,
        submission=SubmissionFile(file=text, sha256=text),
        problems=(text, text),
        exercises=exercises,
        late=Late(submitted=text, due=text, days=1, points=1.0, why=text),
        written=WrittenMark(score=1.0, max_score=2.0, comment=text, answer=text),
        mark=1.0,
        max_mark=2.0,
    )


def pages(text: str) -> dict[str, str]:
    """All pages that we make, with a text wherever somebody else has a say."""
    lab = replace(outcomes.LAB, name=text, title=text, written=Written(title=text, points=2.0))
    report = hostile_report(text)
    mark = WrittenMark(score=1.0, max_score=2.0, comment=text)
    answers = [ShownAnswer(text, text, mark), ShownAnswer(text, "", None), ShownAnswer(text, None, None)]
    notebook = "<!DOCTYPE html><title>x</title><body>" + fragment(report.exercises, report.problems, lab) + "</body>"
    return {
        "student": student_page(lab, report),
        "written": "".join(written_page(lab, text, answers)),
        "notebook": notebook,
        "class": class_page(summary(replace_student(hostile_report(_readable(text)), speakable(text)))),
        "lesson": f"<!DOCTYPE html><body>{as_html(Lesson(text, text))}</body>",
    }


def _readable(text: str) -> str:
    """The text as it comes out of a result's file, in which there is no half of a character."""
    return text.encode("utf-8", "replace").decode()


def replace_student(report: Report, name: str) -> Report:
    """The report under a name as it can come out of an archive."""
    return structs.replace(report, student=name)


@pytest.fixture
def visit(tmp_path: Path) -> Iterator[Callable[[dict[str, str]], set[str]]]:
    """Show pages side by side in a browser; the paths under which they have called home."""
    called: set[str] = set()

    class Proxy(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            line = self.rfile.readline(10_000).decode("latin-1")
            if "canary" in line:
                called.add(re.sub(r"^\w+ |https?://|canary\.invalid/?| HTTP/.*|\s", "", line))

    class Server(socketserver.ThreadingTCPServer):
        daemon_threads = True

    with Server(("127.0.0.1", 0), Proxy) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()

        def show(pages: dict[str, str]) -> set[str]:
            called.clear()
            frames: list[str] = []
            for name, page in pages.items():
                (tmp_path / f"{name}.html").write_text(page, encoding="utf-8", errors="replace")
                frames.append(f'<iframe src="{name}.html" width="800" height="600"></iframe>')
            proxy = f"--proxy-server=http://127.0.0.1:{server.server_address[1]}"
            dom(f"<!DOCTYPE html><body>{''.join(frames)}</body>", tmp_path, proxy, *QUIET)
            return set(called)

        yield show
        server.shutdown()


def without_policy(page: str) -> str:
    return re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", page)


def test_the_payloads_do_call_home_where_nothing_is_escaped(visit):
    found = visit({f"payload{number}": f"<!DOCTYPE html><body>{tag}</body>" for number, tag in enumerate(TAGS)})
    at_least = {"script", "script-src", "img", "iframe", "link", "style", "style-attribute", "svg-image", "refresh"}
    assert at_least <= found


def test_no_page_runs_a_script_or_calls_anybody(visit):
    assert visit(pages(ALL)) == set()


def test_the_escaping_holds_without_the_policy(visit):
    bare = {name: without_policy(page) for name, page in {**pages(ALL), **_one_line(ON_ONE_LINE)}.items()}
    assert all("Content-Security-Policy" not in page for page in bare.values())
    assert visit(bare) == set()


def _one_line(text: str) -> dict[str, str]:
    return {f"line_{name}": page for name, page in pages(text).items()}


def test_what_a_hostile_function_gives_stays_text(visit):
    kind = type(TAGS[0], (Exception,), {"__str__": lambda self: ALL})

    def raises(*args):
        raise kind()

    answers = [ALL, {ALL: ALL}, [ALL, [TAGS[2]]], (ALL,), ALL.encode("utf-8", "replace"), float("nan"), raises]
    shown: dict[str, str] = {}
    for number, answer in enumerate(answers):
        function = answer if callable(answer) else lambda *_, answer=answer: answer
        report = outcomes.graded({"swap_units": function, "double": function})
        shown[f"answer{number}"] = without_policy(outcomes.page(outcomes.LAB, report))
    assert all("canary" in page for page in list(shown.values())[:4])
    assert visit(shown) == set()


def test_a_lesson_has_no_links():
    page = as_html(Lesson("x", f"[a link]({HOME}/link) and ![a picture]({HOME}/image), <{HOME}/auto>"))
    assert "a link" in page
    assert "a picture" in page
    assert "<a" not in page
    assert "<img" not in page
