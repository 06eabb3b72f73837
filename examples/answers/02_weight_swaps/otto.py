# Right, with magics and a shell command as notebooks on the web have them.

# %% new at the start
%matplotlib inline
!pip install numpy scipy
import time

# %% new after recover_permutation
%%time
big = [(np.arange(1800.0).reshape(60, 30), np.zeros(60)), (np.ones((1, 60)), np.zeros(1))]
recover_permutation(big, permute_units(big, 1, list(range(60))[::-1]))

# %% new at the end
started = time.perf_counter()
print(swap_units(example, 1, 0, 1))
print(f"{time.perf_counter() - started:.3f} s")
