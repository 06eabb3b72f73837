"""What of a lab's solutions is secret, and where in a release it stands."""

from __future__ import annotations

import ast
import io
import re
import zipfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from autograder.release.distribution import PACKAGE

SHORTEST_TEXT = 12
PHRASE = 6
"""So many words in a row are no accident."""


def members(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Every file of a folder, and every file in its archives, wheels among them, with the bytes."""
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            yield from _opened(path.relative_to(folder).as_posix(), path.read_bytes())


def _opened(name: str, data: bytes) -> Iterator[tuple[str, bytes]]:
    if not zipfile.is_zipfile(io.BytesIO(data)):
        yield name, data
    else:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for each in archive.namelist():
                yield from _opened(f"{name}/{each}", archive.read(each))


@cache
def engine() -> dict[str, bytes]:
    """The engine's own files: what they say is no secret."""
    files = [path for path in PACKAGE.rglob("*") if path.is_file() and "__pycache__" not in path.parts]
    return {f"autograder/{path.relative_to(PACKAGE).as_posix()}": path.read_bytes() for path in files}


def secrets(course: Path, lab: str) -> set[str]:
    """Texts, names, numbers and phrases of a lab's solutions that stand nowhere in its visible half or the engine."""
    visible = "\n".join(path.read_text() for path in sorted((course / "assignments" / lab).glob("*.*")))
    found: set[str] = set()
    for path in sorted((course / "solutions" / lab).glob("*.*")):
        text = path.read_text()
        found |= _phrases(text)
        if path.suffix == ".py":
            found |= _from_code(ast.parse(text))
    return {secret for secret in found - leaked(visible.encode(), found) if secret not in _engine_text()}


class _Large:
    """A text that would take long to search for thousands of phrases: they are looked up as phrases of its own."""

    def __init__(self, text: str) -> None:
        self._flat = _flat(text)
        self._words = set(re.findall(r"\w+", text))
        self._phrases = _phrases(text)

    def __contains__(self, secret: str) -> bool:
        if secret.isidentifier():
            return secret in self._words
        return secret in self._phrases or (secret.count(" ") != PHRASE - 1 and secret in self._flat)


@cache
def _engine_text() -> _Large:
    return _Large("\n".join(data.decode("utf-8", "replace") for data in engine().values()))


def _from_code(tree: ast.Module) -> set[str]:
    """Names that are defined, numbers that say something, and texts, as source has them and as values."""
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            found.add(node.name)
        elif isinstance(node, ast.Constant) and isinstance(node.value, float | int) and len(repr(node.value)) >= 6:
            found.add(repr(node.value))
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and len(node.value) >= SHORTEST_TEXT:
            found |= {" ".join(part.split()) for part in node.value.split("\n") if len(part.strip()) >= SHORTEST_TEXT}
    return found


def _flat(text: str) -> str:
    """A text in one line, out of the quotes of a notebook's lines and from behind the signs of comments."""
    return " ".join(re.sub(r'\\n",?\s+"|\n#', " ", text).replace('\\"', '"').split())


def _phrases(text: str) -> set[str]:
    words = _flat(text).split()
    phrases = {" ".join(words[k : k + PHRASE]) for k in range(len(words) - PHRASE + 1)}
    return {phrase for phrase in phrases if sum(c.isalnum() for c in phrase) >= 20}


def leaked(data: bytes, secret: set[str]) -> set[str]:
    """The secrets that stand in some bytes, however their lines are broken; a name counts as a whole word only."""
    text = data.decode("utf-8", "replace")
    words = set(re.findall(r"\w+", text))
    flat = _flat(text)
    return {each for each in secret if (each in words if each.isidentifier() else each in flat)}
