"""How a typed figure is graded against a quantity."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from question_bank.differences import Comparison, compare_with_nearest, compare_words
from question_bank.distance import figure_distance
from question_bank.grading import NOTHING_ANSWERED, Grade, partly, right, wrong
from question_bank.numbers import ReadNumber, parse_number
from question_bank.prompts import as_markdown
from question_bank.quantities import Quantity, Scale
from question_bank.units import PERCENT, is_measure, same_unit, times
from question_bank.words import gettext
from question_bank.written import Unit, Write, Written, written

WRONG_UNIT_SCORE = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Tolerance:
    """How far off is right: a share of the answer (``relative``), or an amount in the answer's scale."""

    amount: Decimal
    relative: bool

    def to_json(self) -> dict[str, Any]:
        return {"relative" if self.relative else "absolute": f"{self.amount:f}"}


@dataclass(frozen=True, slots=True, kw_only=True)
class WrongNumber:
    """A figure that is known to be wrong, with what to say to it."""

    quantity: Quantity
    feedback: str

    def to_json(self) -> dict[str, Any]:
        parts = self.quantity.to_json()
        parts.pop("unit", None)
        return parts | {"feedback": self.feedback}


def matches(value: Decimal, answer: Quantity, tolerance: Tolerance | None) -> bool:
    """Whether a value (scale included) is the answer within the tolerance."""
    if tolerance is None:
        return value == answer.value
    span = abs(answer.value) * tolerance.amount if tolerance.relative else tolerance.amount.scaleb(answer.power)
    return abs(value - answer.value) <= span


def grade_number(text: str, answer: Quantity, tolerance: Tolerance | None, known_wrong: Sequence[WrongNumber]) -> Grade:
    """A figure without a scale counts in the answer's, which stands beside the field; the whole figure is read too."""
    if not text:
        return wrong(NOTHING_ANSWERED)
    read = parse_number(text, unit=answer.counted_in)
    if read is None:
        return wrong(
            gettext(
                "This could not be read as one number. Write it like %(example)s.",
                example=as_markdown(_example(answer)),
            )
        )
    converted = _converted(read, answer)
    if converted is not None and matches(converted, answer, tolerance):
        return _right_in_another_unit(converted, answer)
    values = _values(read, answer)
    for item in known_wrong:
        if item.quantity.value in (values if converted is None else [converted]):
            return wrong(item.feedback)
    for value in values:
        if matches(value, answer, tolerance):
            return _right(read, value, answer)
    return wrong(*_remarks(read, values, answer))


def compare_number(text: str, answer: Quantity, tolerance: Tolerance | None, write: Write = str) -> Comparison | None:
    """The figure beside the answer where its scale is another one, or misspelt; how else it was read is remarked.

    What was typed is compared with what is typed: English, or as ``write`` has it, whichever is nearer. How it was read
    stands as the page writes figures.
    """
    read = parse_number(text, unit=answer.counted_in)
    if read is None or not read.scale or not answer.scale:
        return None
    if matches(read.value, answer, tolerance):
        forms = (say(thing) for thing in (replace(answer, unit=None), answer) for say in (str, write))
        return compare_with_nearest(text, forms) if read.slip else None
    converted = _converted(read, answer)
    if converted is not None and matches(converted, answer, tolerance):
        return None
    return compare_words(write(_as_written(read, answer)), write(answer)) if read.scale != answer.scale else None


def _example(answer: Quantity) -> str:
    """A figure of the same shape that is not the answer."""
    number = Decimal(25) if answer.number != 25 else Decimal(35)
    return str(replace(answer, number=number))


def _values(read: ReadNumber, answer: Quantity) -> list[Decimal]:
    """The readings of a figure: in the answer's scale if it names none, and as it stands."""
    if read.scale is None and answer.power:
        return [read.value.scaleb(answer.power), read.value]
    return [read.value]


def _converted(read: ReadNumber, answer: Quantity) -> Decimal | None:
    """The figure in the answer's unit where it was written in another one of the same kind: 20 years are 2 decades."""
    factor = times(read.unit, answer.unit) if read.unit and answer.unit else None
    return None if factor is None else read.value * factor.numerator / factor.denominator


def _other_unit(read: ReadNumber, answer: Quantity) -> str | None:
    """What is counted in, where the figure was written in another unit."""
    unit = answer.counted_in
    return unit if read.unit and unit and same_unit(read.unit, unit) is False else None


def _right_in_another_unit(value: Decimal, answer: Quantity) -> Grade:
    if value != answer.value:
        return right(gettext("Close enough: the source gives %(figure)s.", figure=written(answer)))
    return right(gettext("Read as %(figure)s.", figure=written(answer)))


def _right(read: ReadNumber, value: Decimal, answer: Quantity) -> Grade:
    if unit := _other_unit(read, answer):
        asked = written(Unit(answer.unit or PERCENT))
        if is_measure(unit):
            said = gettext("The figure is right, the unit is not: it is counted in %(unit)s.", unit=asked)
        else:
            said = gettext("The figure is right, but it is a number of %(things)s.", things=asked)
        return partly(WRONG_UNIT_SCORE, said)
    remarks: list[str] = []
    if value != answer.value:
        remarks.append(gettext("Close enough: the source gives %(figure)s.", figure=written(answer)))
    if read.slip and answer.scale:
        remarks.append(gettext("A small slip of spelling: **%(right)s**.", right=str(answer.scale)))
    if read.scale is None and value != read.value:
        remarks.append(gettext("Read as %(figure)s.", figure=_in_scale(value, answer)))
    return right(*remarks)


def _remarks(read: ReadNumber, values: Sequence[Decimal], answer: Quantity) -> list[str]:
    """What to say to a wrong figure: how it was read, and whether only its scale is wrong."""
    if answer.power and read.scale and read.value and _differ_by_scale(read.value, answer.value):
        return [
            gettext(
                "The digits are right, the scale is not: read as %(figure)s, not %(right)s.",
                figure=written(_as_written(read, answer)),
                right=written(answer),
            )
        ]
    remarks: list[str] = []
    if len(values) > 1:
        remarks.append(gettext("Read as %(figure)s.", figure=_in_scale(values[0], answer)))
    if unit := _other_unit(read, answer):
        asked = written(Unit(answer.unit or PERCENT))
        if is_measure(unit):
            return [*remarks, gettext("It is counted in %(unit)s.", unit=asked)]
        return [*remarks, gettext("It is a number of %(things)s.", things=asked)]
    return [*remarks, *filter(None, [figure_distance(values[0], answer)])]


def _as_written(read: ReadNumber, answer: Quantity) -> Quantity:
    """The figure in the scale that it was written in, and in the answer's unit."""
    scale = Scale(read.scale) if read.scale else None
    figure = replace(answer, scale=scale)
    return replace(figure, number=read.value.scaleb(-figure.power).normalize() + 0)


def _differ_by_scale(value: Decimal, other: Decimal) -> bool:
    larger, smaller = max(value, other), min(value, other)
    return smaller > 0 and any(smaller.scaleb(power) == larger for power in (3, 6, 9, 12))


def _in_scale(value: Decimal, answer: Quantity) -> Written:
    return written(replace(answer, number=value.scaleb(-answer.power).normalize() + 0))
