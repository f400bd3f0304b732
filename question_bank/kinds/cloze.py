"""A text with gaps to fill in; each gap counts the same."""

from __future__ import annotations

import random
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from question_bank.differences import Comparison
from question_bank.fields import Fields, duplicates
from question_bank.grading import NOTHING_ANSWERED, BadResponse, Grade, Outcome, only_value, scored, typed_text
from question_bank.prompts import GAP, Prompt, Solution, as_markdown
from question_bank.typed_answers import LONGEST_ACCEPTED, check_accepted, compare_text, grade_text
from question_bank.words import Message, gettext
from question_bank.written import Write

from .base import Kind

_GAP = re.compile(r"\[([a-z][a-z0-9-]*)\](?!\()")  # a link's text, which has an address behind it, is no gap
_NAME = re.compile(r"[a-z][a-z0-9-]{0,59}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    accept: tuple[str, ...]
    hint: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ClozeContent:
    """``text`` has the gaps as [name]; ``gaps`` are in the order of the text."""

    text: str
    gaps: Mapping[str, Gap]


class Cloze(Kind[ClozeContent]):
    name = "cloze"

    def parse(self, fields: Fields) -> ClozeContent:
        text = fields.text("text")
        gaps = {}
        for name, item in fields.named("gaps").items():
            gaps[name] = Gap(
                accept=item.texts("accept", longest=LONGEST_ACCEPTED), hint=item.optional_text("hint", longest=300)
            )
            item.finish()
        order = {name: place for place, name in enumerate(_GAP.findall(text))}
        return ClozeContent(text=text, gaps=dict(sorted(gaps.items(), key=lambda gap: order.get(gap[0], len(order)))))

    def check(self, content: ClozeContent) -> Iterable[Message]:
        names = _GAP.findall(content.text)
        if not 1 <= len(names) <= 5:
            yield gettext("the text has 1 to 5 gaps such as [year], not %(count)s", count=len(names))
        for name in duplicates(names):
            yield gettext("the gap [%(name)s] stands twice in the text", name=name)
        for name in dict.fromkeys(names):
            if name not in content.gaps:
                yield gettext("the gap [%(name)s] has no entry under 'gaps'", name=name)
        for name, gap in content.gaps.items():
            if not _NAME.fullmatch(name):
                yield gettext(
                    "a gap's name begins with a letter and has lower-case letters, digits and hyphens: not '%(name)s'",
                    name=name,
                )
            elif name not in names:
                yield gettext("the gap '%(name)s' does not stand in the text as [%(name)s]", name=name)
            yield from (
                gettext("gap '%(name)s': %(message)s", name=name, message=message)
                for message in check_accepted(gap.accept)
            )

    def to_json(self, content: ClozeContent) -> dict[str, Any]:
        return {"text": content.text, "gaps": {name: _gap_to_json(gap) for name, gap in content.gaps.items()}}

    def grade(self, content: ClozeContent, response: Mapping[str, Any]) -> Grade:
        answers = _answers(content, only_value(response, "gaps"))
        if not any(answers.values()):
            return scored(0.0, (NOTHING_ANSWERED,), dict.fromkeys(content.gaps, Outcome.WRONG))
        grades = {name: grade_text(answers[name], gap.accept) for name, gap in content.gaps.items()}
        score = sum(grade.score for grade in grades.values()) / len(grades)
        return scored(
            score,
            (text for name in grades if answers[name] for text in grades[name].feedback),
            {name: grade.outcome for name, grade in grades.items()},
        )

    def compare(
        self,
        content: ClozeContent,
        response: Mapping[str, Any],
        write: Write = str,  # noqa: ARG002  # words alone
    ) -> Sequence[Comparison]:
        answers = _answers(content, only_value(response, "gaps"))
        several = len(content.gaps) > 1
        found = (compare_text(answers[name], gap.accept) for name, gap in content.gaps.items())
        return [replace(one, gap=number if several else None) for number, one in enumerate(found, start=1) if one]

    def prompt(self, content: ClozeContent, generator: random.Random) -> Prompt:  # noqa: ARG002  # nothing to shuffle
        return Prompt(
            kind=self.name,
            stem=_GAP.sub(lambda _: as_markdown(GAP), content.text),
            segments=_segments(content.text),
            gaps=tuple((name, gap.hint) for name, gap in content.gaps.items()),
        )

    def solution(self, content: ClozeContent) -> Solution:
        shown = {name: gap.accept[0] for name, gap in content.gaps.items()}
        return Solution(text=_GAP.sub(lambda gap: f"**{as_markdown(shown[gap[1]])}**", content.text), gaps=shown)


def _segments(text: str) -> tuple[tuple[str, str], ...]:
    pieces = _GAP.split(text)  # text and names in turn
    segments = (("gap" if place % 2 else "text", piece) for place, piece in enumerate(pieces))
    return tuple(segment for segment in segments if segment[1])


def _gap_to_json(gap: Gap) -> dict[str, Any]:
    accept: dict[str, Any] = {"accept": list(gap.accept)}
    return accept | ({"hint": gap.hint} if gap.hint is not None else {})


def _answers(content: ClozeContent, value: object) -> dict[str, str]:
    """The text of every gap; one that was left out is empty."""
    if not isinstance(value, Mapping):
        raise BadResponse('"gaps" is an object with the text of each gap under its name.')
    if not set(value) <= set(content.gaps):
        raise BadResponse(gettext("The gaps of this question are %(gaps)s.", gaps=", ".join(content.gaps)))
    return {name: typed_text(value.get(name, "")) for name in content.gaps}
