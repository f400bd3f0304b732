from __future__ import annotations

import stat
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from sqlalchemy import select

from tests.people import PASSWORD, PersonClient
from tests.web.probe import everything_in
from webapp.accounts import first_administrator as first
from webapp.db import Database
from webapp.models.user import User
from webapp.web.edge import Tumen

BOSS = {"email": "boss@example.org", "password": PASSWORD}


@pytest.fixture
def link(app: Tumen, database: Database, instance: Path) -> str:
    """The path of the link that a first start prints."""
    with database.reader() as session:
        printed = first.first_administrator_link(session=session, instance=instance, public_url="http://127.0.0.1:8000")
    assert printed
    return urlsplit(printed).path


def test_the_link_makes_one_administrator_and_is_gone(
    link: str, client: PersonClient, database: Database, instance: Path
) -> None:
    assert client.get(link).status_code == 200
    assert client.post(link, data=BOSS).location == "/login"
    with database.reader() as session:
        user = session.scalars(select(User)).one()
        assert {role.name for role in user.roles} == {"student", "admin"}
        assert first.first_administrator_link(session=session, instance=instance, public_url="") is None
    assert client.post("/login", data=BOSS).status_code == 303
    for response in (client.get(link), client.post(link, data={**BOSS, "email": "second@example.org"})):
        assert response.status_code == 410


def test_asked_again_the_link_is_the_same_and_only_its_owner_reads_it(
    link: str, database: Database, instance: Path
) -> None:
    with database.reader() as session:
        again = first.first_administrator_link(session=session, instance=instance, public_url="")
    assert again == link
    assert stat.S_IMODE((instance / first.FILE).stat().st_mode) == 0o600


@pytest.mark.parametrize("token", ["none", "é"])
def test_another_link_makes_nobody_an_administrator(
    link: str, client: PersonClient, database: Database, token: str
) -> None:
    before = everything_in(database)
    assert client.post(f"/first-administrator/{token}", data=BOSS).status_code == 410
    assert everything_in(database) == before


def test_without_a_printed_link_there_is_none(client: PersonClient) -> None:
    assert client.get("/first-administrator/none").status_code == 410


@pytest.mark.parametrize("data", [{**BOSS, "password": "short"}, {**BOSS, "email": "boss"}, {}])
def test_a_form_that_is_refused_leaves_the_link_in_force(link: str, client: PersonClient, data: dict[str, str]) -> None:
    assert client.post(link, data=data).status_code == 400
    assert client.post(link, data=BOSS).status_code == 303


def test_of_two_who_use_the_link_at_once_one_is_refused(
    link: str, client: PersonClient, database: Database, monkeypatch: pytest.MonkeyPatch, instance: Path
) -> None:
    good = first.link_is_good

    def used_meanwhile(*arguments: object) -> bool:
        found: bool = good(*arguments)  # type: ignore[arg-type]
        (instance / first.FILE).unlink()
        return found

    monkeypatch.setattr(first, "link_is_good", used_meanwhile)
    before = everything_in(database)
    assert client.post(link, data=BOSS).status_code == 410
    assert everything_in(database) == before


def test_an_administrator_made_otherwise_ends_the_link(
    link: str, app: Tumen, client: PersonClient, database: Database, make_admin: Callable[[], None]
) -> None:
    make_admin()
    assert client.get(link).status_code == 410
