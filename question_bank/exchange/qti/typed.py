"""Interactions that take one value: a word, a figure, a date, a place on a line."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from xml.etree.ElementTree import Element

from question_bank.exchange.gift_reading import wrong_texts
from question_bank.exchange.packing import figure
from question_bank.partial_dates import PartialDate, from_iso
from question_bank.words import gettext

from .asked import Asked, RefusedError
from .declarations import Declared, number, tolerance

CASE = gettext("capital and small letters count the same here")
_FIGURES = frozenset({"integer", "float"})


def typed(asked: Asked, interaction: Element) -> dict[str, Any]:
    """A text entry: a date where the keywords say so, a figure where the item declares one, else a short answer."""
    response, stem = asked.response(interaction), asked.words(interaction)
    if asked.kind == "date" and (answer := _date(response.correct)) is not None:
        return {"kind": "date", "stem": stem, **_dates(asked, answer)}
    if response.base_type in _FIGURES:
        return {"kind": "number", "stem": stem, **_figures(asked, response)}
    return {"kind": "short", "stem": stem, "accept": accepted(asked, response), **_wrong(asked)}


def accepted(asked: Asked, response: Declared) -> list[str]:
    """What is right; what is partly right, or told apart by its letters' case, is said to be lost."""
    asked.changed.extend([CASE] if response.is_case_sensitive else [])
    asked.changed.extend(
        gettext("what earned a part of the credit earns none here: %(value)s", value=value) for value in response.partly
    )
    return response.rights


def _wrong(asked: Asked) -> dict[str, Any]:
    known: list[tuple[str, str | None]] = [(value, text) for values, text in asked.said_to_values() for value in values]
    return wrong_texts(known, asked.changed)


def _date(values: Sequence[str]) -> PartialDate | None:
    return from_iso(values[0]) if values else None


def _dates(asked: Asked, answer: PartialDate) -> dict[str, Any]:
    found = [(_date(values), text) for values, text in asked.said_to_values()]
    wrong = [{"date": date.iso(), "feedback": text} for date, text in found if date is not None]
    return {"answer": answer.iso(), "precision": answer.precision.value, **({"wrong": wrong} if wrong else {})}


def _figures(asked: Asked, response: Declared) -> dict[str, Any]:
    if len(response.rights) > 1:
        asked.changed.append(gettext("the first of several right figures is taken"))
    answer = _figure(response.rights[0] if response.rights else "")
    wrong = [
        {"number": _figure(value), "feedback": text} for values, text in asked.said_to_values() for value in values
    ]
    span = tolerance(asked.item)
    return {
        "answer": {"number": answer},
        **({"tolerance": {span[0]: figure(span[1])}} if span else {}),
        **({"wrong": wrong} if wrong else {}),
    }


def _figure(text: str) -> str:
    value = number(text)
    if value is None:
        raise RefusedError(
            gettext("'%(text)s' is no figure", text=text[:60]) if text else gettext("no figure in it is right")
        )
    return figure(value)


def slider(asked: Asked, interaction: Element) -> dict[str, Any]:
    """A place on a line: of years where the keywords say so, else a figure."""
    response, stem = asked.response(interaction), asked.words(interaction)
    if asked.kind != "timeline":
        return {"kind": "number", "stem": stem, **_figures(asked, response)}
    span = tolerance(asked.item)
    return {
        "kind": "timeline",
        "stem": stem,
        "answer": _year(response.correct[0] if response.correct else ""),
        "from": _year(interaction.get("lower-bound", "")),
        "to": _year(interaction.get("upper-bound", "")),
        **({"tolerance": int(span[1])} if span else {}),
    }


def _year(text: str) -> int:
    value = number(text)
    if value is None or value != int(value):
        raise RefusedError(gettext("'%(text)s' is no year", text=text[:60]))
    return int(value)
