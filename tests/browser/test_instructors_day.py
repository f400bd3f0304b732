"""A day of two instructors and a student: brought, asked, reviewed, published, studied, reported, mended, met again."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.bank.workshop import present
from webapp.db import Database

from .test_workbench import bring
from .visitor import Visitor

pytestmark = pytest.mark.browser

KEY = "ice-cost-number"
ADDRESS = f"/bank/questions/{KEY}"


@pytest.fixture
def settings() -> dict[str, object]:
    """A site where a second person publishes."""
    return {"OWN_PUBLISHING": False}


def ask(page: Any) -> None:
    """An article, a claim from a figure that is marked in it, and all that is proposed to be asked, as drafts."""
    bring(page)
    page.get_by_role("link", name="Claim from the figure: 300 dollars").click()
    page.get_by_label("Name").fill("ice-cost")
    page.get_by_label("What is claimed").fill("The bridge of ice cost 300 USD")
    page.get_by_label("Topic").select_option("ferry")
    page.get_by_role("button", name=re.compile("^Fix.*full stop")).click()
    expect(page.get_by_label("What is claimed")).to_have_value("The bridge of ice cost 300 USD.")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("button", name="Keep all as drafts").click()
    expect(page.get_by_text("drafts were kept.")).to_be_visible()
    page.goto("/bank/articles/winter-bridge/passages/p02")
    page.get_by_label("In our own words").fill("The bridge of 1901 cost 300 dollars.")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("button", name="Publish").click()
    expect(page.get_by_role("button", name="Take back to draft")).to_be_visible()
    page.goto(ADDRESS)
    page.get_by_role("button", name="Give to review").click()
    expect(page.get_by_text("somebody else publishes it")).to_be_visible()


def test_from_an_article_to_a_mended_question_that_a_student_meets_again(
    instructor: Callable[..., Visitor], visit: Callable[..., Visitor], database: Database
) -> None:
    ben, cleo, ada = instructor(), instructor(email="cleo@example.org"), visit(width=360)
    ask(ben.page)
    cleo.page.goto("/bank/review")
    cleo.page.get_by_role("link", name=re.compile("Which figure is left out")).click()
    cleo.page.get_by_role("button", name="Publish").click()
    expect(cleo.page.get_by_role("button", name="Take back to draft")).to_be_visible()

    ada.start(KEY)
    ada.card.get_by_role("textbox").fill("300 dollars")
    ada.answer_card("Easy")  # learned: it comes back in days
    ada.sent()
    ada.page.goto(f"/report/{KEY}")
    ada.page.get_by_role("radio").last.check()
    ada.page.get_by_label("In your words").fill("Which bridge is meant?")
    ada.page.get_by_role("button", name="Send to an instructor").click()
    expect(ada.page.get_by_text("An instructor will see it")).to_be_visible()

    ben.page.goto("/reports")
    expect(ben.page.get_by_text("Which bridge is meant?")).to_be_visible()
    ben.page.get_by_role("link", name=KEY).click()
    ben.page.get_by_role("link", name="Edit", exact=True).click()
    ben.page.get_by_label("Question", exact=True).fill("What did the bridge of ice of 1901 cost?")
    ben.page.get_by_label("This changes the answer").check()
    ben.page.get_by_role("button", name="Save").click()
    expect(ben.page.get_by_text("when a second person has published it")).to_be_visible()

    cleo.page.goto("/bank/review")
    cleo.page.get_by_role("link", name="What did the bridge of ice of 1901 cost?").click()
    expect(cleo.page.locator("ins", has_text="1901")).to_be_visible()
    cleo.page.get_by_role("button", name="Publish the change").click()
    expect(cleo.page.get_by_text("1 student who learned it is asked again")).to_be_visible()
    ben.page.goto("/reports")
    ben.page.get_by_label("Your answer").fill("The one of 1901; it says so now.")
    ben.page.get_by_role("button", name=re.compile("^Answer")).click()
    expect(ben.page.get_by_text("No report waits")).to_be_visible()

    ada.page.goto("/reports/mine")
    expect(ada.page.get_by_text("it says so now")).to_be_visible()
    ada.open(KEY)
    expect(ada.page.get_by_text("Its answer has changed since you learned it.")).to_be_visible()
    expect(ada.card.get_by_text("What did the bridge of ice of 1901 cost?")).to_be_visible()
    assert present(database, KEY)[:1] == ("published",)
    assert (ben.errors, cleo.errors, ada.errors) == ([], [], [])


def test_many_questions_are_changed_at_once_and_back_again(
    instructor: Callable[..., Visitor], database: Database
) -> None:
    ben = instructor()
    page, key = ben.page, "ferry-rope-card"
    before = present(database, key)
    page.goto("/bank?kind=card")
    number = page.get_by_role("checkbox", name=re.compile("^Choose:")).count()
    page.get_by_text("Do something to the chosen ones").click()
    page.get_by_role("checkbox", name=re.compile("on all pages")).check()
    page.get_by_label("Tag", exact=True).last.fill("exam")
    page.get_by_role("button", name="Add the tag").click()
    page.get_by_role("button", name=f"Change {number} questions").click()
    expect(page.get_by_text(f"{number} questions were changed.")).to_be_visible()
    assert present(database, key)[2]["tags"] == ["exam"]
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text(f"Undone for {number} questions.")).to_be_visible()
    assert (present(database, key)[0], present(database, key)[2]) == (before[0], before[2])
    ben.open("ferry-bridge-who")
    ben.page.get_by_text("More", exact=True).click()
    expect(ben.page.get_by_role("link", name="Edit the question")).to_be_visible()
    ben.card.press("e")
    expect(page).to_have_url(re.compile("/bank/questions/ferry-bridge-who/edit$"))
    assert ben.errors == []
