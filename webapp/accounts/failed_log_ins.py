"""Failed log-ins leave a row in the audit: of whose account, and from which network. So many a day and no more, and not
for ever, or whoever tries passwords would fill the disk.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from flask import Response, after_this_request, request
from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from webapp.db import database
from webapp.models.user import AuditEvent, User
from webapp.web.addresses import shortened
from webapp.web.afterwards import even_if_refused
from webapp.web.audit import note_event
from webapp.web.clock import now

ACTION = "log-in.failed"
A_DAY = 1_000  # rows
KEPT_FOR = timedelta(days=90)


def note_failed_log_in(*, step: str, email: str | None = None, user_id: int | None = None) -> None:
    """Note, once this request was refused and answered, that a ``step`` of a log-in failed.

    ``email`` is as accounts are found by it; one that no account has is not kept: people type passwords there.
    """
    opened, moment, network = database(), now(), shortened(request.remote_addr or "")

    def write() -> None:
        with opened.writer() as session:
            whose = user_id or session.scalar(select(User.id).where(User.email == email))
            add_failed_log_in(session, user_id=whose, now=moment, step=step, network=network)

    @after_this_request
    def when_answered(response: Response) -> Response:
        even_if_refused(response, write)
        return response


def add_failed_log_in(session: Session, *, user_id: int | None, now: datetime, step: str, network: str) -> None:
    """Add the row, unless the day has its number. The first of a day takes away those that were kept long enough."""
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    of_today = select(func.count()).select_from(AuditEvent).where(AuditEvent.at >= midnight)
    number = session.scalar(of_today.where(AuditEvent.action == ACTION)) or 0
    if number >= A_DAY:
        return
    if number == 0:
        old = delete(AuditEvent).where(AuditEvent.action == ACTION, AuditEvent.at < now - KEPT_FOR)
        session.execute(old.execution_options(synchronize_session=False))
    note_event(session, action=ACTION, user_id=user_id, now=now, step=step, network=network)
