"""Start threads without end.

stopped by: limits
"""

# %% attack
import threading

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
from concurrent.futures import ThreadPoolExecutor

import numpy as np


def double(x):
    with ThreadPoolExecutor(4) as pool:
        return np.array(list(pool.map(lambda item: 2 * item, x[:50]))) if len(x) <= 50 else 2 * x
