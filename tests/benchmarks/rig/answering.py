"""What the people of a benchmark answer: right and wrong responses to questions, and entries for the wire."""

from __future__ import annotations

import json
import random
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from question_bank.questions import Question
from webapp.cli.demo_answers import right_response, wrong_response
from webapp.models.base import from_milliseconds

NEW_EVERY = 10  # of a benchmark's answers, one in ten is to a card never seen before
WRONG_EVERY = 10  # and one in ten is wrong


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A question as the wire names it, with a right and a wrong answer: JSON members of an entry."""

    key: str
    revision: int
    right: str
    wrong: str


def asked(key: str, revision: int, content: Mapping[str, Any]) -> Asked:
    """The question whose revision has this ``content``."""
    question = Question.from_json(content)
    right, wrong = right_response(question), wrong_response(question, random.Random(0))
    if right is None:
        return Asked(key=key, revision=revision, right='"rating":3', wrong='"rating":1')
    return Asked(
        key=key, revision=revision, right=f'"response":{json.dumps(right)}', wrong=f'"response":{json.dumps(wrong)}'
    )


class Ids:
    """UUIDs of version 7, as a browser makes them, from a seeded generator."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)

    def at(self, milliseconds: int) -> UUID:
        number = (milliseconds << 80) | (7 << 76) | (self._random.getrandbits(12) << 64) | (2 << 62)
        return UUID(int=number | self._random.getrandbits(62))


def now_ms() -> int:
    """The clock, in milliseconds since 1970."""
    return time.time_ns() // 1_000_000


def present() -> datetime:
    """The clock, as the services want it."""
    return from_milliseconds(now_ms())


def entry(name: UUID, question: Asked, *, at: int, right: bool) -> str:
    """One answer as a client sends it."""
    answer = question.right if right else question.wrong
    return (
        f'{{"id":"{name}","card":"{question.key}","revision":{question.revision},"answered_at":{at},'
        f'"duration_ms":4200,"seed":7,{answer}}}'
    )


def answers(seen: Sequence[Asked], unseen: Sequence[Asked], ids: Ids) -> Iterator[tuple[UUID, str]]:
    """Answers without end, in the mix of a studied day: mostly reviews and mostly right. The time is the clock's.

    Once all of ``unseen`` were answered, all are reviews.
    """
    new, number, review = iter(unseen), 0, 0
    while True:
        number += 1
        question = next(new, None) if number % NEW_EVERY == 0 else None
        if question is None:
            question = seen[review % len(seen)]
            review += 1
        at = now_ms()
        name = ids.at(at)
        yield name, entry(name, question, at=at, right=number % WRONG_EVERY != WRONG_EVERY // 2)
