"""Terms of the vocabulary that were made one with others: who names one of them means the other."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from question_bank.fields import KEY
from webapp.models import Actor, Issue, Topic

_TERMS: Mapping[str, type[Actor | Issue | Topic]] = {"actor": Actor, "issue": Issue, "topic": Topic}


def merged_into(session: Session, *, kind: str, key: str) -> str | None:
    """The key of the term that the one with this key was made one with; None where it was not, is back, or ``key``, as
    somebody wrote it, is no key at all.
    """
    model = _TERMS.get(kind)
    if model is None or not KEY.fullmatch(key):
        return None
    is_gone = (model.key == key) & model.retired_at.is_not(None) & model.merged_into.is_not(None)
    return session.scalars(select(model.merged_into).where(is_gone).order_by(model.id).limit(1)).first()
