"""Questions that ask nearly the same, found anew once in ten minutes by each process."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from question_bank.review.similarity import alike_stems
from webapp.bank.queries.quality import stems

KEPT_FOR = timedelta(minutes=10)


@dataclass(slots=True)
class KnownPairs:
    """Pairs of keys with how alike their stems are (0 to 1), and the stems by key."""

    read_at: datetime | None = None
    found: Sequence[tuple[str, str, float]] = ()
    stems: Mapping[str, str] = field(default_factory=dict)

    def pairs(self, session: Session, *, now: datetime) -> Sequence[tuple[str, str, float]]:
        """The pairs, the most alike first."""
        if self.read_at is None or not self.read_at <= now < self.read_at + KEPT_FOR:
            self.stems = stems(session)
            self.found, self.read_at = alike_stems(self.stems), now
        return self.found
