"""Print what looks like a report with full marks, on every stream and descriptor that takes it.

stopped by: design
"""

# %% attack
import json
import os
import sys

REPORT = json.dumps({"lab": "toy", "status": "graded", "score": 9.0, "max_score": 9.0, "tests": [], "exercises": []})


def double(x):
    for stream in (sys.stdout, sys.stderr, sys.__stdout__, sys.__stderr__):
        print(REPORT, file=stream, flush=True)
    for descriptor in (0, 1, 2):
        try:
            os.write(descriptor, REPORT.encode() + b"\n")
        except OSError:
            pass
    return 3 * x


double(1)


# %% twin
import json


def double(x):
    print(json.dumps({"score": 2, "x": repr(x)}))
    return 2 * x
