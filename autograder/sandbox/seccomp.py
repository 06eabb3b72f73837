"""Seccomp: the system calls that a student's process may make.

Everything that numpy, scipy, threads, asyncio and IPython need is allowed; what is known to be harmful is refused
with EPERM, a clear message; what is unknown with ENOSYS, on which the C library falls back to older calls. The filter
is made once, by libseccomp (which knows the numbers of every architecture and closes foreign ones), and installed in
each child as ready bytes.
"""

from __future__ import annotations

import ctypes
import errno
import importlib
import struct
import tempfile
from contextlib import suppress
from typing import Any

from autograder.sandbox.syscalls import PR_SET_NO_NEW_PRIVS, PR_SET_SECCOMP, SECCOMP_MODE_FILTER, checked, libc, prctl

BINARY_TREE = 2
"""How a filter finds a call: in a few steps instead of hundreds, by which the kernel also gets it ready much sooner."""
CLONE_THREAD = 0x0001_0000
AF_UNIX = 1
SOL_SOCKET = 1
SOCKET_OPTIONS = (3, 4, 38, 39)
"""SO_TYPE, SO_ERROR, SO_PROTOCOL, SO_DOMAIN: what Python asks of a socket; others hand out descriptors or filters."""

ALLOWED = """
read write open close stat fstat lstat poll lseek mmap mprotect munmap brk rt_sigaction rt_sigprocmask rt_sigreturn
pread64 pwrite64 readv writev access pipe select sched_yield mremap msync mincore madvise dup dup2 nanosleep
getitimer alarm setitimer getpid exit uname fsync truncate ftruncate getdents getcwd chdir rename mkdir
rmdir creat unlink readlink umask gettimeofday getrlimit getrusage sysinfo times getuid getgid geteuid getegid
getppid rt_sigpending rt_sigtimedwait sigaltstack arch_prctl gettid futex sched_getaffinity getdents64
set_tid_address restart_syscall fadvise64 clock_gettime clock_getres clock_nanosleep exit_group epoll_wait epoll_ctl
mbind openat mkdirat newfstatat unlinkat renameat readlinkat faccessat pselect6 ppoll set_robust_list epoll_pwait
eventfd2 epoll_create1 dup3 pipe2 renameat2 getrandom membarrier statx rseq close_range faccessat2 getsockname
  sched_getparam sched_getscheduler
""".split()

REFUSED = """
fork vfork execve execveat socket bind listen accept accept4 connect sendmsg sendmmsg recvmsg kill tkill
tgkill rt_sigqueueinfo rt_tgsigqueueinfo pidfd_open pidfd_getfd pidfd_send_signal ptrace process_vm_readv
process_vm_writev process_madvise kcmp mount umount2 pivot_root chroot unshare setns mount_setattr move_mount
open_tree fsopen fsconfig fsmount fspick shmget shmat shmctl shmdt semget semop semctl msgget msgsnd msgrcv msgctl
mq_open mq_unlink add_key request_key keyctl io_uring_setup io_uring_enter io_uring_register bpf perf_event_open
userfaultfd init_module finit_module delete_module kexec_load reboot swapon swapoff setuid setgid setreuid setregid
setresuid setresgid setfsuid setfsgid setgroups capset prctl seccomp setpriority sched_setaffinity
sched_setscheduler sched_setparam sched_setattr ioprio_set setrlimit chmod fchmod fchmodat chown fchown lchown
fchownat link linkat symlink symlinkat mknod mknodat setxattr lsetxattr fsetxattr flock setsid setpgid personality
memfd_create memfd_secret name_to_handle_at open_by_handle_at inotify_init inotify_init1 fanotify_init syslog acct
quotactl settimeofday adjtimex clock_adjtime clock_settime sethostname setdomainname
""".split()

# F_DUPFD, F_GETFD, F_SETFD, F_GETFL, F_SETFL, F_DUPFD_CLOEXEC: no locks, leases, notifications or seals, which two
# submissions that run at the same time could use to talk to each other
FCNTL_COMMANDS = (0, 1, 2, 3, 4, 1030)

