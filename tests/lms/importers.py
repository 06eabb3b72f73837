"""What each LMS does with a file that comes back, written down from its rules and apart from our own readers."""

from __future__ import annotations

import csv
import io
import re
import zipfile


def rows_of(data: bytes, delimiter: str = ",") -> list[list[str]]:
    return [row for row in csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=delimiter) if row]


def moodle_worksheet(data: bytes, header: dict[str, str], prefix: str) -> dict[int, float]:
    """Marks by participant. Columns are found by translated headers; the identifier's prefix is cut by its length."""
    first, *rows = rows_of(data)
    identifier, grade, maximum = (first.index(header[key]) for key in ("identifier", "grade", "maximum"))
    assert header["modified"] in first, "Moodle refuses a sheet without the time of the last change"
    marks: dict[int, float] = {}
    for row in rows:
        assert row[identifier].startswith(prefix)
        number = int(row[identifier][len(prefix) :])
        if row[grade].strip() == "":
            continue
        points = float(row[grade].replace(" ", "").replace(",", "."))
        if 0 <= points <= float(row[maximum].replace(",", ".")):
            marks[number] = points
    return marks


def moodle_comments(data: bytes, header: str, prefix: str) -> dict[int, str]:
    """Comments by participant; the text is HTML, and an empty one erases what was there."""
    first, *rows = rows_of(data)
    return {int(row[0][len(prefix) :]): row[first.index(header)] for row in rows}


def moodle_feedback(data: bytes) -> dict[int, dict[str, bytes]]:
    """Files by participant: every part of a path is cut at the underscores, part 2 has to be a number."""
    found: dict[int, dict[str, bytes]] = {}
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        for entry in archive.infolist():
            *folders, file = entry.filename.split("/")
            if file.startswith((".", "~")):
                continue
            for part in folders:
                cut = part.split("_")
                if len(cut) >= 4 and cut[1].isdigit() and cut[2:4] == ["assignsubmission", "file"]:
                    found.setdefault(int(cut[1]), {})[file] = archive.read(entry)
    return found


def canvas_gradebook(data: bytes) -> tuple[dict[str, dict[str, str]], dict[str, str]]:
    """Cells by assignment id and student id, and the points possible that would be set by assignment id."""
    assert not data.startswith(b"\xef\xbb\xbf") or data[3:].startswith((b"Student", b'"Student"'))
    header, *rows = rows_of(data)
    assert len(header) >= 4
    section = header.index("Section")
    columns = {number: title for number, title in enumerate(header) if number > section}
    ids = {number: found[1] for number, title in columns.items() if (found := re.search(r" \((\d+)\)$", title))}
    points: dict[str, str] = {}
    cells: dict[str, dict[str, str]] = {number: {} for number in ids.values()}
    for row in rows:
        if row[0].strip() == "Points Possible":
            points = {ids[n]: row[n] for n in ids if row[n].strip() and "read only" not in row[n]}
        elif row[header.index("ID")].isdigit():
            for number, assignment in ids.items():
                cells[assignment][row[header.index("ID")]] = canvas_number(row[number])
    return cells, points


def canvas_number(text: str) -> str:
    """In a cell of digits, every comma and point but the last is removed, and the last is a decimal point."""
    if not re.fullmatch(r"[\d.,]+", text):
        return text
    *front, last = re.split(r"[.,]", text)
    return f"{''.join(front)}.{last}" if front else last


def canvas_comments(names: list[str]) -> dict[tuple[str, str], str]:
    """Files by user and attachment: the first two parts that are all digits, or those after "anon" at the start."""
    found: dict[tuple[str, str], str] = {}
    for name in names:
        parts = [part for part in name.rsplit("/", 1)[-1].split("_") if part != "LATE"]
        numbers = parts[1:3] if parts[0] == "anon" else [part for part in parts if part.isdigit()]
        if len(numbers) >= 2:
            found[numbers[0], numbers[1]] = name
    return found


def blackboard_gradebook(data: bytes) -> dict[str, dict[str, str]]:
    """Cells by column id and user name; a comma file has every cell in quotes."""
    assert data.startswith(b"\xef\xbb\xbf")
    text = data.decode("utf-8-sig")
    assert all(re.fullmatch(r'("[^"]*",)*"[^"]*"', line) for line in text.splitlines())
    header, *rows = rows_of(data)
    assert not {"Last Access", "Availability"} & set(header)
    return {
        found[1]: {row[header.index("Username")]: row[number] for row in rows}
        for number, title in enumerate(header)
        if (found := re.search(r"\|(\d+)$", title))
    }


def brightspace_grades(data: bytes) -> dict[str, dict[str, str]]:
    """Marks by item and OrgDefinedId; a foreign column makes a new item, a blank mark is none."""
    header, *rows = rows_of(data)
    assert header[-1] == "End-of-Line Indicator"
    assert all(row[-1] == "#" and len(row) == len(header) for row in rows)
    items = {n: title[: -len(" Points Grade")] for n, title in enumerate(header) if title.endswith(" Points Grade")}
    assert {"OrgDefinedId", "Username", "End-of-Line Indicator"} | {f"{i} Points Grade" for i in items.values()} >= set(
        header
    )
    return {item: {row[0].removeprefix("#"): row[n] for row in rows} for n, item in items.items()}


def zip_names(data: bytes) -> list[str]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.namelist()
