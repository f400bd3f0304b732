"""Pairs, orders and years made by hand: pulled, tapped, by keys alone; the plain form's fields hold them always."""

from __future__ import annotations

import random
import re
from collections.abc import Callable

import pytest
from playwright.sync_api import CDPSession, Locator, expect
from werkzeug.datastructures import MultiDict

from tests.cards.cards import small_bank
from webapp.cards import read_response
from webapp.db import Database

from .everyone import violations
from .log import logged
from .visitor import SEVERAL, Visitor

pytestmark = pytest.mark.browser
Visit = Callable[..., Visitor]

MATCHING, ORDERING, TIMELINE = "ferry-trouble-matching", "ferry-years-ordering", "ferry-first-year-timeline"
PAIRS: dict[str, str] = SEVERAL[MATCHING]["pairs"]
PHONE = {"width": 360, "height": 740, "has_touch": True, "is_mobile": True}
ENTERED = """() => [...new FormData(document.querySelector('article.card').closest('form')).entries()]
    .filter(([name]) => /^(pair|place)-|^year$/.test(name))"""


def _row(ada: Visitor, item: str) -> Locator:
    return ada.card.locator(f'[data-row="{item}"]')


def _chip(ada: Visitor, option: str) -> Locator:
    return ada.card.locator(f'.chip[value="{option}"]')


def _pairs(ada: Visitor) -> dict[str, str]:
    return {name.removeprefix("pair-"): value for name, value in ada.evaluate(ENTERED) if value}


def _center(place: Locator) -> tuple[float, float]:
    box = place.bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def _pull(ada: Visitor, what: Locator, to: Locator) -> None:
    """By the mouse, held in the middle of it."""
    ada.page.mouse.move(*_center(what))
    ada.page.mouse.down()
    ada.page.mouse.move(*_center(to), steps=8)
    ada.page.mouse.up()


def _pull_by_thumb(ada: Visitor, what: Locator, to: Locator) -> None:
    (x, y), (to_x, to_y) = _center(what), _center(to)
    thumb = ada.page.context.new_cdp_session(ada.page)
    _touch(thumb, *((x + (to_x - x) * step / 8, y + (to_y - y) * step / 8) for step in range(9)))
    thumb.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


def _touch(thumb: CDPSession, *places: tuple[float, float], begins: bool = True) -> None:
    for number, (x, y) in enumerate(places):
        kind = "touchStart" if begins and not number else "touchMove"
        thumb.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y}]})


def _tab_to(ada: Visitor, wanted: Locator) -> None:
    for _ in range(20):
        if wanted.evaluate("(it) => it === document.activeElement"):
            return
        ada.page.keyboard.press("Tab")
    raise AssertionError("The Tab key does not lead there.")


def _graded_right(ada: Visitor, database: Database, key: str) -> None:
    ada.answer_card()
    ada.sent()
    assert [(row.question_key, row.outcome) for row in logged(database)] == [(key, "right")]
    assert ada.errors == []


def test_an_answer_is_pulled_onto_its_row(visit: Visit, database: Database) -> None:
    ada = visit()
    ada.start(MATCHING)
    _pull(ada, _chip(ada, "cost"), _row(ada, "holm"))
    assert _pairs(ada) == {"holm": "cost"}
    _pull(ada, _chip(ada, "cost"), _row(ada, "veld"))
    assert _pairs(ada) == {"veld": "cost"}, "it is in one place at a time"
    _pull(ada, _chip(ada, "bridge"), _row(ada, "holm"))
    expect(ada.card.locator("[data-said]")).to_have_text("Greta Holm: the planned bridge")
    expect(ada.page.locator("[data-show]")).to_have_text("Check")
    _graded_right(ada, database, MATCHING)


def test_an_answer_that_is_dropped_elsewhere_lies_in_the_tray_again(visit: Visit) -> None:
    ada = visit()
    ada.start(MATCHING)
    _pull(ada, _chip(ada, "cost"), _row(ada, "holm"))
    _pull(ada, _chip(ada, "cost"), ada.card.get_by_role("heading"))
    assert _pairs(ada) == {}
    expect(_chip(ada, "cost")).to_have_attribute("aria-pressed", "false")
    assert ada.evaluate("document.querySelector('.chip').style.translate") == ""
    expect(ada.page.locator("[data-show]")).to_have_text("Show answer")


def test_a_thumb_pulls_an_answer_by_its_grip_and_scrolls_the_page_elsewhere(visit: Visit, database: Database) -> None:
    ada = visit(**PHONE)
    ada.start(MATCHING)
    for item, option in PAIRS.items():
        _pull_by_thumb(ada, _chip(ada, option).locator("[data-grip]"), _row(ada, item))
    assert _pairs(ada) == PAIRS
    assert ada.evaluate("getComputedStyle(document.querySelector('.chip')).touchAction") == "auto"
    _graded_right(ada, database, MATCHING)


