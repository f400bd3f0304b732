from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from sqlalchemy.orm import Session

from tests.conftest import SettableClock
from tests.people import PASSWORD, People
from webapp.accounts import services
from webapp.db import Database
from webapp.models.user import AuditEvent, User
from webapp.web.edge import Tumen

from .conftest import is_known


@pytest.fixture
def in_app(app: Tumen) -> Iterator[None]:
    with app.app_context():
        yield


@pytest.mark.usefixtures("in_app")
@pytest.mark.parametrize("role", ["student", "instructor", "admin"])
def test_making_an_account(session: Session, clock: SettableClock, role: str) -> None:
    user = services.create_user(session=session, email="Dora@Example.org", password=PASSWORD, role=role, now=clock())
    assert user.email == "dora@example.org"
    assert {each.name for each in user.roles} == {"student", role}
    assert str(user.password).startswith("$argon2id$")
    assert user.created_at == clock()
    event = session.query(AuditEvent).one()
    assert (event.action, event.user_id, event.detail) == ("account.made", user.id, {"role": role})


@pytest.mark.usefixtures("in_app")
@pytest.mark.parametrize(
    ("email", "password", "role", "error"),
    [
        ("dora", PASSWORD, "student", services.AccountError),
        ("dora@example.org", "short", "student", services.WeakPasswordError),
        ("dora@example.org", PASSWORD, "emperor", services.NoSuchRoleError),
    ],
)
def test_an_account_that_cannot_be(
    session: Session, clock: SettableClock, email: str, password: str, role: str, error: type[Exception]
) -> None:
    with pytest.raises(error):
        services.create_user(session=session, email=email, password=password, role=role, now=clock())


@pytest.mark.usefixtures("in_app")
def test_an_address_has_one_account(session: Session, clock: SettableClock) -> None:
    services.create_user(session=session, email="dora@example.org", password=PASSWORD, role="student", now=clock())
    with pytest.raises(services.AddressTakenError, match=r"dora@example\.org has an account already"):
        services.create_user(session=session, email="DORA@example.org", password=PASSWORD, role="student", now=clock())


def test_a_new_role_ends_the_sessions_and_is_noted(
    people: People, database: Database, clock: SettableClock, audit: Callable[[], list[str]]
) -> None:
    assert people.ada.email
    assert is_known(people.ada)
    with database.writer() as session:
        services.set_role(session=session, email=people.ada.email, role="instructor", now=clock())
    assert not is_known(people.ada)
    with database.reader() as session:
        assert {role.name for role in session.get_one(User, people.ada.user_id).roles} == {"student", "instructor"}
    assert audit() == ["role.set"]


def test_a_role_can_be_taken_back(people: People, database: Database, clock: SettableClock) -> None:
    assert people.ben.email
    with database.writer() as session:
        user = services.set_role(session=session, email=people.ben.email, role="student", now=clock())
        assert [role.name for role in user.roles] == ["student"]


def test_roles_for_nobody_and_roles_that_are_none(session: Session, people: People, clock: SettableClock) -> None:
    with pytest.raises(services.NoSuchAccountError):
        services.set_role(session=session, email="none@example.org", role="admin", now=clock())
    with pytest.raises(services.NoSuchRoleError):
        services.set_role(session=session, email="ada@example.org", role="emperor", now=clock())
