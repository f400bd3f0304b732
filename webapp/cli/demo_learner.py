"""Somebody who learns: remembers as FSRS says that people do, takes time to answer, and sometimes overrules a grade."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

from question_bank.questions import Question
from webapp.models.base import to_milliseconds
from webapp.reviews.entries import Answer
from webapp.scheduling.memory import Rating, State
from webapp.scheduling.policy import DEFAULT_WEIGHTS
from webapp.study.queries.content import AskedCard

from .demo_answers import right_response, wrong_response

DECAY = DEFAULT_WEIGHTS[20]
FACTOR = 0.9 ** (-1 / DECAY) - 1
KNOWN_BEFORE = 0.45  # of the questions never answered here
KNOWN_IN_STEPS = 0.88
STUBBORN = frozenset({5, 23})  # of the questions that somebody meets, these are forgotten again and again
KNOWN_THOUGH_STUBBORN = 0.1
EASY, HARD = 0.05, 0.08  # share of right answers that are graded otherwise than proposed
MEDIAN_SECONDS: Mapping[str, float] = {"card": 6, "choice": 7, "cloze": 13, "short": 9, "number": 10, "date": 10,
                                       "position": 9, "matching": 24, "ordering": 20, "list": 18,
                                       "timeline": 9}  # fmt: skip
SPREAD = 0.45  # standard deviation of the logarithm of the time that an answer takes


def retrievability(days: float, stability: float) -> float:
    """The probability of recall ``days`` after the last answer: FSRS-6's R = (1 + F t/S)^-w20."""
    return float((1 + FACTOR * days / stability) ** -DECAY)


@dataclass(slots=True)
class Learner:
    """One person. The same ``seed`` gives the same memory, moods and ids."""

    seed: int
    random: Random = field(init=False)
    _met: dict[int, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.random = Random(self.seed)  # noqa: S311  # a story, no secret

    def remembers(self, card: AskedCard, day: date) -> bool:
        """Whether the answer to ``card`` is known on study day ``day``."""
        place = self._met.setdefault(card.question_id, len(self._met) + 1)
        return self.random.random() < self._probability(card, day, is_stubborn=place in STUBBORN)

    def _probability(self, card: AskedCard, day: date, *, is_stubborn: bool) -> float:
        if card.state is None or card.state == State.NEW:
            return KNOWN_BEFORE
        if card.state != State.REVIEW or card.stability is None or card.study_day is None:
            return KNOWN_IN_STEPS
        if is_stubborn:
            return KNOWN_THOUGH_STUBBORN
        return retrievability((day - card.study_day).days, card.stability)

    def answer(self, card: AskedCard, question: Question, *, knows: bool, shown_at: datetime) -> Answer:
        """The answer to a card that was shown at ``shown_at``."""
        spent = self._milliseconds(question.kind, knows=knows)
        answered_at = shown_at + timedelta(milliseconds=spent)
        response = right_response(question) if knows else wrong_response(question, self.random)
        return Answer(
            id=self.new_id(answered_at),
            card=card.key,
            revision=card.question_revision,
            answered_at=answered_at,
            duration_ms=spent,
            seed=self.random.randrange(2**31),
            response=response,
            rating=self._rating(response, knows=knows),
        )

    def new_id(self, at: datetime) -> UUID:
        """A UUID of version 7, as the browser makes them."""
        number = (to_milliseconds(at) << 80) | (7 << 76) | (self.random.getrandbits(12) << 64) | (2 << 62)
        return UUID(int=number | self.random.getrandbits(62))

    def _milliseconds(self, kind: str, *, knows: bool) -> int:
        seconds = MEDIAN_SECONDS[kind] * self.random.lognormvariate(0, SPREAD) * (1 if knows else 1.5)
        return round(seconds * 1000)

    def _rating(self, response: Mapping[str, Any] | None, *, knows: bool) -> Rating | None:
        """The grade given by hand; None takes the proposed one."""
        mood = self.random.random()
        if not knows:
            return Rating.AGAIN if response is None else None
        if mood < EASY:
            return Rating.EASY
        if mood < EASY + HARD:
            return Rating.HARD
        return Rating.GOOD if response is None else None