# TCGETS, TCGETS2, TIOCGWINSZ, FIONREAD, FIONBIO, FIONCLEX, FIOCLEX: what a file is and how it is read; not FIOSETOWN,
# by which a socket's data would send a signal to any process of the same user
IOCTL_COMMANDS = (0x5401, 0x802C_542A, 0x5413, 0x541B, 0x5421, 0x5450, 0x5451)


def build() -> bytes:
    """The filter as the bytes of a BPF program; OSError or ImportError if libseccomp is not there."""
    pyseccomp: Any = importlib.import_module("pyseccomp")  # it has no types

    arguments = pyseccomp.Arg
    filter = pyseccomp.SyscallFilter(defaction=pyseccomp.ERRNO(errno.ENOSYS))
    with suppress(OSError):  # libseccomp before 2.5: its filters decide the same, only later
        filter.set_attr(pyseccomp.Attr.CTL_OPTIMIZE, BINARY_TREE)
    for name in REFUSED:
        _rule(filter, pyseccomp.ERRNO(errno.EPERM), name)
    for name in ALLOWED:
        _rule(filter, pyseccomp.ALLOW, name)
    for command in FCNTL_COMMANDS:
        _rule(filter, pyseccomp.ALLOW, "fcntl", arguments(1, pyseccomp.EQ, command))
    for command in IOCTL_COMMANDS:
        _rule(filter, pyseccomp.ALLOW, "ioctl", arguments(1, pyseccomp.EQ, command))
    # pairs of sockets, which asyncio and the protocol use, but nothing that could be sent to anybody else
    _rule(filter, pyseccomp.ALLOW, "socketpair", arguments(0, pyseccomp.EQ, AF_UNIX))
    _rule(filter, pyseccomp.ALLOW, "sendto", arguments(4, pyseccomp.EQ, 0))
    _rule(filter, pyseccomp.ERRNO(errno.EPERM), "sendto", arguments(4, pyseccomp.NE, 0))
    _rule(filter, pyseccomp.ALLOW, "recvfrom")
    for option in SOCKET_OPTIONS:
        level_and_option = (arguments(1, pyseccomp.EQ, SOL_SOCKET), arguments(2, pyseccomp.EQ, option))
        _rule(filter, pyseccomp.ALLOW, "getsockopt", *level_and_option)
    masked = pyseccomp.MASKED_EQ
    _rule(filter, pyseccomp.ALLOW, "clone", arguments(0, masked, CLONE_THREAD, CLONE_THREAD))
    _rule(filter, pyseccomp.ERRNO(errno.EPERM), "clone", arguments(0, masked, CLONE_THREAD, 0))
    # the limits of the process itself may be read and lowered, those of another may not be touched
    _rule(filter, pyseccomp.ALLOW, "prlimit64", arguments(0, pyseccomp.EQ, 0))
    _rule(filter, pyseccomp.ERRNO(errno.EPERM), "prlimit64", arguments(0, pyseccomp.NE, 0))
    with tempfile.TemporaryFile() as file:
        filter.export_bpf(file)
        file.seek(0)
        return file.read()


def install(program: bytes) -> None:
    """Put the filter around the calling thread, for good."""
    buffer = ctypes.create_string_buffer(program, len(program))
    # struct sock_fprog: number of 8-byte instructions, pointer to them
    header = struct.pack("@HP", len(program) // 8, ctypes.addressof(buffer))
    prctl(PR_SET_NO_NEW_PRIVS, 1)
    checked("seccomp", libc.prctl(PR_SET_SECCOMP, ctypes.c_ulong(SECCOMP_MODE_FILTER), header, 0, 0))


def _rule(filter: Any, action: int, name: str, *arguments: Any) -> None:
    """Add a rule; a call that this architecture does not have needs none."""
    try:
        filter.add_rule(action, name, *arguments)
    except (OSError, ValueError) as problem:
        if getattr(problem, "errno", errno.EINVAL) not in (errno.EINVAL, errno.EDOM):
            raise
