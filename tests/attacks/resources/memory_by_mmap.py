"""Take memory around Python's allocator: anonymous maps, shared and private, and a file's.

stopped by: limits
"""

# %% attack
import mmap


def double(x):
    kept = []
    for flags in (mmap.MAP_SHARED, mmap.MAP_PRIVATE):
        for _ in range(12):
            try:
                area = mmap.mmap(-1, 64 << 20, flags=flags)
            except (OSError, ValueError):
                continue
            area[::4096] = b"x" * (len(area) // 4096)
            kept.append(area)
    if len(kept) > 8:
        raise RuntimeError(f"ESCAPED with {64 * len(kept)} MB")
    raise MemoryError(len(kept))


# %% twin
import mmap

with open("numbers.bin", "wb") as file:
    file.write(bytes(1 << 16))


def double(x):
    with open("numbers.bin", "r+b") as file, mmap.mmap(file.fileno(), 0) as area:
        area[0] = 2
        return area[0] * x
