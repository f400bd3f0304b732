"""Markdown to HTML that is safe to show: CommonMark, then everything but plain formatting taken out."""

from __future__ import annotations

import re
from functools import lru_cache

import nh3
from markdown_it import MarkdownIt
from markupsafe import Markup

INLINE_TAGS = frozenset({"a", "br", "code", "em", "strong", "sub", "sup"})
TAGS = INLINE_TAGS | {
    "blockquote",
    "h3",
    "h4",
    "hr",
    "li",
    "ol",
    "p",
    "pre",
    "table",
    "tbody",
    "td",
    "th",
    "thead",
    "tr",
    "ul",
}
ATTRIBUTES = {"a": {"href", "title"}, "ol": {"start"}}
_PARSER = MarkdownIt("commonmark", {"html": False}).enable("table")

# Most options and many stems are words alone, which Markdown and the sanitiser give back as they are: letters of any
# script, digits, and signs that neither of them takes for more. A line that begins with a letter begins no list.
_WORDS = r"(?:[^\W_]|[ ,.;:'()?%$€£/–—-])*"  # noqa: RUF001  # dashes as texts have them
_PLAIN = re.compile(rf"[^\W_]{_WORDS}(?<! )")
_PLAIN_BLOCK = re.compile(rf"[^\W\d_]{_WORDS}(?<! )")


def _clean(html: str, tags: frozenset[str] | set[str]) -> Markup:
    safe = nh3.clean(html, tags=set(tags), attributes=ATTRIBUTES, url_schemes={"http", "https"},
                     link_rel="noopener noreferrer")  # fmt: skip
    return Markup(safe)  # noqa: S704  # the one place: nh3 has just cleaned it


@lru_cache(maxsize=4096)
def render_markdown(text: str) -> Markup:
    """Paragraphs, lists, quotations and tables. Raw HTML in ``text`` is shown as written, never interpreted."""
    if _PLAIN_BLOCK.fullmatch(text):
        return Markup(f"<p>{text}</p>\n")  # noqa: S704  # words alone
    return _clean(_PARSER.render(text), TAGS)


@lru_cache(maxsize=4096)
def render_inline(text: str) -> Markup:
    """One line without block elements, for options and short answers."""
    if _PLAIN.fullmatch(text):
        return Markup(text)  # noqa: S704  # words alone
    return _clean(_PARSER.renderInline(text), INLINE_TAGS)
