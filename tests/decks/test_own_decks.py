"""A deck that was made elsewhere, as a bank of one's own: what it says, what was learned of it, and nobody else's."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from tests.conftest import SettableClock
from tests.people import People, PersonClient
from tests.question_bank.exchange.packages import collection, oldest
from tests.study.student import get_batch, keys
from tests.web.probe import everything_in
from webapp.accounts.deletion import delete_user
from webapp.db import Database
from webapp.decks.services import own_bank, own_notes
from webapp.models import Article, Bank, Card, Passage, Question, QuestionRevision, ReviewLog
from webapp.models.base import to_milliseconds
from webapp.reviews.rebuild import rebuild

from .own import birds, bring, key
from .packages import download
from .test_importing import look_at


def test_the_preview_offers_the_deck_and_says_what_it_leaves_out(
    bank: None, people: People, database: Database, clock: SettableClock
) -> None:
    look_at(people.ada, birds(to_milliseconds(clock())), "My_birds.apkg")
    page = people.ada.get("/decks/import").text
    for said in ("2 notes are not of this site", 'value="My birds"', "1 note that is not of this site and has no two",
                 "Of 1 note: fields behind the second, and pictures", "1 sound: nothing is played here",
                 "1 further card of these notes"):  # fmt: skip
        assert said in page
    people.ada.post("/decks/import")  # without the deck: nothing of it comes
    with database.reader() as session:
        assert session.scalar(select(func.count()).select_from(Bank)) == 1


def test_the_number_of_all_cards_is_that_of_the_file(brought: PersonClient) -> None:
    ((in_the_file,),) = download(brought, "all").rows("SELECT count(*) FROM cards")
    assert f"Download all {in_the_file} cards, new ones too" in brought.get("/decks").text


def test_what_was_learned_elsewhere_goes_on_here(
    brought: PersonClient, database: Database, clock: SettableClock
) -> None:
    with database.writer() as session:
        heron, swift = session.scalars(select(Card).order_by(Card.question_id)).all()
        assert heron.due_at
        assert (heron.repetitions, swift.suspended) == (2, True)
        assert heron.due_at > clock() - timedelta(days=4)
        assert session.scalar(select(func.count()).select_from(ReviewLog)) == 3
        assert list(rebuild(session, check=True)) == []  # the log says it all
    calendar = re.search(r"/calendar/[^<\s\"]+\.ics", brought.post("/progress/calendar").text)
    assert calendar
    assert "BEGIN:VEVENT" in brought.tumen.test_client().get(calendar[0]).text  # whose secret it is, is known by it
    assert "A wading bird." in brought.get("/account/data.json").text
    refused = brought.post(f"/report/{key(database, 'heron')}", data={"what": "other", "words": "?"})
    assert (refused.status_code, "your own deck" in refused.text) == (400, True)  # it would reach nobody
    clock.move(timedelta(days=20))
    (card,) = get_batch(brought, card=key(database, "heron"))["cards"][:1]
    assert "wading bird" in card["html"]
    assert "Birds" in card["html"]
    assert "Birds" in brought.get("/decks").text
    assert "wading bird" in brought.get("/read/" + _article(database)).text
    assert "Birds" in brought.get("/collections").text


def _article(database: Database) -> str:
    with database.reader() as session:
        return session.scalars(select(Article.key).where(Article.publisher == "Anki")).one()


def test_a_later_import_updates_the_notes_and_doubles_nothing(
    brought: PersonClient, database: Database, clock: SettableClock
) -> None:
    before = everything_in(database)
    bring(brought, birds(to_milliseconds(clock())), deck="Another name")
    after = everything_in(database)
    changed = {name for name in after if after[name] != before[name]}
    assert changed <= {"audit_event", "topic"}
    bring(brought, birds(to_milliseconds(clock()), heron=["What is a heron?", "A bird that waits."]))
    with database.reader() as session:
        number = select(Question.revision, QuestionRevision.content).join(
            QuestionRevision,
            (QuestionRevision.question_id == Question.id) & (QuestionRevision.number == Question.revision),
        )
        ((revision, content),) = session.execute(number.where(Question.key == key(database, "heron")))
        assert (revision, content["back"]) == (2, "A bird that waits.")
        assert session.scalar(select(func.count()).select_from(ReviewLog)) == 3


def test_a_large_deck_comes_in_parts_that_all_say_the_same_text_once(
    bank: None, people: People, database: Database, clock: SettableClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Parts of a few notes stand for parts of some hundred: each article's passages tile it, each note is asked."""
    monkeypatch.setattr(own_notes, "NOTES_OF_AN_ARTICLE", 3)
    notes = [(number, f"note {number}") for number in range(1, 9)]
    said = {guid: [f"Front {number}", f"Back {number}"] for number, guid in notes}
    content = oldest(collection(notes, [(n, n, 0, 0, 0) for n, _ in notes], fields=said)).getvalue()
    bring(people.ada, content)
    with database.reader() as session:
        rows = session.execute(
            select(Passage.article_version_id, Passage.span_start, Passage.span_end, Passage.digest)
            .where(Passage.digest.startswith("Front"))
            .order_by(Passage.article_version_id, Passage.position)
        ).all()
    assert len(rows) == 8
    parts = {row.article_version_id for row in rows}
    assert len(parts) == 3
    for part in parts:
        spans = [(row.span_start, row.span_end) for row in rows if row.article_version_id == part]
        assert spans[0][0] == 0
        assert [start for start, _ in spans[1:]] == [end for _, end in spans[:-1]]


def test_no_more_comes_than_one_person_may_bring(
    bank: None, people: People, database: Database, clock: SettableClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(own_bank, "MOST_OWN", 1)
    look_at(people.ada, birds(to_milliseconds(clock())))
    refused = people.ada.post("/decks/import", data={"own": "y", "deck": "Birds"})
    assert refused.status_code == 400
    assert "One person brings at most" in refused.text
    with database.reader() as session:
        assert session.scalar(select(func.count()).select_from(ReviewLog)) == 0


def test_nobody_else_is_asked_and_nothing_is_left_of_an_erased_owner(
    brought: PersonClient, people: People, database: Database, clock: SettableClock
) -> None:
    assert key(database, "heron") not in keys(get_batch(people.guest, limit=50))
    bring(people.cleo, birds(to_milliseconds(clock())))  # the same notes of somebody else are theirs
    with database.writer() as session:
        assert session.scalar(select(func.count()).select_from(Bank).where(Bank.audience == "owner")) == 2
        assert brought.user_id is not None
        delete_user(session=session, user_id=brought.user_id, now=clock())
    with database.reader() as session:
        assert session.scalars(select(Bank.owner_id).where(Bank.audience == "owner")).all() == [people.cleo.user_id]
        assert session.scalar(select(func.count()).select_from(Passage).where(Passage.digest.contains("wading"))) == 1
        assert session.scalar(select(func.count()).select_from(Question).where(Question.key.startswith("own-"))) == 2
    assert people.cleo.get("/study").status_code == 200
