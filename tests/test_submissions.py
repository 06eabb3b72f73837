"""Reading what students hand in: every ordinary form is taken, everything else is told in a sentence."""

from __future__ import annotations

import json
import os
from pathlib import Path

import jupytext
import nbformat
import pytest

from autograder import submissions
from autograder.find import find
from autograder.submissions import Cell, Found, SubmissionError, read


def notebook(*cells, minor=5):
    return {"nbformat": 4, "nbformat_minor": minor, "metadata": {}, "cells": list(cells)}


def code(source, **metadata):
    return {"cell_type": "code", "metadata": metadata, "outputs": [], "execution_count": None, "source": source}


def saved(folder: Path, content, name="ann.ipynb") -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())
    return path


def cells_of(path: Path) -> tuple[Cell, ...]:
    return read(Found("ann", (path,))).cells


def sources(path: Path) -> list[str]:
    return [cell.source for cell in cells_of(path)]


def told(path: Path) -> str:
    with pytest.raises(SubmissionError) as problem:
        read(Found("ann", (path,)))
    message = str(problem.value)
    assert message.startswith(path.name)
    assert message.endswith((".", "?"))
    return message


# --- notebooks -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("minor", range(6))
def test_notebooks_of_every_minor_format_are_read(tmp_path, minor):
    made = nbformat.v4.new_notebook(
        cells=[
            nbformat.v4.new_markdown_cell("# text"),
            nbformat.v4.new_code_cell("x = 1\ny = 2"),
            nbformat.v4.new_raw_cell("raw"),
            nbformat.v4.new_code_cell("z = 3", outputs=[nbformat.v4.new_output("stream", text="hi")]),
        ]
    )
    made.nbformat_minor = minor
    if minor < 5:
        for cell in made.cells:
            del cell["id"]
    nbformat.validate(made)
    path = tmp_path / "ann.ipynb"
    nbformat.write(made, path)
    assert cells_of(path) == (Cell("code cell 1", "x = 1\ny = 2"), Cell("code cell 2", "z = 3"))


def test_sources_may_be_texts_or_lists_of_lines(tmp_path):
    path = saved(tmp_path, notebook(code("a = 1\nb = 2"), code(["a = 1\n", "b = 2"]), code([]), code("")))
    assert sources(path) == ["a = 1\nb = 2", "a = 1\nb = 2"]


def test_demo_cells_and_empty_ones_are_left_out_but_counted(tmp_path):
    path = saved(
        tmp_path, notebook(code("plot()", tags=["x", "demo"]), code(" \n"), code("a = 1", tags=["demonstration"]))
    )
    assert cells_of(path) == (Cell("code cell 3", "a = 1"),)


@pytest.mark.parametrize(
    "metadata", [None, 5, [], "demo", {"tags": None}, {"tags": "demo"}, {"tags": {"demo": 1}}, {"tags": [[]]}]
)
def test_metadata_may_be_anything(tmp_path, metadata):
    cell = code("a = 1")
    cell["metadata"] = metadata
    assert sources(saved(tmp_path, notebook(cell))) == ["a = 1"]


def test_metadata_may_be_missing(tmp_path):
    assert sources(saved(tmp_path, notebook({"cell_type": "code", "source": "a = 1"}))) == ["a = 1"]


def test_what_json_does_not_allow_but_jupyter_writes_is_fine(tmp_path):
    text = json.dumps(notebook(code("a = 1"))).replace(
        '"outputs": []', '"outputs": [{"data": [NaN, -Infinity, 1e999]}]'
    )
    assert sources(saved(tmp_path, text.encode())) == ["a = 1"]


def test_a_byte_order_mark_is_fine(tmp_path):
    assert sources(saved(tmp_path, b"\xef\xbb\xbf" + json.dumps(notebook(code("a = 1"))).encode())) == ["a = 1"]
    assert sources(saved(tmp_path, b"\xef\xbb\xbfa = 1\n", "ann.py")) == ["a = 1\n\n"]


