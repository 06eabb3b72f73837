"""Run a program by a shell: os.system, os.popen, subprocess, and the notebook's exclamation mark.

stopped by: seccomp, landlock, namespaces
"""

# %% attack
import os
import subprocess


def double(x):
    if os.system("exit 0") == 0:
        raise RuntimeError("ESCAPED by os.system")
    if get_ipython().getoutput("echo x"):
        raise RuntimeError("ESCAPED by the notebook")
    for way in (lambda: subprocess.check_output("echo x", shell=True), lambda: os.popen("echo x").read()):
        try:
            printed = way()
        except (OSError, subprocess.SubprocessError):
            continue
        if printed:
            raise RuntimeError("ESCAPED by a shell")
    raise OSError("no shell")


# %% twin
import shlex

get_ipython().system("pip install numpy")


def double(x):
    return len(shlex.split("echo x")) * x
