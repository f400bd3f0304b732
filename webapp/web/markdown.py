"""Markdown to HTML that is safe to show: CommonMark, then everything but plain formatting taken out.

No picture is shown but those that this site keeps, named by the digest of their content (``question_bank.pictures``).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup, escape

from question_bank.pictures import digest_at

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
WITH_PICTURES = frozenset({"img"})
ATTRIBUTES = {"a": {"href", "title"}, "ol": {"start"}, "img": {"src", "alt"}}
PICTURES = "/pictures/"
"""Where a picture is sent from, to those alone who may see it (``webapp.decks.pictures``)."""


def _shown(_: object, tokens: Sequence[Token], place: int, *_rest: Any) -> str:
    """A picture of this site; of all others nothing, so that nobody is told who looks at a card."""
    digest = digest_at(str(tokens[place].attrs["src"]))
    return "" if digest is None else f'<img src="{PICTURES}{digest}" alt="{escape(tokens[place].content)}">'


def _said(_: object, tokens: Sequence[Token], place: int, *_rest: Any) -> str:
    """The words of a picture of this site in its place."""
    return "" if digest_at(str(tokens[place].attrs["src"])) is None else str(escape(tokens[place].content))


_PARSER = MarkdownIt("commonmark", {"html": False}).enable("table")
_PARSER.add_render_rule("image", _shown)
_IN_WORDS = MarkdownIt("commonmark", {"html": False})
_IN_WORDS.add_render_rule("image", _said)

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
    return _clean(_PARSER.render(text), TAGS | WITH_PICTURES)


@lru_cache(maxsize=4096)
def render_inline(text: str) -> Markup:
    """One line without block elements, for lists, options and short answers: a picture is its words."""
    if _PLAIN.fullmatch(text):
        return Markup(text)  # noqa: S704  # words alone
    return _clean(_IN_WORDS.renderInline(text), INLINE_TAGS)


@lru_cache(maxsize=4096)
def render_stem(text: str) -> Markup:
    """What a card asks: as one line, with its pictures."""
    if _PLAIN.fullmatch(text):
        return Markup(text)  # noqa: S704  # words alone
    return _clean(_PARSER.renderInline(text), INLINE_TAGS | WITH_PICTURES)
