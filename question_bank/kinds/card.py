"""A plain card: a front and a back; the student says how it went."""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from question_bank.fields import Fields
from question_bank.grading import BadResponse, Grade
from question_bank.prompts import Prompt, Solution
from question_bank.words import Message, gettext

from .base import Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class CardContent:
    front: str
    back: str


class Card(Kind[CardContent]):
    name = "card"
    self_graded = True

    def parse(self, fields: Fields) -> CardContent:
        return CardContent(front=fields.text("front"), back=fields.text("back"))

    def check(self, content: CardContent) -> Iterable[Message]:
        if content.front == content.back:
            yield gettext("front and back are the same")

    def to_json(self, content: CardContent) -> dict[str, Any]:
        return {"front": content.front, "back": content.back}

    def grade(self, content: CardContent, response: Mapping[str, Any]) -> Grade:  # noqa: ARG002  # nothing to compare
        raise BadResponse(gettext("A card has no answer to grade: say yourself how it went (1 to 4)."))

    def prompt(self, content: CardContent, generator: random.Random) -> Prompt:  # noqa: ARG002  # nothing to shuffle
        return Prompt(kind=self.name, stem=content.front)

    def solution(self, content: CardContent) -> Solution:
        return Solution(text=content.back)
