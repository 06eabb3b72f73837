"""The scratch folder of a student's process: empty at its start, bounded, gone at its end."""

from __future__ import annotations

import contextlib
import os
import secrets
import stat
import tempfile

from autograder.sandbox import namespaces
from autograder.sandbox.confine import Confinement

MAX_BYTES = 16 << 20
MAX_FILES = 1000


def make(layers: Confinement) -> str:
    """An empty folder for one student's process: of bounded size in a namespace, else an ordinary one to be watched."""
    if layers.namespaces:
        namespaces.mount_scratch(layers.uid)
        return namespaces.SCRATCH
    folder = tempfile.mkdtemp(prefix="autograder-")
    if layers.uid:
        os.chown(folder, layers.uid, layers.uid)
    return folder


def remove(layers: Confinement, scratch: str) -> None:
    """Remove the folder with all that is in it."""
    if layers.namespaces:
        namespaces.unmount_scratch()
    else:
        with contextlib.suppress(OSError):
            if stat.S_ISDIR(os.lstat(scratch).st_mode):
                _remove_tree(scratch)
            else:  # where only limits hold, a link can take its place
                os.unlink(scratch)


def is_overfull(layers: Confinement, folder: str) -> bool:
    """Whether an ordinary folder holds more than a student's process may write, or hides it; a mounted one cannot."""
    if layers.namespaces:
        return False
    files, size, folders = 0, 0, [folder]
    while folders:
        try:
            entries = list(os.scandir(folders.pop()))
        except FileNotFoundError:
            continue  # gone in the meantime
        except OSError:
            return True  # closed, or too deep for a path: it may hide whatever lies in it
        for entry in entries:
            files += 1
            with contextlib.suppress(OSError):
                size += entry.stat(follow_symlinks=False).st_blocks * 512
            if files > MAX_FILES or size > MAX_BYTES:
                return True
            if entry.is_dir(follow_symlinks=False):
                folders.append(entry.path)
    return False


def _remove_tree(folder: str) -> None:
    """Remove a folder that nobody uses any more, however deep it is.

    Folders may be nested deeper than recursion, descriptors or the length of a path allow: what is in one moves up.
    Each is opened first: only what may be written to can be emptied, or moved.
    """
    os.chmod(folder, 0o700)
    while entries := list(os.scandir(folder)):
        for entry in entries:
            if not entry.is_dir(follow_symlinks=False):
                os.unlink(entry.path)
                continue
            os.chmod(entry.path, 0o700)
            for inner in list(os.scandir(entry.path)):
                if inner.is_dir(follow_symlinks=False):
                    os.chmod(inner.path, 0o700)
                os.rename(inner.path, f"{folder}/{secrets.token_hex(16)}")
            os.rmdir(entry.path)
    os.rmdir(folder)
