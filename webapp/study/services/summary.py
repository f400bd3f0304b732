"""What was learned today: numbers from the day's row, and what was missed with the passages that say it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from math import ceil

from markupsafe import Markup
from sqlalchemy.orm import Session

from webapp.cards import Source
from webapp.cards.stems import stem_of
from webapp.study.queries import content
from webapp.study.queries.summary import DayNumbers, day_numbers, missed_questions

from .contents import Contents, Material

MOST_SHOWN = 8
A_MINUTE = 60_000  # milliseconds


@dataclass(frozen=True, slots=True, kw_only=True)
class Missed:
    """A question that was missed; ``source`` is the first passage that it rests on, None where it stands nowhere."""

    key: str
    stem: Markup
    source: Source | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """A study day. ``missed`` are those that are shown out of ``missed_in_all``."""

    numbers: DayNumbers
    missed: tuple[Missed, ...]
    missed_in_all: int

    @property
    def minutes(self) -> int:
        """How long was studied, a begun minute counted."""
        return ceil(self.numbers.milliseconds / A_MINUTE)


def summarise(session: Session, *, user_id: int, day: date, contents: Contents) -> Summary:
    """What the person did on the study day."""
    missed = missed_questions(session, user_id=user_id, day=day)
    return Summary(
        numbers=day_numbers(session, user_id=user_id, day=day),
        missed=tuple(_missed(session, user_id, missed[:MOST_SHOWN], contents)),
        missed_in_all=len(missed),
    )


def _missed(session: Session, user_id: int, question_ids: list[int], contents: Contents) -> list[Missed]:
    if not question_ids:
        return []
    cards = content.asked_cards(session, user_id=user_id, question_ids=question_ids)
    materials = contents.load(session, list(cards.values()))
    return [_shown(cards[each].key, materials[each]) for each in question_ids if each in cards]


def _shown(key: str, material: Material) -> Missed:
    return Missed(key=key, stem=stem_of(material.question), source=next(iter(material.backing.sources), None))
