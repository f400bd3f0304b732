"""The first administrator: a link that is printed at the start, works once, and is gone with its use."""

from __future__ import annotations

import secrets
from pathlib import Path

from sqlalchemy.orm import Session

from .queries import administrator_exists

FILE = "first-administrator.secret"


def first_administrator_link(*, session: Session, instance: Path, public_url: str) -> str | None:
    """The link to print at the start; None where there is an administrator already. Asked again, it is the same."""
    path = instance / FILE
    if administrator_exists(session):
        path.unlink(missing_ok=True)
        return None
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(32), encoding="ascii")
    return f"{public_url}/first-administrator/{path.read_text(encoding='ascii')}"


def link_is_good(instance: Path, token: str) -> bool:
    """Whether ``token`` is that of the printed link, and nobody has used it."""
    try:
        kept = (instance / FILE).read_bytes()
    except FileNotFoundError:
        return False
    return bool(kept) and secrets.compare_digest(kept, token.encode())


def use_link_up(instance: Path) -> bool:
    """Take the link out of use; False where somebody did so in the same moment. A file is removed only once."""
    try:
        (instance / FILE).unlink()
    except FileNotFoundError:
        return False
    return True
