"""Short ways to what a file's reader found."""

from __future__ import annotations

from typing import Any

from question_bank.exchange.drafts import Item
from question_bank.exchange.formats import FORMATS


def read(name: str, text: str | bytes) -> list[Item]:
    return FORMATS[name].read(text.encode() if isinstance(text, str) else text)


def only(name: str, text: str | bytes) -> Item:
    (item,) = read(name, text)
    return item


def data_of(item: Item) -> dict[str, Any]:
    assert item.draft is not None, item.refused
    return dict(item.draft.data)


def option(key: str, text: str, *, right: bool = False, feedback: str = "") -> dict[str, Any]:
    return (
        {"key": key, "text": text} | ({"right": True} if right else {}) | ({"feedback": feedback} if feedback else {})
    )
