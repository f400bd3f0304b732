"""Pictures of decks of one's own: shown to their owner, kept from everybody else, and gone with the account."""

from __future__ import annotations

import json
import re
from base64 import b64decode
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from tests.conftest import SettableClock
from tests.people import People, PersonClient
from tests.question_bank.exchange.packages import collection, latest
from tests.question_bank.exchange.pictures import GIF, PNG
from tests.study.student import get_batch
from webapp.accounts.deletion import delete_user
from webapp.db import Database
from webapp.decks.services import pictures
from webapp.models import DeckImport, OwnPicture
from webapp.operations.leftovers import forget_left_behind

from .own import bring, key
from .packages import download
from .test_importing import look_at

FRONT = '<img src="heron.png" alt="A grey heron &lt;b&gt;"> Which bird?'
SAID = {"heron": [FRONT, "A heron. [sound:cry.mp3]<img src=nest.gif>"], "swift": ['<img src="gone.png">Swift', "Apus"]}
BIG = PNG + bytes(range(256)) * 600  # in several parts


def illustrated(**files: bytes) -> bytes:
    """Two notes with pictures, of which one is not in the package."""
    shown = {"heron.png": BIG, "nest.gif": GIF, "unused.png": PNG, **files}
    notes = [(number, guid) for number, guid in enumerate(SAID, start=1)]
    content = collection(notes, [(number, number, 0, 0, 0) for number, _ in notes], fields=SAID)
    return latest(content, shown).getvalue()


@pytest.fixture
def shown(bank: None, people: People) -> PersonClient:
    bring(people.ada, illustrated())
    return people.ada


def addresses(client: PersonClient, database: Database) -> list[str]:
    """Where the pictures of the heron's card are."""
    (card,) = get_batch(client, card=key(database, "heron"))["cards"][:1]
    return re.findall(r'<img src="([^"]+)"', card["html"])


def test_what_nobody_takes_over_is_forgotten_and_nothing_else(
    shown: PersonClient, people: People, database: Database, clock: SettableClock
) -> None:
    def left() -> tuple[int, int]:
        with database.reader() as session:
            waiting = session.scalars(select(OwnPicture.user_id).where(OwnPicture.waits_since.is_not(None)))
            return len(set(waiting)), len(set(session.scalars(select(DeckImport.user_id))))

    look_at(shown, illustrated(**{"nest.gif": BIG}))
    clock.move(timedelta(days=2))
    look_at(people.cleo, illustrated())
    assert (left(), stored(database)) == ((1, 2), 2)
    assert forget_left_behind(database, now=clock()) == 0
    clock.move(timedelta(seconds=1))
    assert forget_left_behind(database, now=clock()) == 1
    assert (left(), stored(database)) == ((1, 1), 2), "what is on cards, and what was just read, stays"
    clock.move(timedelta(days=2))
    assert forget_left_behind(database, now=clock()) == 1
    assert (left(), stored(database)) == ((0, 0), 2)


def stored(database: Database) -> int:
    with database.reader() as session:
        return session.scalar(select(func.count(OwnPicture.digest.distinct()))) or 0


def test_the_preview_counts_what_comes_and_what_stays_out(bank: None, people: People, database: Database) -> None:
    look_at(people.ada, illustrated())
    page = people.ada.get("/decks/import").text
    for said in ("2 pictures", "1 sound: nothing is played here", "Of 1 note: fields behind the second, and pictures"):
        assert said in page
    assert stored(database) == 2
    look_at(people.ada, illustrated(**{"nest.gif": b"no picture"}))
    assert stored(database) == 1  # in the place of what waited before
    people.ada.post("/decks/import/drop")
    assert stored(database) == 0


def test_a_card_shows_its_pictures_with_their_words(shown: PersonClient, database: Database) -> None:
    (card,) = get_batch(shown, card=key(database, "heron"))["cards"][:1]
    assert 'alt="A grey heron &lt;b&gt;"' in card["html"]
    assert 'alt="A picture"' in card["html"]
    assert "(a sound, not played here: cry.mp3)" in card["html"]
    heron, nest = addresses(shown, database)
    sent = shown.get(heron)
    assert (sent.data, sent.content_type) == (BIG, "image/png")
    assert (shown.get(nest).data, shown.get(nest).content_type) == (GIF, "image/gif")
    assert sent.headers["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'none'" in sent.headers["Content-Security-Policy"]
    assert sent.headers["Cache-Control"].startswith("private")
    found = shown.get("/search?q=grey").text
    assert "A grey heron" in re.sub("</?mark>", "", found)  # the words of the picture, in a list
    assert heron not in found
    (front,) = (fields[0] for fields in download(shown, "all").fields() if "Which bird" in fields[0])
    assert re.search(r'<img src="tumen-[0-9a-f]{40}\.png" alt="A grey heron', front)


def test_nobody_else_gets_a_picture(
    shown: PersonClient, people: People, database: Database, clock: SettableClock
) -> None:
    heron, _ = addresses(shown, database)
    for other in (people.cleo, people.ben, people.admin):
        assert other.get(heron).status_code == 404
    assert people.guest.get(heron).status_code != 200
    assert people.nobody.get(heron).status_code != 200
    for wrong in ("0" * 64, "0" * 63, "../../x", heron.upper()[-64:]):
        assert shown.get(f"/pictures/{wrong}").status_code == 404
    bring(people.cleo, illustrated())
    with database.writer() as session:
        assert people.cleo.user_id is not None
        delete_user(session=session, user_id=people.cleo.user_id, now=clock())
    assert shown.get(heron).status_code == 200  # hers stayed when another one's went
    with database.reader() as session:
        assert session.scalars(select(OwnPicture.user_id).distinct()).all() == [shown.user_id]


def test_what_waits_is_not_sent_and_comes_once(
    shown: PersonClient, people: People, database: Database, clock: SettableClock
) -> None:
    (heron, _), before = addresses(shown, database), stored(database)
    look_at(people.cleo, illustrated())
    assert people.cleo.get(heron).status_code == 404  # she has not taken it over
    clock.move(timedelta(minutes=1))
    bring(shown, illustrated())
    people.cleo.post("/decks/import/drop")
    assert stored(database) == before == 2


def test_no_more_is_kept_than_there_is_room_for(
    shown: PersonClient, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pictures, "MOST_BYTES", len(BIG) + len(GIF))
    bring(shown, illustrated(**{"nest.gif": GIF + b" another"}))
    assert stored(database) == 2  # the other one is left out, what was there stays
    assert len(addresses(shown, database)) == 1


def test_everything_of_ones_own_has_the_pictures(shown: PersonClient) -> None:
    found = json.loads(shown.get("/account/data.json").text)["own_picture"]
    assert sorted(b64decode(each["content"]) for each in found) == sorted([BIG, GIF])
    assert {each["type"] for each in found} == {"image/png", "image/gif"}
