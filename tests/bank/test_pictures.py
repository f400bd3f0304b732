"""Pictures of an Anki package come into the bank, are sent to those who may see it, and go along in a package."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable
from datetime import timedelta
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from sqlalchemy import ColumnElement, func, select
from werkzeug.test import TestResponse

from tests.conftest import SettableClock
from tests.decks.test_with_anki import PYTHON, anki
from tests.people import People, PersonClient
from tests.question_bank.exchange.packages import TYPED, latest, middle, oldest
from tests.question_bank.exchange.pictures import GIF, PNG
from tests.question_bank.exchange.test_anki_drafts import collection
from tests.study.banks import load_small_bank
from tests.study.student import get_batch
from webapp.bank.services import pictures
from webapp.db import Database
from webapp.models import Bank, BankPicture, ImportedQuestion, ImportPicture, QuestionImport
from webapp.models.visible import only_visible
from webapp.operations import jobs
from webapp.web.edge import Tumen

from .workshop import Editor, form_fields, present

BIG = PNG + bytes(range(256)) * 600  # in several parts
FILES = {"heron.png": BIG, "nest.gif": GIF, "unused.png": PNG}
NOTES = [
    ("heron", '<img src="heron.png" alt="A grey heron"> Which bird?\x1fA heron. [sound:cry.mp3]', ""),
    ("nest", "Whose is it? <img src=nest.gif>\x1fThe heron's", ""),
    ("swift", '<img src="gone.png">Swift\x1fApus', ""),
]


@pytest.fixture(autouse=True)
def loaded(database: Database, clock: SettableClock) -> None:
    with database.writer() as session:
        load_small_bank(session, now=clock())


def send(client: PersonClient, content: bytes, file: str = "birds.apkg") -> TestResponse:
    return client.post("/bank/exchange", data={"file": (BytesIO(content), file)})


def illustrated(**files: bytes) -> bytes:
    return oldest(collection(NOTES), {**FILES, **files}).getvalue()


def kept(database: Database, table: type[BankPicture | ImportPicture] = BankPicture) -> int:
    with database.reader() as session:
        return session.scalar(select(func.count(table.digest.distinct()))) or 0


def complete(client: PersonClient, number: int, **changes: str) -> TestResponse:
    """Put an imported draft into the bank."""
    page = client.get(f"/bank/imported/{number}").text
    fields = form_fields(page.split("data-editor", 1)[1].split("</form>")[0])
    fields["claims"], fields["explanation"] = "ferry-cost-board", "It is told of at some length."
    for name, value in changes.items():
        fields[name] = value
    return client.post(f"/bank/imported/{number}", data=fields)


def published(ben: PersonClient) -> None:
    """The heron's card, for students."""
    send(ben, illustrated())
    ben.post("/bank/import")
    assert complete(ben, 1).location == "/bank/questions/heron"
    assert Editor(ben).set_status("heron", "published", base=1).status_code == 303


def address(client: PersonClient) -> str:
    (card,) = get_batch(client, card="heron")["cards"][:1]
    (found,) = re.findall(r'<img src="([^"]+)" alt="A grey heron"', card["html"])
    return str(found)


@pytest.mark.parametrize("layout", [oldest, middle, latest])
def test_pictures_come_with_their_notes_in_every_layout(people: People, database: Database, layout: object) -> None:
    assert callable(layout)
    schema = (TYPED,) if layout is latest else ()
    send(people.ben, layout(collection(NOTES, *schema), FILES).getvalue())
    page = html.unescape(people.ben.get("/bank/import").text)
    assert "2 pictures come along." in page
    assert "In 2 questions something is left out" in page
    assert "pictures, sounds or other files in it are left out" in page
    assert (kept(database), kept(database, ImportPicture)) == (0, 2)
    people.ben.post("/bank/import")
    assert (kept(database), kept(database, ImportPicture)) == (2, 0)
    listed = people.ben.get("/bank/imported").text
    addresses = re.findall(r'<img src="(/pictures/[0-9a-f]{64})"', listed)
    assert [people.ben.get(each).data for each in addresses] == [BIG, GIF]
    assert "media:" not in listed
    assert "a picture has no words" in listed  # of the nest
    assert addresses[0] in people.ben.get("/bank/imported/1").text  # beside the form, as it has no claim yet
    assert f'<img src="{addresses[0]}" alt="A grey heron">' in complete(people.ben, 1, more="y").text  # on the card
    assert "figure-not-in-claim" not in complete(people.ben, 1, more="y").text  # no digit of its name is a figure


