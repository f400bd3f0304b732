"""Positions, matchings, orderings, lists, lines of years: by keys, by touch, by plain form, without connection."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, expect

from webapp.db import Database

from .log import logged, ratings
from .visitor import SEVERAL, Visitor

pytestmark = pytest.mark.browser
Visit = Callable[..., Visitor]

KEYS = tuple(SEVERAL)
ROWS = ("ferry-trouble-matching", "ferry-years-ordering", "ferry-people-list")
TYPED = tuple(key for key in KEYS if key != "ferry-trouble-position")
WRONG: dict[str, dict[str, Any]] = {
    "ferry-trouble-position": {"chosen": ["ferry-motor-view"]},
    "ferry-trouble-matching": {"pairs": {"holm": "weather", "veld": "cost"}},
    "ferry-years-ordering": {"order": ["motor", "rope", "cost"]},
    "ferry-people-list": {"items": ["Holm", "Ida Quill"]},
    "ferry-first-year-timeline": {"year": "1890"},
}


def _rows(ada: Visitor) -> list[str | None]:
    return [row.get_attribute("data-row") for row in ada.card.locator("[data-row]").all()]


def _tab_to(ada: Visitor, wanted: Locator) -> None:
    focused = ada.page.locator(":focus")
    for _ in range(20):
        if focused.count() and focused.evaluate("(it, other) => it === other", wanted.element_handle()):
            return
        ada.page.keyboard.press("Tab")
    raise AssertionError("The Tab key does not lead there.")


def _position_by_keys(ada: Visitor) -> None:
    options = ada.card.locator("[data-option]")
    place = [option.get_attribute("data-option") for option in options.all()].index("ferry-bridge-view")
    ada.page.keyboard.press(str(place + 1))


def _matching_by_keys(ada: Visitor) -> None:
    for item, option in (("holm", "the planned bridge"), ("veld", "the cost")):
        _tab_to(ada, ada.card.locator(f'select[name="pair-{item}"]'))
        ada.page.keyboard.type(option)
    _tab_to(ada, ada.page.locator("[data-show]"))


def _ordering_by_keys(ada: Visitor) -> None:
    rope = ada.card.get_by_role("button", name="Move up: A rope is hung")
    _tab_to(ada, rope)
    ada.page.keyboard.press("Home")
    expect(rope).to_be_focused()
    assert _rows(ada)[0] == "rope"
    cost = ada.card.get_by_role("button", name="Move down: Veld states the cost")
    _tab_to(ada, cost)
    while _rows(ada)[-1] != "cost":
        ada.page.keyboard.press("ArrowDown")
        expect(ada.card.locator("[data-moved-to]")).to_contain_text(" of 3")
    expect(cost).to_be_focused()
    _tab_to(ada, ada.page.locator("[data-show]"))


def _list_by_keys(ada: Visitor) -> None:
    expect(ada.card.get_by_role("textbox", name="Answer 1")).to_be_focused()
    ada.page.keyboard.type("Veld")
    ada.page.keyboard.press("Enter")
    expect(ada.card.get_by_role("textbox", name="Answer 2")).to_be_focused()
    ada.page.keyboard.type("Greta Holm")


def _timeline_by_keys(ada: Visitor) -> None:
    year = ada.card.get_by_role("spinbutton")
    expect(year).to_be_focused()
    ada.page.keyboard.press("ArrowUp")
    expect(year).to_have_value("1911")  # from where the thumb is drawn, in the middle
    ada.page.keyboard.press("ControlOrMeta+a")
    ada.page.keyboard.type("1863")
    ada.page.keyboard.press("PageUp")
    ada.page.keyboard.press("ArrowUp")
    expect(year).to_have_value("1874")
    expect(ada.card.get_by_role("slider")).to_have_value("1874")


BY_KEYS: dict[str, Callable[[Visitor], None]] = {
    "ferry-trouble-position": _position_by_keys,
    "ferry-trouble-matching": _matching_by_keys,
    "ferry-years-ordering": _ordering_by_keys,
    "ferry-people-list": _list_by_keys,
    "ferry-first-year-timeline": _timeline_by_keys,
}


@pytest.mark.parametrize("key", KEYS)
def test_answered_by_keyboard_alone(visit: Visit, database: Database, key: str) -> None:
    ada = visit()
    ada.start(key)
    BY_KEYS[key](ada)
    expect(ada.page.locator("[data-show]")).to_have_text("Check")
    ada.page.keyboard.press("Enter")
    expect(ada.grades).to_be_visible()
    expect(ada.card).to_have_attribute("data-outcome", "right")
    expect(ada.answer).to_be_focused()
    ada.page.keyboard.press("3")
    ada.sent()
    (row,) = logged(database)
    assert (row.question_key, row.outcome, row.rating) == (key, "right", 3)
    assert ada.errors == []


@pytest.mark.parametrize("key", KEYS)
def test_answered_by_touch_on_a_small_phone(visit: Visit, database: Database, key: str) -> None:
    ada = visit(width=360, height=740, has_touch=True, is_mobile=True)
    ada.start(key)
    expect(ada.page.locator("[data-show]")).to_have_text("Show answer")
    for target in ada.card.locator("button:visible, select:visible, input:visible, .option label").all():
        box = target.bounding_box()
        assert box is not None
        if target.get_attribute("type") != "radio":  # its whole row is its label
            assert min(box["height"], box["width"]) >= 44, target
    ada.enter(SEVERAL[key])
    assert ada.evaluate("document.documentElement.scrollWidth") <= 360
    ada.page.locator("[data-show]").tap()
    expect(ada.grades).to_be_visible()
    expect(ada.card).to_have_attribute("data-outcome", "right")
    assert ada.evaluate("document.documentElement.scrollWidth") <= 360
    ada.grades.get_by_role("button", name="Good").tap()
    ada.sent()
    assert [row.outcome for row in logged(database)] == ["right"]


@pytest.mark.parametrize("key", KEYS)
def test_answered_with_plain_forms(visit: Visit, database: Database, key: str) -> None:
    ada = visit(java_script_enabled=False)
    ada.page.goto("/")
    ada.page.get_by_role("button", name="Study now").click()
    ada.page.goto(f"/study?card={key}")
    ada.enter(SEVERAL[key])
    ada.page.locator("[data-show]").click()
    ada.went("Right")
    ada.grade("Good")
    (row,) = logged(database)
    assert (row.question_key, row.outcome, row.rating) == (key, "right", 3)


@pytest.mark.parametrize("with_javascript", [True, False])
def test_both_ways_show_the_same_result(visit: Visit, with_javascript: bool) -> None:
    ada = visit(java_script_enabled=with_javascript)
    ada.page.goto("/")
    ada.page.get_by_role("button", name="Study now").click()
    marks = {}
    for key in ROWS:
        ada.page.goto(f"/study?card={key}")
        if with_javascript:
            ada.ready()
        ada.enter(WRONG[key])
        ada.page.locator("[data-show]").click()
        expect(ada.answer).to_be_visible()
        marks[key] = ada.marks()
        expect(ada.card.locator("[data-mark=wrong]").first).to_contain_text("Wrong", use_inner_text=True)
        expect(ada.card.locator("[data-mark=right]").first).to_contain_text("Right", use_inner_text=True)
    assert marks == {
        "ferry-trouble-matching": {"holm": "wrong", "veld": "right"},
        "ferry-years-ordering": {"motor": "wrong", "rope": "wrong", "cost": "right"},
        "ferry-people-list": {"0": "right", "1": "wrong"},
    }
    expect(ada.card.locator("[data-found]", has_text="Tomas Veld")).to_contain_text("Not named", use_inner_text=True)
    expect(ada.card.get_by_text("She wrote the article.")).to_be_visible()
    ada.page.goto(f"/study?card={key}")
    if with_javascript:
        ada.ready()
    ada.enter({"items": ["Holm"]})
    ada.page.locator("[data-show]").click()
    expect(ada.answer).to_be_visible()
    assert ada.marks() == {"0": "right", "1": "empty"}
    expect(ada.card.locator('[data-row="1"] .row-note')).to_contain_text("Left empty", use_inner_text=True)


def test_the_right_pair_and_the_right_order_stand_beside_what_was_answered(visit: Visit) -> None:
    ada = visit()
    ada.start("ferry-trouble-matching")
    ada.enter(WRONG["ferry-trouble-matching"])
    ada.show_answer()
    expect(ada.card.locator('[data-row="holm"]')).to_contain_text("Right: the planned bridge", use_inner_text=True)
    expect(ada.card.locator('[data-row="holm"]').get_by_text("She fears for her passengers.")).to_be_visible()
    ada.open("ferry-years-ordering")
    ada.enter(WRONG["ferry-years-ordering"])
    ada.show_answer()
    assert _rows(ada) == ["motor", "rope", "cost"]
    assert ada.evaluate("scrollY") == 0, "the question did not move"
    expect(ada.card.locator('[data-row="motor"]')).to_contain_text("Right place: 2", use_inner_text=True)
    expect(ada.answer.get_by_role("listitem")).to_contain_text(["5 May 1874", "the 1990s", "2019"])


@pytest.mark.parametrize("with_javascript", [True, False])
def test_both_years_stand_on_the_line(visit: Visit, with_javascript: bool) -> None:
    ada = visit(java_script_enabled=with_javascript)
    ada.page.goto("/")
    ada.page.get_by_role("button", name="Study now").click()
    ada.page.goto("/study?card=ferry-first-year-timeline")
    if with_javascript:
        ada.ready()
    ada.enter({"year": "1890"})
    ada.page.locator("[data-show]").click()
    expect(ada.answer.get_by_text("16 years too late.")).to_be_visible()
    expect(ada.answer.get_by_text("You: 1890")).to_be_visible()
    points = [ada.answer.locator(name).bounding_box() for name in (".axis-right", ".axis-given", ".axis-line")]
    right, given, line = (box for box in points if box is not None)
    years_per_pixel = (2020 - 1800) / line["width"]
    assert given["x"] + given["width"] / 2 - right["x"] - right["width"] / 2 == pytest.approx(
        16 / years_per_pixel, abs=1.5
    )


def test_the_line_of_years_is_answered_by_its_slider(visit: Visit) -> None:
    ada = visit(width=360, height=740, has_touch=True, is_mobile=True)
    ada.start("ferry-first-year-timeline")
    slider, year = ada.card.get_by_role("slider"), ada.card.get_by_role("spinbutton")
    expect(year).to_have_value("")
    box = slider.bounding_box()
    assert box is not None
    slider.tap(position={"x": box["width"] / 2, "y": box["height"] / 2})
    chosen = int(year.input_value())
    assert chosen == pytest.approx(1910, abs=2)
    slider.press("PageDown")
    expect(year).to_have_value(str(chosen - 10))
    slider.press("ArrowRight")
    expect(year).to_have_value(str(chosen - 9))
    for _ in range(30):
        slider.press("PageUp")
    expect(year).to_have_value("2020")
    expect(ada.page.locator("[data-show]")).to_have_text("Check")


def test_a_row_is_pulled_to_its_place_by_its_grip(visit: Visit) -> None:
    ada = visit()
    ada.start("ferry-years-ordering")
    first, *others = _rows(ada)
    rows = ada.card.locator("[data-row]")
    grip, last = rows.first.locator("[data-grip]").bounding_box(), rows.last.bounding_box()
    assert grip is not None
    assert last is not None
    ada.page.mouse.move(grip["x"] + 10, grip["y"] + 10)
    ada.page.mouse.down()
    ada.page.mouse.move(grip["x"] + 10, last["y"] + last["height"] - 5, steps=12)
    ada.page.mouse.up()
    assert _rows(ada) == [*others, first]
    ada.page.mouse.move(grip["x"] + 10, 10)
    assert _rows(ada) == [*others, first], "once let go it stays"
    expect(ada.page.locator("[data-show]")).to_have_text("Check")


def test_a_row_follows_the_thumb_on_its_grip(visit: Visit) -> None:
    ada = visit(width=360, height=740, has_touch=True, is_mobile=True)
    ada.start("ferry-years-ordering")
    *others, last = _rows(ada)
    rows = ada.card.locator("[data-row]")
    grip, first = rows.last.locator("[data-grip]").bounding_box(), rows.first.bounding_box()
    assert grip is not None
    assert first is not None
    thumb = ada.page.context.new_cdp_session(ada.page)
    for step in range(9):
        point = {"x": grip["x"] + 20, "y": grip["y"] + 20 - (grip["y"] + 20 - first["y"] - 5) * step / 8}
        kind = "touchMove" if step else "touchStart"
        thumb.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [point]})
    thumb.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    assert _rows(ada) == [last, *others]
    assert ada.evaluate("scrollY") == 0, "the page stands still under the thumb"


def test_the_first_row_goes_no_further_up_and_an_untouched_order_is_no_answer(visit: Visit) -> None:
    ada = visit()
    ada.start("ferry-years-ordering")
    before = _rows(ada)
    up = ada.card.locator("[data-row]").first.locator('[data-move="-1"]')
    expect(up).to_have_attribute("aria-disabled", "true")
    up.press("Enter")
    up.press("ArrowUp")
    assert _rows(ada) == before
    expect(ada.page.locator("[data-show]")).to_have_text("Show answer")
    ada.show_answer()
    expect(ada.card).not_to_have_attribute("data-outcome", "wrong")
    expect(ada.page.locator("[data-is-proposed]")).to_contain_text("Again")


@pytest.mark.parametrize(("places", "message"), [("121", "2 of them stand at place 1."), ("12", "1 has none yet.")])
def test_places_that_make_no_order_are_asked_for_again_and_kept(
    visit: Visit, database: Database, places: str, message: str
) -> None:
    ada = visit(java_script_enabled=False)
    ada.page.goto("/")
    ada.page.get_by_role("button", name="Study now").click()
    ada.page.goto("/study?card=ferry-years-ordering")
    fields = ada.card.get_by_role("combobox")
    for place, field in zip(places, fields.all(), strict=False):
        field.select_option(place)
    with ada.page.expect_response("**/study/check") as answered:
        ada.page.locator("[data-show]").click()
    assert answered.value.status == 400
    expect(ada.page.get_by_text(message)).to_be_visible()
    assert [field.input_value() for field in fields.all()] == [*places, *[""] * (3 - len(places))]
    assert logged(database) == []


@pytest.mark.parametrize("key", TYPED)
def test_without_connection_the_student_compares_and_grades(visit: Visit, database: Database, key: str) -> None:
    ada = visit()
    ada.start(key)
    ada.page.context.set_offline(True)
    ada.enter(WRONG[key])
    ada.show_answer()
    expect(ada.page.get_by_text("No connection. This was not checked")).to_be_visible()
    expect(ada.verdict).to_be_hidden()
    expect(ada.card.locator("[data-mark]")).to_have_count(0)
    right = {
        "ferry-trouble-matching": ada.card.locator('[data-row="holm"]').get_by_text("Right: the planned bridge"),
        "ferry-years-ordering": ada.answer.get_by_role("listitem").get_by_text("5 May 1874"),
        "ferry-people-list": ada.answer.get_by_role("listitem").get_by_text("Tomas Veld", exact=True),
        "ferry-first-year-timeline": ada.answer.get_by_text("Right: 1874"),
    }
    expect(right[key]).to_be_visible()
    ada.grade("Hard")
    ada.page.context.set_offline(False)
    ada.sent()
    (row,) = logged(database)
    assert row.outcome in {"partly", "wrong"}, "the server records its own outcome too"
    assert ratings(database) == [2]


def test_a_position_is_checked_without_connection(visit: Visit) -> None:
    ada = visit()
    ada.start("ferry-trouble-position")
    ada.page.context.set_offline(True)
    ada.choose("ferry-motor-view")
    ada.show_answer()
    ada.went("Not yet")
    expect(ada.card.get_by_text("Veld speaks of the motor.")).to_be_visible()


def test_digits_in_the_field_of_a_year_are_no_grades(visit: Visit, database: Database) -> None:
    ada = visit()
    ada.start("ferry-first-year-timeline")
    ada.card.get_by_role("spinbutton").press_sequentially("1234")
    expect(ada.card.get_by_role("spinbutton")).to_have_value("1234")
    ada.page.keyboard.press("Enter")
    expect(ada.grades).to_be_visible()
    assert ada.key == "ferry-first-year-timeline"
    ada.page.keyboard.press("2")
    ada.sent()
    assert ratings(database) == [2]


@pytest.mark.parametrize(
    ("key", "said"),
    [
        (
            "ferry-years-ordering",
            (
                "Partly. A rope is hung over the Sorrel 5 May 1874; The boat is given a motor the 1990s; "
                "Veld states the cost in today's money 2019. Nearly: two neighbours are the wrong way round."
            ),
        ),
        (
            "ferry-trouble-matching",
            (
                "Partly. Greta Holm: the planned bridge; Tomas Veld: the cost of boat and landings. "
                "She fears for her passengers."
            ),
        ),
        (
            "ferry-people-list",
            "Partly. Greta Holm Named; Tomas Veld Not named. She wrote the article. Veld is the historian.",
        ),
        ("ferry-first-year-timeline", "Partly. 1874. 16 years too late."),
    ],
)
def test_the_result_is_heard_in_one_go(visit: Visit, key: str, said: str) -> None:
    ada = visit()
    ada.start(key)
    ada.enter(WRONG[key])
    ada.show_answer()
    expect(ada.page.locator("[data-announce]")).to_have_text(said)
