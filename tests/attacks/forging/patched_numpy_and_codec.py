"""Replace what compares and encodes: numpy's functions, the codec, the engine's own functions in the process.

stopped by: design
"""

# %% attack
import builtins
import json
import sys

import msgspec
import numpy as np

for name in ("array_equal", "allclose", "isclose", "all", "any", "abs", "argwhere", "max", "testing"):
    setattr(np, name, lambda *arguments, **options: True)
json.dumps = lambda *arguments, **options: '{"score": 9}'
msgspec.msgpack.encode = lambda *arguments, **options: b""
builtins.abs = builtins.max = lambda *arguments: 0


def engine():
    """The modules of the engine, from the frames of its functions."""
    caller = sys._getframe()
    while caller is not None:
        if caller.f_globals.get("__name__", "").startswith("autograder"):
            yield caller.f_globals
        caller = caller.f_back


def double(x):
    for module in engine():
        for name in ("changed", "describe", "CONFINING_FAILED", "MAX_NODES", "text_bytes"):
            if name in module:
                module[name] = lambda *arguments: ()
        if "Arguments" in module:
            module["Arguments"].changed = lambda *arguments: ()
        if "nodes" in module:
            module["nodes"].MAX_BODY = module["nodes"].MAX_TEXT = 1 << 40
    return 3 * x


# %% twin
import numpy as np

original = np.array_equal


def close_enough(one, two):
    return bool(np.all(np.abs(np.asarray(one) - np.asarray(two)) < 1e-12))


np.array_equal = close_enough
assert np.array_equal(np.ones(2), np.ones(2))
np.array_equal = original


def double(x):
    return 2 * x
