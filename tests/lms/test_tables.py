"""Tables that go back to whoever made them: the cells that are changed, and not one byte more."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from autograder.lms.errors import LmsError
from autograder.lms.tables import read_table, read_values, table

cells = st.text(st.sampled_from("ab0 ,;\t\"'\né漢😀=\u202e_"), max_size=6)
grids = st.integers(1, 4).flatmap(
    lambda width: st.lists(st.lists(cells, min_size=width, max_size=width), min_size=1, max_size=5)
)


def written(rows, delimiter, ends, quoting, mark):
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, lineterminator=ends, quoting=quoting).writerows(rows)
    return mark + text.getvalue().encode()


@given(
    grids,
    st.sampled_from(",;\t"),
    st.sampled_from(["\n", "\r\n"]),
    st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
    st.sampled_from([b"", b"\xef\xbb\xbf"]),
    st.data(),
)
def test_a_changed_cell_is_all_that_changes(rows, delimiter, ends, quoting, mark, data):
    rows[0] = [f"head{n}" for n in range(len(rows[0]) + 1)]  # the delimiter is told from the header
    rows[1:] = [[*row, "end"] for row in rows[1:]]
    before = written(rows, delimiter, ends, quoting, mark)
    found = table("t.csv", before)
    assert [[cell.value for cell in row] for row in found.rows] == rows
    assert found.to_bytes() == before
    row = data.draw(st.integers(0, len(rows) - 1))
    column = data.draw(st.integers(0, len(rows[0]) - 1))
    value = data.draw(cells)
    found.change(row, column, value)
    after = found.to_bytes()
    rows[row][column] = value
    assert list(csv.reader(io.StringIO(after[len(mark) :].decode(), newline=""), delimiter=delimiter)) == rows
    cell = found.rows[row][column]
    start = len(mark) + len(found.text[: cell.start].encode())
    stop = len(found.text[cell.end :].encode())
    assert after[:start] == before[:start]
    assert after[len(after) - stop :] == before[len(before) - stop :]


@given(st.text(st.sampled_from('ab",\n\r'), min_size=1, max_size=12))
@example('a"b,"c"d\n')
@example('"a"b,c')
@example("\n\na,b\n\n")
def test_what_is_read_is_what_the_csv_module_reads(text):
    try:
        found = table("t.csv", text.encode())
    except LmsError:
        return  # blank, or a quote that is not closed
    expected = [row for row in csv.reader(io.StringIO(text, newline="")) if row]
    assert [[cell.value for cell in row] for row in found.rows if row] == expected


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_every_encoding_of_a_spreadsheet_is_read_and_kept(encoding):
    before = "Name,Mark\nZoë Ångström,\n".encode(encoding)
    found = table("t.csv", before)
    assert found.value(1, 0) == "Zoë Ångström"
    found.change(1, 1, "3.5")
    assert found.to_bytes() == "Name,Mark\nZoë Ångström,3.5\n".encode(encoding)


def test_any_bytes_come_back_as_they_were():
    before = bytes(b for b in range(256) if b not in b'"\r\n') + b"\nx\n"
    assert table("t.csv", before).to_bytes() == before


def test_ids_stay_text():
    found = table("t.csv", b"ID,Name\n00123,#a\n1e5,+49\n")
    assert [[cell.value for cell in row] for row in found.rows[1:]] == [["00123", "#a"], ["1e5", "+49"]]


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "is empty"),
        (b" \n \n", "is empty"),
        (b'a,b\n"never closed,1\n2,3\n', "never closed"),
        (b"PK\x03\x04....", "Save the sheet as CSV"),
        (b"\xff\xfea", "Save it again"),
    ],
)
def test_what_is_no_table_is_refused_with_the_mend(data, why):
    with pytest.raises(LmsError, match=why) as told:
        table("t.csv", data)
    assert "t.csv" in str(told.value)


def test_a_row_that_is_too_short_is_told_and_not_lengthened():
    found = table("t.csv", b"a,b\n1\n")
    with pytest.raises(LmsError, match="row 2 has 1 cells"):
        found.change(1, 1, "x")
    assert found.to_bytes() == b"a,b\n1\n"


def test_a_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(LmsError, match=r"gone\.csv cannot be read"):
        read_table(tmp_path / "gone.csv")
    with pytest.raises(LmsError, match=r"gone\.csv cannot be read"):
        read_values(tmp_path / "gone.csv")


def test_values_are_those_of_the_cells_row_by_row(tmp_path):
    path = tmp_path / "t.csv"
    path.write_bytes(b'\xef\xbb\xbfa;"b\n;c"\r\n\r\n1;\xc3\xa9\r\n')
    delimiter, rows = read_values(path)
    assert (delimiter, list(rows)) == (";", [["a", "b\n;c"], ["1", "é"]])
    path.write_bytes(b'a,b\n1,"2\n')
    _, rows = read_values(path)
    assert next(rows) == ["a", "b"]
    with pytest.raises(LmsError, match=r"t\.csv: a quote that begins in row 2 is never closed"):
        next(rows)


def test_an_excerpt_has_the_cells_as_they_were_or_all_in_quotes():
    found = table("t.csv", b'a,"b",c\r\n"1 ",2,3\r\n')
    found.change(1, 2, "x,y")
    assert found.excerpt([0, 2], [0, 1]) == b'a,c\r\n"1 ","x,y"\r\n'
    assert found.excerpt([0, 1], [0, 1], quoted=True) == b'"a","b"\r\n"1 ","2"\r\n'


def test_cells_may_be_changed_in_any_order():
    found = table("t.csv", b"a,b\n1,2\n3,4\n")
    for row, column, value in ((2, 1, "x"), (1, 0, "y"), (2, 0, "z"), (1, 0, "w")):
        found.change(row, column, value)
    assert found.to_bytes() == b"a,b\nw,2\nz,x\n"