def test_a_text_with_lone_surrogates_is_kept_for_the_students_process(tmp_path):
    assert sources(saved(tmp_path, notebook(code("a = '\ud800'")))) == ["a = '\ud800'"]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "is empty"),
        (b" \n\t", "is empty"),
        (b"\xff\xfe{\x00}\x00", "not UTF-8"),
        (b"not json", "is not a notebook: its JSON is broken"),
        (b'{"cells": [', "its JSON is broken"),
        (b"[]", "not a notebook of format 4"),
        (b"null", "not a notebook of format 4"),
        (b"5", "not a notebook of format 4"),
        (b'{"a": 1}', "not a notebook of format 4"),
        (b"[" * 200_000, "nested too deeply"),
        (b'{"a":' * 200_000, "nested too deeply"),
        (b"1" * 5000, "is not a notebook"),
        (b'{"nbformat": ' + b"9" * 4000 + b', "cells": []}', "format"),
        (b'{"nbformat": 4.0, "cells": []}', "not a notebook of format 4"),
        (b'{"nbformat": 4, "cells": null}', "not a notebook of format 4"),
        (b'{"nbformat": 4, "cells": {"0": 1}}', "not a notebook of format 4"),
        (b'{"nbformat": 4, "cells": [[]]}', "not a notebook of format 4"),
        (b'{"nbformat": 4, "cells": [{"source": "a"}]}', "not a notebook of format 4"),
        (b'{"nbformat": 4, "cells": [{"cell_type": "code", "source": [1]}]}', "not a notebook of format 4"),
        (b'{"nbformat": 4, "cells": [{"cell_type": 1, "source": ""}]}', "not a notebook of format 4"),
        (b'{"nbformat": 4, "cells": []}', "holds no code"),
        (b'{"nbformat": 5, "cells": []}', "notebook format 5"),
        (json.dumps(notebook(code(" "), code("plot()", tags=["demo"]))).encode(), "holds no code"),
        (json.dumps(notebook(*[code("a = 1")] * 5001)).encode(), "more code than any answer needs"),
        (json.dumps(notebook(code("é" * 300_000))).encode(), "more code than any answer needs"),
    ],
)
def test_what_is_no_notebook_is_told_with_the_cause_and_the_mend(tmp_path, content, words):
    message = told(saved(tmp_path, content))
    assert words in message
    assert len(message) < len(str(tmp_path)) + 5000


def test_a_notebook_of_format_3_is_told_how_to_be_mended(tmp_path):
    old = nbformat.v3.new_notebook(worksheets=[nbformat.v3.new_worksheet(cells=[nbformat.v3.new_code_cell("a = 1")])])
    message = told(saved(tmp_path, dict(old)))
    assert "Open it in a current Jupyter and save it again." in message


def test_a_file_beyond_the_cap_is_not_read(tmp_path, monkeypatch):
    monkeypatch.setattr(submissions, "MAX_FILE_BYTES", 1 << 20)
    path = saved(tmp_path, b" " * (1 << 21))
    assert "has 2 MB; at most 1 MB are read" in told(path)


def test_a_notebook_that_would_take_gigabytes_is_not_parsed(tmp_path, monkeypatch):
    monkeypatch.setattr(submissions, "MAX_CONTAINERS", 1_000_000)
    odd = notebook(code("a = 1"))
    odd["metadata"]["x"] = [{"": []}] * 499_000
    path = saved(tmp_path, odd)
    assert sources(path) == ["a = 1"]
    odd["metadata"]["x"] *= 2
    assert "Clear all outputs" in told(saved(tmp_path, odd))


# --- Python files --------------------------------------------------------------------------------------------------


def script(folder: Path, text: str) -> tuple[Cell, ...]:
    path = folder / "ann.py"
    path.write_bytes(text.encode())
    return cells_of(path)


def test_a_plain_file_is_one_cell(tmp_path):
    assert script(tmp_path, "import os\n\nx = 1\n") == (Cell("ann.py", "import os\n\nx = 1\n\n", 1),)


def test_the_percent_format_is_split_with_the_lines_of_the_file(tmp_path):
    text = """\
# ---
# jupyter:
#   kernelspec: {}
# ---

# %% [markdown]
# # text
not_code()

# %% a title
a = 1

# %% tags=["demo"]
plot()
#%%
b = 2
# %% [raw]
c
# %% [markdown] tags=["x"]
d
# %% tags=["x", 'demo']
e
# %% tags=["exercise"]
f = 3
"""
    cells = script(tmp_path, text)
    assert [(cell.source.strip(), cell.first_line) for cell in cells] == [("a = 1", 11), ("b = 2", 16), ("f = 3", 24)]


def test_the_lines_of_all_cells_are_those_of_the_file(tmp_path):
    text = "x = 1\r\n# %%\r\n\r\ny = 2\rz = 3\n# In[7]:\nw = 4\n"
    lines = {}
    for cell in script(tmp_path, text):
        for number, line in enumerate(cell.source.split("\n"), start=cell.first_line):
            lines[line] = number
    assert {name: lines[name] for name in ("x = 1", "y = 2", "z = 3", "w = 4")} == {
        "x = 1": 1,
        "y = 2": 4,
        "z = 3": 5,
        "w = 4": 7,
    }


def test_an_exported_notebook_is_split_at_its_markers(tmp_path):
    text = "#!/usr/bin/env python\n# coding: utf-8\n\n# In[3]:\n\na = 1\n\n# In[ ]:\n\nb = 2\n"
    assert [cell.source.strip() for cell in script(tmp_path, text)] == ["a = 1", "b = 2"]


