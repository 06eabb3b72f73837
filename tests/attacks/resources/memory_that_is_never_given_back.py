"""Fill the memory to the last byte and keep it, so that not even an answer can be made; then answer all the same.

stopped by: limits
"""

# %% attack
kept = []


def double(x):
    for power in range(27, 5, -1):
        try:
            while len(kept) < 100_000:
                kept.append(bytearray(1 << power))
        except MemoryError:
            continue
    return x


def anything(x):
    return [x] * 100_000


# %% twin
cache = {}


def double(x):
    cache[x.tobytes()] = bytearray(10 << 20)
    return 2 * x
