"""Items of QTI, read: words and answers; nothing is worked out, run or fetched, and no other file is looked at."""

from __future__ import annotations

from collections.abc import Iterable
from xml.etree.ElementTree import Element

from question_bank.exchange.drafts import ExchangeError, Item, item_of, once_each, refused
from question_bank.exchange.tags import read_tags
from question_bank.exchange.xml_reading import read_xml
from question_bank.words import Message, gettext

from .asked import RefusedError, asked_of
from .interactions import content_of
from .marks import ASK, KIND, TOOL
from .package import Packed, read_package
from .versions import with_our_names


def read(content: bytes) -> list[Item]:
    """The questions of a package of QTI 2 or 3, or of the file of one item alone. Raises ExchangeError."""
    return once_each(_item(number, packed) for number, packed in enumerate(read_package(content), start=1))


def _item(number: int, packed: Packed) -> Item:
    title = packed.file.rpartition("/")[2]
    if packed.why:
        return refused(number, title, packed.why)
    try:
        item = with_our_names(read_xml(packed.content))
    except ExchangeError as error:
        if not packed.file:
            raise
        return refused(number, title, error.message)
    if item.tag != "assessment-item":
        if not packed.file:
            raise ExchangeError(gettext("This is XML, but no item of QTI 2 or 3: its outermost element is another."))
        return refused(number, title, gettext("its outermost element is no item"))
    return _question(number, item, packed.keywords)


def _question(number: int, item: Element, keywords: Iterable[str]) -> Item:
    changed: list[Message] = []
    title = item.get("title", "").strip() or item.get("identifier", "")
    parts, others = read_tags(keywords)
    said = {mark: _said(others, mark) for mark in (KIND, ASK)}
    others = [tag for tag in others if tag and not tag.startswith((KIND, ASK))]
    if others:
        changed.append(gettext("the keywords are left out: %(others)s", others=", ".join(others)))
    try:
        asked = asked_of(item, kind=said[KIND], ask=said[ASK], changed=changed)
        data = {**content_of(asked), "explanation": asked.explanation(), **parts}
    except RefusedError as reason:
        return refused(number, title, reason.message)
    return item_of(number, data, name=_name(item), changed=changed, title=title)


def _said(tags: Iterable[str], mark: str) -> str:
    return next((tag.removeprefix(mark) for tag in tags if tag.startswith(mark)), "")


def _name(item: Element) -> str:
    """What it is known by; items of ours have a name that is no identifier in their label."""
    label = item.get("label", "") if item.get("tool-name") == TOOL else ""
    return label or item.get("identifier", "").strip()
