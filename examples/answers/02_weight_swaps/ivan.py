# Not finished: exercises 3 and 4 are left as the stubs. Saved with the outputs of a run.

# %% recover_permutation
def recover_permutation(net_a, net_b):
    # todo!! ask in the tutorial
    raise NotImplementedError("recover_permutation is yours to write")


# %% canonical_form
def canonical_form(net):
    raise NotImplementedError("canonical_form is yours to write")
