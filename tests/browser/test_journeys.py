"""Ways through several pages, at a phone by the thumb and at a desk by nothing but the keyboard: a plan for an exam
with all that tells how it goes, a deck of one's own that goes and comes back, and a class from its code to its work."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import func, select, update

from tests.decks.own import birds
from tests.study.memories import Stored, put_cards
from webapp.db import Database
from webapp.models import Question, User, UserSettings
from webapp.models.base import to_milliseconds

from .device import register
from .hand import DESK, PHONE, Hand, Keys, Thumb
from .visitor import Visitor

pytestmark = pytest.mark.browser
Visit = Callable[..., Visitor]
ADA = "ada@example.org"
EITHER_WAY = pytest.mark.parametrize(("screen", "hand"), [(PHONE, Thumb()), (DESK, Keys())], ids=["thumb", "keys"])
REVIEW = 2
DAY = timedelta(days=1)
SOON = re.compile(r"Finals: in 1[123] days\.\s+On course:")  # a study day begins in the night


def _follow(page: Page, hand: Hand, link: str) -> None:
    hand.press(page.get_by_role("link", name=link, exact=True))


def _send(page: Page, hand: Hand, button: str) -> None:
    hand.press(page.get_by_role("button", name=button, exact=True))


def _fits(page: Page) -> None:
    """Nothing of it is wider than the screen."""
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), page.url


def _away_for_long(database: Database, now: datetime) -> None:
    """The one who is known comes back to more cards than the two that a day takes; siblings would keep apart."""
    with database.writer() as session:
        user = session.scalars(select(User.id)).one()
        session.execute(update(UserSettings).values(reviews_per_day=2))
        questions = session.scalars(select(func.min(Question.id)).group_by(Question.primary_claim_id)).all()
        put_cards(session, user, [
            Stored(question_id=each, state=REVIEW, due_at=now - 9 * DAY, answered_on=(now - 12 * DAY).date())
            for each in questions
        ])  # fmt: skip


def _numbers(page: Page, hand: Hand, chart: str) -> list[dict[str, str]]:
    """The file of a chart, which has as many rows as the table beside its picture."""
    part = page.get_by_role("region", name=chart)
    expect(part.get_by_role("img").first).to_be_visible()
    hand.press(part.get_by_text("The numbers", exact=True))
    expect(part.get_by_role("table")).to_be_visible()
    _fits(page)
    with page.expect_download() as loading:
        hand.press(part.get_by_role("link", name="These numbers as a file"))
    with Path(loading.value.path()).open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    expect(part.locator("tbody tr")).to_have_count(len(rows))
    return rows


@EITHER_WAY
def test_an_exam_is_planned_and_followed(visit: Visit, database: Database, screen: dict[str, Any], hand: Hand) -> None:
    now = datetime.now(UTC)
    eva = visit(**screen)
    page = eva.page
    eva.start()
    _away_for_long(database, now)
    _follow(page, hand, "Tumen")
    _follow(page, hand, "Spread it over a few days")
    _send(page, hand, "Catch up")
    _follow(page, hand, "Tumen")
    _follow(page, hand, "How far you are, and how to leave")
    _send(page, hand, "Leave catching up")

    _follow(page, hand, "Schedule")
    hand.write(page.get_by_label("What it is"), "Finals")
    expect(page.get_by_role("option", name="Core", exact=True)).to_have_count(1)  # said in words, not by its key
    hand.choose(page.get_by_label("On what"), "The whole bank")
    hand.set_day(page.get_by_label("The day", exact=True), (now + 12 * DAY).date())
    _send(page, hand, "Plan it")
    expect(page.get_by_role("heading", name="Finals")).to_be_visible()
    _fits(page)
    _follow(page, hand, "Today")
    expect(page.get_by_text(SOON)).to_be_visible()
    _fits(page)

    _follow(page, hand, "Progress")
    _follow(page, hand, "What it takes from here on, and exams to be ready for")
    hand.write(page.get_by_label("Days ahead"), "30")
    _send(page, hand, "Work it out")
    expect(page.get_by_label("Days ahead")).to_have_value("30")
    _follow(page, hand, "Progress")
    assert _numbers(page, hand, "What is coming")

    _follow(page, hand, "What is coming, in your own calendar")
    _send(page, hand, "Make an address")
    address = page.get_by_role("status").locator("code").inner_text()
    _fits(page)
    assert "BEGIN:VEVENT" in visit().page.request.get(urlsplit(address).path).text()
    assert eva.errors == []


@EITHER_WAY
def test_a_deck_of_ones_own_goes_and_comes_back(
    visit: Visit, tmp_path: Path, screen: dict[str, Any], hand: Hand
) -> None:
    package = tmp_path / "My_birds.apkg"
    package.write_bytes(birds(to_milliseconds(datetime.now(UTC))))
    ada = visit(**screen)
    page = ada.page
    register(ada, ADA)
    _follow(page, hand, "Account")
    _follow(page, hand, "Take your cards to Anki")
    page.get_by_label("Anki package").set_input_files(package)
    _send(page, hand, "Look at the deck")
    expect(page.get_by_role("checkbox", name="Bring the other notes as a deck of my own")).to_be_checked()
    hand.write(page.get_by_label("Name of the deck"), "Water birds")
    _fits(page)
    _send(page, hand, "Bring it here")
    expect(page.get_by_role("link", name="Water birds", exact=True)).to_be_visible()
    _fits(page)

    def found() -> Any:
        page.goto("/search?q=heron&kind=question")
        return page.locator(".found > li")

    expect(found()).to_have_count(1)
    _follow(page, hand, "Study this now")
    ada.ready()
    expect(ada.card).to_contain_text("What is a heron?")
    hand.press(page.locator("[data-show]"))
    expect(ada.answer).to_contain_text("A wading bird.")
    hand.press(ada.grades.get_by_role("button", name="Good"))
    ada.sent()

    page.goto("/decks")
    hand.press(page.get_by_role("link", name="Remove Water birds"))
    expect(page.get_by_text("answers to them stay in your log")).to_be_visible()
    _send(page, hand, "Remove the deck")
    expect(page.get_by_text("removed: 2 cards")).to_be_visible()
    expect(found()).to_have_count(0)
    page.goto("/decks")
    _send(page, hand, "Bring it back")
    expect(page.get_by_role("link", name="Water birds", exact=True)).to_be_visible()
    expect(found()).to_have_count(1)
    assert ada.errors == []


def test_a_class_from_its_code_to_its_work(instructor: Callable[..., Visitor], visit: Visit) -> None:
    desk, phone = Keys(), Thumb()
    ben, ada = instructor(**DESK), visit(**PHONE)
    ben.page.goto("/")
    _follow(ben.page, desk, "Classes")
    desk.write(ben.page.get_by_label("Title"), "History, year 3")
    _send(ben.page, desk, "Make it")
    _send(ben.page, desk, "Make a code")
    _send(ben.page, desk, "Give it to the class")
    code = ben.page.locator(".class-code code").inner_text()
    _follow(ben.page, desk, "Work")
    desk.set_day(ben.page.get_by_label("To be known by"), (datetime.now(UTC) + 12 * DAY).date())
    _send(ben.page, desk, "Set it")
    expect(ben.page.get_by_text("Nobody is in this class yet.")).to_be_visible()  # the page has come that has the work
    work = ben.page.get_by_role("heading", level=2).first.inner_text()

    register(ada, ADA)
    _follow(ada.page, phone, "Account")
    _follow(ada.page, phone, "Join a class by its code")
    phone.write(ada.page.get_by_label("Code"), code.lower())
    _send(ada.page, phone, "Go on")
    expect(ada.page.get_by_text("ben@example.org")).to_be_visible()
    _fits(ada.page)
    _send(ada.page, phone, "Join the class")
    _follow(ada.page, phone, "Today")
    given = ada.page.get_by_role("region", name="Of your classes")
    expect(given).to_contain_text("History, year 3")
    expect(given).to_contain_text(work)
    _fits(ada.page)
    phone.press(given.get_by_role("button", name="Plan for it"))
    expect(ada.page.get_by_role("region", name="History, year 3")).to_contain_text(work)
    _fits(ada.page)

    _follow(ben.page, desk, "Students")
    _follow(ben.page, desk, ADA)
    expect(ben.page.get_by_role("heading", name=ADA)).to_be_visible()
    assert ada.errors == ben.errors == []
