"""Leave a process behind that outlives the submission: fork twice, in a session of its own.

stopped by: design
"""

# %% attack
import os
import time


def double(x):
    if os.fork() == 0:
        os.setsid()
        if os.fork() == 0:
            time.sleep(20)
        os._exit(0)
    return x


# %% twin
import threading

ready = threading.Event()
threading.Thread(target=ready.wait, daemon=True).start()


def double(x):
    return 2 * x
