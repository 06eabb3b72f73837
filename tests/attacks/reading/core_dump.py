"""Ask for a dump of the process's memory, which could be read afterwards, and crash.

stopped by: limits
"""

# %% attack
import ctypes
import os
import resource


def double(x):
    try:
        resource.setrlimit(resource.RLIMIT_CORE, (1 << 20, 1 << 20))
    except (OSError, ValueError):
        ctypes.string_at(0)
    raise RuntimeError("ESCAPED: dumps are on")


# %% twin
import resource

soft, hard = resource.getrlimit(resource.RLIMIT_CORE)
resource.setrlimit(resource.RLIMIT_CORE, (0, hard))


def double(x):
    return 2 * x
