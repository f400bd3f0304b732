"""The pages of reading in a browser: axe in light and dark, small phones, the keyboard, and without JavaScript."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from playwright.sync_api import Locator, expect

from question_bank.actors import Actor
from question_bank.bank import load_bank
from tests.bank.changing import load_bank_into
from tests.study.banks import SMALL
from webapp.db import Database

from .device import UNSENT, log_in, register, until
from .everyone import violations
from .log import logged
from .test_for_everyone import SMALL_TEXT
from .visitor import SEVERAL, Visitor

pytestmark = pytest.mark.browser
Visit = Callable[..., Visitor]

ARTICLE = "/read/sorrel-ferry"
PAGES = ("/read", ARTICLE, f"{ARTICLE}/passage/p05", f"{ARTICLE}/ask", "/timeline", "/timeline?topic=ferry",
         "/positions", "/search", "/search?q=ferry", "/search?q=xylophone")  # fmt: skip
OPEN_ALL = "document.querySelectorAll('main details').forEach((each) => { each.open = true; })"


@pytest.mark.parametrize("known", [True, False])
def test_axe_finds_nothing_in_either_scheme_and_the_policy_refuses_nothing(visit: Visit, known: bool) -> None:
    ada = visit()
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
        found[path] = violations(ada.page)
    assert {path: faults for path, faults in found.items() if faults} == {}
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


CUT = """[...document.querySelectorAll(".filters select")].filter((each) => {
    const style = getComputedStyle(each), brush = document.createElement("canvas").getContext("2d");
    brush.font = style.font;
    const room = each.clientWidth - parseFloat(style.paddingInlineStart) - parseFloat(style.paddingInlineEnd);
    return brush.measureText(each.selectedOptions[0].text).width > room;
}).map((each) => each.id)"""
"""The filters that show less than all of what is chosen in them."""


@pytest.mark.parametrize("width", [360, 1440])
def test_what_nothing_is_narrowed_by_is_read_whole_in_the_filters(visit: Visit, width: int) -> None:
    ada = visit(width=width, height=700)
    for path in ("/timeline", "/positions"):
        ada.page.goto(path)
        assert ada.evaluate(CUT) == [], path


def test_the_head_keeps_its_place_on_all_ways_to_read(visit: Visit) -> None:
    ada = visit(width=1440)
    ada.start()
    ways = {}
    for path in ("/read", "/timeline", "/positions", "/search"):
        ada.page.goto(path)
        ways[path] = [ada.page.locator(each).bounding_box() for each in (".wordmark", ".nav-own", ".tabs")]
    assert {str(places) for places in ways.values()} == {str(ways["/read"])}


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


@pytest.mark.parametrize(("others", "narrowest"), [(26, 1024), (32, 1280)])  # three actors have positions already
def test_the_matrix_is_there_where_all_of_its_actors_have_room(
    visit: Visit, database: Database, others: int, narrowest: int
) -> None:
    bank = load_bank(SMALL / "articles", SMALL / "data")
    actors = {f"pilot-{n}": Actor(id=f"pilot-{n}", name=f"Pilot {n}", line="A pilot.") for n in range(others)}
    view = bank.claims["ferry-motor-view"]
    views = {f"view-of-{key}": replace(view, id=f"view-of-{key}", actors=(key,)) for key in actors}
    with database.writer() as session:
        load_bank_into(session, replace(bank, actors={**bank.actors, **actors}, claims={**bank.claims, **views}))
    ada = visit(width=narrowest - 1, height=800)
    ada.page.goto("/positions")
    expect(ada.page.get_by_role("heading", name="Pilot 1", exact=True)).to_be_visible()
    expect(ada.page.locator(".matrix")).to_be_hidden()
    ada.page.set_viewport_size({"width": narrowest, "height": 800})
    expect(ada.page.locator(".matrix")).to_be_visible()
    assert ada.page.locator(".matrix-actor").count() == others + 3
    assert ada.page.locator(".matrix-frame").evaluate("frame => frame.scrollWidth <= frame.clientWidth")


def _ask(ada: Visitor, key: str) -> Locator:
    """Open a question in the article and have it asked there; its place."""
    ada.ready()
    place = ada.page.locator(f"#ask-{key}")
    place.locator("summary").click()
    place.get_by_role("link", name="Answer here").click()
    expect(place.locator("form[data-asking]")).to_be_visible()
    return place


def test_a_question_is_answered_where_it_stands(visit: Visit, database: Database) -> None:
    ada = visit(width=360, height=740, has_touch=True, is_mobile=True)
    ada.page.goto(ARTICLE)
    place = ada.page.locator("#ask-ferry-trouble-matching")
    place.locator("summary").click()
    place.get_by_role("button", name="Begin, to answer here").click()
    expect(ada.page).to_have_url(re.compile("#ask-ferry-trouble-matching$"))
    place = _ask(ada, "ferry-trouble-matching")
    place.locator("[data-row] label").first.tap()
    expect(place.locator("[data-tray]")).to_have_css("position", "fixed")
    ada.page.get_by_role("heading", level=1).tap()  # whoever reads on takes no answers along
    expect(place.locator("[data-tray]")).to_have_css("position", "static")
    for item, option in SEVERAL["ferry-trouble-matching"]["pairs"].items():
        place.locator(f'.chip[value="{option}"]').tap()
        place.locator(f'[data-row="{item}"] label').tap()
    assert violations(ada.page) == []
    place.get_by_role("button", name="Check").click()
    expect(place.locator(".verdict")).to_contain_text("Right", use_inner_text=True)
    expect(place.locator('[data-part="answer"]')).to_be_focused()
    assert violations(ada.page) == []
    assert ada.evaluate("document.documentElement.scrollWidth") <= 360
    assert ada.evaluate(SMALL_TEXT) == []
    expect(place.locator(".margin")).to_have_text("new")
    place.get_by_role("button", name="Good").click()
    expect(place.get_by_role("status")).to_have_text("Your answer is kept.")
    expect(place.locator(".margin")).to_have_text("learning")
    expect(ada.page.locator("[data-known]")).to_contain_text("1 learning")
    assert [(row.question_key, row.outcome) for row in logged(database)] == [("ferry-trouble-matching", "right")]
    expect(ada.page).to_have_url(re.compile("#ask-ferry-trouble-matching$"))
    assert ada.errors == []


def test_who_is_signed_out_while_answering_is_told_and_sends_it_after_signing_in(
    visit: Visit, database: Database
) -> None:
    ada = visit()
    register(ada, "ada@example.org")
    ada.page.goto(ARTICLE)
    choice, cost = _ask(ada, "ferry-bridge-choice"), _ask(ada, "ferry-cost-number")
    ada.page.context.clear_cookies()  # as when the session is ended in another browser
    cost.get_by_role("textbox").fill("11 million")
    cost.get_by_role("button", name="Check").click()
    expect(cost.get_by_role("alert")).to_contain_text("You are signed out in this browser. This was not checked")
    choice.locator('[data-option="b"] label').click()
    choice.get_by_role("button", name="Check").click()
    choice.get_by_role("button", name="Good").click()
    signed_out = "You are signed out: sign in again on this device, and all is sent."
    expect(choice.get_by_role("status")).to_have_text(signed_out)
    expect(ada.page.locator("[data-unsent-line]")).to_have_text(f"1 answer is not sent yet. {signed_out}")
    log_in(ada, "ada@example.org")
    until(ada, f"async () => (await ({UNSENT})()) === 0")
    assert [row.question_key for row in logged(database)] == ["ferry-bridge-choice"]
    assert ada.errors == []


def test_a_question_is_answered_by_plain_forms_and_one_is_back_at_its_place(visit: Visit, database: Database) -> None:
    ada = visit(java_script_enabled=False, width=360)
    ada.page.goto(ARTICLE)
    place = ada.page.locator("#ask-ferry-bridge-choice")
    place.locator("summary").click()
    place.get_by_role("button", name="Begin, to answer here").click()
    place.locator("summary").click()
    place.get_by_role("link", name="Answer here").click()
    ada.choose("b")
    ada.page.get_by_role("button", name="Check").click()
    expect(ada.card.locator(".verdict")).to_contain_text("Right", use_inner_text=True)
    ada.grade("Good")
    expect(ada.page).to_have_url(re.compile("#ask-ferry-bridge-choice$"))
    expect(place).to_be_in_viewport()
    expect(place.locator(".margin")).to_have_text("learning")
    assert [row.question_key for row in logged(database)] == ["ferry-bridge-choice"]


def test_on_paper_stands_the_text_with_its_questions_in_black_whatever_the_scheme(visit: Visit) -> None:
    ada = visit(color_scheme="dark")
    ada.start()
    ada.page.goto(ARTICLE)
    ada.page.emulate_media(media="print", color_scheme="dark")
    expect(ada.page.get_by_text("What holds the ferry at Millbrook on its way?").first).to_be_visible()
    for gone in (".masthead .nav", "nav.tabs", ".claims", ".place-link", ".footer"):
        expect(ada.page.locator(gone).locator("visible=true")).to_have_count(0)
    style = "getComputedStyle(document.documentElement)"
    assert ada.evaluate("getComputedStyle(document.body).color") == "rgb(0, 0, 0)"
    faint = [ada.evaluate(f"{style}.getPropertyValue('--{name}-faint')") for name in ("right", "wrong", "river")]
    assert faint == ["#fff"] * 3
    ada.page.goto("/settings")
    expect(ada.page.get_by_role("button", name="Save settings")).to_be_hidden()
