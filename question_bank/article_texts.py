"""The plain text of an article that somebody brings: of a web page, Markdown or text, without what stands around it."""

from __future__ import annotations

import re
from html import unescape

from .characters import UNSTORABLE
from .words import Count, SaidError, gettext

LONGEST_ARTICLE = 400_000  # characters
DEEPEST = 200  # elements within elements; what lies deeper is left out

_LEFT_OUT = frozenset(
    {"script", "style", "noscript", "template", "svg", "nav", "aside", "footer", "form", "button", "select", "iframe"}
    | {"head", "object", "video", "audio", "canvas", "math", "figure", "dialog", "menu"}
)
_ALONE = frozenset(
    {"br", "img", "hr", "input", "meta", "link", "source", "wbr", "area", "base", "col", "embed", "track"}
)
_BLOCKS = frozenset(
    {
        "p",
        "div",
        "section",
        "article",
        "main",
        "header",
        "blockquote",
        "ul",
        "ol",
        "li",
        "table",
        "tr",
        "dl",
        "dt",
        "dd",
    }
    | {"h1", "h2", "h3", "h4", "h5", "h6", "pre", "address", "body", "html", "figcaption"}
)
_NO_END = frozenset({"p", "li", "dt", "dd", "tr", "td", "th", "option", "thead", "tbody"})  # may be left open
_RAW = frozenset({"script", "style", "textarea", "title"})  # what they hold is no HTML
_TAG = re.compile(r"""<(?P<end>/?)(?P<name>[a-zA-Z][a-zA-Z0-9]{0,30})(?:[^<>"']|"[^"]{0,2000}"|'[^']{0,2000}')*+>""")
_HTML = re.compile(r"<(?:!doctype html|html|body|article|main|p|div|h[1-6])\b", re.IGNORECASE)
_MARKS = re.compile(r"^ {0,3}(?:#{1,6}\s+|>\s?|[-*+]\s+)", re.MULTILINE)
_LINK = re.compile(r"!?\[([^][]*)\]\([^()\s]*\)")
_STRONG = re.compile(r"(\*\*|__|`)(?=\S)(.{1,100}?)(?<=\S)\1")
_SPACES = re.compile(r"[ \t\r\f\v]+")


class UnusableTextError(SaidError):
    """The text cannot be an article. The message says why."""


def article_text(content: str, *, name: str = "") -> str:
    """The text of an article: paragraphs with an empty line between them. Raises UnusableTextError.

    ``name`` is that of the file it came in: it says whether it is HTML, Markdown or neither; without one the text says.
    """
    if UNSTORABLE.search(content):
        raise UnusableTextError(gettext("it has characters that cannot be stored"))
    ending = name.lower().rpartition(".")[2]
    if ending in {"html", "htm"} or (ending not in {"txt", "md", "markdown"} and _HTML.search(content)):
        text = _of_html(content)
    elif ending in {"md", "markdown"}:
        text = _of_markdown(content)
    else:
        text = content
    text = "\n".join(line.rstrip() for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n"))
    text = re.sub(r"\n{3,}", "\n\n", text).strip("\n ")
    if not text:
        raise UnusableTextError(gettext("there is no text in it"))
    if len(text) > LONGEST_ARTICLE:
        raise UnusableTextError(
            gettext(
                "it has %(count)s characters; at most %(longest_article)s",
                count=Count(len(text)),
                longest_article=Count(LONGEST_ARTICLE),
            )
        )
    return text + "\n"


def _of_markdown(text: str) -> str:
    """The words of Markdown: headings, quotes and links without their signs."""
    return _STRONG.sub(r"\2", _LINK.sub(r"\1", _MARKS.sub("", text)))


def _of_html(text: str) -> str:
    """The words of a page's article, a paragraph each block; where the page marks none, those of its body."""
    page = _Page()
    page.read(text)
    return next((found for within in ("article", "main", "") if (found := page.text(within))), "")


class _Page:
    """Collects the text of blocks, each with the elements that it lies in, in time that grows with the text alone."""

    def __init__(self) -> None:
        self._open: list[str] = []
        self._blocks: list[tuple[frozenset[str], list[str]]] = []
        self._begin_block()

    def text(self, within: str) -> str:
        """The blocks within such an element, or all."""
        parts = ("".join(words) for around, words in self._blocks if not within or within in around)
        blocks = (_SPACES.sub(" ", part.replace("\n", " ")).strip() for part in parts)
        return "\n\n".join(block.replace("\0", "\n") for block in blocks if block)

    def read(self, text: str) -> None:
        """Read the page from its first character to its last."""
        place = 0
        while (sign := text.find("<", place)) >= 0:
            self._words(unescape(text[place:sign]))
            tag = _TAG.match(text, sign)
            if text.startswith("<!--", sign):
                place = _after(text, "-->", sign)
            elif text.startswith("<!", sign):
                place = _after(text, ">", sign)
            elif tag is None:
                self._words("<")
                place = sign + 1
            else:
                place = self._tag(text, tag)
        self._words(unescape(text[place:]))

    def _tag(self, text: str, tag: re.Match[str]) -> int:
        """Note a tag; where to read on."""
        name = tag["name"].lower()
        if tag["end"]:
            self._close(name)
        elif name in _RAW:
            closing = re.compile(f"</{name}", re.IGNORECASE).search(text, tag.end())
            return closing.start() if closing else len(text)
        else:
            self._begin(name)
        return tag.end()

    def _begin(self, name: str) -> None:
        if name == "br":
            self._words("\0")
        if name not in _ALONE and len(self._open) <= DEEPEST:
            if name in _NO_END and name in self._open[-1:]:
                self._open.pop()
            self._open.append(name)
        if name in _BLOCKS:
            self._begin_block()

    def _close(self, name: str) -> None:
        if name in self._open:
            while self._open.pop() != name:
                pass
        if name in _BLOCKS:
            self._begin_block()

    def _begin_block(self) -> None:
        self._blocks.append((frozenset(self._open) & {"article", "main"}, []))

    def _words(self, words: str) -> None:
        if _LEFT_OUT.isdisjoint(self._open) and len(self._open) <= DEEPEST:
            self._blocks[-1][1].append(words)


def _after(text: str, sign: str, place: int) -> int:
    """The place behind the next such sign; the end of the text where there is none."""
    found = text.find(sign, place)
    return len(text) if found < 0 else found + len(sign)
