"""A real server on a free port, and browsers to visit it with; skipped with a reason where there is no Chromium."""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from werkzeug.serving import WSGIRequestHandler, make_server

from tests.conftest import MONDAY
from tests.people import PersonClient, log_in, make_user
from tests.study.banks import load_small_bank
from webapp.db import Database
from webapp.web import clock
from webapp.web.edge import Tumen

from .visitor import Visitor

ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
             "--disable-sync"]  # fmt: skip
NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
"""The shell draws pages and nothing of a browser's own around them: a third less work."""
OPEN_TIMEOUT = 30_000  # milliseconds; the machine of the gate is shared
SEEN_TIMEOUT = 15_000  # and until what is expected is seen


class _Quiet(WSGIRequestHandler):
    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """The requests of a test are no news."""


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """A Chromium that all browser tests share."""
    api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed: browser tests are skipped")
    path = os.environ.get("TUMEN_CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    if path is None:
        pytest.skip("no Chromium on this machine (TUMEN_CHROMIUM may name one): browser tests are skipped")
    api.expect.set_options(timeout=SEEN_TIMEOUT)
    with api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def bank(database: Database) -> None:
    """The bank that the server has: the small one."""
    with database.writer() as session:
        load_small_bank(session, now=MONDAY)


@pytest.fixture
def settings() -> dict[str, object]:
    """What the server is set to besides; a module may say otherwise."""
    return {}


@pytest.fixture
def address(chromium: Any, make_app: Callable[..., Tumen], bank: None, settings: dict[str, object]) -> Iterator[str]:
    """The address of a server that runs the application."""
    app = make_app(CLOCK=clock.system_clock, **settings)
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=_Quiet)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def visit(chromium: Any, address: str) -> Iterator[Callable[..., Visitor]]:
    """Open a browser of one's own at the server: ``visit(width=360, has_touch=True, color_scheme="dark")``.

    It has no service worker, which would answer in the place of the network that tests route, unless it is asked for:
    ``visit(service_workers="allow")``.
    """
    contexts = []

    def open_browser(*, width: int = 1280, height: int = 800, **options: Any) -> Visitor:
        options = {"service_workers": "block", **options}
        context = chromium.new_context(viewport={"width": width, "height": height}, base_url=address, **options)
        context.set_default_timeout(OPEN_TIMEOUT)
        contexts.append(context)
        return Visitor(context.new_page())

    yield open_browser
    for context in contexts:
        context.close()


@pytest.fixture
def instructor(
    visit: Callable[..., Visitor], make_app: Callable[..., Tumen], database: Database
) -> Callable[..., Visitor]:
    """Opens a browser in which an instructor is logged in: ben, or whom ``email`` names."""
    now = datetime.now(UTC)
    app = make_app()
    known: dict[str, int] = {}

    def open_browser(*, email: str = "ben@example.org", **options: Any) -> Visitor:
        if email not in known:
            known[email] = make_user(database, email=email, role="instructor", now=now)
        client = log_in(PersonClient(app, app.response_class), known[email], now=now)
        cookie = client.get_cookie(client.cookie_name)
        assert cookie is not None
        ben = visit(**options)
        ben.page.goto("/")
        ben.page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": ben.page.url}])
        return ben

    return open_browser
