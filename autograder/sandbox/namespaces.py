"""Namespaces: a worker with its own processes, network, IPC and mounts, in a tree of files that holds little.

The worker moves once, at its start, and forks all students' processes inside. It becomes process 1 there, so that
nothing below it outlives it. An ordinary user gets the right to do so from a user namespace, where the system allows
that. The new tree holds the interpreter and its libraries, read-only, and an empty folder for scratch: solutions and
other submissions are not refused, they do not exist.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Sequence

from autograder.sandbox import syscalls

SCRATCH = "/scratch"
SCRATCH_SIZE = "size=16m,nr_inodes=1000,mode=0700"
PROCESS_ONE_FAILED = 112

# statvfs's flags and mount's are the same numbers, but for this one
ST_RELATIME, MS_RELATIME = 4096, 1 << 21
KEPT_FLAGS = 1 | 2 | 4 | 8 | 1024 | 2048


def enter(readable: Sequence[str]) -> None:
    """Move the calling process's future into new namespaces: returns in a new process, the first one there.

    The calling process itself waits for that one and ends as it does. Raises OSError, in the calling process, if the
    system does not allow it; the new process ends with code 112 if it cannot make its tree.
    """
    flags = syscalls.CLONE_NEWPID | syscalls.CLONE_NEWNS | syscalls.CLONE_NEWNET | syscalls.CLONE_NEWIPC
    try:
        syscalls.unshare(flags)
    except PermissionError:
        _unshare_as_a_user(flags)
    pid = os.fork()
    if pid:
        _, status = os.waitpid(pid, 0)
        code = os.waitstatus_to_exitcode(status)
        os._exit(code if code >= 0 else 128 - code)
    try:
        syscalls.die_with_parent()
        syscalls.mount("none", "/", flags=syscalls.MS_REC | syscalls.MS_PRIVATE)
        _move_to_a_small_tree(readable)
    except OSError as problem:
        os.write(2, f"autograder: the sandbox's folders could not be made: {problem}\n".encode())
        os._exit(PROCESS_ONE_FAILED)


def mount_scratch(owner: int) -> None:
    """An empty scratch folder for one student's process."""
    options = f"{SCRATCH_SIZE},uid={owner},gid={owner}" if owner else SCRATCH_SIZE
    syscalls.mount("scratch", SCRATCH, "tmpfs", syscalls.MS_NOSUID | syscalls.MS_NODEV, options)


def unmount_scratch() -> None:
    """The scratch folder is gone, with all that is in it."""
    syscalls.unmount(SCRATCH)


def _unshare_as_a_user(flags: int) -> None:
    """The same with a user namespace around, in which this process has the needed rights."""
    uid, gid = os.geteuid(), os.getegid()
    syscalls.unshare(flags | syscalls.CLONE_NEWUSER)
    for name, text in (("setgroups", "deny"), ("uid_map", f"{uid} {uid} 1"), ("gid_map", f"{gid} {gid} 1")):
        with open(f"/proc/self/{name}", "w", encoding="ascii") as file:
            file.write(text)


def _move_to_a_small_tree(readable: Sequence[str]) -> None:
    root = tempfile.mkdtemp(prefix="autograder-root-")
    syscalls.mount("root", root, "tmpfs", syscalls.MS_NOSUID | syscalls.MS_NODEV, "size=1m,mode=0755")
    old_mask = os.umask(0o022)
    for path in sorted(readable):
        _show(root, path)
    for folder in (SCRATCH, "/old"):
        os.mkdir(root + folder)
    os.umask(old_mask)
    syscalls.pivot_root(root, f"{root}/old")
    os.chdir("/")
    os.rmdir(f"/old{root}")
    syscalls.unmount("/old")
    os.rmdir("/old")
    _remount_read_only("/")


def _show(root: str, path: str) -> None:
    """Make a file or folder visible in the new tree, read-only, at the place that it has in the old one."""
    target = root + path
    if not os.path.exists(path) or os.path.exists(target):
        return  # not on this system, or inside a folder that is shown already
    os.makedirs(os.path.dirname(target), exist_ok=True)
    if os.path.islink(path) and not os.path.isabs(os.readlink(path)):
        os.symlink(os.readlink(path), target)  # /lib -> usr/lib
        return
    if os.path.isdir(path):
        os.mkdir(target)
    else:
        os.close(os.open(target, os.O_CREAT | os.O_WRONLY, 0o644))
    syscalls.mount(path, target, flags=syscalls.MS_BIND | syscalls.MS_REC)
    if not path.startswith("/dev/"):
        _remount_read_only(target)


def _remount_read_only(target: str) -> None:
    """A mount that came from outside may have flags that must stay as they are."""
    present = os.statvfs(target).f_flag
    kept = present & KEPT_FLAGS | (MS_RELATIME if present & ST_RELATIME else 0)
    syscalls.mount(
        "none", target, flags=kept | syscalls.MS_REMOUNT | syscalls.MS_BIND | syscalls.MS_RDONLY | syscalls.MS_NOSUID
    )
