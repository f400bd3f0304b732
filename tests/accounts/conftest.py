"""What the tests of the account pages share."""

from __future__ import annotations

import re
from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path

import pytest
from sqlalchemy import select

from tests.conftest import SettableClock
from tests.mails import read_mails, text_of
from tests.people import PASSWORD, PersonClient, make_user
from webapp.db import Database
from webapp.models.user import AuditEvent
from webapp.web.edge import Tumen

EVA = {"email": "eva@example.org", "password": PASSWORD}


@pytest.fixture
def browser(app: Tumen) -> Callable[[], PersonClient]:
    """Makes browsers that nobody is known by."""
    return lambda: PersonClient(app, app.response_class)


@pytest.fixture
def eva(browser: Callable[[], PersonClient]) -> PersonClient:
    """A browser in which eva@example.org has just registered."""
    client = browser()
    assert client.post("/register", data=EVA).status_code == 303
    return client


@pytest.fixture
def outbox(instance: Path) -> Callable[[], list[EmailMessage]]:
    """The mails that were put into the outbox, oldest first."""

    return lambda: read_mails(instance)


@pytest.fixture
def last_link(outbox: Callable[[], list[EmailMessage]]) -> Callable[[], str]:
    """The path of the link in the newest mail."""

    def read() -> str:
        found = re.search(r"http://127\.0\.0\.1:8000(/\S+)", text_of(outbox()[-1]))
        assert found
        return found[1]

    return read


@pytest.fixture
def audit(database: Database) -> Callable[[], list[str]]:
    """What the audit has noted, oldest first."""

    def read() -> list[str]:
        with database.reader() as session:
            return list(session.scalars(select(AuditEvent.action).order_by(AuditEvent.id)))

    return read


def is_known(client: PersonClient) -> bool:
    return client.get("/account").status_code == 200


@pytest.fixture
def make_admin(database: Database, clock: SettableClock) -> Callable[[], None]:
    def make() -> None:
        make_user(database, email="admin@example.org", role="admin", now=clock())

    return make
