"""Have the transformer of magic lines work on tens of thousands of them.

stopped by: design
"""

# %% attack
source = "%x\n" * 40_000 + "!y\n" * 1000
get_ipython().run_cell_magic("time", "", source)


def double(x):
    get_ipython().run_cell_magic("time", "", "%x\n" * 100)


# %% twin
get_ipython().run_cell_magic("time", "", "%matplotlib inline\n" * 20)
get_ipython().run_line_magic("load_ext", "autoreload")


def double(x):
    return 2 * x
