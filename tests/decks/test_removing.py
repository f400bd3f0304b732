"""A deck of one's own removed and brought back, and the search that finds the cards of one's own decks."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select, text

from tests.conftest import SettableClock
from tests.people import People, PersonClient
from tests.study.student import get_batch, keys
from tests.web.probe import everything_in
from webapp.accounts.deletion import delete_user
from webapp.db import Database
from webapp.decks.services.removal import NoSuchDeckError, bring_back_deck, remove_deck
from webapp.history.own_search import fill_missing_own
from webapp.models import Bank, ReviewLog
from webapp.models.base import to_milliseconds
from webapp.reviews.rebuild import rebuild

from .own import birds, bring, key

LEDGERS = ("review_log", "claim_revision", "question_revision")
SHOWN = ("/decks", "/read", "/collections", "/search?q=heron", "/search?q=wading", "/progress/knowledge")


@pytest.fixture
def deck(brought: PersonClient, database: Database) -> str:
    with database.reader() as session:
        return f"own-{session.scalars(select(Bank.id).where(Bank.audience == 'owner')).one()}-deck-1"


def shown(client: PersonClient) -> list[str]:
    """Where the deck or its heron is spoken of."""
    pages = {path: client.get(path).text for path in SHOWN}
    return [path for path, page in pages.items() if ">Birds<" in page or "What is a" in page]


def test_a_removed_deck_is_nowhere_and_no_ledger_loses_a_row(
    brought: PersonClient,
    deck: str,
    database: Database,
) -> None:
    asked = brought.get(f"/decks/own/{deck}/remove").text
    assert "2 cards go out of study" in asked
    assert "2 answers to them stay in your log" in asked
    seen, before = shown(brought), everything_in(database)
    assert {"/decks", "/search?q=heron", "/search?q=wading"} <= set(seen)
    assert brought.post(f"/decks/own/{deck}/remove").status_code == 303
    after = everything_in(database)
    assert [name for name in LEDGERS if after[name] != before[name]] == []
    assert shown(brought) == ["/decks"]  # where it can be brought back
    assert "removed: 2 cards" in brought.get("/decks").text
    assert key(database, "heron") not in keys(get_batch(brought, limit=50))
    assert brought.get(f"/read/{deck}-1").status_code == 404
    assert brought.get(f"/decks/own/{deck}/remove").status_code == 404
    assert brought.post(f"/decks/own/{deck}/remove").status_code == 404  # pressed twice
    with database.writer() as session:
        assert list(rebuild(session, check=True)) == []


@pytest.mark.parametrize("again", ["here", "from Anki"])
def test_a_removed_deck_comes_back_as_it_was(
    brought: PersonClient,
    deck: str,
    database: Database,
    clock: SettableClock,
    again: str,
) -> None:
    before, seen = everything_in(database), shown(brought)
    brought.post(f"/decks/own/{deck}/remove")
    if again == "here":
        assert brought.post(f"/decks/own/{deck}/bring-back").status_code == 303
        assert brought.post(f"/decks/own/{deck}/bring-back").status_code == 404  # there is nothing more to bring
    else:
        bring(brought, birds(to_milliseconds(clock())))
    after = everything_in(database)
    assert {name for name in after if after[name] != before[name]} <= {"audit_event", "bank", "user_session"}
    assert shown(brought) == seen


def test_a_followed_deck_that_is_removed_leaves_no_day_without_cards(
    brought: PersonClient,
    deck: str,
    database: Database,
) -> None:
    with database.reader() as session:
        number = session.scalar(text("SELECT id FROM collection WHERE value = :deck"), {"deck": deck})
    brought.post(f"/collections/{number}/follow")
    assert not {each for each in keys(get_batch(brought, limit=50)) if not each.startswith("own-")}
    brought.post(f"/decks/own/{deck}/remove")
    assert keys(get_batch(brought, limit=50))


def test_nobody_else_removes_or_finds_what_is_ones_own(
    brought: PersonClient,
    deck: str,
    people: People,
    database: Database,
    clock: SettableClock,
) -> None:
    before = everything_in(database)
    for other in (people.cleo, people.ben, people.admin):
        assert other.get(f"/decks/own/{deck}/remove").status_code == 404
        assert other.post(f"/decks/own/{deck}/remove").status_code == 404
        assert other.post(f"/decks/own/{deck}/bring-back").status_code == 404
        assert other.post("/decks/own/a%00/bring-back").status_code == 404
    for other in (people.cleo, people.ben, people.admin, people.guest, people.nobody):
        assert "wading" not in other.get("/search?q=heron").text
        assert "Nothing has this word" in other.get("/search?q=heron").text
    with database.writer() as session:  # where every bank is in sight
        assert people.cleo.user_id is not None
        for act in (remove_deck, bring_back_deck):
            with pytest.raises(NoSuchDeckError):
                act(session, user_id=people.cleo.user_id, key=deck, now=clock())
    changed = {name for name, rows in everything_in(database).items() if rows != before[name]}
    assert changed <= {"user_session", "user", "user_settings"}  # who came by is noted, nothing else
    bring(people.cleo, birds(to_milliseconds(clock()), heron=["What is a heron?", "A patient bird."]))
    assert "Nothing has this word" in brought.get("/search?q=patient").text


def test_the_search_finds_what_a_card_says_now(
    brought: PersonClient,
    database: Database,
    clock: SettableClock,
) -> None:
    bring(brought, birds(to_milliseconds(clock()), heron=["What is a heron?", "A bird that waits."]))
    assert "Nothing has this word" in brought.get("/search?q=wading").text
    assert f"/study?card={key(database, 'heron')}" in brought.get("/search?q=waits").text
    with database.writer() as session:
        session.execute(text("DELETE FROM search_index"))  # as after a restore
        fill_missing_own(session)
        fill_missing_own(session)
        assert session.scalar(text("SELECT count(*) FROM search_index")) == 2


def test_nothing_to_be_found_is_left_of_an_erased_owner(
    brought: PersonClient,
    database: Database,
    clock: SettableClock,
) -> None:
    with database.writer() as session:
        assert brought.user_id is not None
        delete_user(session=session, user_id=brought.user_id, now=clock())
    with database.reader() as session:
        assert session.scalar(text("SELECT count(*) FROM search_index WHERE key LIKE 'own-%'")) == 0
        assert session.scalar(select(func.count()).select_from(ReviewLog)) == 0
