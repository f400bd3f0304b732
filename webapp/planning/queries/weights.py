"""Fits of a person's weights, as they are stored."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from webapp.models import MemoryParameters


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredFit:
    """Weights fitted to ``reviews``, and the log losses that speak for or against them."""

    trained_at: datetime
    weights: str
    reviews: int
    loss_before: float
    loss_after: float
    in_force: bool
    changed_at: datetime | None
    counted_at: datetime | None

    @property
    def is_better(self) -> bool:
        """Whether it foresees unseen reviews better than what was in force, to the digits that a page shows."""
        return round(self.loss_after, 4) < round(self.loss_before, 4)

    @property
    def numbers(self) -> tuple[float, ...]:
        return tuple(json.loads(self.weights))


def stored_fits(session: Session, *, user_id: int) -> list[StoredFit]:
    """All of a person's fits, the newest first."""
    rows = session.execute(
        select(
            MemoryParameters.trained_at,
            MemoryParameters.weights,
            MemoryParameters.reviews,
            MemoryParameters.loss_before,
            MemoryParameters.loss_after,
            MemoryParameters.in_force,
            MemoryParameters.changed_at,
            MemoryParameters.counted_at,
        )
        .where(MemoryParameters.user_id == user_id)
        .order_by(MemoryParameters.trained_at.desc())
    )
    return [StoredFit(**row._asdict()) for row in rows]


def in_force(fits: list[StoredFit]) -> StoredFit | None:
    """The fit that reviews are scheduled by; None for the weights that everybody begins with."""
    return next((fit for fit in fits if fit.in_force), None)


def unfinished(fits: list[StoredFit]) -> datetime | None:
    """When the last change was made, if it has not reached all cards yet."""
    return next((fit.changed_at for fit in fits if fit.changed_at and fit.counted_at is None), None)
