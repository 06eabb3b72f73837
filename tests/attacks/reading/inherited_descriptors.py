"""Look for descriptors that were left open, and read or seek in those that must be there.

stopped by: design
"""

# %% attack
import contextlib
import os
import stat

EXPECTED = {0: stat.S_ISCHR, 1: stat.S_ISFIFO, 2: stat.S_ISFIFO, 3: stat.S_ISSOCK}
found = []
for number in range(4096):
    with contextlib.suppress(OSError):
        mode = os.fstat(number).st_mode
        if number not in EXPECTED or not EXPECTED[number](mode):
            found.append(number)
for number in (0, 1, 2):
    with contextlib.suppress(OSError):
        os.set_blocking(number, False)
        if os.read(number, 100):
            found.append(f"data in {number}")
if found:
    raise RuntimeError(f"ESCAPED: {found} are open")


def double(x):
    return 3 * x


# %% twin
import os
import tempfile

with tempfile.TemporaryFile() as file:
    file.write(b"2")
    file.seek(0)
    assert os.fstat(file.fileno()).st_size == 1
    factor = int(file.read())


def double(x):
    return factor * x
