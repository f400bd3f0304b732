"""What a guest had planned, brought into an account that existed before."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from webapp.models import Exam, MemoryParameters
from webapp.models.planning import MOST_EXAMS


def copy_plans(session: Session, *, from_user: int, to_user: int, now: datetime) -> int:
    """Copy exams and fitted weights of ``from_user`` under ``to_user``. Doing it twice changes nothing.

    An account that has weights of its own keeps them in force; the guest's are kept beside them. How many exams were
    left out, as the account had no room for them.
    """
    if from_user == to_user:
        return 0
    left_out = _copy_exams(session, from_user, to_user, now.date())
    there = session.scalars(select(MemoryParameters).where(MemoryParameters.user_id == to_user)).all()
    known, has_own = {fit.trained_at for fit in there}, any(fit.in_force for fit in there)
    for fit in session.scalars(select(MemoryParameters).where(MemoryParameters.user_id == from_user)).all():
        if fit.trained_at not in known:
            values = {column.name: getattr(fit, column.name) for column in MemoryParameters.__table__.columns}
            kept = {"user_id": to_user, "in_force": fit.in_force and not has_own}
            session.add(MemoryParameters(**{**values, **kept}))
    session.flush()
    return left_out


def _copy_exams(session: Session, from_user: int, to_user: int, today: date) -> int:
    """Those that come next before others, and last those that are over, as far as there is room."""
    known = set(session.scalars(select(Exam.made_at).where(Exam.user_id == to_user)))
    brought = session.scalars(select(Exam).where(Exam.user_id == from_user, Exam.made_at.not_in(known))).all()
    by_day = sorted(brought, key=lambda exam: (exam.day < today, exam.day))
    kept = by_day[: max(0, MOST_EXAMS - len(known))]
    for exam in kept:
        values = {column.name: getattr(exam, column.name) for column in Exam.__table__.columns}
        session.add(Exam(**{**values, "user_id": to_user}))
    return len(brought) - len(kept)
