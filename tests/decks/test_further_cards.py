"""Further cards of one's own notes: each is a card of its own with its history, and a sibling of the others."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func, select, text

from question_bank.exchange.anki.own import own_key
from tests.conftest import SettableClock
from tests.people import People, PersonClient
from tests.question_bank.exchange.packages import REVERSED, TYPED, collection, latest
from tests.study.student import get_batch, keys
from tests.web.probe import everything_in
from webapp.db import Database
from webapp.decks.services import importing
from webapp.models import Bank, Card, Claim, Passage, Question, QuestionRevision, ReviewLog
from webapp.models.base import to_milliseconds
from webapp.reviews.rebuild import rebuild

from .own import bring
from .test_importing import look_at

SAID = {"heron": ["heron", "bird", "grey"], "swift": ["The {{c1::swift}} sleeps in the {{c2::air}}.", "Apus", ""]}
DAY = 86_400_000


def deck(now: int, **changed: list[str]) -> bytes:
    """Two notes of two cards each, of which the second ones were learned; a third card of the heron is nothing."""
    notes = [(number, guid) for number, guid in enumerate(SAID, start=1)]
    cards = [(11, 1, 0, 0, 0), (12, 1, 1, 2, 0), (13, 1, 2, 0, 0), (21, 2, 0, 0, 0), (22, 2, 1, -1, now // 1000)]
    reviews = [(now - 9 * DAY, 12, 3, 4000, 0, 2500), (now - 4 * DAY, 12, 3, 4000, 1, 2500)]
    return latest(collection(notes, cards, reviews, TYPED, {**SAID, **changed}, REVERSED)).getvalue()


@pytest.fixture
def further(bank: None, people: People, clock: SettableClock) -> PersonClient:
    bring(people.ada, deck(to_milliseconds(clock())))
    return people.ada


def names(database: Database, guid: str, *ordinals: int) -> list[str]:
    with database.reader() as session:
        bank_id = session.scalars(select(Bank.id).where(Bank.audience == "owner")).one()
    return [own_key(bank_id, guid, ordinal) for ordinal in ordinals]


def test_the_preview_counts_notes_and_cards(bank: None, people: People, clock: SettableClock) -> None:
    look_at(people.ada, deck(to_milliseconds(clock())))
    page = " ".join(people.ada.get("/decks/import").text.split())
    assert "2 reviews of 4 cards of 2 other notes" in page
    assert "1 further card of these notes: it shows nothing" in page


def test_each_card_goes_on_with_its_own_history(
    further: PersonClient, database: Database, clock: SettableClock
) -> None:
    (other_way,), (second_gap,) = (names(database, guid, 1) for guid in SAID)
    with database.writer() as session:
        rows = session.execute(select(Question.key, Card).join(Card, Card.question_id == Question.id))
        cards = {row.key: row.Card for row in rows}
        assert (cards[other_way].repetitions, cards[second_gap].suspended) == (2, True)
        assert cards.keys() == {other_way, second_gap}
        assert session.scalar(select(func.count()).select_from(ReviewLog)) == 3
        assert list(rebuild(session, check=True)) == []
    clock.move(timedelta(days=20))
    (card,) = get_batch(further, card=other_way)["cards"][:1]
    asked, answered = card["html"].split('data-part="answer"')
    assert ("bird" in asked, "heron" in asked, "heron" in answered, "grey" in answered) == (True, False, True, True)
    assert f"/study?card={other_way}" in further.get("/search?q=bird").text


def test_cards_of_a_note_are_siblings(further: PersonClient, database: Database, clock: SettableClock) -> None:
    """One claim and one passage a note; what was answered keeps its sibling for another day."""
    first, second = names(database, "heron", 0, 1)
    with database.reader() as session:
        claims = session.execute(select(Question.primary_claim_id).where(Question.key.in_([first, second]))).all()
        assert len(set(claims)) == 1
        assert session.scalar(select(func.count()).select_from(Claim).where(Claim.key.startswith("own-"))) == 2
        assert session.scalar(select(func.count()).select_from(Passage).where(Passage.digest.contains("heron"))) == 1
    clock.move(timedelta(days=20))
    asked = keys(get_batch(further, limit=50))
    assert len({first, second} & set(asked)) == 1


def test_what_is_brought_again_changes_nothing_and_what_came_before_gets_its_further_cards(
    bank: None, people: People, database: Database, clock: SettableClock
) -> None:
    at = to_milliseconds(clock())
    notes = [(number, guid) for number, guid in enumerate(SAID, start=1)]
    firsts = collection(notes, [(11, 1, 0, 0, 0), (21, 2, 0, 0, 0)], (), TYPED, SAID, REVERSED)
    bring(people.ada, latest(firsts).getvalue())
    bring(people.ada, deck(at), deck="Another name")
    with database.reader() as session:
        assert session.scalar(select(func.count()).select_from(Question).where(Question.key.startswith("own-"))) == 4
        assert session.scalar(text("SELECT count(*) FROM search_index WHERE key LIKE 'own-%'")) == 4
    before = everything_in(database)
    bring(people.ada, deck(at))
    after = everything_in(database)
    assert {name for name in after if after[name] != before[name]} <= {"audit_event", "topic", "user_session"}
    bring(people.ada, deck(at, heron=["grey heron", "bird", ""]))
    (other_way,) = names(database, "heron", 1)
    with database.reader() as session:
        content = select(QuestionRevision.content).join(
            Question, (Question.id == QuestionRevision.question_id) & (Question.revision == QuestionRevision.number)
        )
        assert session.scalars(content.where(Question.key == other_way)).one()["back"] == r"grey heron\!"
        assert session.scalar(text("SELECT count(*) FROM search_index WHERE key LIKE 'own-%'")) == 4


def test_cards_of_one_note_may_come_in_two_parts(
    bank: None, people: People, database: Database, clock: SettableClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importing, "CARDS_AT_ONCE", 1)
    bring(people.ada, deck(to_milliseconds(clock())))
    with database.reader() as session:
        assert session.scalar(select(func.count()).select_from(Question).where(Question.key.startswith("own-"))) == 4
        assert session.scalar(select(func.count()).select_from(ReviewLog)) == 3
