"""Which of the cards at hand an instructor may edit from the study page."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy.orm import Session

from webapp.study.queries.editable import editable_keys
from webapp.study.services.batch import Batch
from webapp.web.keeping import bank_at_hand
from webapp.web.people import Person


def with_editable(session: Session, batch: Batch, *, person: Person) -> Batch:
    """The batch with the keys of the questions that the person may edit; the same for a student."""
    if not person.is_instructor or person.by_token:
        return batch
    keys = [showing.key for showing in batch.showings]
    return replace(batch, editable=tuple(editable_keys(session, keys=keys, banks=bank_at_hand(person=person))))
