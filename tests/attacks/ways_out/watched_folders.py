"""Watch a shared folder for what neighbours do in it: by inotify, fanotify and directory notifications.

stopped by: seccomp
"""

# %% attack
import contextlib
import ctypes
import fcntl
import os

libc = ctypes.CDLL(None)


def double(x):
    folder = os.path.dirname(os.__file__)
    done = []
    watcher = libc.inotify_init1(0)
    if watcher >= 0 and libc.inotify_add_watch(watcher, folder.encode(), 0x3FF) >= 0:
        done.append("inotify")
    with contextlib.suppress(OSError):
        fcntl.fcntl(os.open(folder, os.O_RDONLY), 1026, 0x1)  # F_NOTIFY, DN_ACCESS
        done.append("dnotify")
    if done:
        raise RuntimeError(f"ESCAPED: watches by {done}")
    return 3 * x


# %% twin
import os


def double(x):
    with open("log.txt", "a") as file:
        file.write("called\n")
    assert os.path.getsize("log.txt") > 0
    return 2 * x
