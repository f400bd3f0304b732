"""Our Markdown as XHTML for programs that know nothing else, in the part of it that comes back as it was."""

from __future__ import annotations

from markdown_it import MarkdownIt

from .html_text import from_html

FORMATTING = "formatting other than paragraphs, lists, bold and italic"

_PARSER = MarkdownIt("commonmark", {"html": False}).enable("table").disable("image")
_MOST_TURNS = 5


def to_html(text: str) -> str:
    """The text as elements of XHTML, one or more blocks."""
    rendered: str = _PARSER.render(text)
    return rendered


def settled(text: str) -> tuple[str, bool] | None:
    """The Markdown that is read again from the XHTML of ``text``, and whether it looks the same; None where there is
    none that stays as it is.
    """
    first, found = to_html(text), text
    for _ in range(_MOST_TURNS):
        again = from_html(f"<div>{to_html(found)}</div>", [])
        if again == found:
            return (found, to_html(found).split() == first.split()) if found else None
        found = again
    return None
