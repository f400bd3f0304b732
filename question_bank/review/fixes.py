"""Mechanical fixes of what rules find: the record without the finding, and words for what was done.

A fix invents nothing: it tidies, leaves out, puts in order, or takes over what a claim or an article says. It is
offered only where it makes the finding go away and brings no other.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

from question_bank.claims import Claim
from question_bank.partial_dates import PartialDate
from question_bank.problems import BankError
from question_bank.quantities import Quantity
from question_bank.questions import Question
from question_bank.spelling import normalise
from question_bank.units import unit_name
from question_bank.words import Message, gettext

from .attribution import holder_names
from .findings import Finding
from .material import Material
from .options import is_catch_all
from .registry import review_one
from .tidiness import LOOSE, SENTENCES, TEXTS, is_unended
from .words import FUNCTION_WORDS

FEWEST_OPTIONS = 3

Json: TypeAlias = dict[str, Any]
Mended: TypeAlias = tuple[Json, Message] | None
"""A content and what was done to it, or None where a person has to think."""


@dataclass(frozen=True, slots=True)
class Fixed:
    """A record after a fix, as JSON, and what was done."""

    content: Json
    said: Message


def fixed(material: Material, finding: Finding) -> Fixed | None:
    """The record without the finding; None where there is no fix for it."""
    is_question = finding.record == "question"
    record: Question | Claim | None
    record = material.bank.questions.get(finding.id) if is_question else material.bank.claims.get(finding.id)
    mended = None
    if isinstance(record, Question) and finding.rule in QUESTION_FIXES:
        mended = QUESTION_FIXES[finding.rule](material, record, record.to_json())
    elif isinstance(record, Claim) and finding.rule in CLAIM_FIXES:
        mended = CLAIM_FIXES[finding.rule](material, record, record.to_json())
    if mended is None:
        return None
    content, said = mended
    return Fixed(content, said) if _helps(material, finding, content) else None


def _helps(material: Material, finding: Finding, content: Json) -> bool:
    """Whether the record can be read, the rule has less to say of it, and no other rule more."""
    bank = material.bank
    try:
        if finding.record == "question":
            after = replace(bank, questions={**bank.questions, finding.id: Question.from_json(content)})
        else:
            after = replace(bank, claims={**bank.claims, finding.id: Claim.from_json(content)})
    except BankError:
        return False
    before = review_one(material, finding.record, finding.id)
    left = review_one(replace(material, bank=after), finding.record, finding.id)
    return finding not in left and len(left) < len(before)


def _tidied(_: Material, __: Question | Claim, content: Json) -> Mended:
    return _with_texts(content, lambda _, text: LOOSE.sub(_one_space, text)), gettext("Spaces were taken out.")


def _one_space(found: re.Match[str]) -> str:
    ends = found.string[found.end() : found.end() + 1]
    return "" if ends and ends in ",;:?!." else " "


def _ended(_: Material, __: Question | Claim, content: Json) -> Mended:
    def end(name: str, text: str) -> str:
        return f"{text.rstrip()}." if name in SENTENCES and is_unended(text) else text

    return _with_texts(content, end), gettext("A full stop was put at the end.")


def _with_texts(content: Mapping[str, Any], change: Callable[[str, str], str]) -> Json:
    """The content with every running text changed by its key."""
    after: Json = {}
    for name, value in content.items():
        if isinstance(value, str) and name in TEXTS:
            after[name] = change(name, value)
        elif isinstance(value, list):
            after[name] = [_with_texts(each, change) if isinstance(each, Mapping) else each for each in value]
        else:
            after[name] = value
    return after


def _unit_of_claim(_: Material, __: Claim, content: Json) -> Mended:
    unit = unit_name(content["value"]["unit"])
    return {**content, "value": {**content["value"], "unit": unit}}, _unit_said(unit)


def _unit_of_question(_: Material, __: Question, content: Json) -> Mended:
    unit = unit_name(content["answer"]["unit"])
    return {**content, "answer": {**content["answer"], "unit": unit}}, _unit_said(unit)


def _unit_said(unit: str) -> Message:
    return gettext("The unit is written as “%(unit)s”.", unit=unit)


def _dated(material: Material, claim: Claim, content: Json) -> Mended:
    """The date of the article that it rests on first."""
    articles = material.articles(claim)
    if not articles:
        return None
    date = articles[0].date.iso()
    return {**content, "as_of": date}, gettext("“True as of” is now the date of the article: %(date)s.", date=date)


def _without_hint(_: Material, __: Question, content: Json) -> Mended:
    if "hint" not in content:
        return None
    return {name: value for name, value in content.items() if name != "hint"}, gettext("The hint was taken out.")


def _answer_of_claim(material: Material, question: Question, content: Json) -> Mended:
    """The figure or the date that the claim has."""
    claim = material.primary(question)
    if claim is None:
        return None
    answer: Json = {}
    if question.kind == "number" and isinstance(claim.value, Quantity):
        answer = {"answer": claim.value.to_json()}
    elif question.kind == "date" and isinstance(claim.value, PartialDate):
        answer = {"answer": claim.value.iso(), "precision": claim.value.precision.value}
    elif question.kind == "timeline" and isinstance(claim.value, PartialDate) and claim.value.year:
        answer = {"answer": str(claim.value.year)}
    if not answer:
        return None
    return {**content, **answer}, gettext("The answer is now what the claim has: %(value)s.", value=str(claim.value))


def _attributed(material: Material, question: Question, content: Json) -> Mended:
    """The holder's name before what is asked."""
    claim = material.primary(question)
    part = "stem" if "stem" in content else "text"
    names = holder_names(material, claim) if claim else []
    if claim is None or not names or not content.get(part):
        return None
    name = claim.attributed_to or names[0]
    text = f"According to {name}, {_in_a_sentence(content[part])}"
    return {**content, part: text}, gettext("“According to %(name)s” was put before it.", name=name)


