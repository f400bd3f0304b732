"""Sessions that can be ended: the cookie of a known browser names a row in the database, and the row can be deleted.

The cookie is signed. Of a visitor nobody knows it holds the whole session. Of a guest or an account it holds a random
token and what only the next page needs (messages); everything else is in the row.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from copy import deepcopy
from datetime import datetime
from functools import lru_cache
from typing import Any

from flask import Flask, Request, Response, request, session
from flask.sessions import SessionInterface, SessionMixin
from itsdangerous import BadSignature, URLSafeSerializer
from sqlalchemy.exc import OperationalError

from webapp.db import database, request_session

from . import session_rows
from .clock import now
from .logs import log
from .people import Person
from .session_rows import ACCOUNT_LIMITS, GUEST_LIMITS, SEEN_EVERY, KnownSession

IN_COOKIE = frozenset({"_flashes"})  # taken out by a GET, which must not write to the database
NOT_KEPT = frozenset({"fs_cc"})  # Flask-Security's note to itself about a cookie that is not used
STATIC = "/static/"
READING = frozenset({"GET", "HEAD", "OPTIONS"})
BEARER = "bearer "
LONGEST_COOKIE = 4096


def has_bearer(request: Request) -> bool:
    """Whether the request speaks for itself by a token: then its cookies count for nothing."""
    return bearer_in(request.environ) is not None


def bearer_in(environ: Mapping[str, Any]) -> str | None:
    """The personal token that a request of WSGI sends; None where it sends none."""
    sent: str = environ.get("HTTP_AUTHORIZATION", "")
    return sent[len(BEARER) :].strip() if sent[: len(BEARER)].lower() == BEARER else None


class TumenSession(dict[str, Any], SessionMixin):
    """A browser's session. ``known`` is its row; ``becomes`` is set where somebody is known from now on."""

    def __init__(self, cookie: dict[str, Any] | None = None, known: KnownSession | None = None) -> None:
        super().__init__(cookie or {})
        self.update(known.data if known else {})
        self.known = known
        self.token_hash = known.token_hash if known else None
        self.token: str | None = None
        self.becomes: tuple[int, session_rows.Limits] | None = None
        self.ended = False
        self.failure: OperationalError | None = None  # the database could not be asked; raised before the view runs
        self.cookie_before = deepcopy(self.cookie_part())  # messages that wait are a list, which a request adds to
        self.row_before = deepcopy(self.row_part())

    @property
    def person(self) -> Person | None:
        return self.known.person if self.known and not self.ended else None

    def become(self, user_id: int, *, is_guest: bool) -> None:
        """From now on this browser is known as ``user_id``, by a new token; what the old one opened is over."""
        self.becomes = (user_id, GUEST_LIMITS if is_guest else ACCOUNT_LIMITS)
        self.ended = False
        self["csrf_token"] = secrets.token_hex(20)

    def end(self) -> None:
        """From now on this browser is not known."""
        messages = {name: self[name] for name in IN_COOKIE if name in self}
        self.clear()
        self.update(messages)
        self.becomes = None
        self.ended = True

    def cookie_part(self) -> dict[str, Any]:
        in_row = self.becomes is not None or (self.known is not None and not self.ended)
        return {key: value for key, value in self.items() if key not in NOT_KEPT and (not in_row or key in IN_COOKIE)}

    def row_part(self) -> dict[str, Any]:
        return {key: value for key, value in self.items() if key not in NOT_KEPT | IN_COOKIE}


