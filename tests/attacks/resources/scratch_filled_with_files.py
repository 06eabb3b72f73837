"""Use up the file system's entries with empty files.

stopped by: namespaces
"""

# %% attack
def double(x):
    for k in range(3000):
        with open(f"file{k}", "wb"):
            pass
    raise RuntimeError("ESCAPED with 3000 files")


# %% twin
import os
import tempfile


def double(x):
    with tempfile.TemporaryDirectory() as folder:
        for k in range(100):
            with open(os.path.join(folder, str(k)), "w"):
                pass
        return len(os.listdir(folder)) * x / 50
