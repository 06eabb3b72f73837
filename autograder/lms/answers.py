"""The answer to the written question in a submission: the text of the cells tagged `written`.

As everything in a submission it is hostile text; it is read here, and only ever shown as text.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable
from typing import Any, cast

import msgspec

from autograder.submissions import Found, SubmissionError, contents

MAX_ANSWER = 50_000
"""Characters; a person reads a page or two."""
PROMPT = re.compile(r"\A\s*(?:\*\*|__)?Your answer:?(?:\*\*|__)?:?\s*")
_MARKER = re.compile(r"^#\s*%%(?P<options>.*)$", re.MULTILINE)


class _RawCell(msgspec.Struct):
    cell_type: str
    source: str | list[str] = ""
    metadata: Any = None


class _RawNotebook(msgspec.Struct):
    cells: list[_RawCell]


def written_answer(found: Found) -> str | None:
    """The text of the answer; empty if nothing was written, None if there is no place for it, or the file is broken."""
    if len(found.paths) != 1 or found.refused:
        return None
    path = found.paths[0]
    try:
        text = contents(path).decode("utf-8-sig", "replace")
        cells = list(_notebook(_parsed(text)) if path.suffix.lower() == ".ipynb" else _script(text))
    except (SubmissionError, msgspec.ValidationError, ValueError, RecursionError):
        return None
    return _answer(cells)


def answer_hash(answer: str | None) -> str:
    """A few letters and digits that tell whether an answer is still the one that was marked.

    It begins with a word: 5e12 would be a number to a spreadsheet, and come back as another.
    """
    return "text-" + hashlib.sha256((answer or "").encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _answer(cells: list[tuple[str, bool]]) -> str | None:
    """The tagged cells, or the one with the prompt if the tag was lost, and text cells right below: people add some."""
    starts = [number for number, (_, tagged) in enumerate(cells) if tagged]
    if not starts:
        starts = [number for number, (text, _) in enumerate(cells) if PROMPT.match(text)][:1]
    if not starts:
        return None
    parts: list[str] = []
    taken: set[int] = set()
    for start in starts:
        for number in range(start, len(cells)):
            text = cells[number][0]
            if number in taken or (number > start and (not text or text.lstrip().startswith("#"))):
                break
            taken.add(number)
            parts.append(PROMPT.sub("", text).strip())
    answer = "\n\n".join(part for part in parts if part)
    return answer if len(answer) <= MAX_ANSWER else f"{answer[:MAX_ANSWER]}\n[cut here: the answer goes on]"


def _parsed(text: str) -> _RawNotebook:
    """The notebook in a text, by the parser that passes over what is not asked for; else as it was read for grading."""
    try:
        return msgspec.json.decode(text, type=_RawNotebook)
    except msgspec.DecodeError:  # NaN, or half a character: json.loads has no objections
        return msgspec.convert(json.loads(text), _RawNotebook)


def _notebook(notebook: _RawNotebook) -> Iterable[tuple[str, bool]]:
    """The text of each cell (empty for a cell of code without the tag) and whether it is tagged `written`."""
    for cell in notebook.cells:
        metadata: Any = cell.metadata
        tags: Any = cast("dict[Any, Any]", metadata).get("tags") if isinstance(metadata, dict) else None
        tagged = isinstance(tags, list) and "written" in tags
        yield "".join(cell.source) if tagged or cell.cell_type == "markdown" else "", tagged


def _script(text: str) -> Iterable[tuple[str, bool]]:
    """The same for a Python file in jupytext's percent format: a text cell's lines are comments."""
    markers = list(_MARKER.finditer(text))
    for marker, following in zip(markers, [*markers[1:], None], strict=True):
        body = text[marker.end() : following.start() if following else len(text)]
        options = marker["options"]
        tagged = re.search(r"tags\s*=\s*\[[^\]]*[\"']written[\"']", options) is not None
        is_text = re.search(r"\[\s*(?:markdown|md)\s*\]", options) is not None
        lines = body.strip().splitlines() if is_text else []
        prose = "\n".join(line.removeprefix("# " if line.startswith("# ") else "#") for line in lines)
        yield prose if is_text else (body.strip() if tagged else ""), tagged
