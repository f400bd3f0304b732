"""A short typed answer: a name, a term, a few words."""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from question_bank.differences import Comparison
from question_bank.fields import Fields
from question_bank.grading import Grade, only_value, typed_text
from question_bank.prompts import Prompt, Solution, as_markdown
from question_bank.typed_answers import (
    LONGEST_ACCEPTED,
    WrongText,
    check_accepted,
    compare_text,
    grade_text,
    read_wrong_texts,
)
from question_bank.words import Message
from question_bank.written import Write

from .base import Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class ShortContent:
    """The first accepted answer is the one that is shown."""

    stem: str
    accept: tuple[str, ...]
    wrong: tuple[WrongText, ...] = ()


class Short(Kind[ShortContent]):
    name = "short"

    def parse(self, fields: Fields) -> ShortContent:
        return ShortContent(
            stem=fields.text("stem"),
            accept=fields.texts("accept", longest=LONGEST_ACCEPTED),
            wrong=read_wrong_texts(fields),
        )

    def check(self, content: ShortContent) -> Iterable[Message]:
        yield from check_accepted(content.accept, content.wrong)

    def to_json(self, content: ShortContent) -> dict[str, Any]:
        parts: dict[str, Any] = {"stem": content.stem, "accept": list(content.accept)}
        return parts | ({"wrong": [item.to_json() for item in content.wrong]} if content.wrong else {})

    def grade(self, content: ShortContent, response: Mapping[str, Any]) -> Grade:
        return grade_text(typed_text(only_value(response, "text")), content.accept, content.wrong)

    def compare(
        self,
        content: ShortContent,
        response: Mapping[str, Any],
        write: Write = str,  # noqa: ARG002  # words alone
    ) -> Sequence[Comparison]:
        found = compare_text(typed_text(only_value(response, "text")), content.accept)
        return (found,) if found else ()

    def prompt(self, content: ShortContent, generator: random.Random) -> Prompt:  # noqa: ARG002  # nothing to shuffle
        return Prompt(kind=self.name, stem=content.stem)

    def solution(self, content: ShortContent) -> Solution:
        return Solution(text=as_markdown(content.accept[0]))
