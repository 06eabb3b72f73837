"""Break the compiler with parentheses, operators and f-strings nested as deeply as a cell can hold.

stopped by: design
"""

# %% attack
def double(x):
    for bomb in ("(" * 90 + ")" * 90, "-" * 50_000 + "1", "[" * 5000, "1" + "+1" * 200_000, "f" * 3 + "'{" * 100):
        try:
            eval(bomb)
        except Exception:
            continue
    return x


try:
    exec("lambda: " * 20_000 + "0")
except MemoryError:
    pass
exec("x = " + "-" * 200_000 + "1")

# %% twin
def double(x):
    return ((((((((((((((((((((((((((((((((2 * x))))))))))))))))))))))))))))))))
