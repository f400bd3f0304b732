"""Without JavaScript: plain forms do all of it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from webapp.db import Database

from .log import logged, ratings
from .visitor import RESPONSES, Visitor

pytestmark = pytest.mark.browser
Visit = Callable[..., Visitor]


def test_a_session_with_plain_forms(visit: Visit, database: Database) -> None:
    ada = visit(java_script_enabled=False)
    ada.page.goto("/")
    ada.page.get_by_role("button", name="Study now").click()
    answered = []
    for _ in range(4):
        key = ada.key
        answered.append(key)
        if ada.kind == "choice":
            ada.choose("b")
        elif ada.kind != "card":
            ada.card.get_by_role("textbox").first.fill(RESPONSES.get(key, "1874"))
        ada.page.locator("[data-show]").click()
        expect(ada.answer).to_be_visible()
        expect(ada.card).to_have_attribute("data-card", key)
        ada.grade("Easy")
    expect(ada.page.get_by_role("heading", name="Done for today")).to_be_visible()
    assert sorted(row.question_key for row in logged(database)) == sorted(answered)
    assert ratings(database) == [4, 4, 4, 4]


def test_the_result_of_each_kind(visit: Visit) -> None:
    ada = visit(java_script_enabled=False)
    ada.page.goto("/")
    ada.page.get_by_role("button", name="Study now").click()
    ada.page.goto("/study?card=ferry-bridge-choice")
    ada.choose("a")
    ada.page.locator("[data-show]").click()
    ada.went("Not yet")
    expect(ada.card.get_by_text("She expects fewer.")).to_be_visible()
    ada.page.goto("/study?card=ferry-first-day-cloze")
    ada.card.get_by_label("Gap 1 of 2").fill("1874")
    ada.card.get_by_label("Gap 2 of 2").fill("Paris")
    ada.page.locator("[data-show]").click()
    ada.went("Partly")
    expect(ada.card.get_by_label("Gap 2 of 2")).to_have_value("Paris")
    expect(ada.card.get_by_text("Left empty").filter(visible=True)).to_have_count(0)
    ada.page.goto("/study?card=ferry-first-day-cloze")
    ada.card.get_by_label("Gap 1 of 2").fill("1874")
    ada.page.locator("[data-show]").click()
    expect(ada.card.locator('[data-gap][data-mark="wrong"]')).to_have_text("Left empty", use_inner_text=True)
    expect(ada.card.get_by_label("Gap 2 of 2")).to_be_hidden()
    ada.page.goto("/study?card=ferry-rope-card")
    ada.page.get_by_role("button", name="Show answer").click()
    expect(ada.answer.get_by_text("rope", exact=True)).to_be_visible()
    expect(ada.grades.get_by_role("button", name="Good")).to_be_focused()


def test_undo_and_setting_aside(visit: Visit, database: Database) -> None:
    ada = visit(java_script_enabled=False)
    ada.page.goto("/")
    ada.page.get_by_role("button", name="Study now").click()
    key = ada.answer_card("Good")
    ada.page.get_by_role("button", name="Undo").click()
    expect(ada.card).to_have_attribute("data-card", key)
    ada.page.get_by_text("More", exact=True).click()
    ada.page.get_by_role("button", name="Bury until tomorrow").click()
    expect(ada.card).not_to_have_attribute("data-card", key)
    assert [row.is_undo for row in logged(database)] == [False, True, False]
    ada.page.goto("/cards/suspended")
    expect(ada.page.get_by_text("Buried until tomorrow")).to_be_visible()
