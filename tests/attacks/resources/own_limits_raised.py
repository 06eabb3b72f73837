"""Raise the own limits, or leave them to the system to forget.

stopped by: limits
"""

# %% attack
import resource


def double(x):
    for kind in (resource.RLIMIT_AS, resource.RLIMIT_CPU, resource.RLIMIT_FSIZE, resource.RLIMIT_NOFILE):
        soft, hard = resource.getrlimit(kind)
        for wanted in (resource.RLIM_INFINITY, hard + 1):
            try:
                resource.setrlimit(kind, (wanted, wanted))
                raise RuntimeError(f"ESCAPED: limit {kind} is {resource.getrlimit(kind)} now")
            except (ValueError, OSError):
                continue
    raise OSError("all limits hold")


# %% twin
import resource

soft, hard = resource.getrlimit(resource.RLIMIT_AS)


def double(x):
    assert resource.getrlimit(resource.RLIMIT_AS) == (soft, hard)
    return 2 * x
