"""The second factor of an account: a code of an app, or once a recovery code. The time is an argument; no commits."""

from __future__ import annotations

import re
import secrets
from datetime import datetime
from enum import StrEnum

from sqlalchemy import delete, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from webapp.models.user import RecoveryCode, SecondFactor, User
from webapp.web.audit import note_event
from webapp.web.session_rows import end_sessions_of, fingerprint

from .one_time_codes import DIGITS, one_time_codes
from .services import AccountError, NoSuchAccountError

RECOVERY_CODES = 10
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that is taken for another
GROUPS, GROUP = 4, 4  # 79 bits, so that their hashes need no salt and no slowness


class AlreadyOnError(AccountError):
    """The account has a second factor already."""


class NoSecondFactorError(AccountError):
    """The account has no second factor."""


class Used(StrEnum):
    """What was given as the second factor, by its name in the audit."""

    APP = "totp"
    RECOVERY = "recovery-code"


def switch_on(
    *, session: Session, user_id: int, secret: str, code: str, now: datetime, keep: bytes | None
) -> list[str] | None:
    """Ask for a code of the app from now on; the recovery codes in the only moment in which they can be read.

    ``secret`` is encrypted. ``code`` proves that the app has it: None where it is wrong. Ends the sessions that nobody
    gave a code for, but ``keep``. Raises AlreadyOnError.
    """
    counter = one_time_codes().counter_of(_plain(code), secret=secret, now=now)
    if counter is None:
        return None
    session.add(SecondFactor(user_id=user_id, secret=secret, last_counter=counter, made_at=now))
    try:
        session.flush()
    except IntegrityError as error:
        raise AlreadyOnError("the account has a second factor already") from error
    end_sessions_of(session, user_id, keep=keep)
    note_event(session, action="second-factor.on", user_id=user_id, now=now)
    return make_recovery_codes(session=session, user_id=user_id, now=now)


def make_recovery_codes(*, session: Session, user_id: int, now: datetime) -> list[str]:
    """Recovery codes in the place of those that there are. Only their hashes are kept."""
    codes = [_new_code() for _ in range(RECOVERY_CODES)]
    session.execute(delete(RecoveryCode).where(RecoveryCode.user_id == user_id))
    session.add_all(RecoveryCode(user_id=user_id, code_hash=fingerprint(_plain(code))) for code in codes)
    note_event(session, action="recovery-codes.made", user_id=user_id, now=now)
    return codes


def use_code(*, session: Session, user_id: int, code: str, now: datetime) -> Used | None:
    """Take a code of the app or a recovery code, which is used by that; None where it is neither. Each counts once."""
    plain = _plain(code)
    if not (len(plain) == DIGITS and plain.isdecimal()):
        gone = delete(RecoveryCode).where(RecoveryCode.user_id == user_id)
        used = session.execute(gone.where(RecoveryCode.code_hash == fingerprint(plain)).returning(RecoveryCode.user_id))
        return Used.RECOVERY if used.all() else None
    secret = session.scalar(select(SecondFactor.secret).where(SecondFactor.user_id == user_id))
    counter = None if secret is None else one_time_codes().counter_of(plain, secret=secret, now=now)
    if counter is None:
        return None
    taken = update(SecondFactor).where(SecondFactor.user_id == user_id, SecondFactor.last_counter < counter)
    first = session.execute(taken.values(last_counter=counter).returning(SecondFactor.user_id)).all()
    return Used.APP if first else None


def switch_off(*, session: Session, user_id: int, now: datetime, keep: bytes | None = None, by: str) -> None:
    """Ask for the password alone from now on, and end the sessions but ``keep``. ``by``: who said so, for the audit."""
    session.execute(delete(RecoveryCode).where(RecoveryCode.user_id == user_id))
    session.execute(delete(SecondFactor).where(SecondFactor.user_id == user_id))
    end_sessions_of(session, user_id, keep=keep)
    note_event(session, action="second-factor.off", user_id=user_id, now=now, through=by)


def remove(*, session: Session, email: str, now: datetime) -> None:
    """Take the second factor off the account of somebody who lost the device.

    Raises NoSuchAccountError, NoSecondFactorError.
    """
    user_id, is_on = second_factor_by_email(session, email)
    if not is_on:
        raise NoSecondFactorError(f"{email} has no second factor")
    switch_off(session=session, user_id=user_id, now=now, by="command line")


def second_factor_by_email(session: Session, email: str) -> tuple[int, bool]:
    """The account with this address, and whether it has a second factor. Raises NoSuchAccountError."""
    user_id = session.scalars(select(User.id).where(User.email == email.strip().lower())).one_or_none()
    if user_id is None:
        raise NoSuchAccountError(f"no account has the address {email}")
    return user_id, session.get(SecondFactor, user_id) is not None


def _new_code() -> str:
    groups = ("".join(secrets.choice(LETTERS) for _ in range(GROUP)) for _ in range(GROUPS))
    return "-".join(groups)


def _plain(code: str) -> str:
    """A code as it is compared: people and apps put spaces and hyphens into it."""
    return re.sub(r"[\s-]", "", code).lower()
