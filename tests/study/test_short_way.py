"""Answers that go past Flask: the same reply, and the same refusals, as by the long way."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from importlib import import_module
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from tests.conftest import SettableClock
from tests.people import People, PersonClient
from webapp.accounts.services import make_token
from webapp.db import Database
from webapp.models import ReviewLog, User
from webapp.models.user import UserSession
from webapp.web.access import ACCESS
from webapp.web.edge import Tumen
from webapp.web.limits import LIMITS
from webapp.web.people import Standing

from .banks import MadeBank
from .student import entry, get_batch, send

REVIEWS = "/api/v1/reviews"
KNOWN_HOOKS = {
    "check_access",
    "init_app.<locals>.check_token",
    "_name_lifetime",
    "_pack",
    "_pack_pages",  # of GET alone
    "LoginManager._update_remember_cookie",
    "_keep_off_other_requests.<locals>.count",
    "_close_files",  # of uploads, which only the long way takes
    "train_when_a_day_begins",  # looks at the start of a day alone
}


@pytest.fixture
def only_short(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """From its call on, what would need Flask fails."""

    def refuse(*_: object) -> None:
        raise AssertionError("this request went the long way")

    return lambda: monkeypatch.setattr(Flask, "wsgi_app", refuse)


def logged(database: Database) -> int:
    with database.reader() as session:
        return session.execute(select(func.count()).select_from(ReviewLog)).scalar_one()


def test_an_answer_by_session_goes_past_flask_and_is_told_alike(
    people: People, made_bank: MadeBank, clock: SettableClock, only_short: Callable[[], None]
) -> None:
    first, second = get_batch(people.ada, limit=2)["cards"]
    headers = {"X-CSRFToken": people.ada.csrf_token()}
    long = people.ada.post(REVIEWS + "?long=1", json=[entry(first, clock())], headers=headers)
    only_short()
    short = people.ada.post(REVIEWS, json=[entry(second, clock())], headers=headers)
    assert short.status_code == long.status_code == 200
    assert {name: value for name, value in short.headers if name != "Content-Length"} == {
        name: value for name, value in long.headers if name != "Content-Length"
    }
    told, told_long = short.get_json()["results"][0], long.get_json()["results"][0]
    assert told["status"] == "recorded"
    assert told.keys() == told_long.keys()
    assert told["card"].keys() == told_long["card"].keys()
    assert int(short.headers["Content-Length"]) == len(short.data)


def test_an_answer_by_a_program_goes_past_flask(
    people: People, made_bank: MadeBank, clock: SettableClock, only_short: Callable[[], None], database: Database
) -> None:
    (card,) = get_batch(people.ada, limit=1)["cards"]
    assert people.ada.user_id is not None
    with database.writer() as session:
        made = make_token(session=session, user_id=people.ada.user_id, name="program", now=clock())
    only_short()
    headers = {"Authorization": f"Bearer {made.token}"}
    response = people.nobody.post(REVIEWS, json=[entry(card, clock(), rating=4)], headers=headers)
    assert response.get_json()["results"][0]["status"] == "recorded"


def test_several_answers_go_the_long_way_with_all_that_was_sent(
    people: People, made_bank: MadeBank, clock: SettableClock, database: Database
) -> None:
    cards = get_batch(people.ada, limit=3)["cards"]
    send(people.ada, *[entry(card, clock()) for card in cards])
    assert logged(database) == 3


def no_token(client: PersonClient, _: Database) -> dict[str, Any]:
    return {"headers": {"X-CSRFToken": "none"}}


def another_host(client: PersonClient, _: Database) -> dict[str, Any]:
    client.tumen.config["TRUSTED_HOSTS"] = ["tumen.example"]
    return {}


def session_ended(client: PersonClient, database: Database) -> dict[str, Any]:
    with database.writer() as session:
        session.query(UserSession).filter_by(user_id=client.user_id).delete()
    return {}


def account_closed(client: PersonClient, database: Database) -> dict[str, Any]:
    with database.writer() as session:
        session.execute(update(User).where(User.id == client.user_id).values(active=False))
    return {}


def wrong_program(client: PersonClient, _: Database) -> dict[str, Any]:
    return {"headers": {"Authorization": "Bearer none"}}


@pytest.mark.parametrize(
    ("spoil", "status"),
    [(no_token, 400), (another_host, 400), (session_ended, 401), (account_closed, 401), (wrong_program, 401)],
)
def test_who_may_not_is_refused_and_nothing_is_written(
    people: People, made_bank: MadeBank, clock: SettableClock, database: Database,
    spoil: Callable[[PersonClient, Database], dict[str, Any]], status: int,
) -> None:  # fmt: skip
    (card,) = get_batch(people.ada, limit=1)["cards"]
    token = people.ada.csrf_token()
    sent = {"headers": {"X-CSRFToken": token}} | spoil(people.ada, database)
    assert people.ada.post(REVIEWS, json=[entry(card, clock())], **sent).status_code == status
    assert logged(database) == 0


@pytest.mark.parametrize("length", ["9" * 5000, "99999999999999999999", "-1", "+5", "٣", "1e3", " 7", ""])
def test_a_length_that_is_none_is_left_to_the_long_way(people: People, made_bank: MadeBank, length: str) -> None:
    token = people.ada.csrf_token()
    sent = {"headers": {"X-CSRFToken": token}, "environ_overrides": {"CONTENT_LENGTH": length}}
    assert people.ada.post(REVIEWS, data=b"[]", **sent).status_code in {400, 413}


def test_the_access_table_is_asked(
    people: People, made_bank: MadeBank, clock: SettableClock, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    (card,) = get_batch(people.ada, limit=1)["cards"]
    monkeypatch.setitem(ACCESS, "study_api.reviews", Standing.ADMIN)
    assert people.ada.post(REVIEWS, json=[entry(card, clock())]).status_code == 403
    assert logged(database) == 0


def test_a_visit_after_an_hour_is_noted(
    people: People, made_bank: MadeBank, clock: SettableClock, database: Database
) -> None:
    (card,) = get_batch(people.ada, limit=1)["cards"]
    clock.move(timedelta(hours=1))
    send(people.ada, entry(card, clock()))
    with database.reader() as session:
        seen = session.scalars(select(UserSession.last_seen).where(UserSession.user_id == people.ada.user_id)).one()
    assert seen == clock()


def test_what_fails_after_it_was_recorded_is_said_by_the_long_way_and_recorded_once(
    people: People, made_bank: MadeBank, clock: SettableClock, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise ValueError("a card that cannot be shown")

    (card,) = get_batch(people.ada, limit=1)["cards"]
    monkeypatch.setattr(
        import_module("webapp.study.views.api"), "with_cards_back", fail
    )  # `views.api` is its blueprint
    response = people.ada.post(REVIEWS, json=[entry(card, clock())])
    assert json.loads(response.text)["results"][0]["status"] == "duplicate"
    assert logged(database) == 1


def test_what_the_long_way_does_with_every_request_is_known_to_the_short_one(app: Tumen) -> None:
    """Whoever adds a hook decides whether the short way has to do the same, and then names it above."""
    hooks = {
        getattr(hook, "__qualname__", repr(hook))
        for kind in (app.before_request_funcs, app.after_request_funcs, app.teardown_request_funcs)
        for hook in kind.get(None, ())
    }
    assert hooks == KNOWN_HOOKS
    assert not {name for name in app.short_ways.endpoints if name.split(".")[0] in app.before_request_funcs}


def test_short_ways_are_the_apis_and_nothing_limits_how_often(app: Tumen) -> None:
    assert app.short_ways.endpoints == {"study_api.reviews"}
    assert not app.short_ways.endpoints & LIMITS.keys()