def _in_a_sentence(text: str) -> str:
    """The text with a small first letter, where its first word is no name."""
    first = text.split(maxsplit=1)[0]
    return text[0].lower() + text[1:] if first.casefold().strip(",") in FUNCTION_WORDS else text


def _turned(_: Material, __: Question, content: Json) -> Mended:
    first, *rest = content["options"]
    return {**content, "options": [*rest, first]}, gettext("The first option stands last now.")


def _without_doubles(_: Material, __: Question, content: Json) -> Mended:
    """Of options that say the same the right one stays, else the first."""
    options = content["options"]
    by_words: dict[str, Json] = {}
    for option in options:
        known = by_words.setdefault(normalise(option["text"]), option)
        if option.get("right") and not known.get("right"):
            by_words[normalise(option["text"])] = option
    kept = [option for option in options if option in by_words.values()]
    if len(kept) < FEWEST_OPTIONS:
        return None
    return {**content, "options": kept}, gettext("What stood twice stands once.")


def _without_catch_all(_: Material, __: Question, content: Json) -> Mended:
    kept = [option for option in content["options"] if option.get("right") or not is_catch_all(option["text"])]
    if len(kept) < FEWEST_OPTIONS:
        return None
    return {**content, "options": kept}, gettext("The option that speaks of the others was taken out.")


def _said_by_claims(material: Material, _: Question, content: Json) -> Mended:
    """An option that names a claim is told what that claim states."""
    options = [
        {**option, "feedback": material.bank.claims[option["claim"]].statement}
        if not option.get("right") and not option.get("feedback") and option.get("claim") in material.bank.claims
        else option
        for option in content.get("options", [])
    ]
    return {**content, "options": options}, gettext("Each option says what its claim states.")


def _explained(material: Material, question: Question, content: Json) -> Mended:
    """The claim's statement before what is there."""
    claim = material.primary(question)
    if claim is None or claim.statement in question.explanation:
        return None
    text = f"{claim.statement} {question.explanation}".strip()
    return {**content, "explanation": text}, gettext("What the claim states was put before the explanation.")


QUESTION_FIXES: Mapping[str, Callable[[Material, Question, Json], Mended]] = {
    "untidy-text": _tidied,
    "missing-full-stop": _ended,
    "unit-spelling": _unit_of_question,
    "key-in-stem": _without_hint,
    "figure-not-in-claim": _answer_of_claim,
    "unattributed-opinion": _attributed,
    "key-position": _turned,
    "same-option-twice": _without_doubles,
    "all-of-the-above": _without_catch_all,
    "missing-feedback": _said_by_claims,
    "short-explanation": _explained,
}
CLAIM_FIXES: Mapping[str, Callable[[Material, Claim, Json], Mended]] = {
    "untidy-text": _tidied,
    "missing-full-stop": _ended,
    "unit-spelling": _unit_of_claim,
    "undated-claim": _dated,
}
