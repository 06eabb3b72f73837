"""Set up a ring by which the kernel would make calls that the filter never sees.

stopped by: limits, seccomp
"""

# %% attack
import ctypes

SETUP = 425


def double(x):
    ring = ctypes.CDLL(None).syscall(SETUP, 8, ctypes.create_string_buffer(120))
    if ring >= 0:
        raise RuntimeError("ESCAPED: a ring")
    return 3 * x


# %% twin
import asyncio


async def work(x):
    await asyncio.sleep(0)
    return 2 * x


def double(x):
    return asyncio.run(work(x))
