"""What a guest had planned, brought into an account that existed before."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from webapp.models import MemoryParameters


def copy_plans(session: Session, *, from_user: int, to_user: int) -> None:
    """Copy fitted weights of ``from_user`` under ``to_user``. Doing it twice changes nothing.

    An account that has weights of its own keeps them in force; the guest's are kept beside them.
    """
    if from_user == to_user:
        return
    there = session.scalars(select(MemoryParameters).where(MemoryParameters.user_id == to_user)).all()
    known, has_own = {fit.trained_at for fit in there}, any(fit.in_force for fit in there)
    for fit in session.scalars(select(MemoryParameters).where(MemoryParameters.user_id == from_user)).all():
        if fit.trained_at not in known:
            values = {column.name: getattr(fit, column.name) for column in MemoryParameters.__table__.columns}
            kept = {"user_id": to_user, "in_force": fit.in_force and not has_own}
            session.add(MemoryParameters(**{**values, **kept}))
    session.flush()
