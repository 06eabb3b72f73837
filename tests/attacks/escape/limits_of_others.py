"""Change limits, priority and processors of the grader and the worker (to what they are).

stopped by: seccomp, uid, namespaces
"""

# %% attack
import os
import resource


def double(x):
    for pid in (int("@GRADER@"), int("@WORKER@")):
        ways = [
            lambda: resource.prlimit(pid, resource.RLIMIT_CORE),
            lambda: os.setpriority(os.PRIO_PROCESS, pid, os.getpriority(os.PRIO_PROCESS, pid)),
            lambda: os.sched_setaffinity(pid, os.sched_getaffinity(pid)),
            lambda: os.sched_setscheduler(pid, os.SCHED_OTHER, os.sched_param(0)),
        ]
        for number, way in enumerate(ways):
            try:
                way()
            except OSError:
                continue
            raise RuntimeError(f"ESCAPED: way {number} changed process {pid}")
    raise OSError("they are as they were")


# %% twin
import os
import resource

resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def double(x):
    assert os.sched_getaffinity(0)
    return 2 * x
