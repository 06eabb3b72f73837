"""Look for descriptors that were left open, and read or seek in those that must be there.

stopped by: design
"""

# %% attack
import contextlib
import os
import stat

NULL = os.makedev(1, 3)
found = []
for number in range(4096):
    with contextlib.suppress(OSError):
        status = os.fstat(number)
        is_null = stat.S_ISCHR(status.st_mode) and status.st_rdev == NULL
        if not (is_null if number < 3 else number == 3 and stat.S_ISSOCK(status.st_mode)):
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
