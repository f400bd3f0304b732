"""HTML of other programs as Markdown: words, paragraphs, lists, bold and italic; nothing that runs or is fetched."""

from __future__ import annotations

import re
from collections.abc import Callable
from html.parser import HTMLParser

from question_bank.prompts import as_markdown
from question_bank.words import Message, gettext

from .drafts import LONGEST_QUESTION

Shown = Callable[[str, str], str | None]

PICTURES = gettext("pictures, sounds or other files in it are left out")
SCRIPTS = gettext("a script or style in it is left out")

_MARKS = {"b": "**", "strong": "**", "i": "*", "em": "*"}
_LINES = frozenset({"p", "div", "ul", "ol", "table", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre"})
_HIDDEN = frozenset({"script", "style", "template", "noscript", "iframe", "object"})
_MEDIA = frozenset({"img", "audio", "video", "source", "embed", "object", "iframe", "svg"})
_MANY_LINES = re.compile(r"\n\s*\n\s*")
_SPACES = re.compile(r" {2,}")
_TAG = re.compile(r"<[a-zA-Z/!]|&[a-zA-Z#]")
_REMARK = re.compile("<!--.*?-->", re.DOTALL)
_DECLARATION = re.compile(r"<[!?][^<>]*>")
_NO_TAG = re.compile(r"<(?![^<>]*>)")  # not closed before the next one begins


def from_html(text: str, changed: list[Message], shown: Shown | None = None) -> str:
    """The text as Markdown; ``changed`` is told what was left out.

    ``shown`` gives the text for a picture, by its address and what it says of itself; None: it is left out.
    """
    if len(text) > LONGEST_QUESTION or not _TAG.search(text):
        return as_markdown(text)
    reader = _Reader(shown=shown)
    reader.feed(_well_closed(text))
    reader.close()
    changed += reader.left_out
    text = _SPACES.sub(" ", "".join(reader.parts))
    return _MANY_LINES.sub("\n\n", text).strip()


def words_of(text: str) -> str:
    """The words of the text alone, on one line, as somebody would type them."""
    if not _TAG.search(text):
        return " ".join(text.split())
    reader = _Reader(is_plain=True)
    reader.feed(_well_closed(text))
    reader.close()
    return " ".join("".join(reader.parts).split())


def _well_closed(text: str) -> str:
    """The text without remarks and declarations, and with what only looks like a tag as words.

    The parser looks up to the end of the text for the end of each of them: of 100,000 signs it made minutes.
    """
    end = text.rfind("-->") + 3  # behind it none ends
    text = _REMARK.sub("", text[:end]) + text[end:]
    return _NO_TAG.sub("&lt;", _DECLARATION.sub("", text))


class _Reader(HTMLParser):
    def __init__(self, *, is_plain: bool = False, shown: Shown | None = None) -> None:
        super().__init__(convert_charrefs=True)
        self._shown = shown
        self._is_plain = is_plain
        self.parts: list[str] = []
        self.left_out: list[Message] = []
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        shown = self._picture(dict(attrs)) if tag == "img" else None
        if shown is not None:
            self._add(shown)
        elif tag in _MEDIA:
            self.left_out.append(PICTURES)
        if tag in _HIDDEN:
            self.left_out.append(SCRIPTS)
            self._hidden += 1
        self._mark({"br": "\n", "li": "\n- "}.get(tag, "\n\n" if tag in _LINES else _MARKS.get(tag, "")))

    def _picture(self, said: dict[str, str | None]) -> str | None:
        """The text for a picture, if it is shown."""
        if self._shown is None or self._is_plain:
            return None
        return self._shown(said.get("src") or "", said.get("alt") or said.get("title") or "")

    def handle_endtag(self, tag: str) -> None:
        if tag in _HIDDEN:
            self._hidden = max(0, self._hidden - 1)
        self._mark("\n\n" if tag in _LINES else _MARKS.get(tag, ""))

    def handle_data(self, data: str) -> None:
        text = re.sub(r"\s+", " ", data)
        self._add(text if self._is_plain else as_markdown(text))

    def _mark(self, text: str) -> None:
        """Add what stands for a tag: of plain words nothing but the space between lines."""
        self._add(" " if self._is_plain and text.startswith("\n") else "" if self._is_plain else text)

    def _add(self, text: str) -> None:
        if not self._hidden:
            self.parts.append(text)
