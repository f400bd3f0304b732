"""A shorter way for the few requests that come by the thousand: past Flask, never past the rules.

Contexts, routing, hooks and the session's bookkeeping cost a third of an answer. Here the same questions are asked by
the same functions and in the same order: host, session or personal token, access, CSRF token. Only what is plainly in
order is answered. Whatever else there is (somebody unknown, a visit to be noted, a word of refusal, any error) goes the
long way from its beginning, which knows how to say it; an answer that had been recorded already is a duplicate then.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Any

from flask import Flask
from werkzeug.sansio.http import parse_cookie

from webapp.db import Database
from webapp.models.visible import see

from .access import may
from .clock import now_of
from .csrf import is_good
from .hosts import checked_host
from .people import Person
from .session_rows import SEEN_EVERY, find, person_by_token
from .sessions import bearer_in, read_cookie

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

LONGEST_BODY = 65_536  # more is no single answer
TOKEN_HEADER = "HTTP_X_CSRFTOKEN"  # noqa: S105  # the name of csrf.HEADER in WSGI

Action = Callable[["WSGIEnvironment", Person, bytes], str | None]
"""Does what was sent for the person and gives the JSON of the answer; None where the long way is to do it."""


@dataclass(frozen=True, slots=True)
class ShortWay:
    """What answers a POST, and the endpoint whose line in the access table says who may."""

    endpoint: str
    action: Action


@dataclass(frozen=True, slots=True)
class Answer:
    """JSON to be sent with the status 200."""

    body: bytes

    @property
    def headers(self) -> list[tuple[str, str]]:
        return [("Content-Type", "application/json"), ("Content-Length", str(len(self.body))),
                ("Cache-Control", "no-store")]  # fmt: skip


class ShortWays:
    """The short ways of an application, by their paths."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._by_path: dict[str, ShortWay] = {}

    @property
    def endpoints(self) -> frozenset[str]:
        return frozenset(way.endpoint for way in self._by_path.values())

    def add(self, path: str, way: ShortWay) -> None:
        """Let POSTs to ``path``, which is one of the API's, go this way. Their endpoints have no limits of number."""
        self._by_path[path] = way

    def answer(self, environ: WSGIEnvironment) -> Answer | None:
        """The answer to a request; None where the long way is to give it, from the beginning."""
        way = self._by_path.get(environ.get("PATH_INFO", ""))
        if way is None or environ["REQUEST_METHOD"] != "POST" or environ.get("QUERY_STRING"):
            return None
        length = environ.get("CONTENT_LENGTH") or ""
        is_number = length.isascii() and length.isdecimal() and len(length) <= len(str(LONGEST_BODY))
        if not is_number or int(length) > LONGEST_BODY:
            return None
        try:
            person = self._person(environ)
            if person is None or not may(person, way.endpoint):
                return None
            see(person.banks)
            body = environ["wsgi.input"].read(int(length))
            environ["wsgi.input"] = BytesIO(body)  # for the long way
            text = way.action(environ, person, body)
        except Exception:  # noqa: BLE001  # the long way meets it again, and says or logs it
            return None
        return None if text is None else Answer(text.encode())

    def _person(self, environ: WSGIEnvironment) -> Person | None:
        """Who asks, if that is known and they prove that they mean it."""
        config = self._app.config
        database: Database = self._app.extensions["tumen_db"]
        checked_host(environ, config["TRUSTED_HOSTS"])
        program = bearer_in(environ)
        if program is not None:
            return person_by_token(database, program)
        cookies = parse_cookie(environ.get("HTTP_COOKIE"))
        content: dict[str, Any] = read_cookie(self._app, cookies.get(config["SESSION_COOKIE_NAME"], ""))
        moment = now_of(self._app)
        known = find(database, content["token"], now=moment) if "token" in content else None
        if known is None or moment - known.last_seen >= SEEN_EVERY:
            return None
        held = known.data.get("csrf_token")
        return known.person if is_good(config["SECRET_KEY"], held=held, sent=environ.get(TOKEN_HEADER)) else None
