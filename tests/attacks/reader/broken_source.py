"""Cells that are no Python and nest so deeply that neither the compiler nor the transformer should look at them.

stopped by: design
"""

# %% attack
def bombs():
    return [
        "(" * 100_000 + "\n%time " + "[" * 100_000,
        "!" + "{" * 200_000 + "\n",
        "%%time\n" * 3000,
        "%time " * 20_000 + "1",
        "?" * 100_000 + "\n",
        "def f():\n" + "".join(" " * k + "if 1:\n" for k in range(1, 1200)),
        "\0", "\ufeff\ufeff", "# -*- coding: rot13 -*-\nx", "\\\n" * 50_000,
    ]


def run_all():
    for bomb in bombs():
        try:
            get_ipython().run_cell_magic("time", "", bomb)
        except Exception:
            continue


run_all()

# %% twin
notebook = get_ipython()
notebook.run_cell_magic("time", "", "%matplotlib inline\n%time total = sum([1, 2, 3])\n!ls\n")


def double(x):
    return (total - 4) * x
