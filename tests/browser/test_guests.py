"""What a guest has not sent goes along into the account that the guest's log goes to, and to nobody else's."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from webapp.db import Database
from webapp.models import ReviewLog, User

from .device import UNSENT, log_in, register, until
from .visitor import Visitor

pytestmark = pytest.mark.browser
Visit = Callable[..., Visitor]
EVA, OTHER = "eva@example.org", "other@example.org"
BRING, LEAVE = "Bring them along", "Leave and delete them"


@pytest.fixture
def guest(visit: Visit) -> Visitor:
    """A guest, at whose browser one answer is sent and two are not; both accounts exist."""
    for email in (EVA, OTHER):
        register(visit(), email)
    browser = visit()
    browser.start()
    browser.answer_card("Easy")
    browser.sent()
    browser.page.route("**/api/v1/reviews*", lambda route: route.abort())
    browser.answer_card("Hard")
    browser.answer_card("Easy")
    expect(browser.page.get_by_text("2 answers are not sent yet.")).to_be_visible()
    all_sent(browser, left=2)
    return browser


def come_along(visitor: Visitor, email: str, button: str) -> None:
    log_in(visitor, email)
    visitor.page.get_by_role("button", name=button).click()
    expect(visitor.page.get_by_role("link", name="Account", exact=True)).to_be_visible()
    visitor.page.unroute("**/api/v1/reviews*")
    visitor.page.goto("/articles")
    visitor.page.goto("/")


def answers(database: Database) -> list[tuple[str | None, int | None]]:
    """Whose answers were recorded, and how they were graded."""
    with database.reader() as session:
        rows = session.execute(
            select(User.email, ReviewLog.rating)
            .join(User, User.id == ReviewLog.user_id)
            .order_by(ReviewLog.answered_at, ReviewLog.id)
        )
        return [(email, rating) for email, rating in rows]


def all_sent(visitor: Visitor, left: int = 0) -> None:
    until(visitor, f"async () => (await ({UNSENT})()) === {left}")


def test_what_is_not_sent_goes_along_once(guest: Visitor, database: Database) -> None:
    come_along(guest, EVA, BRING)
    all_sent(guest)
    assert answers(database) == [(EVA, 4), (EVA, 2), (EVA, 4)]
    assert guest.errors == []


def test_what_was_recorded_though_its_reply_was_lost_is_not_doubled(guest: Visitor, database: Database) -> None:
    guest.page.unroute("**/api/v1/reviews*")
    guest.page.route("**/api/v1/reviews*", lambda route: (route.fetch(), route.abort()))
    with guest.page.expect_request("**/api/v1/reviews*"):
        guest.evaluate("dispatchEvent(new Event('online'))")
    come_along(guest, EVA, BRING)
    all_sent(guest)
    assert answers(database) == [(EVA, 4), (EVA, 2), (EVA, 4)]


def test_the_study_page_takes_them_over_as_any_page_does(guest: Visitor, database: Database) -> None:
    log_in(guest, EVA)
    guest.page.get_by_role("button", name=BRING).click()
    guest.page.unroute("**/api/v1/reviews*")
    guest.page.goto("/study")
    guest.ready()
    all_sent(guest)
    assert answers(database) == [(EVA, 4), (EVA, 2), (EVA, 4)]


def test_who_leaves_them_behind_does_not_get_them_and_nothing_stays(guest: Visitor, database: Database) -> None:
    come_along(guest, EVA, LEAVE)
    all_sent(guest)
    guest.page.wait_for_load_state("networkidle")
    assert answers(database) == []


def test_nobody_else_on_the_device_gets_them(guest: Visitor, database: Database) -> None:
    """Somebody else logs in at this browser first; the guest's answers wait, and go where the guest went."""
    guest.page.context.clear_cookies()
    log_in(guest, OTHER)
    guest.page.unroute("**/api/v1/reviews*")
    with guest.page.expect_response("**/api/v1/session"):
        guest.page.goto("/")
    guest.page.wait_for_load_state("networkidle")
    assert answers(database) == [(None, 4)]
    all_sent(guest, left=2)
