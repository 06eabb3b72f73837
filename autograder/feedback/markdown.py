"""Markdown -> HTML that asks nobody for anything: no links, no pictures, formulas as MathML, wide tables that scroll.

What is rendered is a lab's own text. HTML in it stays text all the same.
"""

from __future__ import annotations

from functools import cache, lru_cache
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markupsafe import Markup, escape
from mdit_py_plugins.dollarmath import dollarmath_plugin


@lru_cache(maxsize=256)
def as_html(text: str, deeper: int = 0) -> Markup:
    """Markdown as HTML, its headings lowered by so many levels."""
    markdown = _markdown()
    tokens = markdown.parse(text)
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(6, int(token.tag[1:]) + deeper)}"
    page = markdown.renderer.render(tokens, markdown.options, {})
    # what is too wide is scrolled, by the keyboard as well
    return Markup(page.replace("<pre>", '<pre tabindex="0">'))


@cache
def _markdown() -> MarkdownIt:
    markdown = MarkdownIt("commonmark", {"html": False}).enable("table")
    dollarmath_plugin(markdown, double_inline=True, renderer=_formula)
    markdown.add_render_rule("link_open", _nothing)
    markdown.add_render_rule("link_close", _nothing)
    markdown.add_render_rule("image", _alternative)
    markdown.add_render_rule("table_open", _scrolled_table)
    markdown.add_render_rule("table_close", _end_of_scrolled_table)
    return markdown


def _formula(tex: str, options: dict[str, Any]) -> str:
    """A formula as MathML; as TeX where it cannot be converted."""
    display = "block" if options.get("display_mode") else "inline"
    try:
        from latex2mathml.converter import convert

        return convert(tex, display=display).replace(' xmlns="http://www.w3.org/1998/Math/MathML"', "")
    except Exception:  # noqa: BLE001 - a formula is the lab author's, and any part of TeX may be in it
        return f"<code>{escape(tex.strip())}</code>"


def _nothing(renderer: RendererHTML, tokens: Any, index: int, options: Any, env: Any) -> str:
    return ""


def _alternative(renderer: RendererHTML, tokens: Any, index: int, options: Any, env: Any) -> str:
    return str(escape(tokens[index].content))


def _scrolled_table(renderer: RendererHTML, tokens: Any, index: int, options: Any, env: Any) -> str:
    return '<div class="scroll" tabindex="0"><table>\n'


def _end_of_scrolled_table(renderer: RendererHTML, tokens: Any, index: int, options: Any, env: Any) -> str:
    return "</table></div>\n"
