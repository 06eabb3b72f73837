"""Parts of pages that are kept for whoever has the very same results, within bounds."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable

from markupsafe import Markup


class Kept:
    """Rendered parts by all that goes into them; the ones not asked for longest are dropped."""

    def __init__(self, most: int) -> None:
        """`most`: characters of all parts together, those of their keys included."""
        self._most = most
        self._size = 0
        self._parts: OrderedDict[Hashable, tuple[Markup, int]] = OrderedDict()

    def part(self, key: Hashable, size: int, make: Callable[[], Markup]) -> Markup:
        """What `make` gives for this key, which takes `size` characters itself; made only if it is not kept."""
        found = self._parts.get(key)
        if found is not None:
            self._parts.move_to_end(key)
            return found[0]
        made = make()
        size += len(made)
        if size <= self._most:
            self._parts[key] = made, size
            self._size += size
            while self._size > self._most:
                _, (_, freed) = self._parts.popitem(last=False)
                self._size -= freed
        return made

    def clear(self) -> None:
        """Drop all parts."""
        self._parts.clear()
        self._size = 0
