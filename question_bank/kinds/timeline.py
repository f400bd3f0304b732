"""An event to be placed on a line of years; credit by distance."""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from question_bank.dates import parse_date
from question_bank.fields import Fields
from question_bank.grading import NOTHING_ANSWERED, BadResponse, Grade, only_value, right, scored, typed_text, wrong
from question_bank.partial_dates import FIRST_YEAR
from question_bank.prompts import Prompt, Solution
from question_bank.words import Message, gettext, ngettext

from .base import Kind

LAST_YEAR = 9999
SHORTEST = 8  # years from one end of the line to the other
REACHES_IN_LINE = 8
NOT_A_YEAR = gettext("This could not be read as a year. Write it like 1990.")


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineContent:
    """``answer``, ``start`` and ``end`` are years; ``tolerance`` is how many years off is still right."""

    stem: str
    answer: int
    start: int
    end: int
    tolerance: int = 0

    @property
    def reach(self) -> int:
        """How many years beyond the tolerance still earn credit."""
        return max(1, round((self.end - self.start) / REACHES_IN_LINE))


class Timeline(Kind[TimelineContent]):
    name = "timeline"

    def parse(self, fields: Fields) -> TimelineContent:
        return TimelineContent(
            stem=fields.text("stem"),
            answer=fields.whole("answer"),
            start=fields.whole("from"),
            end=fields.whole("to"),
            tolerance=fields.optional_whole("tolerance") or 0,
        )

    def check(self, content: TimelineContent) -> Iterable[Message]:
        if content.start < FIRST_YEAR or content.end > LAST_YEAR:
            yield gettext(
                "the years of a line lie between %(first_year)s and %(last_year)s",
                first_year=FIRST_YEAR,
                last_year=LAST_YEAR,
            )
        if content.end - content.start < SHORTEST:
            yield gettext(
                "a line of years is at least %(shortest)s years long: 'from' %(start)s 'to' %(end)s is not",
                shortest=SHORTEST,
                start=content.start,
                end=content.end,
            )
        elif not content.start <= content.answer <= content.end:
            yield gettext(
                "the answer %(answer)s does not lie between %(start)s and %(end)s",
                answer=content.answer,
                start=content.start,
                end=content.end,
            )
        elif content.tolerance > content.reach:
            yield gettext(
                "a tolerance of %(tolerance)s years is more than an eighth of the line", tolerance=content.tolerance
            )

    def to_json(self, content: TimelineContent) -> dict[str, Any]:
        parts: dict[str, Any] = {
            "stem": content.stem,
            "answer": content.answer,
            "from": content.start,
            "to": content.end,
        }
        return parts | ({"tolerance": content.tolerance} if content.tolerance else {})

    def grade(self, content: TimelineContent, response: Mapping[str, Any]) -> Grade:
        value = only_value(response, "year")
        if not isinstance(value, str):
            return _grade_year(_whole_year(value), content)
        text = typed_text(value)
        year = read_year(text)
        if year is None:
            return wrong(NOT_A_YEAR if text else NOTHING_ANSWERED)
        return _grade_year(year, content)

    def prompt(self, content: TimelineContent, generator: random.Random) -> Prompt:  # noqa: ARG002  # nothing to shuffle
        return Prompt(kind=self.name, stem=content.stem, axis=(content.start, content.end))

    def solution(self, content: TimelineContent) -> Solution:
        return Solution(text=str(content.answer), year=content.answer)


def _whole_year(value: object) -> int:
    if isinstance(value, int) and not isinstance(value, bool) and 0 < value <= LAST_YEAR:
        return value
    raise BadResponse(gettext('"year" is a whole number from 1 to %(last_year)s, or its text.', last_year=LAST_YEAR))


def read_year(text: str) -> int | None:
    """The year that a text says, alone or in a date; None if it says none."""
    read = parse_date(text)
    years = {reading.year for reading in read.readings} if read else set()
    return years.pop() if len(years) == 1 else None


def _grade_year(year: int, content: TimelineContent) -> Grade:
    """Full credit within the tolerance; beyond it less and less, and none where the reach ends."""
    distance = abs(year - content.answer)
    if distance <= content.tolerance:
        return right(gettext("Close enough: the year is %(year)s.", year=content.answer)) if distance else right()
    beyond = distance - content.tolerance
    score = max(0.0, 1 - beyond / (content.reach + 1))
    if year < content.answer:
        return scored(score, [ngettext("%(num)d year too early.", "%(num)d years too early.", distance)])
    return scored(score, [ngettext("%(num)d year too late.", "%(num)d years too late.", distance)])
