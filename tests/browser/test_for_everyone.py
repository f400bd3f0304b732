"""Axe finds nothing on any page in light and dark, and nothing is wider than a small phone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import expect

from .device import register
from .everyone import violations
from .visitor import SEVERAL, Visitor

pytestmark = pytest.mark.browser
Visit = Callable[..., Visitor]

CARDS = ("ferry-rope-card", "ferry-bridge-choice", "ferry-first-day-cloze", "ferry-bridge-who", "ferry-cost-number",
         "ferry-first-day-date", *SEVERAL)  # fmt: skip
PAGES = ("/", "/collections", "/collections/new?q=bridge", "/study?mode=cram", "/settings", "/study/catch-up",
         "/cards/suspended", "/progress", "/progress/knowledge", "/progress/slips",
         "/progress/calendar", "/schedule", "/schedule/simulator", "/schedule/weights",
         "/reports/mine", "/report/ferry-cost-number", "/account/delete", "/login",
         "/register", "/reset", "/no-such-page")  # fmt: skip
PAGES_OF_ACCOUNTS = ("/account", "/account/email", "/account/password", "/decks", "/search?q=ferry")
WRONG = {"ferry-cost-number": "10 million", "ferry-first-day-date": "2012"}
PARTLY: dict[str, dict[str, Any]] = {
    "ferry-trouble-position": {"chosen": ["ferry-motor-view"]},
    "ferry-trouble-matching": {"pairs": {"holm": "bridge", "veld": "weather"}},
    "ferry-years-ordering": {"order": ["motor", "rope", "cost"]},
    "ferry-first-year-timeline": {"year": "1880"},
}


def _walk(visitor: Visitor) -> Iterator[str]:
    """Every page and every state of the study page, one after the other."""
    visitor.page.goto("/")
    yield "/ as nobody"
    visitor.start()
    for page in PAGES:
        visitor.page.goto(page)
        yield page
    for key in CARDS:
        visitor.open(key)
        for hint in visitor.card.locator(".hint label").all():
            hint.click()
        yield f"{key}: question"
        for field in visitor.card.get_by_role("textbox").all():
            field.fill(WRONG.get(key, "1874"))
        if visitor.kind == "choice":
            visitor.choose("a")
        visitor.enter(PARTLY.get(key, {}))
        visitor.show_answer()
        visitor.answer.locator("summary").first.click()
        visitor.page.locator("[data-note-edit] summary").click()
        yield f"{key}: answer"
    visitor.card.press("!")
    yield "the report"
    visitor.page.keyboard.press("Escape")
    visitor.page.get_by_text("More", exact=True).click()
    yield "the menu"
    visitor.page.get_by_role("button", name="Suspend this card").click()
    visitor.page.keyboard.press("Escape")
    visitor.sent()
    visitor.page.goto("/cards/suspended")
    yield "/cards/suspended with a card"
    visitor.page.goto(f"/cards/{CARDS[0]}/help")
    yield "help with a card"
    visitor.page.goto("/study")
    visitor.ready()
    while visitor.card.is_visible():
        key = visitor.answer_card("Easy")
        expect(visitor.page.locator(f'article[data-card="{key}"]')).to_have_count(0)
        expect(visitor.page.locator('[data-view="loading"]')).to_be_hidden()
    expect(visitor.page.get_by_role("heading", name="Done for today")).to_be_visible()
    yield "finished"
    register(visitor, "eva@example.org")
    for page in PAGES_OF_ACCOUNTS:
        visitor.page.goto(page)
        yield page


def test_axe_finds_nothing_in_either_scheme_and_the_policy_refuses_nothing(visit: Visit) -> None:
    ada = visit()
    refused: list[str] = []
    ada.page.on("console", lambda line: refused.append(line.text) if "Content Security Policy" in line.text else None)
    found = {place: violations(ada.page) for place in _walk(ada)}
    assert {place: faults for place, faults in found.items() if faults} == {}
    assert refused == []
    assert ada.errors == []


SMALL_TEXT = """[...document.querySelectorAll('body *')]
    .filter((e) => e.checkVisibility() && [...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim()))
    .filter((e) => !e.closest('svg') && parseFloat(getComputedStyle(e).fontSize) < 15)
    .map((e) => e.outerHTML.slice(0, 120))"""


def test_nothing_is_wider_than_a_small_phone_and_no_text_below_15_pixels(visit: Visit) -> None:
    ada = visit(width=320, height=640, has_touch=True, is_mobile=True)
    wide, small = {}, {}
    for place in _walk(ada):
        wide[place] = ada.evaluate("document.documentElement.scrollWidth")
        small[place] = ada.evaluate(SMALL_TEXT)
    assert {place: width for place, width in wide.items() if width > 320} == {}
    assert {place: found for place, found in small.items() if found} == {}


GOES_ON = """[...document.querySelectorAll('main *')]
    .filter((e) => ['auto', 'scroll'].includes(getComputedStyle(e).overflowX) && e.scrollWidth > e.clientWidth + 1)
    .map((e) => [e.className, getComputedStyle(e).backgroundImage.includes('gradient')])"""
"""What can be pushed along sideways, and whether a shade says so."""


def test_a_shade_says_where_something_goes_on_at_the_side(visit: Visit) -> None:
    ada = visit(width=360, height=640)
    ada.start()
    ada.answer_card()
    ada.sent()
    found = {}
    for page in ("/progress", "/progress/knowledge"):
        ada.page.goto(page)
        ada.evaluate("document.querySelectorAll('main details').forEach((each) => { each.open = true; })")
        found.update(ada.evaluate(GOES_ON))
    assert found == {"heat-frame": True, "table-frame": True}


def test_the_question_the_result_and_the_next_card_are_heard(visit: Visit) -> None:
    ada = visit()
    ada.start("ferry-rope-card")
    said = ada.page.locator("[aria-live=polite]")
    expect(said).to_have_text("Next card. 4 left.")
    expect(ada.page.get_by_role("article", name="What holds the ferry at Millbrook on its way?")).to_be_focused()
    ada.page.keyboard.press("Space")
    expect(said).to_have_text("Answer. A rope that was hung over the river in 1874.")
    expect(ada.page.get_by_role("region", name="Answer")).to_be_focused()
    ada.page.keyboard.press("Space")
    expect(said).to_have_text("Next card. 3 left.")


def test_home_and_study_page_weigh_less_than_100_kilobytes_each(visit: Visit) -> None:
    ada = visit()
    sizes: list[int] = []
    ada.page.on("requestfinished", lambda request: sizes.append(max(0, request.sizes()["responseBodySize"])))
    ada.page.goto("/", wait_until="networkidle")
    home = sum(sizes)
    ada.start()
    assert 5_000 < home < 100_000
    assert 5_000 < sum(sizes) - home < 100_000
