"""Every page that no other test shows to axe, as somebody sees it who has done what it is about."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Route

from tests.conftest import SettableClock
from tests.people import PersonClient
from tests.study.banks import load_small_bank
from tests.web.everywhere import PLACES, Everywhere
from webapp.db import Database
from webapp.web.edge import Tumen

from . import test_bank, test_for_everyone, test_workbench
from .everyone import violations

pytestmark = pytest.mark.browser

OTHERWISE = ("quizzes.", "reading.", "study.leech", "study.page", "study.shell")
"""What has tests of its own that show each of its states to axe."""


def _shown_elsewhere(app: Tumen) -> set[str]:
    """The endpoints of the pages in the other tests' lists."""
    pages = (*test_for_everyone.PAGES, *test_for_everyone.PAGES_OF_ACCOUNTS, *test_bank.PAGES, *test_workbench.PAGES)
    find = app.url_map.bind("localhost").match
    listed = {find(urlsplit(page).path)[0] for page in pages if page != "/no-such-page"}
    return listed | {endpoint for endpoint in PLACES if endpoint.startswith(OTHERWISE)}


def _through(client: PersonClient) -> Callable[[Route], None]:
    """Answers a browser's requests by the application itself: what it has is the client's to see."""

    def answer(route: Route) -> None:
        address = urlsplit(route.request.url)
        found = client.get(f"{address.path}?{address.query}")
        headers = {name: value for name, value in found.headers.items() if name != "Set-Cookie"}
        route.fulfill(status=found.status_code, headers=headers, body=found.data)

    return answer


def test_axe_finds_nothing_on_the_pages_that_are_left(
    chromium: Any, make_app: Callable[..., Tumen], database: Database, clock: SettableClock, instance: Path
) -> None:
    with database.writer() as session:
        load_small_bank(session, now=clock())
    app = make_app(OWN_PUBLISHING=False)
    everywhere = Everywhere(app, clock=clock, instance=instance)
    seen, found = _shown_elsewhere(app), {}
    find = app.url_map.bind("localhost").match
    page = chromium.new_page(base_url="http://localhost", service_workers="block")
    for address, client in {address: client for client, address in everywhere.visits()}.items():
        if find(urlsplit(address).path)[0] in seen:
            continue
        page.route("**/*", _through(client))
        assert page.goto(address).status == 200, address
        found[address] = violations(page)
        page.unroute_all()
    page.close()
    assert len(found) >= 10
    assert {place: faults for place, faults in found.items() if faults} == {}
