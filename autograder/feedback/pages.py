"""The pages' templates and what is built into pages: in all of them every text is escaped that is not marked as safe.

A template that asks for a value which nobody gave is a mistake of ours, and fails.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

OWN = "autograder.feedback"


def environment(package: str = OWN, filters: Mapping[str, Callable[..., Any]] | None = None) -> Environment:
    """A package's templates, with filters of its own beside `points` (a number as short as can be) and `code`."""
    made = Environment(
        loader=PackageLoader(package, "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.filters.update({"points": "{:g}".format, "code": _with_code, **(filters or {})})
    return made


def _with_code(text: str) -> Markup:
    """A sentence of the lab's author, with what stands between backticks as code."""
    return Markup(re.sub(r"`([^`\n]+)`", r"<code>\1</code>", str(escape(text))))


@cache
def source(name: str) -> str:
    """A style sheet or a script of the feedback's pages, as it stands in its file."""
    return files(OWN).joinpath("templates", name).read_text(encoding="utf-8").strip()
