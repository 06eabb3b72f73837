"""Let a thread edit what is answered later: the arguments, the engine's variables, the bytes on their way.

stopped by: design
"""

# %% attack
import sys
import threading

import numpy as np


def edit():
    while True:
        for frame in list(sys._current_frames().values()):
            while frame is not None:
                for value in list(frame.f_locals.values()):
                    if isinstance(value, np.ndarray) and value.flags.writeable:
                        value *= 5
                frame = frame.f_back


def double(x):
    threading.Thread(target=edit, daemon=True).start()
    return 3 * x


def anything(x):
    threading.Thread(target=edit, daemon=True).start()
    return x


# %% twin
import queue
import threading

questions, answers = queue.Queue(), queue.Queue()


def work():
    while True:
        answers.put(2 * questions.get())


threading.Thread(target=work, daemon=True).start()


def double(x):
    questions.put(x)
    return answers.get()
