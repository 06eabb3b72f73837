"""Start a program without a shell: the interpreter itself, in each way that there is, with a library put before it.

stopped by: seccomp, landlock
"""

# %% attack
import os
import subprocess
import sys


def double(x):
    os.environ["LD_PRELOAD"] = "/scratch/own.so"
    command = [sys.executable, "-c", "print(6 * 7)"]
    ways = [
        lambda: subprocess.run(command, stdout=subprocess.DEVNULL).returncode,
        lambda: subprocess.run(command, preexec_fn=print, stdout=subprocess.DEVNULL).returncode,
        lambda: os.waitpid(os.posix_spawn(command[0], command, {}), 0)[1],
        lambda: os.spawnv(os.P_WAIT, command[0], command),
    ]
    for way in ways:
        try:
            code = way()
        except (OSError, subprocess.SubprocessError):
            continue
        if code == 0:
            raise RuntimeError("ESCAPED by a program")
    raise OSError("no program")


# %% twin
import os
import sys

os.environ["LD_PRELOAD"] = ""


def double(x):
    return (2 if os.path.basename(sys.executable) else 0) * x
