"""Fill the disk with many files of the largest size that is allowed.

stopped by: namespaces
"""

# %% attack
def double(x):
    written = 0
    for k in range(4):
        try:
            with open(f"file{k}", "wb", buffering=0) as file:
                while file.tell() < 15 << 20:
                    written += file.write(bytes(1 << 20))
        except OSError:
            break
    if written > 32 << 20:
        raise RuntimeError(f"ESCAPED with {written} bytes on the disk")
    raise OSError(written)


# %% twin
import numpy as np

with open("large.bin", "wb") as file:
    file.write(bytes(8 << 20))


def double(x):
    np.save("x.npy", x)
    return 2 * np.load("x.npy")