def test_what_was_read_and_dropped_leaves_no_picture(people: People, database: Database) -> None:
    send(people.ben, illustrated())
    send(people.ben, illustrated(**{"nest.gif": b"no picture"}))
    assert kept(database, ImportPicture) == 1  # in the place of what waited before
    people.ben.post("/bank/import/drop")
    assert (kept(database), kept(database, ImportPicture)) == (0, 0)


def test_what_nobody_takes_over_is_forgotten_with_its_pictures_by_the_worker(
    people: People, database: Database, make_app: Callable[..., Tumen], clock: SettableClock
) -> None:
    send(people.ben, illustrated())
    app = make_app()
    with app.app_context():
        shop = jobs.workshop_of(app)
    for after, number in ((timedelta(days=2), 2), (timedelta(seconds=1), 0)):
        clock.move(after)
        assert jobs.do_one(app, shop) is (number == 0)
        assert kept(database, ImportPicture) == number
    with database.reader() as session:
        assert session.scalars(select(QuestionImport.user_id)).all() == []
    assert jobs.do_one(app, shop) is False


def test_a_picture_without_words_stays_out_of_the_bank(people: People, database: Database) -> None:
    send(people.ben, illustrated())
    people.ben.post("/bank/import")
    refused = complete(people.ben, 2)
    assert (refused.status_code, "a picture has no words" in refused.text) == (400, True)
    page = people.ben.get("/bank/imported/2").text
    front = form_fields(page.split("data-editor", 1)[1].split("</form>")[0])["front"]
    assert complete(people.ben, 2, front=front.replace("![]", "![A nest of sticks]")).status_code == 303
    assert "![A nest of sticks](media:" in present(database, "nest")[2]["front"]


def test_students_see_the_picture_of_a_published_card(people: People) -> None:
    published(people.ben)
    for client in (people.ada, people.guest):
        sent = client.get(address(client))
        assert (sent.data, sent.content_type) == (BIG, "image/png")
        assert sent.headers["Cache-Control"].startswith("private")
        assert sent.headers["X-Content-Type-Options"] == "nosniff"
        assert "default-src 'none'" in sent.headers["Content-Security-Policy"]
    assert people.nobody.get(address(people.ada)).status_code != 200
    found = re.sub("</?mark>", "", people.ada.get("/search?q=grey").text)
    assert ("A grey heron" in found, "media:" in found) == (True, False)


def test_nobody_gets_a_picture_of_a_bank_that_they_may_not_see(people: People, database: Database) -> None:
    ben = people.ben
    assert ben.post("/banks", data={"title": "Ice"}).status_code == 303
    send(ben, illustrated())
    ben.post("/bank/import")
    with database.reader() as session, only_visible(None):
        bank = session.scalars(select(BankPicture.bank_id).distinct()).one()
        assert session.get_one(Bank, bank).key != "main"
    found = re.findall(r'<img src="(/pictures/[0-9a-f]{64})"', ben.get("/bank/imported").text)
    for path in found:
        assert ben.get(path).status_code == 200
        assert [each.get(path).status_code for each in (people.ada, people.guest, people.cleo)] == [404] * 3


