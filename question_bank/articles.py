"""Source articles: bibliography, the measure of the original text, and its passages."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from .fields import Fields, duplicates
from .kinds.base import fields_of
from .partial_dates import PartialDate, Precision
from .passages import Passage, read_passage
from .problems import BankError, Problem
from .words import Message, gettext

BIBLIOGRAPHIC = ("title", "authors", "publisher", "date", "address", "language")

_SHA256 = re.compile(r"[0-9a-f]{64}")
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_ADDRESS = re.compile(r"https?://\S+")
_FILE = re.compile(r"[\w.-]+", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class Original:
    """The text that the article is made of: file name, SHA-256 of its bytes (hex), length in code points."""

    file: str
    sha256: str
    length: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """An article. ``inferred`` gives the reason of each bibliographic field that the text does not state itself."""

    key: str
    title: str
    authors: tuple[str, ...]
    publisher: str | None
    date: PartialDate
    address: str | None
    language: str
    inferred: Mapping[str, str]
    original: Original
    passages: tuple[Passage, ...]
    passage: Mapping[str, Passage] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "passage", {passage.id: passage for passage in self.passages})

    def to_json(self) -> dict[str, Any]:
        parts: dict[str, Any] = {
            "key": self.key,
            "title": self.title,
            "authors": list(self.authors),
            "publisher": self.publisher,
            "date": self.date.iso(),
            "date_precision": self.date.precision.value,
            "address": self.address,
            "language": self.language,
            "inferred": dict(self.inferred) or None,
            "original": {
                "file": self.original.file,
                "sha256": self.original.sha256,
                "length": self.original.length,
            },
            "passages": [passage.to_json() for passage in self.passages],
        }
        return {key: part for key, part in parts.items() if part is not None}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Article:
        """The article that ``to_json`` wrote. Raises BankError with every problem if it is not one."""
        problems: list[Problem] = []
        article = read_article(fields_of(data, problems))
        if problems:
            raise BankError(problems)
        return article


def read_article(fields: Fields) -> Article:
    """The article that the fields hold; its problems are noted there."""
    key = fields.key_text("key")
    fields.id = key
    article = Article(
        key=key,
        title=fields.text("title", longest=300),
        authors=fields.texts("authors", least=0, longest=200),
        publisher=fields.optional_text("publisher", longest=300),
        date=fields.date("date"),
        address=fields.optional_text("address", longest=2000),
        language=fields.text("language", longest=35),
        inferred=_read_inferred(fields),
        original=_read_original(fields),
        passages=tuple(read_passage(item, key) for item in fields.each("passages")),
    )
    if fields.one_of("date_precision", Precision) is not article.date.precision:
        fields.report(
            gettext(
                "the date %(iso)s has the precision %(precision)s",
                iso=article.date.iso(),
                precision=article.date.precision,
            ),
            "date_precision",
        )
    fields.finish()
    return article


def _read_inferred(fields: Fields) -> dict[str, str]:
    item = fields.optional_fields("inferred")
    if item is None:
        return {}
    inferred = {name: reason for name in BIBLIOGRAPHIC if (reason := item.optional_text(name, longest=1000))}
    item.finish()
    return inferred


def _read_original(fields: Fields) -> Original:
    item = fields.fields("original")
    if item is None:
        return Original(file="", sha256="", length=0)
    original = Original(file=item.text("file", longest=200), sha256=item.text("sha256"), length=item.whole("length"))
    if original.file and (not _FILE.fullmatch(original.file) or original.file.startswith(".")):
        item.report(gettext("'file' is the plain name of a file, without folders"), "file")
    if original.sha256 and not _SHA256.fullmatch(original.sha256):
        item.report(gettext("'sha256' has 64 digits and letters a to f"), "sha256")
    item.finish()
    return original


def check_article(article: Article) -> Iterable[tuple[str, Message]]:
    """What is wrong with an article that could be read: the key it concerns, and a sentence."""
    if article.address and not _ADDRESS.fullmatch(article.address):
        yield "address", gettext("'address' begins with http:// or https://")
    if not _LANGUAGE.fullmatch(article.language):
        yield "language", gettext("'language' is a code such as en")
    for passage_id in duplicates(passage.id for passage in article.passages):
        yield "passages", gettext("the passage %(passage_id)s stands twice", passage_id=passage_id)
    for passage in article.passages:
        if not passage.digest:
            yield (
                "passages",
                gettext(
                    "%(reference)s: 'digest' is missing: what the passage says, in other words",
                    reference=passage.reference,
                ),
            )
    yield from (("passages", message) for message in _holes(article))


def _holes(article: Article) -> Iterable[Message]:
    """Passages tile the text: no hole, no overlap, from the first character to the last."""
    end = 0
    for passage in article.passages:
        if passage.start != end:
            yield gettext(
                "passage %(id)s begins at %(start)s, but the one before ends at %(end)s",
                id=passage.id,
                start=passage.start,
                end=end,
            )
        end = passage.end
    if end != article.original.length:
        yield gettext(
            "the passages end at %(end)s, but the text has %(length)s characters",
            end=end,
            length=article.original.length,
        )