class TumenSessions(SessionInterface):
    """Opens and saves sessions, in the request's own transaction (but for ``last_seen`` on GET)."""

    def open_session(self, app: Flask, request: Request) -> TumenSession:
        if has_bearer(request) or request.path.startswith(STATIC):
            return TumenSession()
        content = read_cookie(app, request.cookies.get(self.get_cookie_name(app), ""))
        token = content.pop("token", None)
        known, failure = _find(token) if token else (None, None)
        opened = TumenSession(content, known)
        opened.token, opened.failure = token, failure
        opened.ended = token is not None and known is None and failure is None
        return opened

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        if not isinstance(session, TumenSession):
            return
        if response.status_code < 400:
            seen = self._write_row(session)
        elif session.becomes or session.ended:
            return  # the row is rolled back with everything else, and the cookie stays what it was
        else:
            seen = False
        self._set_cookie(app, session, response, again=seen)

    def _write_row(self, session: TumenSession) -> bool:
        """Bring the row up to date; whether the cookie must be sent although its content has not changed."""
        moment = now()
        if session.known and (session.becomes or session.ended):
            session_rows.end_session(request_session(), session.known.token_hash)
        if session.becomes:
            user_id, limits = session.becomes
            session.token, session.token_hash = session_rows.open_session_row(
                request_session(), user_id=user_id, limits=limits, data=session.row_part(), now=moment
            )
            return True
        if session.known is None or session.ended:
            session.token = None
            return session.ended
        if session.row_part() != session.row_before:
            session_rows.write_data(request_session(), session.known.token_hash, session.row_part())
        if moment - session.known.last_seen >= SEEN_EVERY:
            return _touch(session.known, moment)
        return False

    def _set_cookie(self, app: Flask, session: TumenSession, response: Response, *, again: bool) -> None:
        content = session.cookie_part()
        if content == session.cookie_before and not again:
            return
        name, path, secure = self.get_cookie_name(app), "/", self.get_cookie_secure(app)
        if not content and session.token is None:
            response.delete_cookie(name, path=path, secure=secure, httponly=True, samesite="Lax")
            return
        if session.token:
            content["token"] = session.token
        age = GUEST_LIMITS.idle if session.token else None  # the row knows when it really ends
        response.set_cookie(name, write_cookie(app, content), max_age=age, path=path, secure=secure, httponly=True,
                            samesite="Lax")  # fmt: skip


def _find(token: str) -> tuple[KnownSession | None, OperationalError | None]:
    try:
        return session_rows.find(database(), token, now=now()), None
    except OperationalError as error:
        return None, error


def _touch(known: KnownSession, moment: datetime) -> bool:
    if request.method not in READING:
        session_rows.touch(request_session(), known, now=moment)
        return True
    try:
        with database().writer() as writer:
            session_rows.touch(writer, known, now=moment)
    except OperationalError as error:  # a full disk stops writing, it must not stop reading
        log().warning("last seen could not be noted", error=str(error.orig))
        return False
    return True


def current_session() -> TumenSession:
    """The session of this request, with what Flask's own type does not know of."""
    found = session._get_current_object()  # type: ignore[attr-defined]  # noqa: SLF001  # a proxy's documented method
    if not isinstance(found, TumenSession):
        raise TypeError("the application runs without its own sessions")
    return found


def raise_failure() -> None:
    """Raise the database's error where it kept the session from being opened: who asks is not known then."""
    failure = current_session().failure
    if failure is not None:
        raise failure


@lru_cache(maxsize=16)
def _signer(secret: str) -> URLSafeSerializer:
    return URLSafeSerializer(secret, salt="tumen-session", signer_kwargs={"key_derivation": "hmac"})


@lru_cache(maxsize=4096)
def _signed_by_us(secret: str, value: str) -> str:
    """The JSON in a cookie; an empty object where we did not sign it. A browser sends the same one many times."""
    try:
        return json.dumps(_signer(secret).loads(value))
    except BadSignature:
        return "{}"


def write_cookie(app: Flask, content: dict[str, Any]) -> str:
    return str(_signer(app.config["SECRET_KEY"]).dumps(content))


def read_cookie(app: Flask, value: str) -> dict[str, Any]:
    """What a cookie of ours holds; nothing where it is missing or was not signed by us."""
    fits = 0 < len(value) <= LONGEST_COOKIE  # what no browser keeps is not kept in our memory either
    content = json.loads(_signed_by_us(app.config["SECRET_KEY"], value)) if fits else {}
    return content if isinstance(content, dict) else {}


def init_app(app: Flask) -> None:
    is_https = app.config["PUBLIC_URL"].startswith("https:")
    app.config["SESSION_COOKIE_NAME"] = "__Host-tumen" if is_https else "tumen"
    app.config["SESSION_COOKIE_SECURE"] = is_https
    app.session_interface = TumenSessions()
