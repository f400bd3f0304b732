"""What the account pages read."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import exists, func, or_, select
from sqlalchemy.orm import Session

from webapp.models import Attempt, ChosenCollection
from webapp.models.study import ReviewLog
from webapp.models.user import AccessToken, RecoveryCode, Role, SecondFactor, User, UserRole, UserSession
from webapp.web.people import Scope, scopes_from_text


@dataclass(frozen=True, slots=True)
class TokenRow:
    id: int
    name: str
    scopes: frozenset[Scope]
    created_at: datetime


@dataclass(frozen=True, slots=True)
class SessionRow:
    created_at: datetime
    last_seen: datetime
    is_this: bool


@dataclass(frozen=True, slots=True)
class FactorRow:
    """``codes_left``: recovery codes that were not used yet."""

    made_at: datetime
    codes_left: int


def tokens_of(session: Session, user_id: int) -> list[TokenRow]:
    """The personal tokens that are in force, newest first."""
    rows = select(AccessToken).where(AccessToken.user_id == user_id, AccessToken.revoked_at.is_(None))
    return [
        TokenRow(row.id, row.name, scopes_from_text(row.scopes), row.created_at)
        for row in session.scalars(rows.order_by(AccessToken.id.desc()))
    ]


def sessions_of(session: Session, user_id: int, *, this: bytes | None, now: datetime) -> list[SessionRow]:
    """The browsers that an account is logged in with, last seen first."""
    rows = select(UserSession.token_hash, UserSession.created_at, UserSession.last_seen).where(
        UserSession.user_id == user_id, UserSession.expires_at > now
    )
    found = session.execute(rows.order_by(UserSession.last_seen.desc(), UserSession.created_at.desc()))
    return [SessionRow(row.created_at, row.last_seen, bytes(row.token_hash) == this) for row in found]


def answers_of(session: Session, user_id: int) -> int:
    """How many rows the log of a user has."""
    return session.scalar(select(func.count()).select_from(ReviewLog).where(ReviewLog.user_id == user_id)) or 0


def quizzes_of(session: Session, user_id: int) -> int:
    """How many quizzes a user has made, open ones too."""
    return session.scalar(select(func.count()).select_from(Attempt).where(Attempt.user_id == user_id)) or 0


def has_answers(session: Session, user_id: int) -> bool:
    """Whether a user has answered anything, begun a quiz (its answers are in no log before it is handed in), or chosen
    what to study.
    """
    of_user = (exists().where(table.user_id == user_id) for table in (ReviewLog, Attempt, ChosenCollection))
    return bool(session.scalar(select(or_(*of_user))))


def second_factor_of(session: Session, user_id: int) -> FactorRow | None:
    """The second factor of an account; None where the password is enough."""
    made_at = session.scalar(select(SecondFactor.made_at).where(SecondFactor.user_id == user_id))
    if made_at is None:
        return None
    left = select(func.count()).select_from(RecoveryCode).where(RecoveryCode.user_id == user_id)
    return FactorRow(made_at, session.scalar(left) or 0)


def administrator_exists(session: Session) -> bool:
    admins = select(UserRole.user_id).join(Role, Role.id == UserRole.role_id).where(Role.name == "admin")
    return session.scalars(admins.limit(1)).first() is not None


def is_last_administrator(session: Session, user_id: int, *, lock: bool = False) -> bool:
    """Whether this user is an administrator and nobody else is.

    With ``lock``, nobody of those who are can cease to be one before this transaction ends (SQLite: once it has
    written).
    """
    admins = select(UserRole.user_id).join(Role, Role.id == UserRole.role_id).where(Role.name == "admin")
    if lock:
        admins = admins.order_by(UserRole.user_id).with_for_update(of=UserRole)
    return session.scalars(admins).all() == [user_id]


def guests_of(session: Session, user_id: int) -> list[int]:
    """The guests of whom the browsers of an account have not been told yet what shall become of them."""
    rows = session.scalars(select(UserSession.data).where(UserSession.user_id == user_id))
    return sorted({data["guest"] for data in map(json.loads, rows) if "guest" in data})


def user_by_email(session: Session, email: str) -> User | None:
    return session.scalars(select(User).where(User.email == email)).one_or_none()


@dataclass(frozen=True, slots=True)
class AccountRow:
    email: str
    roles: tuple[str, ...]
    created_at: datetime


def account_rows(session: Session) -> tuple[list[AccountRow], int]:
    """All accounts by their addresses, and the number of guests."""
    users = session.scalars(select(User).where(User.email.is_not(None)).order_by(User.email))
    accounts = [
        AccountRow(user.email or "", tuple(sorted(role.name for role in user.roles)), user.created_at) for user in users
    ]
    guests = session.scalar(select(func.count()).select_from(User).where(User.email.is_(None))) or 0
    return accounts, guests
