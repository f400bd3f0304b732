"""Who asks: the browser's session or a program's token, looked up in one statement and asked for once a request."""

from __future__ import annotations

import uuid

from flask import g, request
from flask_babel import gettext as _
from sqlalchemy import select
from werkzeug.exceptions import Unauthorized

from webapp.db import database, request_session
from webapp.models.user import User
from webapp.models.visible import visible_banks

from .clock import now
from .people import Person
from .session_rows import person_by_token
from .sessions import bearer_in, current_session

HALF_KNOWN = "half_known"  # in the session: whose password was given here, while their code is waited for


def current_person() -> Person | None:
    """The guest or account holder of this request, None for somebody unknown."""
    if "person" not in g:
        token = bearer_in(request.environ)
        g.person = current_session().person if token is None else person_by_token(database(), token)
    person: Person | None = g.person
    return person


def require_person() -> Person:
    """The person of this request. Raises Unauthorized (401) where nobody is known."""
    person = current_person()
    if person is None:
        raise Unauthorized(_("Nobody is known here yet. Press Study now, or log in."))
    return person


def start_guest() -> Person:
    """Make whoever asks a guest with a log of their own, unless they are known already."""
    known = current_person()
    if known is not None:
        return known
    guest = User(fs_uniquifier=uuid.uuid4().hex, created_at=now(), active=True)
    request_session().add(guest)
    request_session().flush()
    return known_from_now_on(guest)


def known_from_now_on(user: User) -> Person:
    """Let this browser be ``user``'s from now on: a new session id, and the person of the rest of the request."""
    current_session().become(user.id, is_guest=user.email is None)
    roles = frozenset(role.name for role in user.roles)
    person = Person(id=user.id, email=user.email, roles=roles, is_guest=user.email is None, banks=visible_banks())
    g.person = person
    return person


def half_known_id() -> int | None:
    """The account whose password was given in this browser while its code was not: nobody is known by that."""
    waits_for = current_session().get(HALF_KNOWN)
    return int(waits_for["user"]) if waits_for else None


def forget_person() -> None:
    """Let this browser be nobody's from now on."""
    current_session().end()
    g.person = None


def account_of(person: Person) -> User:
    """The user row of ``person``."""
    return request_session().scalars(select(User).where(User.id == person.id)).one()
