"""A student whose cards went different ways: ratings and intervals vary, and every memory follows from the log."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from webapp.db import Database
from webapp.reviews.past import record_past
from webapp.scheduling.fold import Event, EventKind
from webapp.scheduling.memory import Rating
from webapp.scheduling.settings import StudySettings

from .answering import Ids
from .filling import PUBLISHED, add_people, open_for_filling

RATINGS = (Rating.AGAIN, Rating.HARD, Rating.GOOD, Rating.EASY)
SHARES = (12, 10, 70, 8)  # of a hundred answers, in the order of the ratings
LONGEST_GAP = 60  # days


def add_varied_student(instance: Any, database: Database, *, reviews: int, a_card: int, now: datetime) -> int:
    """Somebody with so many reviews, recorded by the services; their id. The same reviews each time."""
    with open_for_filling(instance) as connection:
        (user_id,) = add_people(connection, 1, now)
        questions = [row[0] for row in connection.execute(PUBLISHED)][: -(-reviews // a_card)]
    events = varied_events(questions, a_card=a_card, now=now)
    record_past(database, user_id=user_id, events=events, now=now)
    return user_id


def varied_events(questions: Sequence[int], *, a_card: int, now: datetime) -> dict[int, list[Event]]:
    """So many answers to each question, days apart that grow and shrink."""
    chance, ids, policy = random.Random(3), Ids(seed=3), StudySettings().policy
    events: dict[int, list[Event]] = {}
    for question in questions:
        at = now - timedelta(days=a_card * LONGEST_GAP)
        for _ in range(a_card):
            at += timedelta(days=chance.randint(1, LONGEST_GAP), seconds=chance.randint(0, 40_000))
            name = ids.at(int(at.timestamp() * 1000)).bytes
            rating = chance.choices(RATINGS, SHARES)[0]
            answer = Event(id=name, kind=EventKind.ANSWER, answered_at=at, policy=policy, rating=rating)
            events.setdefault(question, []).append(answer)
    return events
