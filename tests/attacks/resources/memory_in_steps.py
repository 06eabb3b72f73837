"""Take memory in small steps, catching MemoryError and going on with smaller ones.

stopped by: limits
"""

# %% attack
def double(x):
    kept, size = [], 16 << 20
    while size > 1 << 16:
        try:
            kept.append(bytearray(size))
        except MemoryError:
            size //= 2
        if sum(map(len, kept)) > 700 << 20:
            raise RuntimeError("ESCAPED with 700 MB")
    raise MemoryError("x" * (1 << 15))


# %% twin
def double(x):
    kept = [bytearray(1 << 20) for _ in range(50)]
    try:
        kept.append(bytearray(1 << 40))
    except MemoryError:
        pass
    return 2 * x
