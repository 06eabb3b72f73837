"""Return objects, arrays of objects and ready pickles that would write a file if a trusted process ever loaded them.

stopped by: design
"""

# %% attack
import pickle

import numpy as np

CODE = "open('@OUTSIDE@/loaded', 'w').write('x')"


class Gadget:
    def __reduce__(self):
        return (exec, (CODE,))

    def __reduce_ex__(self, version):
        return (exec, (CODE,))

    def __getstate__(self):
        return {}


answers = 0


def double(x):
    global answers
    answers += 1
    array = np.empty(1, object)
    array[0] = Gadget()
    return (Gadget(), array, pickle.dumps(Gadget()), [Gadget()], {"x": Gadget()})[answers % 5]


def anything(x):
    return [Gadget(), pickle.dumps(Gadget()), pickle.dumps(Gadget()).decode("latin-1")]


# %% twin
import pickle


class Settings:
    factor = 2

    def __reduce__(self):
        return (Settings, ())


def double(x):
    return pickle.loads(pickle.dumps(Settings())).factor * x
