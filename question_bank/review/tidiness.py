"""Rules on how texts are written: spaces, full stops, units by the name that the bank has for them, options once."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from question_bank.kinds import kind
from question_bank.quantities import Quantity
from question_bank.questions import Question
from question_bank.spelling import normalise
from question_bank.units import unit_name
from question_bank.words import gettext

from .findings import Remark, Rule, Severity, of_claim, of_question
from .material import Material

LOOSE = re.compile(r"(?<=\S)[ \t]{2,}(?=\S)|(?<=\S)[ \t]+(?=[,.](?:\s|$))")
"""Several spaces in a row, or one before a comma or a full stop. (Before other marks some languages have one.)"""
SENTENCES = frozenset({"explanation", "feedback", "statement", "erratum"})
TEXTS = frozenset({*SENTENCES, "stem", "text", "front", "back", "hint", "note"})
_END = re.compile(r"[.!?\u2026:][\"')\]*_`\u201d\u2019]*$|[|`>]$|^\s*(?:[-*+]|\d+[.)])\s")
_CLAIM_TEXTS = ("statement", "erratum", "note")


def texts_of(content: Mapping[str, Any], part: str = "") -> Iterator[tuple[str, str, str]]:
    """The running texts of a question as JSON: the part of the form that holds it, its own key, the text."""
    for name, value in content.items():
        if isinstance(value, str) and name in TEXTS:
            yield part or name, name, value
        for each in value if isinstance(value, list) else ():
            if isinstance(each, Mapping):
                yield from texts_of(each, name)


def untidy_text(material: Material) -> Iterator[Remark]:
    for question in material.questions:
        for part, _, text in texts_of(question.to_json()):
            if LOOSE.search(text):
                yield of_question(question.id, _untidy(text), part=part)
    for claim in material.bank.claims.values():
        for part in _CLAIM_TEXTS:
            text = getattr(claim, part) or ""
            if LOOSE.search(text):
                yield of_claim(claim.id, _untidy(text), part=part)


def _untidy(text: str) -> str:
    return gettext("“%(text)s” has a space too many: take it out", text=text[:60])


def missing_full_stop(material: Material) -> Iterator[Remark]:
    for question in material.questions:
        for part, name, text in texts_of(question.to_json()):
            if name in SENTENCES and is_unended(text):
                yield of_question(question.id, _unended(text), part=part)
    for claim in material.bank.claims.values():
        for part in ("statement", "erratum"):
            if is_unended(getattr(claim, part) or ""):
                yield of_claim(claim.id, _unended(getattr(claim, part)), part=part)


def is_unended(text: str) -> bool:
    """Whether the last line is a sentence without its end; tables, lists and code have none."""
    last = text.strip().rpartition("\n")[2]
    return bool(last) and not _END.search(last)


def _unended(text: str) -> str:
    return gettext("“…%(text)s” has no full stop", text=text.strip()[-40:])


def unit_spelling(material: Material) -> Iterator[Remark]:
    for claim in material.bank.claims.values():
        if isinstance(claim.value, Quantity) and (better := _better_unit(claim.value.unit)):
            yield of_claim(claim.id, _unit(claim.value.unit, better), part="value")
    for question in material.questions:
        answer = kind(question.kind).to_json(question.content).get("answer")
        unit = answer.get("unit") if isinstance(answer, Mapping) else None
        if better := _better_unit(unit):
            yield of_question(question.id, _unit(unit, better), part="unit")


def _better_unit(unit: str | None) -> str:
    return unit_name(unit) if unit and unit_name(unit) != unit else ""


def _unit(unit: str | None, better: str) -> str:
    return gettext("the bank writes the unit “%(unit)s” as “%(better)s”", unit=unit, better=better)


def same_option_twice(material: Material) -> Iterator[Remark]:
    for question in material.questions:
        if twice := doubled(question):
            yield of_question(question.id, gettext("the option “%(text)s” stands twice", text=twice[0]), part="options")


def doubled(question: Question) -> list[str]:
    """The texts of options that say what one before them says."""
    options = kind(question.kind).to_json(question.content).get("options", [])
    words = [normalise(option["text"]) for option in options]
    return [option["text"] for place, option in enumerate(options) if words[place] in words[:place]]


RULES = (
    Rule(
        id="untidy-text",
        severity=Severity.WARNING,
        description="No text has several spaces in a row, or one before a comma or a full stop.",
        find=untidy_text,
    ),
    Rule(
        id="missing-full-stop",
        severity=Severity.WARNING,
        description="Statements, explanations and feedback end as sentences do.",
        find=missing_full_stop,
    ),
    Rule(
        id="unit-spelling",
        severity=Severity.WARNING,
        description="A figure has its unit by the one name that the bank has for it.",
        find=unit_spelling,
    ),
    Rule(
        id="same-option-twice",
        severity=Severity.ERROR,
        description="No two options say the same.",
        find=same_option_twice,
    ),
)
