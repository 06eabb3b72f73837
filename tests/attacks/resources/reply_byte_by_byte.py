"""Send the reply one byte at a time, each just before anybody would lose patience.

stopped by: design
"""

# %% attack
import os
import time


def double(x):
    for byte in (4000).to_bytes(4, "little") + bytes(4) + bytes(4000):
        os.write(3, bytes([byte]))
        time.sleep(0.05)


# %% twin
import time


def double(x):
    result = x.copy()
    for k in range(min(3, len(result))):
        time.sleep(0.001)
    return result + x
