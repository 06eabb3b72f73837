"""The notebook of lab 2: the numbers that it shows, and the sample submissions made from it."""

from __future__ import annotations

import nbformat
from labs.notebooks import EXAMPLES, Execute, Notebook, builder, own_code, printed_by_demos, run

NOTEBOOK = Notebook("02_weight_swaps")
BY_HAND = """
x = np.array([[1.0, -1.0]])
assert forward(small, x, "relu")[0, 0] == forward(swap_units(small, 1, 0, 1), x, "relu")[0, 0] == 77
left_behind = [(small[0][0][[1, 0]], small[0][1]), (small[1][0][:, [1, 0]], small[1][1])]
assert forward(left_behind, x, "relu")[0, 0] == 76

W, b, V = np.array([[1.0, 0], [0, 1], [2, 2]]), np.array([0.0, 1, 2]), np.array([[1.0, 2, 3]])
x = np.array([[1.0, 2.0]])
three = [(W, b), (V, np.zeros(1))]
permuted = permute_units(three, 1, [1, 2, 0])
assert permuted[1][0].tolist() == [[2, 3, 1]]
assert forward(three, x, "relu")[0, 0] == forward(permuted, x, "relu")[0, 0] == 31
inverse = [permuted[0], (V[:, [2, 0, 1]], np.zeros(1))]
assert inverse[1][0].tolist() == [[3, 1, 2]]
assert forward(inverse, x, "relu")[0, 0] == 19
composed = permute_units(permuted, 1, [1, 0, 2])
assert recover_permutation(three, composed) == [[2, 1, 0]]

line = [(np.array([[1.0], [3.0]]), np.zeros(2)), (np.array([[3.0, -1.0]]), np.zeros(1))]
one, zero = np.array([[1.0]]), np.array([[0.0]])
assert list(swap_profile(line, one, zero, "identity", 1, 0, 1, [0, 0.25, 0.5, 1])) == [0, 9, 16, 0]
"""
"""The examples of the text, in the lab's own terms."""


def test_demo_cells_print_the_numbers_of_the_text(executed: Execute) -> None:
    printed = printed_by_demos(executed(NOTEBOOK))
    for middle in (111 / 10, 313121 / 60000, 0.926970750891734, 0.0656089334014565):
        assert f"ends 0.000000000 and 0.000000000, middle {middle:.9f}" in printed
    assert "swapping both gives    W2 = [[1.0, 2.0], [2.0, 1.0]]" in printed
    assert "recovered: [[0, 1], [1, 0]]" in printed or "recovered: [[1, 0], [0, 1]]" in printed


def test_the_tables_by_hand_are_right() -> None:
    """The numbers of the tables and of the line, once more from ada's functions."""
    run([*own_code(NOTEBOOK.answered()), BY_HAND])


def test_the_sample_submissions_are_those_that_build_makes() -> None:
    files = builder().build(NOTEBOOK.lab)
    folder = EXAMPLES / NOTEBOOK.lab
    assert sorted(files) == sorted(path.name for path in folder.iterdir() if path.suffix in (".ipynb", ".py"))
    for name, text in files.items():
        assert (folder / name).read_bytes() == text.encode(), f"{name}: run python examples/build.py"
        assert len(text.encode()) < 60_000
    readme = (folder / "README.md").read_text(encoding="utf-8")
    assert all(f"| `{name}` |" in readme for name in files)


def test_the_sample_notebooks_are_valid_notebooks() -> None:
    for path in sorted((EXAMPLES / NOTEBOOK.lab).glob("*.ipynb")):
        nbformat.validate(nbformat.read(path, as_version=nbformat.NO_CONVERT))
