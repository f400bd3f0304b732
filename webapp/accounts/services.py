"""What is done to accounts. The time is an argument; nothing here commits."""

from __future__ import annotations

import secrets
import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from flask import current_app
from flask_security import hash_password
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from question_bank.words import gettext
from webapp.models.user import AccessToken, Role, User
from webapp.web.audit import note_event
from webapp.web.people import ROLE_NAMES, Scope, scopes_to_text
from webapp.web.session_rows import end_sessions_of, fingerprint

from .bank_rights import stop_teaching, take_unkept_invitations_back
from .mail import BadAddress
from .passwords import weakness

TOKEN_PREFIX = "tumen_"  # noqa: S105  # so that people and scanners know a token of ours where they find one


class AccountError(Exception):
    """Something about an account cannot be done; the message says what and why."""


class AddressTakenError(AccountError):
    """Another account has this e-mail address."""


class WeakPasswordError(AccountError):
    """The password is too short, too long or too common."""


class NoSuchAccountError(AccountError):
    """No account has this e-mail address."""


class NoSuchRoleError(AccountError):
    """There is no such role."""


@dataclass(frozen=True, slots=True)
class NewToken:
    """A personal token in the only moment in which it can be read."""

    id: int
    token: str


def role_named(session: Session, name: str) -> Role:
    """The role ``name``, made where the database does not have it yet. Raises NoSuchRoleError."""
    if name not in ROLE_NAMES:
        raise NoSuchRoleError(f"there is no role {name!r}; roles are {', '.join(ROLE_NAMES)}")
    found = session.scalars(select(Role).where(Role.name == name)).one_or_none()
    if found is None:
        found = Role(name=name)
        session.add(found)
    return found


def _roles(session: Session, role: str) -> list[Role]:
    return [role_named(session, name) for name in dict.fromkeys(["student", role])]


def checked_address(email: str) -> str:
    """``email`` as it is stored. Raises AccountError where it is not an address."""
    try:
        return str(current_app.extensions["security"].mail_util.validate(email))
    except BadAddress as error:
        raise AccountError(gettext("“%(email)s” is not an e-mail address", email=email)) from error


def checked_hash(password: str, *, email: str) -> str:
    """The hash of a new password. Slow on purpose: take no lock before. Raises WeakPasswordError."""
    normal = current_app.extensions["security"].password_util.normalize(password)
    complaint = weakness(normal, email=email)
    if complaint:
        raise WeakPasswordError(complaint)
    return str(hash_password(normal))


def create_user(*, session: Session, email: str, password: str, role: str, now: datetime) -> User:
    """Make an account. Raises AddressTakenError, WeakPasswordError, NoSuchRoleError, AccountError (not an address)."""
    address = checked_address(email)
    if session.scalars(select(User.id).where(User.email == address)).first() is not None:
        raise AddressTakenError(gettext("%(email)s has an account already", email=address))
    password_hash = checked_hash(password, email=address)
    user = User(fs_uniquifier=uuid.uuid4().hex, created_at=now, active=True, roles=[])
    session.add(user)
    fill_in_account(session=session, user=user, email=address, password_hash=password_hash, role=role, now=now)
    return user


def fill_in_account(*, session: Session, user: User, email: str, password_hash: str, role: str, now: datetime) -> None:
    """Make an account of a user row: of a new one, or of a guest's, who keeps id and log. Raises AddressTakenError."""
    user.roles = _roles(session, role)
    user.email, user.password, user.fs_uniquifier = email, password_hash, uuid.uuid4().hex
    try:
        session.flush()
    except IntegrityError as error:
        raise AddressTakenError(gettext("%(email)s has an account already", email=email)) from error
    note_event(session, action="account.made", user_id=user.id, now=now, role=role)


def set_role(*, session: Session, email: str, role: str, now: datetime, by: int | None = None) -> User:
    """Give an account the role (and that of a student), end its sessions, take its links to banks back that it may
    change no longer, and its classes where it may teach no longer.

    Raises NoSuchAccountError, NoSuchRoleError.
    """
    user = session.scalars(select(User).where(User.email == email.strip().lower())).one_or_none()
    if user is None:
        raise NoSuchAccountError(f"no account has the address {email}")
    before = sorted(each.name for each in user.roles)
    user.roles = _roles(session, role)
    take_unkept_invitations_back(session, user_id=user.id, role=role)
    stop_teaching(session, user_id=user.id, role=role)
    end_sessions_of(session, user.id)
    note_event(session, action="role.set", user_id=user.id, now=now, role=role, before=before, by=by)
    return user


def change_email(*, session: Session, user: User, email: str, now: datetime) -> None:
    """Give an account another address, which its owner has proved to read. Raises AddressTakenError."""
    before, user.email, user.confirmed_at = user.email, email, now
    try:
        session.flush()
    except IntegrityError as error:
        raise AddressTakenError(gettext("%(email)s has an account already", email=email)) from error
    note_event(session, action="email.changed", user_id=user.id, now=now, before=before)


def make_token(
    *, session: Session, user_id: int, name: str, now: datetime, scopes: Collection[Scope] = (Scope.STUDY,)
) -> NewToken:
    """Make a personal token for programs. Only its hash is kept: it can be read now and never again."""
    token, may = TOKEN_PREFIX + secrets.token_urlsafe(32), scopes_to_text(scopes)
    row = AccessToken(user_id=user_id, name=name, scopes=may, token_hash=fingerprint(token), created_at=now)
    session.add(row)
    session.flush()
    note_event(session, action="token.made", user_id=user_id, now=now, name=name, scopes=may)
    return NewToken(row.id, token)


def revoke_all_tokens(*, session: Session, user_id: int, now: datetime) -> None:
    """Revoke what a thief of the password may have made."""
    in_force = update(AccessToken).where(AccessToken.user_id == user_id, AccessToken.revoked_at.is_(None))
    session.execute(in_force.values(revoked_at=now))


def revoke_token(*, session: Session, user_id: int, token_id: int, now: datetime) -> bool:
    """Revoke one of the user's own tokens; whether there was such a token in force."""
    own = update(AccessToken).where(AccessToken.id == token_id, AccessToken.user_id == user_id)
    revoked = session.execute(
        own.where(AccessToken.revoked_at.is_(None)).values(revoked_at=now).returning(AccessToken.name)
    )
    name = revoked.scalar_one_or_none()
    if name is not None:
        note_event(session, action="token.revoked", user_id=user_id, now=now, name=name)
    return name is not None
