"""Send signals to the grader, to its worker and to everybody: harmless ones, as good as any.

stopped by: seccomp, landlock, uid, namespaces
"""

# %% attack
import os
import signal


def double(x):
    for number in (0, signal.SIGCONT, signal.SIGURG):
        for pid in (int("@GRADER@"), int("@WORKER@")):
            try:
                os.kill(pid, number)
            except OSError:
                continue
            raise RuntimeError(f"ESCAPED: signal {number} reached process {pid}")
    raise OSError("nobody heard it")


# %% twin
import signal


def double(x):
    signal.signal(signal.SIGURG, signal.SIG_DFL)
    return 2 * x
