from __future__ import annotations

import json
from typing import Any

import pytest
from flask import url_for
from werkzeug.routing import Rule

from tests.people import People, PersonClient
from webapp.models.user import User
from webapp.web.access import ACCESS, SCOPES, is_api
from webapp.web.edge import Tumen
from webapp.web.people import Standing

STANDING = {
    "nobody": Standing.NOBODY,
    "guest": Standing.GUEST,
    "ada": Standing.STUDENT,
    "ben": Standing.INSTRUCTOR,
    "cleo": Standing.INSTRUCTOR,
    "admin": Standing.ADMIN,
}
OPEN_TO_NOBODY = {
    "static", "web.health", "web.web_manifest", "web.openapi", "web.api",
    "study.worker", "study.shell", "study.offline",
    "study.home", "study.start", "security.login", "security.register",
    "security.forgot_password", "security.reset_password", "accounts.confirm_email", "accounts.first_administrator",
    "accounts.second_step", "progress.calendar_feed", "classes.ask_code", "classes.door",
    "reading.articles", "reading.article", "reading.passage", "reading.search",
    "reading.timeline", "reading.positions",
}  # fmt: skip


def address(app: Tumen, rule: Rule) -> str:
    examples = {"filename": "css/base.css", "token_id": 1, "token": "none", "path": "none"}
    values: dict[str, Any] = {name: examples.get(name, 1) for name in rule.arguments}
    with app.test_request_context():
        return url_for(rule.endpoint, **values)


def methods(rule: Rule) -> list[str]:
    return sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})


@pytest.fixture
def spied(app: Tumen) -> Tumen:
    """The application with views that only say that somebody was let in."""

    def let_in(**_: Any) -> str:
        return "let in"

    for endpoint in app.view_functions:
        app.view_functions[endpoint] = let_in
    return app


def test_every_endpoint_is_in_the_table_and_every_entry_is_an_endpoint(app: Tumen) -> None:
    endpoints = {rule.endpoint for rule in app.url_map.iter_rules()}
    assert endpoints == set(ACCESS)


def test_every_address_of_the_api_says_what_a_token_has_to_be_for_and_no_other_does(app: Tumen) -> None:
    assert {rule.endpoint for rule in app.url_map.iter_rules() if is_api(rule.rule)} == set(SCOPES)


def test_nothing_is_open_to_everybody_but_what_is_meant_to_be() -> None:
    assert {endpoint for endpoint, needed in ACCESS.items() if needed == Standing.NOBODY} == OPEN_TO_NOBODY


def test_each_person_gets_in_where_the_table_says_and_nowhere_else(spied: Tumen, people: People) -> None:
    wrong = []
    for rule in spied.url_map.iter_rules():
        for name, client in people:
            for method in methods(rule):
                response = client.open(address(spied, rule), method=method)
                is_in, should = response.text == "let in", STANDING[name] >= ACCESS[rule.endpoint]
                if is_in != should or (not should and response.status_code not in {303, 401, 403}):
                    wrong.append((rule.endpoint, method, name, response.status_code))
    assert wrong == []


@pytest.mark.parametrize("name", STANDING)
def test_an_endpoint_that_the_table_does_not_know_is_refused_to_everyone(app: Tumen, people: People, name: str) -> None:
    app.add_url_rule("/forgotten", "somebody.forgot_this", lambda: "let in")
    client: PersonClient = getattr(people, name)
    assert client.get("/forgotten").status_code == 403


def test_somebody_unknown_is_sent_to_log_in_and_comes_back(people: People) -> None:
    assert people.nobody.get("/account").location == "/login?next=/account"


def test_where_a_guest_may_be_the_way_in_is_the_home_page(people: People) -> None:
    assert people.nobody.get("/study").location == "/"


def test_the_api_answers_in_json_and_never_redirects(people: People) -> None:
    response = people.nobody.get("/api/v1/study/batch")
    assert response.status_code == 401
    assert response.headers["WWW-Authenticate"] == "Bearer"
    assert set(json.loads(response.text)["error"]) == {"code", "message"}
    wrong_method = people.nobody.get("/api/v1/reviews")
    assert (wrong_method.status_code, wrong_method.headers["Allow"]) == (405, "OPTIONS, POST")


def test_a_student_is_told_that_a_page_is_not_for_students(
    spied: Tumen, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(ACCESS, "accounts.account", Standing.INSTRUCTOR)
    assert people.ada.get("/account").status_code == 403
    assert people.ben.get("/account").text == "let in"


def test_a_deactivated_account_is_nobody(people: People) -> None:
    with people.ada.database.writer() as session:
        session.get_one(User, people.ada.user_id).active = False
    assert people.ada.get("/account").status_code == 303
