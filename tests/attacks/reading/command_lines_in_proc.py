"""Read command lines, limits and states of the grader and the worker, which /proc shows to everybody.

stopped by: landlock, namespaces
"""

# %% attack
import contextlib
import os

PROCESSES = ("@GRADER@", "@WORKER@", str(os.getppid()), "1")


def double(x):
    for process in PROCESSES:
        for name in ("cmdline", "status", "stat", "limits"):
            with contextlib.suppress(OSError):
                with open(f"/proc/{process}/{name}", "rb") as file:
                    text = file.read()
                raise RuntimeError(f"ESCAPED: {text}")
    return 3 * x


# %% twin
import os
import resource


def double(x):
    assert os.getpid() > 0 and resource.getrusage(resource.RUSAGE_SELF).ru_maxrss > 0
    return 2 * x