def test_a_bank_keeps_no_more_than_it_has_room_for(
    people: People, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pictures, "MOST_BYTES", len(BIG))
    send(people.ben, illustrated())
    assert kept(database, ImportPicture) == 1
    assert "In 3 questions something is left out" in people.ben.get("/bank/import").text
    monkeypatch.setattr(pictures, "MOST_BYTES", len(BIG) - 1)  # others came meanwhile
    refused = people.ben.post("/bank/import", follow_redirects=True).text
    assert "The bank has no room for the pictures of this file any more." in refused
    with database.reader() as session:
        assert (kept(database), session.scalar(select(func.count(ImportedQuestion.id)))) == (0, 0)


def test_a_package_takes_the_pictures_along_and_others_say_that_they_stay(people: People, database: Database) -> None:
    ben = people.ben
    published(ben)
    deck = ben.get("/bank/export/questions?format=apkg").data
    assert deck == ben.get("/bank/export/questions?format=apkg").data
    with ZipFile(BytesIO(deck)) as package:
        ((entry, name),) = json.loads(package.read("media")).items()
        assert re.fullmatch(r"tumen-[0-9a-f]{40}\.png", name)
        assert package.read(entry) == BIG
        assert f'<img src="{name}" alt="A grey heron">'.encode() in package.read("collection.anki2")
    own = people.ada.get("/decks/tumen.apkg?cards=all").data
    with ZipFile(BytesIO(own)) as package:
        assert list(json.loads(package.read("media")).values()) == [name]
    assert "by which this bank knows them" in ben.get("/bank/export?format=json").text
    assert "their words stand in their place" in ben.get("/bank/export?format=moodle").text
    moodle = ben.get("/bank/export/questions?format=moodle").text
    assert ("A grey heron" in moodle, "media:" in moodle) == (True, False)


def test_what_shows_a_picture_that_the_bank_has_not_waits(people: People, database: Database) -> None:
    """As text names its pictures only, and comes to other banks."""
    published(people.ben)
    text = people.ben.get("/bank/export/questions?format=json").data
    mine = next(each for each in json.loads(text)["questions"] if each["id"] == "heron")
    shown = {**mine, "id": "egret", "front": mine["front"].replace("Which", "What")}
    strange = {**shown, "id": "stork", "front": f"![A stork](media:{'0b' * 32})"}
    document = {"format": "tumen-questions", "version": 1, "questions": [shown, strange]}
    send(people.ben, json.dumps(document).encode(), "two.json")
    people.ben.post("/bank/import")
    assert people.ben.get("/bank/imported").text.count("the bank has not the picture that it shows") == 1
    people.ben.post("/bank/imported/complete")
    assert present(database, "egret")[0] == "draft"
    with database.reader() as session:
        waits = ImportedQuestion.question_id.is_(None)
        assert set(session.scalars(select(ImportedQuestion.name).where(waits))) == {"nest", "swift", "stork"}


@pytest.mark.anki
@pytest.mark.skipif(not PYTHON, reason="TUMEN_TEST_ANKI_PYTHON names no Python that has anki")
def test_a_picture_goes_through_anki_and_comes_back(people: People, database: Database, tmp_path: Path) -> None:
    published(people.ben)
    anki(tmp_path, people.ben.get("/bank/export/questions?format=apkg&kind=card").data)
    people.ben.post("/banks", data={"title": "Ice"})  # another bank: this one has its cards already
    send(people.ben, (tmp_path / "latest.apkg").read_bytes())
    people.ben.post("/bank/import")
    with database.reader() as session:
        banks = session.scalars(select(BankPicture.bank_id).where(BankPicture.part == 0, is_heron())).all()
        assert len(banks) == 2
        fronts = [data.get("front", "") for data in session.scalars(select(ImportedQuestion.data))]
    assert sum("![A grey heron](media:" in front for front in fronts) == 2


def is_heron() -> ColumnElement[bool]:
    return BankPicture.digest == sha256(BIG).digest()
