"""Read memory, maps, environment, folders and open files of the grader and the worker through /proc.

stopped by: landlock, uid, namespaces
"""

# %% attack
import contextlib
import os

PROCESSES = ("@GRADER@", "@WORKER@", str(os.getppid()), "1")


def double(x):
    for process in PROCESSES:
        for name in ("environ", "maps", "mem", "auxv", "syscall", "stack", "io"):
            with contextlib.suppress(OSError):
                with open(f"/proc/{process}/{name}", "rb") as file:
                    text = b"(memory)" if name == "mem" else file.read()
                raise RuntimeError(f"ESCAPED: {name} of {process}: {text}")
        for name in ("fd", "map_files"):
            with contextlib.suppress(OSError):
                names = os.listdir(f"/proc/{process}/{name}")
                raise RuntimeError(f"ESCAPED: {name} of {process}: {names}")
        for name in ("root", "cwd", "exe"):
            with contextlib.suppress(OSError):
                target = os.readlink(f"/proc/{process}/{name}")
                raise RuntimeError(f"ESCAPED: {name} of {process}: {target}")
    return 3 * x


# %% twin
import os

os.environ["MY_FACTOR"] = "2"


def double(x):
    return int(os.environ["MY_FACTOR"]) * x