def test_an_answer_is_tapped_and_then_its_row_or_the_other_way_round(visit: Visit, database: Database) -> None:
    ada = visit(**PHONE)
    ada.start(MATCHING)
    _chip(ada, "bridge").tap()
    expect(_chip(ada, "bridge")).to_have_attribute("aria-pressed", "true")
    _row(ada, "holm").locator("select").tap(force=True)  # all of the row takes what is in hand
    assert _pairs(ada) == {"holm": "bridge"}
    _row(ada, "veld").locator("label").tap()
    expect(ada.card.locator("[data-said]")).to_have_text("Choose an answer for: Tomas Veld")
    _chip(ada, "cost").tap()
    assert _pairs(ada) == PAIRS
    expect(ada.card.locator("[data-tray]")).not_to_have_attribute("data-for", re.compile(""))  # no row waits any more
    for option in ("bridge", "cost"):
        box = _chip(ada, option).bounding_box()
        assert box is not None
        assert box["height"] >= 48
    _graded_right(ada, database, MATCHING)


def test_on_a_telephone_a_tapped_row_brings_the_answers_to_the_thumb_and_goes_on_to_the_next(
    visit: Visit, database: Database
) -> None:
    ada = visit(**PHONE | {"height": 400})
    ada.start(MATCHING)
    tray = ada.card.locator("[data-tray]")
    expect(_chip(ada, "bridge")).not_to_be_in_viewport()
    _row(ada, "holm").tap()  # on its field too: what opens are the answers
    expect(tray).to_have_css("position", "fixed")
    expect(_chip(ada, "bridge")).to_be_in_viewport(ratio=1)
    _chip(ada, "bridge").tap()
    expect(ada.card.locator("[data-said]")).to_have_text(
        "Greta Holm: the planned bridge. Choose an answer for: Tomas Veld"
    )
    expect(_row(ada, "veld")).to_be_in_viewport(ratio=1)
    assert violations(ada.page) == []
    ada.card.get_by_role("heading").tap(force=True)  # anywhere else closes it
    expect(tray).to_have_css("position", "static")
    _row(ada, "veld").tap()
    _chip(ada, "cost").tap()
    expect(tray).to_have_css("position", "static")
    assert _pairs(ada) == PAIRS
    _graded_right(ada, database, MATCHING)


def test_the_page_goes_along_where_something_is_pulled_to_its_edge(visit: Visit) -> None:
    ada = visit(**PHONE | {"height": 320})
    ada.start(MATCHING)
    for key, held in ((MATCHING, ".chip"), (ORDERING, "[data-row]")):
        ada.open(key)
        ada.evaluate("scrollTo(0, document.body.scrollHeight)")
        height = ada.evaluate("document.documentElement.scrollHeight")
        top = ada.card.get_by_role("heading")
        expect(top).not_to_be_in_viewport()
        x, y = _center(ada.card.locator(f"{held} [data-grip]").last)
        thumb = ada.page.context.new_cdp_session(ada.page)
        _touch(thumb, (x, y), (x, y - 20), (x, 10))
        expect(top).to_be_in_viewport(ratio=1)
        _touch(thumb, (x, 315), begins=False)
        expect(top).not_to_be_in_viewport()
        assert ada.evaluate("document.documentElement.scrollHeight") - height < 30, (
            "it goes to the page's end, no farther"
        )
        thumb.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    assert ada.errors == []


def test_one_tap_takes_a_pair_apart(visit: Visit) -> None:
    ada = visit(**PHONE)
    ada.start(MATCHING)
    ada.enter({"pairs": PAIRS})  # by the fields: the chips follow
    expect(_chip(ada, "bridge")).to_have_accessible_description("Greta Holm")
    _chip(ada, "bridge").tap()
    assert _pairs(ada) == {"veld": "cost"}
    expect(ada.card.locator("[data-said]")).to_have_text("Put back: the planned bridge")
    expect(_chip(ada, "bridge")).not_to_have_attribute("data-used", "")


def test_answers_are_led_to_their_rows_by_keys_alone(visit: Visit, database: Database) -> None:
    ada = visit()
    ada.start(MATCHING)
    for item, option in PAIRS.items():
        _tab_to(ada, _chip(ada, option))
        ada.page.keyboard.press("Enter")
        while _row(ada, item).get_attribute("data-target") is None:
            ada.page.keyboard.press("ArrowDown")
        ada.page.keyboard.press("Space")
    assert _pairs(ada) == PAIRS
    ada.page.keyboard.press("Enter")  # on a chip that is paired
    ada.page.keyboard.press("Enter")
    ada.page.keyboard.press("Escape")
    assert _pairs(ada) == {"holm": "bridge"}
    ada.page.keyboard.press("Enter")
    ada.page.keyboard.press("Enter")  # it waited over the one row that has none
    assert _pairs(ada) == PAIRS
    _graded_right(ada, database, MATCHING)


