"""Following a part of the bank, studying it and cramming it, in a browser."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from webapp.db import Database
from webapp.models import Card, ReviewLog
from webapp.scheduling.fold import Mode

from .visitor import Visitor

pytestmark = pytest.mark.browser
Visit = Callable[..., Visitor]


def _memories(database: Database) -> list[tuple[object, ...]]:
    with database.reader() as session:
        columns = (Card.question_id, Card.state, Card.stability, Card.due_at, Card.repetitions)
        found = session.execute(select(*columns).where(Card.state > 0).order_by(Card.question_id))
        return [tuple(row) for row in found]


def _modes(database: Database) -> set[int]:
    with database.reader() as session:
        return set(session.scalars(select(ReviewLog.mode)))


@pytest.mark.parametrize("width", [360, 1280])
def test_an_actor_is_followed_studied_and_crammed(visit: Visit, database: Database, width: int) -> None:
    ada = visit(width=width)
    ada.start()
    ada.page.goto("/")
    ada.page.get_by_role("link", name="Change what you study").click()
    ada.page.get_by_role("button", name="Follow Greta Holm").click()
    expect(ada.page.get_by_text("You follow one part of the bank.")).to_be_visible()
    ada.page.goto("/")
    expect(ada.page.get_by_role("heading", name="1 card, about 1 minute")).to_be_visible()
    ada.page.get_by_role("button", name="Study now").click()
    ada.ready()
    studied = ada.answer_card("Easy")
    expect(ada.page.get_by_role("heading", name="Done for today")).to_be_visible()
    ada.sent()
    before = _memories(database)
    assert len(before) == 1

    ada.page.goto("/collections")
    ada.page.get_by_role("link", name="Cram Greta Holm").click()
    ada.ready()
    expect(ada.page.get_by_text("does not change your schedule")).to_be_visible()
    crammed = [ada.answer_card("Again")]
    for _ in range(5):
        expect(ada.card).not_to_have_attribute("data-card", crammed[-1])
        crammed.append(ada.answer_card("Good"))
    expect(ada.page.get_by_role("heading", name="That was all of it")).to_be_visible()
    ada.sent()
    assert studied in crammed
    assert crammed[-1] == crammed[0], "what was missed comes again"
    assert len(set(crammed)) == 5
    assert _modes(database) == {Mode.STUDY, Mode.CRAM}
    assert _memories(database) == before
    assert ada.errors == []
