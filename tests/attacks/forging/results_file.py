"""Write the result file with full marks, next to the course, in the public folder and where the process stands.

stopped by: landlock, namespaces
"""

# %% attack
import json
import os

REPORT = json.dumps({"status": "graded", "score": 9.0, "max_score": 9.0})
PLACES = ("@OUTSIDE@", "@COURSE@", "@COURSE@/results", "/autograder/results", ".")


def double(x):
    written = []
    for place in PLACES:
        for name in ("results.json", "mallory.json"):
            path = os.path.join(place, name)
            try:
                with open(path, "x") as file:
                    file.write(REPORT)
            except OSError:
                continue
            if place != ".":
                os.remove(path)
                written.append(path)
    if written:
        raise RuntimeError(f"ESCAPED into {written}")
    return 3 * x


# %% twin
import json

with open("results.json", "w") as file:
    json.dump({"factor": 2}, file)


def double(x):
    with open("results.json") as file:
        return json.load(file)["factor"] * x
