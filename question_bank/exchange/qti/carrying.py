"""What QTI takes of a draft."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from question_bank.exchange.drafts import Carried, Draft
from question_bank.exchange.markdown_html import FORMATTING, settled
from question_bank.exchange.packing import Packing, not_carried, with_new_keys, without_details
from question_bank.exchange.xml_writing import CONTROL_CHARACTERS, legal
from question_bank.words import gettext

from .body import PLACE, without_places
from .items import with_places

KINDS = frozenset(
    {"card", "choice", "cloze", "date", "matching", "number", "ordering", "position", "short", "timeline"}
)
_FORMATTED = frozenset({"stem", "front", "back", "text", "feedback", "explanation"})


class _Unsettled(ValueError):  # noqa: N818  # a way out, not a fault of ours
    pass


def carry(draft: Draft) -> Carried:
    """Everything but the hint and what single items say; claims and importance become keywords."""
    if (nothing := not_carried(draft, KINDS)) is not None:
        return nothing
    packing = Packing(draft)
    packing.leave("hint", "waive")
    packing.texts(lambda text: legal(without_places(text)), CONTROL_CHARACTERS)
    with_new_keys(packing)
    if (nothing := without_details(packing)) is not None:
        return nothing
    try:
        packing.data = _unmarked(_formatted(_marked(packing.data), packing))
    except _Unsettled:
        return Carried(draft=None, losses=(gettext("the whole question: a text in it does not come back from HTML"),))
    return packing.carried()


def _marked(data: dict[str, Any]) -> dict[str, Any]:
    """A text with gaps whose gaps are signs that no Markdown takes for more."""
    return {**data, "text": with_places(data)} if data["kind"] == "cloze" else data


def _unmarked(data: dict[str, Any]) -> dict[str, Any]:
    return {**data, "text": PLACE.sub(r"[gap\1]", data["text"])} if data["kind"] == "cloze" else data


def _formatted(data: Mapping[str, Any], packing: Packing) -> dict[str, Any]:
    """The data with each Markdown in it as it comes back from HTML."""
    found: dict[str, Any] = {}
    for key, value in data.items():
        if isinstance(value, str) and key in _FORMATTED:
            found[key] = _settled(value, packing)
        elif isinstance(value, list):
            found[key] = [_formatted(each, packing) if isinstance(each, Mapping) else each for each in value]
        else:
            found[key] = value
    return found


def _settled(text: str, packing: Packing) -> str:
    found = settled(text)
    if found is None:
        raise _Unsettled
    if not found[1]:
        packing.lose(FORMATTING)
    return found[0]
