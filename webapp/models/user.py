"""People: users (a guest is one without e-mail), roles, sessions, tokens, settings, and the audit of what they did."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from flask_security import RoleMixin, UserMixin
from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from .base import AUTOINCREMENT, WITHOUT_ROWID, Base, Digest, Id


class UserRole(Base):
    """A user has a role."""

    __tablename__ = "user_role"
    __table_args__ = (WITHOUT_ROWID,)

    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), primary_key=True)
    role_id: Mapped[int] = mapped_column(ForeignKey("role.id"), primary_key=True)


class Role(Base, RoleMixin):
    """What a person may do: student, instructor or admin."""

    __tablename__ = "role"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    name: Mapped[str] = mapped_column(String(80), unique=True)
    description: Mapped[str | None] = mapped_column(String(255))


class User(Base, UserMixin):
    """A person. Without ``email`` a guest, known by the session alone; registering fills the same row in."""

    __tablename__ = "user"
    __table_args__ = (CheckConstraint("(email IS NULL) = (password IS NULL)", name="guest"), AUTOINCREMENT)

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    email: Mapped[str | None] = mapped_column(String(255), unique=True)  # type: ignore[assignment]  # none: a guest
    password: Mapped[str | None] = mapped_column(String(255))
    active: Mapped[bool] = mapped_column(default=True)
    fs_uniquifier: Mapped[str] = mapped_column(String(64), unique=True)
    confirmed_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    erasing_at: Mapped[datetime | None]  # only set by erase_user: lifts the ledger's protection for this user's rows
    roles: Mapped[list[Role]] = relationship(secondary="user_role", lazy="selectin")  # type: ignore[assignment]


class UserSession(Base):
    """A browser that a guest or an account is known by. The cookie holds the token, the table only its SHA-256."""

    __tablename__ = "user_session"

    token_hash: Mapped[bytes] = mapped_column(Digest, primary_key=True)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"), index=True)
    data: Mapped[str] = mapped_column(String(4000))  # JSON of what Flask and its extensions keep in the session
    created_at: Mapped[datetime]
    last_seen: Mapped[datetime]
    expires_at: Mapped[datetime]


class AccessToken(Base):
    """A personal token for programs, shown once; the table holds only its SHA-256."""

    __tablename__ = "access_token"
    __table_args__ = (AUTOINCREMENT,)

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    name: Mapped[str] = mapped_column(String(100))
    scopes: Mapped[str] = mapped_column(String(100), default="study")  # as web.people writes them
    token_hash: Mapped[bytes] = mapped_column(Digest, unique=True)
    created_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]


class SecondFactor(Base):
    """An account is logged in to with a code of an app beside the password."""

    __tablename__ = "second_factor"
    __table_args__ = (WITHOUT_ROWID,)

    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), primary_key=True)
    secret: Mapped[str] = mapped_column(String(500))  # encrypted by a key of the instance folder
    last_counter: Mapped[
        int
    ]  # the half minute since 1970 of the last code that was taken: it and those before are used
    made_at: Mapped[datetime]


class RecoveryCode(Base):
    """Stands in once for a code of the app; shown once, the table holds only its SHA-256. Used, it is gone."""

    __tablename__ = "recovery_code"
    __table_args__ = (WITHOUT_ROWID,)

    user_id: Mapped[int] = mapped_column(ForeignKey("second_factor.user_id"), primary_key=True)
    code_hash: Mapped[bytes] = mapped_column(Digest, primary_key=True)


class CalendarFeed(Base):
    """A calendar of expected work at a secret address, which the table holds only the SHA-256 of."""

    __tablename__ = "calendar_feed"
    __table_args__ = (WITHOUT_ROWID,)

    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), primary_key=True)
    token_hash: Mapped[bytes] = mapped_column(Digest, unique=True)
    created_at: Mapped[datetime]


class AuditEvent(Base):
    """Something done with or to an account or the bank that somebody may ask about later."""

    __tablename__ = "audit_event"
    __table_args__ = (Index("ix_audit_event_at", "at"), AUTOINCREMENT)

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    at: Mapped[datetime]
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"), index=True)
    action: Mapped[str] = mapped_column(String(80))
    detail: Mapped[dict[str, Any]]
    bank_id: Mapped[int | None] = mapped_column(ForeignKey("bank.id"), index=True)  # None also: the shipped bank


class MovedGuest(Base):
    """A guest who became part of an account, or was deleted at its log-in: what this browser still holds of the guest
    belongs to that account, or to nobody.
    """

    __tablename__ = "moved_guest"
    __table_args__ = (WITHOUT_ROWID,)

    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), primary_key=True)
    guest_id: Mapped[int] = mapped_column(Id, primary_key=True)  # of a row that is gone; ids are never used again
    moved_at: Mapped[datetime]
    is_deleted: Mapped[bool] = mapped_column(default=False)


class UserSettings(Base):
    """How a person studies. A missing row means the defaults of ``scheduling.settings``."""

    __tablename__ = "user_settings"
    __table_args__ = (
        CheckConstraint("desired_retention BETWEEN 0.70 AND 0.97", name="desired_retention"),
        CheckConstraint("rollover_hour BETWEEN 0 AND 23", name="rollover_hour"),
        CheckConstraint("new_per_day >= 0 AND reviews_per_day >= 0", name="limits"),
        CheckConstraint("maximum_interval BETWEEN 1 AND 36500", name="maximum_interval"),
        CheckConstraint("timebox_minutes BETWEEN 0 AND 180", name="timebox_minutes"),
        CheckConstraint("new_order IN ('importance', 'article', 'random')", name="new_order"),
        CheckConstraint("(catch_up_until IS NULL) = (catch_up_per_day IS NULL)", name="catch_up"),
        CheckConstraint("catch_up_per_day >= 1", name="catch_up_per_day"),
    )

    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), primary_key=True)
    zone: Mapped[str] = mapped_column(String(64), default="UTC")
    rollover_hour: Mapped[int] = mapped_column(default=4)
    new_per_day: Mapped[int] = mapped_column(default=20)
    reviews_per_day: Mapped[int] = mapped_column(default=200)
    desired_retention: Mapped[float] = mapped_column(default=0.90)
    maximum_interval: Mapped[int] = mapped_column(default=36500)
    single_keys: Mapped[bool] = mapped_column(default=True)
    shows_time: Mapped[bool] = mapped_column(default=False)
    timebox_minutes: Mapped[int] = mapped_column(default=0)  # after so many a break is offered; 0: never
    learning_steps: Mapped[str] = mapped_column(String(60), default="1m 10m")  # as scheduling.steps writes them
    relearning_steps: Mapped[str] = mapped_column(String(60), default="10m")
    new_order: Mapped[str] = mapped_column(String(20), default="importance")
    weekdays: Mapped[list[str]] = mapped_column(default=lambda: ["normal"] * 7)  # from Monday: normal, light, none
    days_off: Mapped[list[dict[str, str]]] = mapped_column(default=list)  # first and last day of each, as dates
    load_balancing: Mapped[bool] = mapped_column(default=True)
    catch_up_until: Mapped[date | None]  # the last study day of catching up on a backlog
    catch_up_per_day: Mapped[int | None]  # reviews
