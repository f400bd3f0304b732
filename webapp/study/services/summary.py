"""What was learned today: numbers from the day's row, what was learned, and what was missed with its passages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from math import ceil

from markupsafe import Markup
from sqlalchemy.orm import Session

from webapp.cards import Source
from webapp.cards.stems import stem_of
from webapp.study.queries import content
from webapp.study.queries.summary import DayNumbers, day_numbers, learned_questions, missed_questions

from .contents import Contents, Material

MOST_SHOWN = 8
MOST_LEARNED = 50
A_MINUTE = 60_000  # milliseconds


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A question of the day; ``source`` is the first passage that it rests on, None where it stands nowhere."""

    key: str
    stem: Markup
    source: Source | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """A study day. ``missed`` and ``learned`` are those that are shown out of ``missed_in_all`` and ``learned_in_all``;
    learned is what was new on the day and is not in its steps any more.
    """

    numbers: DayNumbers
    missed: tuple[Asked, ...]
    missed_in_all: int
    learned: tuple[Asked, ...]
    learned_in_all: int

    @property
    def minutes(self) -> int:
        """How long was studied, a begun minute counted."""
        return ceil(self.numbers.milliseconds / A_MINUTE)


def summarise(session: Session, *, user_id: int, day: date, contents: Contents) -> Summary:
    """What the person did on the study day."""
    missed = missed_questions(session, user_id=user_id, day=day)
    learned = learned_questions(session, user_id=user_id, day=day)
    return Summary(
        numbers=day_numbers(session, user_id=user_id, day=day),
        missed=tuple(_asked(session, user_id, missed[:MOST_SHOWN], contents)),
        missed_in_all=len(missed),
        learned=tuple(_asked(session, user_id, learned[:MOST_LEARNED], contents)),
        learned_in_all=len(learned),
    )


def _asked(session: Session, user_id: int, question_ids: list[int], contents: Contents) -> list[Asked]:
    if not question_ids:
        return []
    cards = content.asked_cards(session, user_id=user_id, question_ids=question_ids)
    materials = contents.load(session, list(cards.values()))
    return [_shown(cards[each].key, materials[each]) for each in question_ids if each in cards]


def _shown(key: str, material: Material) -> Asked:
    return Asked(key=key, stem=stem_of(material.question), source=next(iter(material.backing.sources), None))
