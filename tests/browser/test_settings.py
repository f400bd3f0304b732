"""The settings by keyboard alone on a phone; and a promise that goes from the button through the log into the card."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from webapp.db import Database
from webapp.models import Card, MemoryParameters, UserSettings
from webapp.models.base import to_milliseconds
from webapp.scheduling.policy import DEFAULT_WEIGHTS
from webapp.web.clock import system_clock

from .everyone import violations
from .visitor import Visitor

pytestmark = pytest.mark.browser
Visit = Callable[..., Visitor]


def test_settings_are_chosen_by_keyboard_at_360_pixels(visit: Visit, database: Database) -> None:
    ada = visit(width=360, height=640)
    ada.start()
    page = ada.page
    page.goto("/settings")
    page.get_by_label("Learning steps", exact=True).focus()
    page.keyboard.press("Control+A")
    page.keyboard.type("5 min, 1 hour")
    page.get_by_label("Monday: normal").focus()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_label("Monday: light")).to_be_checked()
    page.keyboard.press("Tab")
    expect(page.get_by_label("Tuesday: normal")).to_be_focused()
    page.get_by_label("Learning steps", exact=True).focus()
    page.keyboard.press("Enter")  # saves, and does not go back to the defaults of the first group
    expect(page.get_by_text("Saved. It holds")).to_be_visible()
    expect(page.get_by_text("Read as: 5 minutes, 1 hour")).to_be_visible()
    assert ada.evaluate("document.documentElement.scrollWidth") <= 360
    with database.reader() as session:
        stored = session.scalars(select(UserSettings)).one()
        assert (stored.learning_steps, stored.weekdays[0]) == ("5m 1h", "light")


def test_what_was_fitted_is_seen_whole_on_a_small_phone(visit: Visit, database: Database) -> None:
    ada = visit(width=320, height=640)
    ada.start()
    with database.writer() as session:
        user_id = session.scalars(select(UserSettings.user_id)).one()
        session.add(
            MemoryParameters(user_id=user_id, trained_at=system_clock(), weights=json.dumps(list(DEFAULT_WEIGHTS)),
                             reviews=1944, loss_before=0.4321, loss_after=0.4007, in_force=False)
        )  # fmt: skip
    ada.page.goto("/schedule/weights")
    table = ada.page.get_by_role("group", name="Table: what was fitted")
    expect(table.get_by_role("cell", name="0.4007")).to_be_visible()
    assert table.evaluate("frame => frame.scrollWidth <= frame.clientWidth")
    assert violations(ada.page) == []


def test_what_the_button_promised_is_what_the_card_gets(visit: Visit, database: Database) -> None:
    ada = visit()
    ada.start("ferry-rope-card")
    promised = ada.evaluate("JSON.parse(document.getElementById('batch').textContent).cards[0].dues")
    ada.answer_card("Easy")
    ada.sent()
    with database.reader() as session:
        card = session.scalars(select(Card)).one()
        assert card.due_at is not None
        assert {"4": to_milliseconds(card.due_at)} == promised
