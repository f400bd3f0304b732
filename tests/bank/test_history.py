"""The history of the bank: who did what, when and why."""

from __future__ import annotations

import pytest

from tests.conftest import SettableClock
from tests.people import People
from tests.study.banks import load_small_bank
from webapp.db import Database
from webapp.reviews.erase import erase_user
from webapp.web.audit import note_event

from .test_editing import KEY
from .workshop import Editor

CARD = "ferry-rope-card"


@pytest.fixture(autouse=True)
def done(database: Database, clock: SettableClock, people: People) -> None:
    """Ben and Cleo changed a question each; somebody logged in."""
    with database.writer() as session:
        load_small_bank(session, now=clock())
        note_event(session, action="log-in", user_id=people.ada.user_id, now=clock(), via="secret-way")
    Editor(people.ben).save(KEY, explanation="Ben.", why="<b>clearer</b>")
    Editor(people.cleo).set_status(CARD, "retired", base=1)


def test_it_says_who_did_what_and_why_and_nothing_of_accounts(people: People) -> None:
    page = people.ben.get("/bank/history").text
    assert page.index("cleo@example.org") < page.index("ben@example.org")
    assert "&lt;b&gt;clearer&lt;/b&gt;" in page
    assert "retired" in page
    assert "secret-way" not in page


@pytest.mark.parametrize(
    ("query", "seen", "unseen"),
    [
        ("who=ben@example.org", KEY, CARD),
        (f"question={CARD}", CARD, KEY),
        ("action=question+edited&who=cleo@example.org", CARD, KEY),
        ("who=nobody", "Nothing fits.", KEY),
        ("action=log-in", "Nothing fits.", "secret-way"),
    ],
)
def test_it_is_narrowed(people: People, query: str, seen: str, unseen: str) -> None:
    page = people.ben.get(f"/bank/history?{query}").text
    assert seen in page
    assert f'/bank/questions/{unseen}"' not in page


def test_acts_of_somebody_who_has_gone_stay_without_name_and_reason(
    people: People, database: Database, clock: SettableClock
) -> None:
    assert people.ben.user_id is not None
    with database.writer() as session:
        erase_user(session, user_id=people.ben.user_id, now=clock())
    page = people.cleo.get("/bank/history").text
    assert "Somebody who has gone" in page
    assert "clearer" not in page


@pytest.mark.parametrize("query", ["page=0", "who=%00", "question=" + "x" * 300])
def test_what_cannot_be_meant_is_refused(people: People, query: str) -> None:
    assert people.ben.get(f"/bank/history?{query}").status_code == 400
