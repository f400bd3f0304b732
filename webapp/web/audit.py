"""A record of what was done with or to accounts and the bank."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from webapp.models.user import AuditEvent
from webapp.models.visible import visible_banks


def note_event(session: Session, *, action: str, user_id: int | None, now: datetime, **detail: Any) -> None:
    """Add an event to the audit. ``detail`` must be JSON-able and free of secrets.

    Where one bank alone is in sight, it is that bank's.
    """
    banks = visible_banks()
    bank_id = next(iter(banks)) if banks is not None and len(banks) == 1 else None
    session.add(AuditEvent(at=now, user_id=user_id, action=action, detail=detail, bank_id=bank_id))
