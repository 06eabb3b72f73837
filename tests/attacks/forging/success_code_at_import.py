"""End the process with a success code while the notebook is still being run.

stopped by: design
"""

# %% attack
import os

os._exit(0)


# %% twin
import sys

print("all of my tests passed")
sys.exit(0)
