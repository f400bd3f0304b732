"""The people of the tests, each with a browser of their own."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from flask import session
from flask.testing import FlaskClient
from flask_wtf.csrf import generate_csrf
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from webapp.db import Database
from webapp.models.user import Role, User, UserSession
from webapp.web import session_rows
from webapp.web.edge import Tumen
from webapp.web.sessions import READING, read_cookie, write_cookie

PASSWORD = "a long night in Vladivostok"
_HASH = "$argon2id$v=19$m=8,t=1,p=1$not-a-hash$not-a-hash"  # for people who only ever come by session


class PersonClient(FlaskClient):
    """A browser. What it posts carries the CSRF token, as our pages do, unless ``csrf=False`` is given."""

    user_id: int | None = None
    email: str | None = None
    host = "localhost"

    @property
    def tumen(self) -> Tumen:
        assert isinstance(self.application, Tumen)
        return self.application

    @property
    def database(self) -> Database:
        found: Database = self.tumen.extensions["tumen_db"]
        return found

    @property
    def cookie_name(self) -> str:
        return str(self.tumen.config["SESSION_COOKIE_NAME"])

    def cookie_content(self) -> dict[str, Any]:
        cookie = self.get_cookie(self.cookie_name, domain=self.host)
        return read_cookie(self.tumen, cookie.value) if cookie else {}

    def keep_cookie(self, content: dict[str, Any]) -> None:
        self.set_cookie(self.cookie_name, write_cookie(self.tumen, content), domain=self.host)

    def csrf_token(self) -> str:
        """The token that this browser's pages would carry."""
        content = self.cookie_content()
        if "token" in content:
            with self.database.reader() as reader:
                row = reader.get(UserSession, session_rows.fingerprint(content["token"]))
                kept = json.loads(row.data)["csrf_token"] if row else ""
        else:
            kept = content.setdefault("csrf_token", uuid.uuid4().hex)
            self.keep_cookie(content)
        with self.tumen.test_request_context():
            session["csrf_token"] = kept
            return str(generate_csrf())

    def open(self, *args: Any, csrf: bool = True, buffered: bool = True, **kwargs: Any) -> TestResponse:
        method = str(kwargs.get("method", "GET")).upper()
        if csrf and method not in READING and "Authorization" not in (kwargs.get("headers") or {}):
            kwargs["headers"] = {"X-CSRFToken": self.csrf_token(), **(kwargs.get("headers") or {})}
        return super().open(*args, buffered=buffered, **kwargs)


@dataclass(frozen=True)
class People:
    nobody: PersonClient
    guest: PersonClient
    ada: PersonClient
    ben: PersonClient
    cleo: PersonClient
    admin: PersonClient

    def __iter__(self) -> Iterator[tuple[str, PersonClient]]:
        for each in fields(self):
            yield each.name, getattr(self, each.name)


def make_user(database: Database, *, email: str | None, role: str | None, now: datetime, password: str = _HASH) -> int:
    """A guest (without e-mail) or an account with ``role``; its id."""
    with database.writer() as session:
        return _add_user(session, email=email, role=role, now=now, password=password).id


def _add_user(session: Session, *, email: str | None, role: str | None, now: datetime, password: str = _HASH) -> User:
    user = User(email=email, password=password if email else None, active=True, fs_uniquifier=uuid.uuid4().hex,
                created_at=now, roles=[])  # fmt: skip
    for name in {"student", role} if role else set():
        found = session.scalars(select(Role).where(Role.name == name)).one_or_none()
        user.roles.append(found or Role(name=name))
    session.add(user)
    session.flush()
    return user


def log_in(client: PersonClient, user_id: int, *, now: datetime) -> PersonClient:
    """Let ``client`` be known as the user, as after logging in."""
    with client.database.writer() as session:
        return _let_in(session, client, session.get_one(User, user_id), now=now)


def _let_in(session: Session, client: PersonClient, user: User, *, now: datetime) -> PersonClient:
    limits = session_rows.GUEST_LIMITS if user.email is None else session_rows.ACCOUNT_LIMITS
    data = {"csrf_token": uuid.uuid4().hex} | ({} if user.email is None else {"_user_id": user.fs_uniquifier})
    token, _ = session_rows.open_session_row(session, user_id=user.id, limits=limits, data=data, now=now)
    client.user_id, client.email = user.id, user.email
    client.keep_cookie({"token": token})
    return client


def make_people(app: Tumen, *, now: datetime) -> People:
    def browser(name: str, role: str | None) -> PersonClient:
        email = f"{name}@example.org" if role else None
        user = _add_user(writer, email=email, role=role, now=now)
        return _let_in(writer, PersonClient(app, app.response_class), user, now=now)

    nobody = PersonClient(app, app.response_class)
    with nobody.database.writer() as writer:
        return People(
            nobody=nobody,
            guest=browser("guest", None),
            ada=browser("ada", "student"),
            ben=browser("ben", "instructor"),
            cleo=browser("cleo", "instructor"),
            admin=browser("admin", "admin"),
        )
