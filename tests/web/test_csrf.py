from __future__ import annotations

import re
from datetime import timedelta

import pytest

from tests.conftest import SettableClock
from tests.people import People
from tests.web.probe import everything_in
from tests.web.test_access import STANDING, address, methods
from webapp.db import Database
from webapp.web.edge import Tumen

CHANGING = {"POST", "PUT", "PATCH", "DELETE"}


@pytest.mark.parametrize("name", STANDING)
def test_no_state_changes_without_a_token(app: Tumen, people: People, database: Database, name: str) -> None:
    client = getattr(people, name)
    before = everything_in(database)
    for rule in app.url_map.iter_rules():
        for method in CHANGING & set(methods(rule)):
            response = client.open(address(app, rule), method=method, csrf=False)
            assert response.status_code in {303, 400, 401, 403}, rule
            assert response.status_code != 303 or response.location in {"/", "/login"}
    assert everything_in(database) == before


def test_the_message_says_what_to_do(people: People) -> None:
    response = people.ada.post("/account/sessions/end", csrf=False)
    assert response.status_code == 400
    assert response.text.count("Load the page again") == response.text.count("Nothing was changed") == 1


def test_a_token_of_somebody_else_is_refused(people: People) -> None:
    headers = {"X-CSRFToken": people.ben.csrf_token()}
    assert people.ada.post("/account/sessions/end", csrf=False, headers=headers).status_code == 400


def test_a_page_that_lay_open_for_weeks_still_works(people: People, clock: SettableClock) -> None:
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', people.ada.get("/account").text)
    assert found
    clock.move(timedelta(days=29))
    sent = {"csrf_token": found[1]}
    assert people.ada.post("/account/sessions/end", csrf=False, data=sent).status_code == 303


def test_programs_need_no_token_but_a_cookie_does_not_help_them_in(people: People) -> None:
    response = people.ada.post("/account/sessions/end", csrf=False, headers={"Authorization": "Bearer none"})
    assert response.status_code == 401
