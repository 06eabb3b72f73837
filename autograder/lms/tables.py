"""A CSV file that somebody else's program wrote and will read again: cells can be changed, all else stays as it is.

Byte order mark, encoding, delimiter, quotes and line ends are kept, because importers compare headers and rows as
text. Every value is text: an id never becomes a number.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from autograder.lms.errors import LmsError

MAX_BYTES = 64 << 20
MARKS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
"""Byte order marks, and the encodings that they announce."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell's place in the text, and its value without quotes."""

    start: int
    end: int
    value: str


@dataclass
class Table:
    """The cells of a CSV file, with changes that are not written yet."""

    name: str
    mark: bytes
    encoding: str
    text: str
    delimiter: str
    rows: list[list[Cell]]
    _changes: dict[tuple[int, int], str] = field(default_factory=dict[tuple[int, int], str])

    @property
    def header(self) -> list[str]:
        """The values of the first row."""
        return [cell.value for cell in self.rows[0]]

    def value(self, row: int, column: int) -> str:
        """What the file says in a cell; empty where a row is too short."""
        cells = self.rows[row]
        return cells[column].value if column < len(cells) else ""

    def change(self, row: int, column: int, value: str) -> None:
        """Put another value into a cell; `LmsError` if the row does not reach that far."""
        if column >= len(self.rows[row]):
            raise LmsError(
                f"{self.name}: row {row + 1} has {len(self.rows[row])} cells and none in column {column + 1}. "
                f"Download the file again."
            )
        # what the file's encoding cannot say can only be in a comment, and comments are HTML
        value = value.encode(self.encoding, "xmlcharrefreplace").decode(self.encoding)
        if value != self.value(row, column):
            self._changes[row, column] = value

    def changed(self, row: int, column: int) -> bool:
        """Whether a cell has another value than the file says."""
        return (row, column) in self._changes

    def excerpt(self, columns: Sequence[int], rows: Iterable[int], *, quoted: bool = False) -> bytes:
        """Some columns of some rows with the changes, each cell as the file has it, or every one in quotes."""
        end = "\r\n" if "\r\n" in self.text else "\n"
        lines = [self.delimiter.join(self._raw(row, column, quoted) for column in columns) for row in rows]
        return self.mark + "".join(line + end for line in lines).encode(self.encoding)

    def _raw(self, row: int, column: int, quoted: bool) -> str:
        cells = self.rows[row]
        raw = self.text[cells[column].start : cells[column].end] if column < len(cells) else ""
        value = self._changes.get((row, column))
        if value is None and (raw.startswith('"') or not quoted):
            return raw
        value = self.value(row, column) if value is None else value
        quoted = quoted or raw.startswith('"') or _needs_quotes(value, self.delimiter)
        return '"' + value.replace('"', '""') + '"' if quoted else value

    def to_bytes(self) -> bytes:
        """The file with the changes, and every other byte as it was."""
        parts: list[str] = []
        at = 0
        for (row, column), value in sorted(self._changes.items()):
            cell = self.rows[row][column]
            quoted = self.text[cell.start : cell.start + 1] == '"' or _needs_quotes(value, self.delimiter)
            parts += [self.text[at : cell.start], '"' + value.replace('"', '""') + '"' if quoted else value]
            at = cell.end
        return self.mark + "".join([*parts, self.text[at:]]).encode(self.encoding)


def read_table(path: Path) -> Table:
    """Read a CSV file; `LmsError` if it is none."""
    return table(path.name, _contents(path))


def read_values(path: Path) -> tuple[str, Iterator[list[str]]]:
    """What parts the cells of a CSV file, and the values of its rows, which need not be in memory all at once.

    `LmsError` if it is none, also from a later row.
    """
    _, _, text, delimiter = _text(path.name, _contents(path))
    return delimiter, ([cell.value for cell in row] for row in _rows(path.name, text, delimiter))


def _contents(path: Path) -> bytes:
    try:
        if path.stat().st_size > MAX_BYTES:
            raise LmsError(f"{path} has more than {MAX_BYTES >> 20} MB. Is it the right file?")
        return path.read_bytes()
    except OSError as problem:
        raise LmsError(f"{path} cannot be read: {problem.strerror or problem}.") from None


def table(name: str, data: bytes, delimiter: str = "") -> Table:
    """The cells of a CSV file's bytes: comma, semicolon or tab; UTF-8, UTF-16 with its mark, or Windows' encoding.

    What parts the cells is told by the header, if it is not known.
    """
    mark, encoding, text, delimiter = _text(name, data, delimiter)
    return Table(name, mark, encoding, text, delimiter, list(_rows(name, text, delimiter)))


def _text(name: str, data: bytes, delimiter: str = "") -> tuple[bytes, str, str, str]:
    """The byte order mark, the encoding, the text, and what parts the cells."""
    mark, encoding, text = _decoded(name, data)
    if data.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise LmsError(f"{name} is a workbook or an archive. Save the sheet as CSV (UTF-8) first.")
    if not text.strip():
        raise LmsError(f"{name} is empty. Download it again.")
    first = re.sub(r'"[^"]*"', "", text.lstrip("\r\n").splitlines()[0])
    return mark, encoding, text, delimiter or max(",;\t", key=first.count)


def _decoded(name: str, data: bytes) -> tuple[bytes, str, str]:
    for mark, encoding in MARKS:
        if data.startswith(mark):
            try:
                return mark, encoding, data[len(mark) :].decode(encoding)
            except UnicodeDecodeError:
                raise LmsError(f"{name} is not the {encoding.upper()} text that it begins as. Save it again.") from None
    for encoding in ("utf-8", "cp1252"):
        try:
            return b"", encoding, data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return b"", "latin-1", data.decode("latin-1")


def _rows(name: str, text: str, delimiter: str) -> Iterator[list[Cell]]:
    """Split into cells as the csv module would; rows without any cell are left out."""
    field = re.compile(rf'"([^"]*(?:""[^"]*)*)"(?!")([^{delimiter}\r\n]*)|([^{delimiter}\r\n]*)')
    count = 0
    row: list[Cell] = []
    at = 0
    while True:
        found = field.match(text, at)
        assert found is not None, "the pattern matches the empty text"
        if found[3] is not None and found[3].startswith('"'):
            raise LmsError(f"{name}: a quote that begins in row {count + 1} is never closed. Download it again.")
        value = found[3] if found[3] is not None else found[1].replace('""', '"') + found[2]
        row.append(Cell(at, found.end(), value))
        at = found.end()
        if at < len(text) and text[at] == delimiter:
            at += 1
            continue
        if len(row) > 1 or row[0].end > row[0].start:
            count += 1
            yield row
        row = []
        if at >= len(text):
            return
        at += 2 if text.startswith("\r\n", at) else 1
        if at >= len(text):
            return


def quoted(value: str, delimiter: str) -> str:
    """A value as it stands in a file, in quotes where it has to be."""
    return '"' + value.replace('"', '""') + '"' if _needs_quotes(value, delimiter) else value


def _needs_quotes(value: str, delimiter: str) -> bool:
    return any(character in value for character in (delimiter, '"', "\r", "\n"))