def test_the_tray_is_gone_with_the_answer(visit: Visit) -> None:
    ada = visit()
    ada.start(MATCHING)
    _pull(ada, _chip(ada, "cost"), _row(ada, "holm"))
    before = ada.card.get_by_role("heading").first.bounding_box()
    ada.show_answer()
    expect(ada.card.locator(".chip").first).to_be_hidden()
    expect(_row(ada, "holm").locator("select")).to_be_disabled()
    assert ada.marks() == {"holm": "wrong", "veld": "empty"}
    expect(_row(ada, "veld").locator(".row-note")).to_have_text(
        re.compile("^\\s*Left empty\\s*Right: "), use_inner_text=True
    )
    assert ada.card.get_by_role("heading").first.bounding_box() == before, "the question did not move"


def test_a_row_is_tapped_and_then_the_place_where_it_goes(visit: Visit, database: Database) -> None:
    ada = visit(**PHONE)
    ada.start(ORDERING)
    for place, item in enumerate(SEVERAL[ORDERING]["order"]):
        rows = ada.card.locator("[data-row]")
        if rows.nth(place).get_attribute("data-row") == item:
            continue
        _row(ada, item).locator("label").tap()
        expect(ada.card.locator("[data-moved-to]")).to_contain_text("In hand: ")
        rows.nth(place).locator("label").tap()
        expect(ada.card.locator("[data-moved-to]")).to_have_text(f"Place {place + 1} of 3")
    expect(ada.card.locator("[data-held]")).to_have_count(0)
    _graded_right(ada, database, ORDERING)


def test_a_second_tap_on_the_same_row_lets_go(visit: Visit) -> None:
    ada = visit(**PHONE)
    ada.start(ORDERING)
    for held in (1, 0):
        ada.card.locator("[data-row] label").first.tap()
        expect(ada.card.locator("[data-held]")).to_have_count(held)
    assert [value for _, value in ada.evaluate(ENTERED)] == ["", "", ""]
    expect(ada.page.locator("[data-show]")).to_have_text("Show answer")


def test_a_tap_on_the_years_places_the_year(visit: Visit, database: Database) -> None:
    ada = visit(**PHONE)
    ada.start(TIMELINE)
    axis = ada.card.locator(".axis-below")
    box = axis.bounding_box()
    assert box is not None
    axis.tap(position={"x": box["width"] * (1874 - 1800) / (2020 - 1800), "y": box["height"] - 8})
    year = int(ada.card.get_by_role("spinbutton").input_value())
    assert year == pytest.approx(1874, abs=1)
    slider = ada.card.get_by_role("slider")
    while year != 1874:
        slider.press("ArrowRight" if year < 1874 else "ArrowLeft")
        year = int(ada.card.get_by_role("spinbutton").input_value())
    _graded_right(ada, database, TIMELINE)


def test_what_is_done_by_hand_in_a_quiz_is_kept(visit: Visit) -> None:
    ada = visit(**PHONE)
    ada.start()
    ada.page.goto("/quiz/new")
    ada.page.get_by_label("How many").fill("12")
    ada.page.get_by_role("button", name="Start the quiz").click()
    quiz = ada.page.url.rsplit("/", 1)[0]
    position = 1
    while ada.kind != "matching":
        position += 1
        ada.page.goto(f"{quiz}/{position}")
    ada.ready()
    ada.card.locator(".chip").first.tap()
    ada.card.locator(".pair label").first.tap()
    expect(ada.page.locator("[data-kept]")).to_have_text("Your answer is kept.")
    given = _pairs(ada)
    assert len(given) == 1
    ada.page.reload()
    ada.ready()
    assert _pairs(ada) == given
    expect(ada.card.locator(".chip[data-used]")).to_have_count(1)
    assert ada.errors == []


@pytest.mark.parametrize("key", [MATCHING, ORDERING])
def test_whatever_is_done_the_fields_hold_what_can_be_graded(visit: Visit, key: str) -> None:
    question = small_bank().questions[key]
    ada = visit()
    ada.start(key)
    dice = random.Random(20260)
    places = ada.card.locator(".chip, [data-row] label, button[data-move]:not([aria-disabled=true])")
    for _ in range(60):
        one, other = dice.choice(places.all()), dice.choice(places.all())
        act = dice.randrange(3)
        if act == 0:
            one.click(force=True)
        elif act == 1:
            _pull(ada, one, other)
        else:
            one.focus()
            ada.page.keyboard.press(dice.choice(("Enter", "ArrowDown", "ArrowUp", "Escape", "Home")))
        response = read_response(question.kind, MultiDict(ada.evaluate(ENTERED)))
        if response:
            question.grade(response)
            given = list(response.get("pairs", {}).values())
            assert len(given) == len(set(given)), "an answer has one row"
    assert ada.errors == []
