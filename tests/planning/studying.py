"""A student with a history: months of reviews, answered by a memory that is not that of the default weights."""

from __future__ import annotations

import random
import uuid
from datetime import datetime, timedelta
from typing import Any

from webapp.db import Database
from webapp.models.base import to_milliseconds
from webapp.reviews.entries import read_entries
from webapp.reviews.record import record

DAY = timedelta(days=1)


def answer(key: str, at: datetime, rating: int) -> dict[str, Any]:
    return {"id": str(uuid.uuid4()), "card": key, "revision": 1, "answered_at": to_milliseconds(at), "rating": rating,
            "duration_ms": 6000}  # fmt: skip


def study(database: Database, *, user_id: int, keys: list[str], until: datetime, days: int = 120) -> int:
    """Each card is answered at growing distances up to ``until``, and forgotten one time in four; how many reviews."""
    chance = random.Random(7)
    due: dict[str, int] = {key: index % 20 for index, key in enumerate(keys)}
    gap = dict.fromkeys(keys, 0)
    reviews = 0
    for day in range(days):
        at = until - (days - day) * DAY
        entries: list[dict[str, Any]] = []
        for key in (key for key in keys if due[key] == day):
            passed = gap[key] == 0 or chance.random() < 0.75
            entries.append(
                answer(key, at + timedelta(seconds=len(entries)), 4 if gap[key] == 0 else 3 if passed else 1)
            )
            reviews += gap[key] > 0
            gap[key] = max(2, round(1.7 * gap[key])) if passed else 2
            due[key] += gap[key]
        for first in range(0, len(entries), 200):
            parcel = read_entries(entries[first : first + 200])
            results = record(database, user_id=user_id, entries=parcel, now=at + timedelta(hours=1))
            assert {result.status for result in results} == {"recorded"}
    return reviews
