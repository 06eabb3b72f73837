"""Inputs for checks: deterministic, smallest first, and safe from being changed by accident.

The generators follow the rules for test inputs of this field: unequal non-zero biases, non-square weights, several
outputs, no involutions only, negative as well as positive outputs, all numbers distinct.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, cast

import numpy as np

from autograder.nets import FloatArray, Net, forward

DEFAULT_WIDTHS: dict[int, tuple[tuple[int, ...], ...]] = {
    1: ((2, 2, 1), (2, 3, 2), (3, 5, 2)),
    2: ((2, 2, 2, 1), (2, 3, 2, 2), (3, 4, 5, 2)),
    3: ((1, 2, 2, 2, 1), (2, 3, 4, 2, 3)),
}
"""Small nets for each number of hidden layers, smallest first."""


class Case(Mapping[str, Any]):
    """One input of a check: named values, read as attributes (``case.net``).

    Arrays are stored as read-only copies, so a check that writes into one raises instead of spoiling later students.
    A case is equal to itself alone, so that `functools.cache` can keep what was computed from one.
    """

    def __init__(self, label: str = "", **values: Any) -> None:
        self._label = label
        self._values = {name: frozen(value) for name, value in values.items()}

    @property
    def label(self) -> str:
        """A few words on what is special about this input, for the check's author."""
        return self._label

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):  # never while unpickling or copying, when _values is not there yet
            raise AttributeError(name)
        try:
            return self._values[name]
        except KeyError:
            raise AttributeError(f"this case has no {name!r}; it has {', '.join(self._values)}") from None

    def __hash__(self) -> int:
        return id(self)

    def __eq__(self, other: object) -> bool:
        return self is other

    def __getitem__(self, name: str) -> Any:
        return self._values[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def __repr__(self) -> str:
        return f"Case({self._label!r}, {', '.join(self._values)})"


def frozen(value: Any) -> Any:
    """A deep copy of lists, tuples, dicts and arrays in which every array is read-only."""
    if isinstance(value, np.ndarray):
        copied = cast("np.ndarray[Any, Any]", value).copy()
        copied.flags.writeable = False
        return copied
    if isinstance(value, list):
        return [frozen(item) for item in cast("list[Any]", value)]
    if isinstance(value, tuple):
        return tuple(frozen(item) for item in cast("tuple[Any, ...]", value))
    if isinstance(value, dict):
        return {key: frozen(item) for key, item in cast("dict[Any, Any]", value).items()}
    return value


def net(widths: Sequence[int], seed: int = 0) -> Net:
    """A random net of these widths with distinct, non-zero parameters in tenths (such as -1.3): easy to follow by hand.

    Distinct as absolute values too, as long as there are at most 98 parameters; beyond, in hundredths, thousandths...
    """
    rng = np.random.default_rng([seed, *widths])
    count = sum(n_out * (n_in + 1) for n_in, n_out in itertools.pairwise(widths))
    scale = 10
    while count > 9.8 * scale:
        scale *= 10
    largest = max(3 * scale, count)
    magnitudes = rng.permutation(np.arange(1, largest + 1))[:count]
    numbers = magnitudes * rng.choice([-1, 1], size=count) / scale
    parts = iter(np.split(numbers, np.cumsum([n_out * (n_in + 1) for n_in, n_out in itertools.pairwise(widths)])[:-1]))
    layers: Net = []
    for n_in, n_out in itertools.pairwise(widths):
        part = next(parts)
        layers.append((part[: n_in * n_out].reshape(n_out, n_in), part[n_in * n_out :]))
    return layers


def inputs(samples: int, features: int, seed: int = 0) -> FloatArray:
    """Probe inputs, shape ``(samples, features)``, in tenths: non-zero, of both signs, distinct as absolute values."""
    rng = np.random.default_rng([seed, samples, features])
    count = samples * features
    magnitudes = rng.permutation(np.arange(1, max(20, count) + 1))[:count]
    return (magnitudes * rng.choice([-1, 1], size=count) / 10).reshape(samples, features)


def nets(
    hidden_layers: int | Sequence[int] = 1,
    *,
    widths: Iterable[Sequence[int]] | None = None,
    activation: str = "tanh",
    samples: int = 4,
    seed: int = 0,
) -> list[Case]:
    """Cases with ``net``, ``X`` (samples, d), ``Y`` (samples, m), ``activation`` and ``widths``, smallest first.

    `widths` lists the layers' widths; without it, small nets with `hidden_layers` hidden layers are taken. The
    targets ``Y`` are the net's own outputs with noise of up to half a unit, so the net is good but not perfect.
    """
    depths = [hidden_layers] if isinstance(hidden_layers, int) else list(hidden_layers)
    shapes = [tuple(w) for w in widths] if widths is not None else [w for h in depths for w in DEFAULT_WIDTHS[h]]
    found: list[Case] = []
    for number, shape in enumerate(shapes):
        one, X = net(shape, seed + number), inputs(samples, shape[0], seed + number)
        noise = np.random.default_rng([seed, number]).integers(-5, 6, size=(samples, shape[-1])) / 10
        found.append(
            Case(
                f"widths {'-'.join(map(str, shape))}, {activation}",
                net=one,
                X=X,
                Y=np.round(forward(one, X, activation) + noise, 1),
                activation=activation,
                widths=list(shape),
            )
        )
    return found


def permutations(n: int) -> list[list[int]]:
    """All permutations of ``range(n)`` as lists, the identity first."""
    return [list(p) for p in itertools.permutations(range(n))]
