from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.conftest import SettableClock
from webapp.accounts.failed_log_ins import A_DAY, ACTION, KEPT_FOR, add_failed_log_in
from webapp.models.user import AuditEvent


def add(session: Session, clock: SettableClock, times: int) -> int:
    """Let so many log-ins fail; how many rows there are then."""
    for _ in range(times):
        add_failed_log_in(session, user_id=None, now=clock(), step="password", network="192.0.2.0/24")
    return len(session.scalars(select(AuditEvent.id).where(AuditEvent.action == ACTION)).all())


def test_a_day_has_so_many_and_the_next_one_others(session: Session, clock: SettableClock) -> None:
    assert add(session, clock, A_DAY + 5) == A_DAY
    clock.move(timedelta(days=1))
    assert add(session, clock, 2) == A_DAY + 2


def test_those_that_were_kept_long_enough_go_and_nothing_else_does(session: Session, clock: SettableClock) -> None:
    session.add(AuditEvent(at=clock(), user_id=None, action="log-in", detail={}))
    add(session, clock, 3)
    clock.move(KEPT_FOR)
    assert add(session, clock, 1) == 4
    clock.move(timedelta(days=1))
    assert add(session, clock, 1) == 2
    assert session.scalars(select(AuditEvent.action).order_by(AuditEvent.id)).first() == "log-in"
