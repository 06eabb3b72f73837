"""Replace the own program by another one, which knows nothing of Python and writes a file outside.

stopped by: seccomp, landlock, namespaces
"""

# %% attack
import os


def double(x):
    for program in ("/usr/bin/touch", "/bin/touch", "/usr/bin/busybox"):
        try:
            os.execv(program, ["touch", "@OUTSIDE@/escaped"])
        except OSError:
            continue
    raise OSError("no program")


# %% twin
import runpy

with open("program.py", "w") as file:
    file.write("result = 2\n")


def double(x):
    return runpy.run_path("program.py")["result"] * x
