"""A day of 200 cards without a connection: none is lost, none is doubled, and nobody waits."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.study.banks import make_bank
from webapp.db import Database
from webapp.reviews.rebuild import rebuild
from webapp.web import clock

from .device import UNSENT, cards_kept, come_back, go_offline, register, until
from .log import logged
from .visitor import Visitor

pytestmark = pytest.mark.browser
Visit = Callable[..., Visitor]

CARDS = 200
ANSWER = """async (count) => {
    const answered = [];
    for (let number = 0; number < count; number += 1) {
        const card = document.querySelector("article.card").dataset.card;
        document.querySelector("[data-show]").click();
        while (document.querySelector("[data-grades]").hidden) await new Promise((go) => setTimeout(go, 1));
        document.querySelector("[data-rating='4']").click();
        answered.push(card);
    }
    return answered;
}"""


@pytest.fixture
def bank(database: Database) -> None:
    """More plain cards than a day brings."""
    with database.writer() as session:
        make_bank(session, claims_of=range(CARDS + 20), now=clock.system_clock())


def test_200_cards_without_a_connection(visit: Visit, database: Database) -> None:
    ada = visit(service_workers="allow")
    register(ada, "ada@example.org")
    ada.page.goto("/settings")
    ada.page.locator("input[name=new_per_day]").fill(str(CARDS))
    ada.page.get_by_role("button", name="Save settings").click()
    expect(ada.page.get_by_text("Saved.")).to_be_visible()
    ada.page.goto("/study")
    ada.ready()
    cards_kept(ada, least=CARDS)
    go_offline(ada)
    ada.page.reload()
    ada.ready()
    began = time.monotonic()
    keys = ada.page.evaluate(ANSWER, 100)
    until(ada, f"async () => (await ({UNSENT})()) === 100")  # the disk follows: no person answers a hundred a second
    ada.page.reload()
    ada.ready()
    keys += ada.page.evaluate(ANSWER, 100)
    assert time.monotonic() - began < 60, "an answer takes a fraction of a second, also on a machine that is busy"
    come_back(ada)
    ada.sent()
    assert len(set(keys)) == CARDS
    assert [row.question_key for row in logged(database)] == keys
    with database.writer() as session:
        assert rebuild(session, check=True) == []
    assert ada.errors == []
