"""How Flask-Security reaches our tables: through the request's own session, without a commit of its own."""

from __future__ import annotations

import uuid
from typing import Any

from flask_security import SQLAlchemySessionUserDatastore
from sqlalchemy import update
from werkzeug.local import LocalProxy

from question_bank.words import gettext
from webapp.db import request_session
from webapp.models.user import Role, User
from webapp.web.clock import now
from webapp.web.identity import account_of, start_guest

from .services import AddressTakenError, fill_in_account


class Datastore(SQLAlchemySessionUserDatastore):
    def __init__(self) -> None:
        session: Any = LocalProxy(request_session)  # whichever session the request has
        super().__init__(session, User, Role)

    def commit(self) -> None:
        """Write, but leave the one commit of a request to its edge."""
        request_session().flush()

    def create_user(self, **of_form: Any) -> User:
        """Promote the guest who registers: same id, same log. Somebody unknown becomes a guest first.

        Raises AddressTakenError where the guest's other window has just registered.
        """
        guest, session = start_guest(), request_session()
        is_still_a_guest = update(User).where(User.id == guest.id, User.email.is_(None))
        if not session.execute(is_still_a_guest.values(fs_uniquifier=uuid.uuid4().hex).returning(User.id)).all():
            raise AddressTakenError(gettext("You have just made an account in another window"))
        user = account_of(guest)
        fill_in_account(
            session=session,
            user=user,
            email=of_form["email"],
            password_hash=of_form["password"],
            role="student",
            now=now(),
        )
        return user
