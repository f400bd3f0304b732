"""A deck of three notes that is not of this site, brought by the pages."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from question_bank.exchange.anki.own import own_key
from tests.people import PersonClient
from tests.question_bank.exchange.packages import collection, oldest
from webapp.db import Database
from webapp.models import Bank

from .test_importing import look_at

BIRDS = {
    "heron": ["What is a <b>heron</b>?", "A wading bird. [sound:heron.mp3]", "behind"],
    "swift": ["The {{c1::swift::which bird}} sleeps in the {{c2::air}}.", "Apus apus."],
    "blank": ["Nothing behind it", ""],
}


def birds(now: int, **changed: Sequence[str]) -> bytes:
    """A deck of three notes, one of which asks nothing; the heron was learned and then remembered, twice each way."""
    notes = [(number, guid) for number, guid in enumerate(BIRDS, start=1)]
    cards = [(1, 1, 0, 2, 0), (2, 1, 1, 2, 0), (3, 2, 0, -1, now // 1000), (4, 3, 0, 0, 0)]
    day = 86_400_000
    reviews = [(now - 9 * day + number * 5 * day, 1, 3, 900, 4000, number) for number in (0, 1)]
    rows = [(at, card, ease, time, kind, 2500) for at, card, ease, _, time, kind in reviews]
    return oldest(collection(notes, cards, rows, fields={**BIRDS, **changed})).getvalue()


def bring(client: PersonClient, content: bytes, deck: str = "Birds") -> None:
    assert look_at(client, content, "My_birds.apkg").headers["Location"] == "/decks/import"
    assert client.post("/decks/import", data={"own": "y", "deck": deck}).status_code == 303


def key(database: Database, guid: str) -> str:
    with database.reader() as session:
        return own_key(session.scalars(select(Bank.id).where(Bank.audience == "owner")).one(), guid)
