"""The pages of reading in a browser: axe in light and dark, small phones, the keyboard, and without JavaScript."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from .test_for_everyone import SMALL_TEXT, _violations
from .visitor import Visitor

pytestmark = pytest.mark.browser
Visit = Callable[..., Visitor]

ARTICLE = "/read/sorrel-ferry"
PAGES = ("/read", ARTICLE, "/timeline", "/timeline?topic=ferry", "/positions", "/search", "/search?q=ferry",
         "/search?q=xylophone")  # fmt: skip
OPEN_ALL = "document.querySelectorAll('main details').forEach((each) => { each.open = true; })"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("known", [True, False])
def test_axe_finds_nothing_and_the_policy_refuses_nothing(visit: Visit, scheme: str, known: bool) -> None:
    ada = visit(color_scheme=scheme)
    refused: list[str] = []
    ada.page.on("console", lambda line: refused.append(line.text) if "Content Security Policy" in line.text else None)
    if known:
        ada.start("ferry-bridge-choice")
        ada.choose("a")
        ada.answer_card()
        ada.sent()
    found = {}
    for path in PAGES:
        ada.page.goto(path)
        ada.evaluate(OPEN_ALL)
        found[path] = _violations(ada)
    assert {path: violations for path, violations in found.items() if violations} == {}
    assert refused == []
    assert ada.errors == []


@pytest.mark.parametrize("width", [320, 1440, 1920])
def test_nothing_is_wider_than_the_window_and_no_text_below_15_pixels(visit: Visit, width: int) -> None:
    ada = visit(width=width, height=700)
    ada.start()
    for path in PAGES:
        ada.page.goto(path)
        ada.evaluate(OPEN_ALL)
        assert ada.evaluate("document.documentElement.scrollWidth") <= width, path
        assert ada.evaluate(SMALL_TEXT) == [], path


def test_all_of_it_works_without_javascript_and_by_keyboard(visit: Visit) -> None:
    ada = visit(java_script_enabled=False)
    ada.page.goto("/")
    ada.page.get_by_role("button", name="Study now").click()
    ada.page.goto(ARTICLE)
    question = ada.page.locator("details.ask", has_text="What holds the ferry at Millbrook on its way?")
    question.locator("summary").focus()
    ada.page.keyboard.press("Enter")
    question.get_by_role("link", name="Study this now").focus()
    ada.page.keyboard.press("Enter")
    expect(ada.card).to_have_attribute("data-card", "ferry-rope-card")
    ada.page.goto("/timeline")
    ada.page.get_by_label("Topic").select_option("ferry")
    ada.page.get_by_role("button", name="Show").click()
    expect(ada.page).to_have_url(re.compile("topic=ferry"))
    ada.page.goto("/search")
    ada.page.get_by_role("searchbox").fill("bridge")
    ada.page.keyboard.press("Enter")
    expect(ada.page.locator("mark").first).to_have_text("bridge")


def test_a_cell_of_the_matrix_opens_what_is_held(visit: Visit) -> None:
    ada = visit(width=1440)
    ada.page.goto("/positions")
    ada.page.get_by_role("link", name="Greta Holm: 1 position").click()
    held = ada.page.locator("#crossing-trouble--holm")
    expect(held).to_be_in_viewport()
    held.get_by_text("The claim and its source").click()
    expect(held.get_by_text("Greta Holm expects that the bridge will empty the boat.")).to_be_visible()
    held.get_by_role("link").click()
    expect(ada.page.locator("#p05")).to_be_in_viewport()


def test_on_a_phone_the_matrix_is_a_list_by_issue(visit: Visit) -> None:
    ada = visit(width=360, height=700)
    ada.page.goto("/positions")
    expect(ada.page.locator(".matrix")).to_be_hidden()
    expect(ada.page.get_by_role("heading", name="What troubles the ferry at Millbrook?")).to_be_visible()
    expect(ada.page.get_by_role("heading", name="Greta Holm")).to_be_visible()
