"""Ask for a gigabyte in one piece.

stopped by: limits
"""

# %% attack
def double(x):
    big = bytearray(1 << 30)
    raise RuntimeError(f"ESCAPED with {len(big)} bytes")


# %% twin
def double(x):
    room = bytearray(64 << 20)
    return 2 * x if room else None
