"""YAML from outside as texts, lists and dicts, made of the parser's events: nothing in it can name a type."""

from __future__ import annotations

from typing import Any, cast

import yaml

MAX_DEPTH = 20
MAX_PARTS = 2_000_000


def read_plain(data: bytes) -> Any:
    """The first document of a YAML file; every scalar is a text, as it is written.

    `ValueError` for what is no YAML, for references (`*a`), keys that are not texts, and too many or too deep parts.
    """
    loader: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    builder = _Builder()
    try:
        for event in cast("Any", yaml).parse(data, loader):  # its annotations leave out what it takes
            if isinstance(event, yaml.DocumentEndEvent):
                break
            builder.take(event)
    except (yaml.YAMLError, RecursionError, UnicodeDecodeError) as problem:
        raise ValueError(" ".join(str(problem).split())) from None
    return builder.result


class _Builder:
    """Puts events together to a value, without recursion."""

    def __init__(self) -> None:
        self.result: Any = None
        self._open: list[tuple[list[Any] | dict[str, Any], str | None]] = []  # with the key that waits for its value
        self._parts = 0

    def take(self, event: object) -> None:
        """One more event of the parser."""
        if isinstance(event, yaml.AliasEvent):
            raise ValueError("it refers to another part of itself")
        if isinstance(event, yaml.ScalarEvent):
            self._add(cast("str", event.value))
        elif isinstance(event, yaml.SequenceStartEvent | yaml.MappingStartEvent):
            opened: list[Any] | dict[str, Any] = [] if isinstance(event, yaml.SequenceStartEvent) else {}
            self._add(opened)
            self._open.append((opened, None))
            if len(self._open) > MAX_DEPTH:
                raise ValueError("it is nested too deeply")
        elif isinstance(event, yaml.SequenceEndEvent | yaml.MappingEndEvent):
            self._open.pop()

    def _add(self, value: Any) -> None:
        self._parts += 1
        if self._parts > MAX_PARTS:
            raise ValueError("it has too many parts")
        if not self._open:
            self.result = value
            return
        into, key = self._open[-1]
        if isinstance(into, list):
            into.append(value)
        elif key is None:
            if not isinstance(value, str):
                raise ValueError("a key in it is not a text")
            self._open[-1] = into, value
        else:
            into[key] = value
            self._open[-1] = into, None
