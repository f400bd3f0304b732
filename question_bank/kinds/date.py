"""A date, asked for to the day, the month or the year; part of it earns part of the credit."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from question_bank.dates import ReadDate, parse_date
from question_bank.differences import Comparison, compare_with_nearest, compare_words
from question_bank.distance import date_distance
from question_bank.fields import Fields
from question_bank.grading import NOTHING_ANSWERED, Grade, only_value, partly, right, typed_text, wrong
from question_bank.partial_dates import MONTHS, PartialDate, Precision
from question_bank.prompts import Prompt, Solution
from question_bank.words import Message, gettext
from question_bank.written import Write, written

from .base import Kind

MONTH_AND_YEAR_SCORE = 0.6  # of a day that was asked for
DAY_AND_MONTH_SCORE = 0.5
YEAR_OF_DAY_SCORE = 0.3
YEAR_OF_MONTH_SCORE = 0.5

DAY_IS_NOT = gettext("Month and year are right, the day is not.")
DAY_IS_MISSING = gettext("Month and year are right, the day is missing.")
TOO_EXACT = {
    Precision.DAY: gettext("Only the day was asked for."),
    Precision.MONTH: gettext("Only the month was asked for."),
    Precision.YEAR: gettext("Only the year was asked for."),
}
_EXAMPLES = {Precision.DAY: "5 May 1990", Precision.MONTH: "May 1990", Precision.YEAR: "1990"}


@dataclass(frozen=True, slots=True, kw_only=True)
class WrongDate:
    """A date that is known to be wrong, with what to say to it."""

    date: PartialDate
    feedback: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DateContent:
    stem: str
    answer: PartialDate
    precision: Precision
    wrong: tuple[WrongDate, ...] = ()


class Date(Kind[DateContent]):
    name = "date"

    def parse(self, fields: Fields) -> DateContent:
        found = []
        for item in fields.each("wrong"):
            found.append(WrongDate(date=item.date("date"), feedback=item.text("feedback")))
            item.finish()
        return DateContent(
            stem=fields.text("stem"),
            answer=fields.date("answer"),
            precision=fields.one_of("precision", Precision),
            wrong=tuple(found),
        )

    def check(self, content: DateContent) -> Iterable[Message]:
        if content.answer.precision is not content.precision:
            yield gettext(
                "the answer %(iso)s is not a %(precision)s: 'precision' says what is asked for",
                iso=content.answer.iso(),
                precision=content.precision,
            )
        for item in content.wrong:
            if item.date.covers(content.answer) or content.answer.covers(item.date):
                yield gettext("the wrong date %(iso)s is right too", iso=item.date.iso())

    def to_json(self, content: DateContent) -> dict[str, Any]:
        parts: dict[str, Any] = {
            "stem": content.stem,
            "answer": content.answer.iso(),
            "precision": content.precision.value,
        }
        if content.wrong:
            parts["wrong"] = [{"date": item.date.iso(), "feedback": item.feedback} for item in content.wrong]
        return parts

    def grade(self, content: DateContent, response: Mapping[str, Any]) -> Grade:
        text = typed_text(only_value(response, "text"))
        if not text:
            return wrong(NOTHING_ANSWERED)
        read = parse_date(text)
        if read is None:
            return wrong(
                gettext(
                    "This could not be read as a date. Write it like %(example)s.", example=_EXAMPLES[content.precision]
                )
            )
        return grade_date(read, content)

    def compare(self, content: DateContent, response: Mapping[str, Any], write: Write = str) -> Sequence[Comparison]:
        text = typed_text(only_value(response, "text"))
        read = parse_date(text)
        found = read and compare_date(text, read, content.answer, write)
        return (found,) if found else ()

    def prompt(self, content: DateContent, generator: random.Random) -> Prompt:  # noqa: ARG002  # nothing to shuffle
        return Prompt(kind=self.name, stem=content.stem, precision=content.precision.value)

    def solution(self, content: DateContent) -> Solution:
        return Solution(text=written(content.answer))


def grade_date(read: ReadDate, content: DateContent) -> Grade:
    """The best of the readings counts, and the feedback says which it was."""
    remarks = (gettext("A small slip of spelling in the month."),) if read.slip else ()
    for reading in read.readings:
        if content.answer.covers(reading):
            return right(*remarks, *_says_reading(read, reading), *_says_too_exact(reading, content))
    for item in content.wrong:
        if any(item.date.covers(reading) for reading in read.readings):
            return wrong(item.feedback)
    best = max(read.readings, key=lambda reading: _part(reading, content.answer).score)
    grade = _part(best, content.answer)
    return replace(grade, feedback=(*grade.feedback, *_says_reading(read, best)))


def compare_date(text: str, read: ReadDate, answer: PartialDate, write: Write = str) -> Comparison | None:
    """The best reading beside the answer, part by part, as the page writes dates; of a right one with a slip in its
    month the letters, in the order in which it was typed.
    """
    if any(answer.covers(reading) for reading in read.readings):
        return compare_with_nearest(text, (*_orders(answer), write(answer))) if read.slip else None
    best = max(read.readings, key=lambda reading: _part(reading, answer).score)
    return compare_words(write(best), write(answer))


def _orders(date: PartialDate) -> Iterator[str]:
    """The date in the orders in which people write it, in English."""
    yield str(date)
    if date.month and date.day:
        day_month, year = f"{MONTHS[date.month - 1]} {date.day}", str(date.year or "")
        yield f"{day_month}, {year}".rstrip(", ")
        yield f"{year} {day_month}".lstrip()
    elif date.month:
        yield f"{date.year} {MONTHS[date.month - 1]}"


def _part(reading: PartialDate, answer: PartialDate) -> Grade:
    off = filter(None, [date_distance(reading, answer)])
    same_year, same_month = reading.year == answer.year, reading.month == answer.month
    if answer.precision is Precision.DAY and same_month:
        if same_year:
            return partly(MONTH_AND_YEAR_SCORE, DAY_IS_NOT if reading.day else DAY_IS_MISSING, *off)
        if reading.day == answer.day and reading.year is None:
            return partly(DAY_AND_MONTH_SCORE, gettext("Day and month are right, the year is missing."))
    if same_year and answer.precision is not Precision.YEAR:
        score = YEAR_OF_DAY_SCORE if answer.precision is Precision.DAY else YEAR_OF_MONTH_SCORE
        return partly(score, _rest_of(reading, answer), *off)
    return wrong(*off)


def _rest_of(reading: PartialDate, answer: PartialDate) -> Message:
    """What is wrong with, or missing from, a date of which the year alone is right."""
    if reading.month:
        return gettext("The year is right, the month is not.")
    if answer.precision is Precision.DAY:
        return gettext("The year is right, day and month are missing.")
    return gettext("The year is right, the month is missing.")


def _says_reading(read: ReadDate, reading: PartialDate) -> Sequence[str]:
    others = [written(other) for other in read.readings if other != reading]
    if not others:
        return []
    return [
        gettext(
            "Read as %(reading)s; it could also be %(other)s: write the month's name to be clear.",
            reading=written(reading),
            other=others[0],
        )
    ]


def _says_too_exact(reading: PartialDate, content: DateContent) -> Sequence[str]:
    return [TOO_EXACT[content.precision]] if reading.precision is not content.precision else []
