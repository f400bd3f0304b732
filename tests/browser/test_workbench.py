"""An instructor's day with an article: brought, cut, worked into claims and questions, published."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.bank.test_bringing_articles import TEXT
from tests.bank.test_claims import present
from tests.bank.workshop import present as question
from webapp.db import Database

from .everyone import violations
from .visitor import Visitor

pytestmark = pytest.mark.browser
Visit = Callable[..., Visitor]

ARTICLE = "/bank/articles/winter-bridge"
PAGES = ("/bank/articles", "/bank/articles/new", ARTICLE, f"{ARTICLE}/edit", f"{ARTICLE}/version",
         f"{ARTICLE}/passages/p02", f"{ARTICLE}/revisions", f"{ARTICLE}/revisions/1",
         "/bank/claims/new", "/bank/claims/ferry-riders",
         "/bank/claims/ferry-bridge-view/edit",
         "/bank/claims/ferry-riders/revisions/1")  # fmt: skip

COMPARISON = "the new text beside the old one"  # a page that only a form leads to


def bring(page: Any) -> None:
    page.goto("/bank/articles")
    page.get_by_role("link", name="Bring an article").click()
    page.get_by_label("Title").fill("The Winter Bridge")
    page.get_by_label("Name").fill("winter-bridge")
    page.get_by_label("Date").fill("March 1951")
    page.get_by_label("Text").fill(TEXT)
    page.get_by_role("button", name="Keep and cut").click()
    expect(page.get_by_text("Kept as a draft")).to_be_visible()


@pytest.mark.parametrize("scripts", [True, False])
def test_an_article_is_brought_cut_claimed_from_asked_about_and_published(
    instructor: Callable[..., Visitor], database: Database, *, scripts: bool
) -> None:
    ben = instructor(java_script_enabled=scripts, width=1280 if scripts else 360)
    page = ben.page
    bring(page)
    page.get_by_role("link", name=re.compile(r"^p02\W+describe or cut")).click()
    page.get_by_label("Begin a new passage at these words").fill("It cost 300")
    page.get_by_role("button", name="Split here").click()
    expect(page.get_by_text("The passages are cut anew")).to_be_visible()

    page.get_by_role("link", name="Claim from the figure: 300 dollars").press("Enter")
    page.get_by_label("Name").fill("ice-cost")
    page.get_by_label("What is claimed").fill("The bridge of ice cost 300 USD.")
    page.get_by_label("Topic").select_option("ferry")
    if scripts:
        expect(page.locator("[data-preview]").get_by_text("300 USD", exact=True)).to_be_visible()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", name="The bridge of ice cost 300 USD.")).to_be_visible()
    assert present(database, "ice-cost")[1]["sources"] == ["winter-bridge#p04"]

    page.get_by_role("link", name="Figure", exact=True).click()
    expect(page.get_by_label("Question")).to_have_value("Which figure is left out here? The bridge of ice cost ….")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Kept as a draft.")).to_be_visible()

    page.goto(f"{ARTICLE}/passages/p04")
    page.get_by_label("In our own words").fill("For $300 it was done.")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("button", name="Publish").click()
    page.goto("/bank/questions/ice-cost-number")
    page.get_by_role("button", name="Publish").click()
    assert question(database, "ice-cost-number")[0] == "published"
    page.goto("/read/winter-bridge")
    expect(page.get_by_text("For $300 it was done.")).to_be_visible()
    assert ben.errors == []


def test_words_selected_in_the_article_become_the_source_by_mouse_and_keys(
    instructor: Callable[..., Visitor],
) -> None:
    ben = instructor()
    page = ben.page
    bring(page)
    page.goto("/bank/claims/new")
    page.get_by_label("What is claimed").fill("It cost something.")
    page.get_by_label("Article", exact=True).select_option("winter-bridge")
    passage = page.get_by_label("winter-bridge#p02")
    expect(passage).to_have_value(re.compile("300 dollars"))
    words, named = page.locator("[name=sources-0-words]"), page.locator("[name=sources-0-passage]")
    before = passage.input_value()
    passage.press("Control+Home")
    for _ in range(len("In January")):
        passage.press("Shift+ArrowRight")
    expect(words).to_have_value("In January")
    expect(named).to_have_value("winter-bridge#p02")
    passage.press("x")
    assert passage.input_value() == before
    page.get_by_role("button", name="Undo").click()
    expect(words).to_have_value("")
    expect(named).to_have_value("")
    passage.dblclick(position={"x": 12, "y": 14})
    expect(words).to_have_value("In")
    expect(page.locator("[data-preview] mark")).to_have_text("In")
    assert ben.errors == []


def test_the_pages_for_articles_and_claims_are_for_everyone(instructor: Callable[..., Visitor]) -> None:
    page = instructor(width=320).page
    bring(page)
    for address in (*PAGES, COMPARISON):
        page.goto(address if address != COMPARISON else f"{ARTICLE}/version")
        if address == COMPARISON:
            page.get_by_label("Text").fill(TEXT.replace("300", "400") + "\n\nA new end.\n")
            page.get_by_role("button", name="Compare").click()
            expect(page.locator("ins", has_text="400")).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, address
        assert violations(page) == [], address
