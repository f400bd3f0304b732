"""What a student sits down for: the day's cards, those of the next days, or cards asked beside the schedule."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from flask_babel import gettext
from sqlalchemy.orm import Session

from webapp.history.collections import CollectionRow, collection, followed_ids
from webapp.history.forgotten import forgotten_ids
from webapp.models.base import to_milliseconds
from webapp.scheduling.fold import Mode
from webapp.scheduling.study_day import StudyCalendar
from webapp.study.queries import cramming

SITTINGS = {mode.name.lower(): mode for mode in (Mode.STUDY, Mode.AHEAD, Mode.CRAM)}
LATELY = timedelta(days=7)  # that forgotten cards are looked for
MOST_CRAMMED = 500


class Pick(StrEnum):
    """Which cards are crammed, and in which order."""

    ALL = "all"
    FORGOTTEN = "forgotten"  # answered Again in the last seven days, the latest first
    WEAK = "weak"  # in memory, the least stable first


class UnknownCollectionError(LookupError):
    """The collection to study is none of this person's. The message says so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sitting:
    """A mode, the collection that is studied alone (None: all that is followed), and for cramming what is picked and
    since when: cards that were known in it since then are not asked again.
    """

    mode: Mode = Mode.STUDY
    collection_id: int | None = None
    pick: Pick = Pick.ALL
    since: datetime | None = None

    @property
    def name(self) -> str:
        """The mode as addresses and entries name it."""
        return self.mode.name.lower()

    @property
    def is_cram(self) -> bool:
        return self.mode is Mode.CRAM

    @property
    def within(self) -> tuple[int, ...]:
        return () if self.collection_id is None else (self.collection_id,)

    @property
    def arguments(self) -> dict[str, Any]:
        """The sitting as an address and a form carry it: nothing for a usual one."""
        named: dict[str, Any] = {}
        if self.mode is not Mode.STUDY:
            named["mode"] = self.name
        if self.collection_id is not None:
            named["collection"] = str(self.collection_id)
        if self.is_cram and self.pick is not Pick.ALL:
            named["pick"] = self.pick
        if self.is_cram and self.since is not None:
            named["since"] = str(to_milliseconds(self.since))
        return named


USUAL = Sitting()


def studied_collection(session: Session, *, user_id: int, sitting: Sitting) -> tuple[CollectionRow | None, Sitting]:
    """The collection that is studied alone, None without one, and the sitting with it: an earlier address may name what
    that collection was before. Raises UnknownCollectionError.
    """
    if sitting.collection_id is None:
        return None, sitting
    found = collection(session, user_id=user_id, collection_id=sitting.collection_id)
    if found is None:
        raise UnknownCollectionError(gettext("There is no such collection among yours."))
    return found, replace(sitting, collection_id=found.id)


def crammed_cards(
    session: Session, *, user_id: int, sitting: Sitting, now: datetime, calendar: StudyCalendar
) -> Sequence[int]:
    """The questions that are left to cram: first those not asked yet in this sitting, then those that were missed."""
    within = sitting.within or followed_ids(session, user_id=user_id)
    since = sitting.since or now
    asked = cramming.last_ratings(session, user_id=user_id, since=since, day=calendar.day_of(since))
    if sitting.pick is Pick.FORGOTTEN:
        picked = cramming.open_among(
            session,
            user_id=user_id,
            collection_ids=within,
            question_ids=forgotten_ids(session, user_id=user_id, since=calendar.day_of(now - LATELY)),
        )
    else:
        picked = cramming.open_within(
            session,
            user_id=user_id,
            collection_ids=within,
            is_weak=sitting.pick is Pick.WEAK,
            most=MOST_CRAMMED,
        )
    fresh = [question_id for question_id in picked if question_id not in asked]
    missed = [question_id for question_id, was_known in asked.items() if not was_known and question_id in set(picked)]
    return [*fresh, *missed]
