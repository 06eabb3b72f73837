"""Start threads with the smallest stacks, so that the limit of memory does not count them.

stopped by: uid
"""

# %% attack
import threading

threading.stack_size(32768)
stop = threading.Event()


def double(x):
    stop.clear()
    started = 0
    try:
        for _ in range(400):
            threading.Thread(target=stop.wait, daemon=True).start()
            started += 1
    finally:
        stop.set()
    raise RuntimeError(f"ESCAPED by {started} threads")


# %% twin
import threading

import numpy as np


def double(x):
    result = []
    thread = threading.Thread(target=lambda: result.append(np.add(x, x)))
    thread.start()
    thread.join()
    return result[0]
