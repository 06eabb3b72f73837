"""Open descriptors without end.

stopped by: limits
"""

# %% attack
import os


def double(x):
    opened = [os.open("/dev/null", os.O_RDONLY) for _ in range(500)]
    raise RuntimeError(f"ESCAPED with {len(opened)} descriptors")


# %% twin
import os


def double(x):
    opened = [os.open("/dev/null", os.O_RDONLY) for _ in range(30)]
    for descriptor in opened:
        os.close(descriptor)
    return 2 * x
