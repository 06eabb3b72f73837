"""Reading pages in tests: tags that do not close, and comments, are mistakes."""

from __future__ import annotations

from html.parser import HTMLParser


class Markup(HTMLParser):
    """The tags, attributes, texts and scripts of a page."""

    VOID = frozenset({"meta", "br", "img", "link", "hr", "input", "wbr"})

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str]] = []
        self.texts: list[str] = []
        self.script = ""
        self._open: list[str] = []
        self.feed(page)
        self.close()
        assert self._open == []

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += [(name, value or "") for name, value in attrs]
        if tag not in self.VOID:
            self._open.append(tag)

    def handle_endtag(self, tag):
        assert self._open.pop() == tag

    def handle_comment(self, data):
        raise AssertionError(f"a comment: {data}")

    def handle_data(self, data):
        if self._open[-1:] == ["script"]:
            self.script += data
        elif self._open[-1:] != ["style"]:
            self.texts.append(data)

    @property
    def text(self) -> str:
        """All that is read, on one line."""
        return " ".join("".join(self.texts).split())

    @property
    def links(self) -> list[str]:
        return [value for name, value in self.attributes if name == "href"]