def test_what_jupytext_writes_is_read_as_the_notebook_was(tmp_path):
    made = nbformat.v4.new_notebook(
        cells=[
            nbformat.v4.new_markdown_cell("# %% no marker\ntext"),
            nbformat.v4.new_code_cell("a = 1\n\n\ndef f():\n    return a"),
            nbformat.v4.new_code_cell("plot()", metadata={"tags": ["demo"]}),
            nbformat.v4.new_code_cell("%matplotlib inline\nb = 2"),
            nbformat.v4.new_code_cell("%%time\nc = 3", metadata={"tags": ["demo"]}),
            nbformat.v4.new_code_cell("d = 4", metadata={"tags": ["x"], "collapsed": True}),
        ],
        metadata={"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}},
    )
    cells = script(tmp_path, jupytext.writes(made, fmt="py:percent"))
    assert [cell.source.strip() for cell in cells] == [
        "a = 1\n\n\ndef f():\n    return a",
        "# %matplotlib inline\nb = 2",
        "d = 4",
    ]


@pytest.mark.parametrize("separator", ["\u2028", "\x0b", "\x0c", "\x1c", "\x85"])
def test_separators_inside_of_a_text_are_no_ends_of_lines(tmp_path, separator):
    (cell,) = script(tmp_path, f"a = 'x{separator}y'\nb = 1\n")
    assert f"'x{separator}y'" in cell.source


@pytest.mark.parametrize("text", ["", "\n \n", "# only\n# comments\n", "# %% [markdown]\ntext\n"])
def test_a_file_without_code_is_told(tmp_path, text):
    path = tmp_path / "ann.py"
    path.write_text(text)
    assert "holds no code" in told(path)


def test_a_file_that_is_not_utf8_is_told(tmp_path):
    assert "not UTF-8" in told(saved(tmp_path, b"a = '\xe9'\n", "ann.py"))


# --- files that are none -------------------------------------------------------------------------------------------


def test_a_missing_file_is_found_and_told_when_it_is_read(tmp_path):
    path = tmp_path / "ann.ipynb"
    (found,), _ = find([path])
    assert found == Found("ann", (path,))
    assert "cannot be read: No such file" in told(path)


def test_another_suffix_is_told(tmp_path):
    path = saved(tmp_path, b"x", "ann.docx")
    assert find([path])[0] == [Found("ann", (path,))]
    assert "neither a notebook" in told(path)


def test_a_folder_is_no_notebook_whatever_its_name(tmp_path):
    folder = tmp_path / "x.ipynb"
    folder.mkdir()
    assert "not a regular file" in told(folder)
    assert find([folder]) == ([], [])
    saved(folder, notebook(code("a = 1")))
    assert [found.student for found in find([folder])[0]] == ["ann"]


def test_a_pipe_is_told_and_not_waited_for(tmp_path):
    path = tmp_path / "ann.ipynb"
    os.mkfifo(path)
    assert find([tmp_path])[0] == [Found("ann", (path,))]
    assert "not a regular file" in told(path)


def test_a_link_is_not_followed_wherever_it_leads(tmp_path):
    path = tmp_path / "ann.py"
    path.symlink_to("/dev/zero")
    assert "is a link" in told(path)
    path.unlink()
    path.symlink_to(__file__)
    assert "is a link" in told(path)


def test_links_in_a_circle_are_told(tmp_path):
    path = tmp_path / "ann.ipynb"
    path.symlink_to(path)
    assert [found.student for found in find([tmp_path])[0]] == ["ann"]
    assert [found.student for found in find([path])[0]] == ["ann"]
    assert "is a link" in told(path)


def test_an_unreadable_file_is_told(tmp_path, monkeypatch):
    path = saved(tmp_path, notebook(code("a = 1")))

    def refuse(self):
        raise PermissionError(13, "Permission denied", str(self))

    monkeypatch.setattr(Path, "read_bytes", refuse)
    assert told(path) == f"{path.name} cannot be read: Permission denied."


def test_an_overlong_name_is_told(tmp_path):
    path = tmp_path / ("a" * 300 + ".ipynb")
    assert find([path])[0] == [Found("a" * 300, (path,))]
    assert "cannot be read" in told(path)


def test_a_notebook_with_helpers_beside_it_is_one_submission(tmp_path):
    folder = tmp_path / "max"
    (folder / "helpers").mkdir(parents=True)
    notebook_path = saved(folder, notebook(code("a = 1")))
    (folder / "helpers" / "util.py").write_text("b = 2")
    (folder / "notes.txt").write_text("x")
    assert find([tmp_path])[0] == [Found("max", (notebook_path,))]


def test_a_file_of_another_kind_in_a_students_folder_is_told(tmp_path):
    (tmp_path / "zoe").mkdir()
    (tmp_path / "zoe" / "lab.docx").write_text("x")
    (tmp_path / "bob.ipynb.txt").write_text("x")
    (tmp_path / "marks.xlsx").write_text("x")
    found, passed_over = find([tmp_path])
    assert [each.student for each in found] == ["bob.ipynb", "zoe"]
    for each in found:
        with pytest.raises(SubmissionError, match="neither a notebook"):
            read(each)
    assert len(passed_over) == 3


def test_a_notebook_in_another_language_is_told(tmp_path):
    made = notebook(code("x <- 1"))
    made["metadata"] = {"kernelspec": {"name": "ir", "language": "R", "display_name": "R"}}
    assert "is a notebook in R" in told(saved(tmp_path, made))


def test_the_hash_is_of_the_files_bytes(tmp_path):
    path = saved(tmp_path, notebook(code("a = 1")))
    before = read(Found("ann", (path,))).sha256
    path.write_bytes(path.read_bytes() + b"\n")
    assert read(Found("ann", (path,))).sha256 != before
    assert len(before) == 64
