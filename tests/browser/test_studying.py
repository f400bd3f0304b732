"""Studying with JavaScript: by keys alone, by touch, and taking things back."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import FloatRect, Locator, Route, expect

from webapp.db import Database

from .log import logged, ratings
from .visitor import RESPONSES, Visitor

pytestmark = pytest.mark.browser
Visit = Callable[..., Visitor]


def test_a_session_by_keyboard_alone(visit: Visit, database: Database) -> None:
    ada = visit()
    ada.page.goto("/")
    focused = ada.page.locator(":focus")
    for _ in range(20):
        ada.page.keyboard.press("Tab")
        if focused.inner_text() == "Study now":
            break
    ada.page.keyboard.press("Enter")
    ada.ready()
    answered: list[str] = []
    for _ in range(4):
        key, kind = ada.key, ada.kind
        answered.append(key)
        if kind == "choice":
            ada.page.keyboard.press("2")
            expect(ada.page.locator("[data-option] input").nth(1)).to_be_checked()
            ada.page.keyboard.press("Enter")
        elif kind == "card":
            ada.page.keyboard.press("Space")
        else:
            field = ada.card.locator("input").first
            expect(field).to_be_focused()
            ada.page.keyboard.press("Escape")
            expect(ada.card).to_be_focused()
            ada.page.keyboard.press("Tab")
            expect(field).to_be_focused()
            ada.page.keyboard.type(RESPONSES.get(key, "1234 u - @ ?"))
            ada.page.keyboard.press("Enter")
        expect(ada.grades).to_be_visible()
        expect(ada.answer).to_be_focused()
        ada.page.keyboard.press("4")
        expect(ada.answer).to_be_hidden()
        expect(ada.page.locator(f'article[data-card="{key}"]')).to_have_count(0)
    ada.sent()
    assert [row.question_key for row in logged(database)] == answered
    assert ratings(database) == [4, 4, 4, 4]
    assert ada.errors == []


def test_space_takes_the_proposed_grade(visit: Visit, database: Database) -> None:
    ada = visit()
    ada.start("ferry-bridge-choice")
    ada.choose("b")
    ada.page.keyboard.press("Enter")
    expect(ada.grades.get_by_role("button", name="Good")).to_have_accessible_name("Good 10 min , proposed")
    ada.page.keyboard.press("Space")
    ada.sent()
    assert logged(database)[-1].proposed == 3
    assert ratings(database)[-1] == 3


def _box(place: Locator) -> FloatRect:
    box = place.bounding_box()
    assert box is not None
    return box


def _end(place: Locator) -> float:
    """How far down it goes."""
    box = _box(place)
    return box["y"] + box["height"]


def _dock(ada: Visitor) -> float:
    """Where the dock begins, which lies over the card."""
    return _box(ada.page.locator(".dock"))["y"]


def test_a_wrong_choice_proposes_again_and_says_so(visit: Visit) -> None:
    ada = visit(width=360, height=490, has_touch=True, is_mobile=True)
    ada.start("ferry-bridge-choice")
    ada.choose("a")
    ada.show_answer()
    ada.went("Not yet")
    expect(ada.card.get_by_text("She expects fewer.")).to_be_visible()
    assert _end(ada.card.locator('[data-option="a"]')) <= _dock(ada)
    expect(ada.page.locator("[data-is-proposed]")).to_contain_text("Again")
    expect(ada.page.locator("[data-announce]")).to_have_text("Not yet. An empty boat. She expects fewer.")


def test_a_typed_answer_is_checked_by_the_server(visit: Visit) -> None:
    ada = visit(width=360, height=490, has_touch=True, is_mobile=True)
    ada.start("ferry-cost-number")
    ada.card.get_by_role("textbox").fill("10 million")
    expect(ada.page.locator("[data-show]")).to_have_text("Check")
    ada.show_answer()
    ada.went("Not yet")
    expect(ada.card.get_by_text("That is the Navigation Board's figure.")).to_be_visible()
    assert _box(ada.card.locator(".stem"))["y"] >= _end(ada.page.locator(".study-head")), "the question stays"


def test_what_cannot_be_read_is_asked_again(visit: Visit) -> None:
    ada = visit()
    ada.start("ferry-cost-number")
    ada.page.route("**/api/v1/check", lambda route: route.fulfill(
        status=400, json={"error": {"code": "bad_request", "message": "Write a number."}}))  # fmt: skip
    ada.card.get_by_role("textbox").fill("lots")
    ada.page.locator("[data-show]").click()
    expect(ada.page.get_by_text("Write a number.")).to_be_visible()
    expect(ada.answer).to_be_hidden()
    expect(ada.card.get_by_role("textbox")).to_have_value("lots")


def test_single_keys_do_nothing_in_a_text_field(visit: Visit, database: Database) -> None:
    ada = visit()
    ada.start("ferry-cost-number")
    before = len(logged(database))
    ada.card.get_by_role("textbox").press_sequentially("4u-@? 1")
    expect(ada.card.get_by_role("textbox")).to_have_value("4u-@? 1")
    assert ada.key == "ferry-cost-number"
    ada.sent()
    assert len(logged(database)) == before


def test_single_keys_can_be_switched_off(visit: Visit, database: Database) -> None:
    ada = visit()
    ada.start()
    ada.page.goto("/settings")
    ada.page.get_by_label("Single-letter keys").uncheck()
    ada.page.get_by_role("button", name="Save settings").click()
    ada.open("ferry-rope-card")
    ada.page.keyboard.press("@")
    ada.page.keyboard.press("Space")
    expect(ada.grades).to_be_visible()
    ada.page.keyboard.press("4")
    expect(ada.grades).to_be_visible()
    ada.page.keyboard.press("Enter")
    expect(ada.answer).to_be_hidden()
    ada.sent()
    assert ratings(database) == [3]


LINES_OF_LONG_INTERVALS = """(() => {
    const intervals = [...document.querySelectorAll('[data-interval]')];
    for (const [at, long] of ['5.5 min', '1.4 mo', '11 mo', '2.1 years'].entries()) intervals[at].textContent = long;
    return intervals.map((interval) => {
        const words = document.createRange();
        words.selectNodeContents(interval);
        return words.getClientRects().length;
    });
})()"""


def test_a_session_by_touch_on_a_small_phone(visit: Visit, database: Database) -> None:
    ada = visit(width=360, height=740, has_touch=True, is_mobile=True)
    ada.page.goto("/")
    ada.page.get_by_role("button", name="Study now").tap()
    ada.ready()
    for _ in range(4):
        key = ada.key
        top = ada.card.get_by_role("heading").first.bounding_box()
        if ada.kind == "choice":
            ada.page.locator("[data-option] label").first.tap()
        ada.page.locator("[data-show]").tap()
        expect(ada.grades).to_be_visible()
        if ada.kind == "choice":
            assert ada.card.get_by_role("heading").first.bounding_box() == top, "the question moved"
        for button in ada.grades.get_by_role("button").all():
            box = button.bounding_box()
            assert box is not None
            assert box["height"] >= 48
            assert box["y"] > 740 / 2
        assert ada.evaluate(LINES_OF_LONG_INTERVALS) == [1, 1, 1, 1]
        assert ada.evaluate("document.documentElement.scrollWidth") <= 360
        ada.grades.get_by_role("button", name="Easy").tap()
        expect(ada.page.locator(f'article[data-card="{key}"]')).to_have_count(0)
    ada.sent()
    assert ratings(database) == [4, 4, 4, 4]


@pytest.mark.parametrize(("width", "height"), [(740, 360), (360, 400)])
def test_grades_stay_in_reach_on_a_low_screen(visit: Visit, width: int, height: int) -> None:
    ada = visit(width=width, height=height, has_touch=True, is_mobile=True)
    ada.start("ferry-cost-number")
    ada.show_answer()
    box = ada.grades.bounding_box()
    assert box is not None
    assert box["y"] + box["height"] <= height


def test_an_option_says_whether_it_was_chosen(visit: Visit) -> None:
    ada = visit()
    ada.start("ferry-closures-choice")
    ada.choose("bridge")
    ada.show_answer()
    expect(ada.card.locator('[data-option="bridge"]')).to_contain_text("Your choice is right", use_inner_text=True)
    expect(ada.card.locator('[data-option="ride"]')).to_contain_text("Right answer", use_inner_text=True)


ROWS_OF_PLACES = """[...document.querySelectorAll('.masthead .nav')].map((nav) => new Set(
    [...nav.querySelectorAll('li')].filter((place) => place.offsetHeight > 0).map((place) => place.offsetTop)).size)"""


@pytest.mark.parametrize("width", [320, 360])
def test_the_places_stand_in_one_row_on_a_phone(visit: Visit, width: int) -> None:
    ada = visit(width=width, height=740)
    for _ in range(2):  # unknown, then a guest
        ada.page.goto("/")
        assert ada.evaluate(ROWS_OF_PLACES) == [1, 1]  # those of studying, and one's own
        assert ada.evaluate("document.querySelector('.masthead').offsetHeight") < 120  # the name's row, and theirs
        ada.start()


def test_an_interval_stays_on_one_line_within_its_button_on_a_small_phone(visit: Visit) -> None:
    ada = visit(width=320, height=640, has_touch=True, is_mobile=True)
    ada.start()
    ada.show_answer()
    told = ada.page.locator("[data-interval]").last
    told.evaluate("told => { told.textContent = '2.1 years'; }")
    lines = told.evaluate("told => told.getClientRects()[0].height / parseFloat(getComputedStyle(told).lineHeight)")
    assert lines < 2
    assert told.evaluate("told => told.offsetWidth <= told.closest('button').clientWidth")


def test_undo_any_number_of_steps(visit: Visit, database: Database) -> None:
    ada = visit()
    ada.start()
    keys = [ada.answer_card("Easy") for _ in range(3)]
    waiting = ada.key
    for key in reversed(keys):
        ada.page.get_by_role("button", name="Undo").click()
        expect(ada.card).to_have_attribute("data-card", key)
        expect(ada.answer).to_be_hidden()
    ada.sent()
    assert [row.is_undo for row in logged(database)] == [False, False, False, True, True, True]
    assert [ada.answer_card("Good") for _ in keys] == keys
    expect(ada.card).to_have_attribute("data-card", waiting)
    ada.sent()
    assert ratings(database) == [4, 4, 4, 3, 3, 3]


def test_undo_reaches_behind_a_reload(visit: Visit, database: Database) -> None:
    ada = visit()
    ada.start()
    first = ada.answer_card("Easy")
    second = ada.answer_card("Easy")
    ada.sent()
    ada.page.reload()
    ada.ready()
    for key in (second, first):
        ada.page.keyboard.press("Control+z")
        expect(ada.card).to_have_attribute("data-card", key)
        ada.ready()
    assert [row.is_undo for row in logged(database)] == [False, False, True, True]


def test_bury_and_suspend_and_their_undo(visit: Visit) -> None:
    ada = visit()
    ada.start("ferry-rope-card")
    ada.page.keyboard.press("@")
    expect(ada.page.locator('article[data-card="ferry-rope-card"]:visible')).to_have_count(0)
    ada.page.keyboard.press("Control+z")
    expect(ada.card).to_have_attribute("data-card", "ferry-rope-card")
    ada.page.get_by_text("More", exact=True).click()
    ada.page.get_by_role("button", name="Suspend this card").click()
    ada.sent()
    ada.page.goto("/cards/suspended")
    ada.page.get_by_role("button", name="Bring back").click()
    expect(ada.page.get_by_text("No card is set aside.")).to_be_visible()


def test_the_next_card_waits_for_no_request(visit: Visit) -> None:
    ada = visit()
    ada.start()
    ada.sent()
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    ada.page.route("**/api/**", hold)
    key = ada.answer_card("Easy")
    expect(ada.card).to_be_visible()
    expect(ada.card).not_to_have_attribute("data-card", key)
    assert held, "the answer is on its way in the background"


def test_a_card_in_learning_comes_back_and_the_day_ends(visit: Visit, database: Database) -> None:
    ada = visit()
    ada.start()
    missed = ada.answer_card("Again")
    seen = []
    for _ in range(12):
        if ada.page.get_by_role("heading", name="Done for today").is_visible():
            break
        seen.append(ada.answer_card("Easy"))
        ada.sent()
        expect(ada.card.or_(ada.page.get_by_role("heading", name="Done for today"))).to_be_visible()
    assert missed in seen
    expect(ada.page.get_by_role("heading", name="Done for today")).to_be_visible()
    expect(ada.page.get_by_text(f"{len(seen) + 1} answers given.")).to_be_visible()


def test_the_list_of_keys(visit: Visit) -> None:
    ada = visit()
    ada.start("ferry-rope-card")
    ada.page.keyboard.press("?")
    keys = ada.page.get_by_role("dialog", name="Keys")
    expect(keys).to_be_visible()
    ada.page.keyboard.press("4")
    keys.get_by_role("button", name="Close").click()
    expect(keys).to_be_hidden()
    assert ada.key == "ferry-rope-card"
