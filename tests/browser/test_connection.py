"""A lost connection does not stop a session, and every answer arrives exactly once."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from playwright.sync_api import Route, expect

from webapp.db import Database

from .log import logged, ratings
from .visitor import Visitor

pytestmark = pytest.mark.browser
Visit = Callable[..., Visitor]


def test_connection_lost_and_regained_in_mid_session(visit: Visit, database: Database) -> None:
    ada = visit()
    ada.start()
    keys = [ada.answer_card("Easy")]
    ada.sent()
    ada.page.context.set_offline(True)
    keys += [ada.answer_card("Easy"), ada.answer_card("Good")]
    expect(ada.page.get_by_text("2 answers are not sent yet. No connection")).to_be_visible()
    expect(ada.card).to_be_visible()
    assert len(logged(database)) == 1
    ada.page.context.set_offline(False)
    ada.sent()
    expect(ada.page.locator("[data-status]")).to_be_hidden()
    assert [row.question_key for row in logged(database)] == keys
    assert ratings(database) == [4, 4, 3]
    assert ada.errors == []


def test_a_typed_answer_without_connection_is_graded_by_the_student(visit: Visit, database: Database) -> None:
    ada = visit()
    ada.start("ferry-cost-number")
    ada.page.context.set_offline(True)
    ada.card.get_by_role("textbox").fill("10 million")
    ada.show_answer()
    expect(ada.page.get_by_text("No connection. This was not checked")).to_be_visible()
    expect(ada.card.get_by_role("textbox")).to_have_value("10 million")
    expect(ada.answer.get_by_text("11 million USD", exact=True)).to_be_visible()
    expect(ada.verdict).to_be_hidden()
    ada.grade("Again")
    ada.page.context.set_offline(False)
    ada.sent()
    (row,) = logged(database)
    assert (row.rating, row.outcome) == (1, "wrong"), "the server records its own outcome too"


def test_when_all_cards_that_were_fetched_are_answered(visit: Visit, database: Database) -> None:
    ada = visit()
    ada.start()
    ada.page.context.set_offline(True)
    keys = [ada.answer_card("Easy") for _ in range(4)]
    expect(ada.page.get_by_role("heading", name="No connection")).to_be_visible()
    ada.page.context.set_offline(False)
    expect(ada.page.get_by_role("heading", name="Done for today")).to_be_visible()
    ada.sent()
    assert [row.question_key for row in logged(database)] == keys


def test_unsent_answers_survive_a_reload(visit: Visit, database: Database) -> None:
    ada = visit()
    ada.start()
    ada.page.route("**/api/v1/reviews*", lambda route: route.abort())
    keys = [ada.answer_card("Easy"), ada.answer_card("Easy")]
    expect(ada.page.get_by_text("2 answers are not sent yet.")).to_be_visible()
    ada.page.reload()
    ada.ready()
    expect(ada.page.get_by_text("2 answers are not sent yet.")).to_be_visible()
    assert ada.key not in keys, "what was answered is not asked again"
    assert logged(database) == []
    ada.page.unroute("**/api/v1/reviews*")
    ada.page.reload()
    ada.ready()
    ada.sent()
    assert [row.question_key for row in logged(database)] == keys


def test_a_lost_reply_does_no_harm(visit: Visit, database: Database) -> None:
    ada = visit()
    ada.start()
    lost: list[int] = []

    def lose_first_reply(route: Route) -> None:
        if lost:
            route.continue_()
            return
        lost.append(route.fetch().status)
        route.abort()

    ada.page.route("**/api/v1/reviews*", lose_first_reply)
    keys = [ada.answer_card("Easy"), ada.answer_card("Easy")]
    ada.sent()
    assert lost == [200]
    assert [row.question_key for row in logged(database)] == keys


def test_an_undo_without_connection_arrives_in_order(visit: Visit, database: Database) -> None:
    ada = visit()
    ada.start()
    ada.page.context.set_offline(True)
    key = ada.answer_card("Easy")
    ada.page.get_by_role("button", name="Undo").click()
    expect(ada.card).to_have_attribute("data-card", key)
    ada.answer_card("Good")
    ada.page.context.set_offline(False)
    ada.sent()
    assert [(row.question_key, row.is_undo, row.rating) for row in logged(database)] == [
        (key, False, 4),
        (key, True, None),
        (key, False, 3),
    ]


def test_a_refused_answer_is_kept_and_said(visit: Visit) -> None:
    ada = visit()
    ada.start()

    def refuse(route: Route) -> None:
        entries = json.loads(route.request.post_data or "[]")
        reason = "It is older than 90 days."
        route.fulfill(json={"results": [{"id": e["id"], "status": "refused", "reason": reason} for e in entries]})

    ada.page.route("**/api/v1/reviews*", refuse)
    ada.answer_card("Easy")
    line = ada.page.locator("[data-status]")
    expect(line).to_contain_text("1 thing was not taken: It is older than 90 days.")
    ada.page.reload()
    ada.ready()
    expect(line).to_contain_text("1 thing was not taken")
    line.get_by_role("button", name="Forget it").click()
    expect(line).to_be_hidden()


def test_who_is_signed_out_is_told_and_loses_nothing(visit: Visit) -> None:
    ada = visit()
    ada.start()
    ada.page.context.clear_cookies()
    ada.answer_card("Easy")
    expect(ada.page.get_by_text("1 answer is not sent yet. You are signed out")).to_be_visible()
    expect(ada.card).to_be_visible()


def test_another_person_on_the_same_device_sends_only_their_own(visit: Visit, database: Database) -> None:
    ada = visit()
    ada.start()
    ada.page.route("**/api/v1/reviews*", lambda route: route.abort())
    ada.answer_card("Easy")
    expect(ada.page.get_by_text("1 answer is not sent yet.")).to_be_visible()
    ada.page.unroute("**/api/v1/reviews*")
    ada.page.context.clear_cookies()
    ada.start()
    ada.answer_card("Hard")
    ada.sent()
    assert ratings(database) == [2]
