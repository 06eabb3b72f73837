"""Burn time in threads while no call runs, so that the next calls and everybody else are slow.

stopped by: design
"""

# %% attack
import threading


def burn():
    while True:
        sum(range(1000))


def double(x):
    for _ in range(8):
        threading.Thread(target=burn, daemon=True).start()
    return x


# %% twin
import threading

results = {}


def work():
    results["sum"] = sum(range(100_000))


def double(x):
    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    return 2 * x
