"""A language that marks every word of the interface, to find the words that no translator would get."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

from babel import Locale
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import write_po

ROOT = Path(__file__).parents[2]
LANGUAGE = "eo"
"""Esperanto: two plural forms, and nobody's browser in the tests asks for it."""
KEYWORDS: dict[str, tuple[int, ...] | None] = {
    "_": None, "_l": None, "gettext": None, "lazy_gettext": None, "ngettext": (1, 2),
}  # fmt: skip
WORD = re.compile(r"[^\W\d_]{2,}")
MARKED = re.compile(r"⟦[^⟦⟧]*⟧")
READ_ALOUD = ("title", "aria-label", "placeholder", "alt", "aria-valuetext")
SILENT = frozenset({"script", "style", "code", "kbd", "pre"})


def make_translation(folder: Path) -> None:
    """Write the catalogue in which every message says itself between marks into ``folder``, as translators would."""
    catalog = Catalog(locale=LANGUAGE)
    mappings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["babel"]["mappings"]
    methods = [(each["pattern"], each["method"]) for each in mappings]
    options = {each["pattern"]: {"silent": each.get("silent", "true")} for each in mappings}
    for part in ("webapp", "question_bank"):
        found = extract_from_dir(ROOT / part, [(pattern.removeprefix(f"{part}/"), method) for pattern, method in methods
                                               if pattern.startswith(part)],
                                 {pattern.removeprefix(f"{part}/"): each for pattern, each in options.items()},
                                 keywords=KEYWORDS)  # fmt: skip
        for name, line, message, _comments, _context in found:
            marked = f"⟦{message}⟧" if isinstance(message, str) else tuple(f"⟦{each}⟧" for each in message)
            catalog.add(message, marked, locations=[(f"{part}/{name}", line)])
    place = folder / LANGUAGE / "LC_MESSAGES"
    place.mkdir(parents=True)
    with (place / "messages.po").open("wb") as file:
        write_po(file, catalog)
    with (place / "messages.mo").open("wb") as file:
        write_mo(file, catalog)


class _Texts(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.pieces: list[str] = []
        self.attributes: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._silent += tag in SILENT
        named = dict(attrs)
        self.attributes += [value for name in READ_ALOUD if (value := named.get(name))]
        if tag == "meta" and named.get("name") == "description":
            self.attributes.append(named.get("content") or "")

    def handle_endtag(self, tag: str) -> None:
        self._silent -= tag in SILENT

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.pieces.append(data)


def words_in(text: str) -> list[str]:
    """The words of a text, without regard to case."""
    return [word.casefold() for word in WORD.findall(text)]


def left_over(html: str, *, known: frozenset[str]) -> Iterator[str]:
    """The words of a page that stand outside the marks and are not ``known``."""
    page = _Texts()
    page.feed(html)
    text = "\n".join(page.pieces)
    while MARKED.search(text):  # a marked place within a marked sentence
        text = MARKED.sub(" ", text)
    for each in (*text.split("\n"), *(_unmarked(value) for value in page.attributes)):
        if not known.issuperset(words_in(each)):
            yield " ".join(each.split())


def _unmarked(text: str) -> str:
    while MARKED.search(text):
        text = MARKED.sub(" ", text)
    return text


def names_of_time() -> set[str]:
    """Months and weekdays of the language, which stand in dates."""
    locale = Locale(LANGUAGE)
    names: set[str] = set()
    for table in (locale.months, locale.days):
        for widths in table.values():
            for width in widths.values():
                names |= set(width.values())
    return {name for name in names if len(name) > 1}
