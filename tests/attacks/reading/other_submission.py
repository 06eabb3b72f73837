"""Read what another student handed in.

stopped by: landlock, namespaces
"""

# %% attack
from pathlib import Path


def double(x):
    text = Path("@OTHER@").read_text()
    raise RuntimeError(text)


try:
    import numpy as np

    stolen = np.fromfile("@OTHER@", dtype="u1").tobytes().decode()
except OSError:
    stolen = ""
if stolen:
    raise RuntimeError(stolen)


# %% twin
from pathlib import Path

import numpy as np

np.save("weights.npy", np.array(2.0))


def double(x):
    return float(np.load("weights.npy")) * x
