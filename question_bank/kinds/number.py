"""A figure with its scale, its unit and a tolerance."""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from question_bank.differences import Comparison
from question_bank.fields import Fields
from question_bank.grading import Grade, only_value, typed_text
from question_bank.prompts import Prompt, Solution
from question_bank.quantities import Quantity, Scale, read_quantity
from question_bank.units import PERCENT
from question_bank.words import Message, gettext
from question_bank.written import Write, written

from .base import Kind
from .number_grading import Tolerance, WrongNumber, compare_number, grade_number, matches


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberContent:
    stem: str
    answer: Quantity
    tolerance: Tolerance | None = None
    wrong: tuple[WrongNumber, ...] = ()


class Number(Kind[NumberContent]):
    name = "number"

    def parse(self, fields: Fields) -> NumberContent:
        stem = fields.text("stem")
        answer = Quantity(number=Decimal(1))
        if item := fields.fields("answer"):
            answer = read_quantity(item)
            item.finish()
        return NumberContent(
            stem=stem, answer=answer, tolerance=_read_tolerance(fields), wrong=_read_wrong(fields, answer)
        )

    def check(self, content: NumberContent) -> Iterable[Message]:
        answer, tolerance = content.answer, content.tolerance
        if answer.scale is Scale.PERCENT and answer.unit is not None:
            yield gettext("a percentage has no unit beside 'scale: percent'")
        if tolerance and tolerance.amount <= 0:
            yield gettext("the tolerance is above 0; leave it out where the figure must be exact")
        if tolerance and tolerance.relative and not (tolerance.amount < 1 and answer.number):
            yield gettext("a relative tolerance is a share below 1 of an answer that is not 0")
        for item in content.wrong:
            if matches(item.quantity.value, answer, tolerance):
                yield gettext("the wrong figure %(quantity)s is right within the tolerance", quantity=item.quantity)

    def to_json(self, content: NumberContent) -> dict[str, Any]:
        parts: dict[str, Any] = {"stem": content.stem, "answer": content.answer.to_json()}
        if content.tolerance:
            parts["tolerance"] = content.tolerance.to_json()
        if content.wrong:
            parts["wrong"] = [item.to_json() for item in content.wrong]
        return parts

    def grade(self, content: NumberContent, response: Mapping[str, Any]) -> Grade:
        text = typed_text(only_value(response, "text"))
        return grade_number(text, content.answer, content.tolerance, content.wrong)

    def compare(self, content: NumberContent, response: Mapping[str, Any], write: Write = str) -> Sequence[Comparison]:
        text = typed_text(only_value(response, "text"))
        found = compare_number(text, content.answer, content.tolerance, write)
        return (found,) if found else ()

    def prompt(self, content: NumberContent, generator: random.Random) -> Prompt:  # noqa: ARG002  # nothing to shuffle
        answer = content.answer
        percent = answer.counted_in == PERCENT
        return Prompt(
            kind=self.name,
            stem=content.stem,
            scale=None if percent or not answer.scale else answer.scale.value,
            unit="%" if percent else answer.unit,
        )

    def solution(self, content: NumberContent) -> Solution:
        return Solution(text=written(content.answer))


def _read_tolerance(fields: Fields) -> Tolerance | None:
    item = fields.optional_fields("tolerance")
    if item is None:
        return None
    relative, absolute = item.optional_decimal("relative"), item.optional_decimal("absolute")
    item.finish()
    if relative is not None and absolute is None:
        return Tolerance(amount=relative, relative=True)
    if absolute is not None and relative is None:
        return Tolerance(amount=absolute, relative=False)
    item.report(gettext("a tolerance has the key 'relative' or the key 'absolute'"))
    return None


def _read_wrong(fields: Fields, answer: Quantity) -> tuple[WrongNumber, ...]:
    """Rival figures; the unit is the answer's."""
    found = []
    for item in fields.each("wrong"):
        quantity = Quantity(number=item.decimal("number"), scale=item.optional_one_of("scale", Scale), unit=answer.unit)
        found.append(WrongNumber(quantity=quantity, feedback=item.text("feedback")))
        item.finish()
    return tuple(found)
