"""What is not meant for somebody is nowhere: every address of the site is asked for it, with its own names too."""

from __future__ import annotations

import uuid
import zipfile
from collections.abc import Iterator
from datetime import timedelta
from io import BytesIO
from itertools import product
from pathlib import Path

import pytest
from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from question_bank.exchange.formats import FORMATS
from tests.conftest import SettableClock
from tests.people import People, PersonClient
from tests.study.banks import load_other_bank, load_small_bank
from tests.study.student import answer, entry, get_batch, keys
from webapp.db import Database
from webapp.models import (
    AuditEvent,
    BankMember,
    BankPicture,
    ChosenCollection,
    ClassBank,
    ClassInstructor,
    ClassStudent,
    Collection,
    Exam,
    ImportedQuestion,
    Question,
    QuestionComment,
    QuestionTag,
    Report,
    SchoolClass,
)
from webapp.web.edge import Tumen

from .everywhere import PLACES, Everywhere

CLASS, OWN = "quokka", "wombat"
ASKED = ("/search?q={}", "/search?q={}ville", "/collections/new?q={}", "/bank?q={}", "/bank/claims?q={}",
         "/api/v1/study/batch?limit=50&card={}-bridge-choice", "/study?card={}-bridge-choice",
         "/study?mode=cram", "/bank/history?question={}-bridge-choice")  # fmt: skip


class Site:
    """A site with the ferry's bank for everyone, one for a class (ada's and ben's) and one that is the admin's own."""

    def __init__(self, app: Tumen, clock: SettableClock, people: People, folder: Path) -> None:
        self.app, self.clock, self.people = app, clock, people
        with people.admin.database.writer() as session:
            of_class = load_other_bank(session, folder, word=CLASS, audience="members", now=clock())
            own = load_other_bank(
                session, folder, word=OWN, audience="owner", owner_id=people.admin.user_id, now=clock()
            )
            roles = {people.ada: "reader", people.ben: "editor"}
            session.add_all(BankMember(user_id=each.user_id, bank_id=of_class, role=roles[each]) for each in roles)
            asked = session.scalars(select(Question).where(Question.bank_id == of_class)).first()
            assert asked
            self._say_things(session, asked)
            of_ada = session.scalars(select(ClassStudent.class_id).where(ClassStudent.user_id == people.ada.user_id))
            session.add_all(ClassBank(class_id=each, bank_id=of_class) for each in of_ada)
            data = {"kind": "card", "front": "The Quokka?"}
            session.add(ImportedQuestion(bank_id=of_class, name="Quokka", file="Quokka", imported_at=clock(),
                                         data=data, content_hash=bytes(32)))  # fmt: skip
            session.add(BankPicture(bank_id=of_class, digest=b"\x0a" * 32, part=0, media_type="image/png",
                                    content=b"The Quokka"))  # fmt: skip
            self.banks = (of_class, own)
            self.newest = session.scalar(select(func.max(ImportedQuestion.id)))

    def _say_things(self, session: Session, asked: Question) -> None:
        """What those who keep the class's bank said about a question of it."""
        now, words = self.clock(), "About the Quokka."
        by = {"user_id": self.people.ben.user_id}
        named = {"question_id": asked.id, "revision": 1}
        session.add_all([
            AuditEvent(at=now, action="question.edited", detail={"why": words}, bank_id=asked.bank_id, **by),
            Report(id=bytes(16), at=now, what="other", words=words, status="open", **named, **by),
            QuestionComment(at=now, words=words, author_id=self.people.ben.user_id, **named),
            QuestionTag(tag=CLASS.title(), question_id=asked.id),
        ])  # fmt: skip

    def addresses(self, word: str) -> Iterator[str]:
        """Every address of the map, with what there is of the bank of ``word`` in its places; and what asks for it."""
        names = (f"{word}-bridge-choice", f"{word}-riders", f"sorrel-{word}")
        places = {"passage": ("p03",), "number": ("1", str(self.newest)), "position": ("1",), "chart": ("articles",),
                  "bank_id": self.banks, "kind": ("actor", "issue", "topic"),
                  "class_id": ("1",), "student": (str(self.people.ada.user_id),),
                  "deck": (word,), "digest": ("0a" * 32,), "term": (word, "crossing-trouble")}  # fmt: skip
        for rule in self.app.url_map.iter_rules():
            if "GET" in (rule.methods or ()) and rule.endpoint != "static":
                arguments = sorted(rule.arguments)
                for values in product(*(places.get(name, names) for name in arguments)):
                    built = rule.build(dict(zip(arguments, values, strict=True)))
                    assert built
                    yield built[1]
        yield from (f"/bank/export/questions?format={name}" for name in FORMATS)
        yield from (path.format(word) for path in ASKED)
        yield from (path for known in PLACES.values() for path in known if "{" not in path)


@pytest.fixture
def ferry(database: Database, clock: SettableClock) -> None:
    with database.writer() as session:
        load_small_bank(session, now=clock())


@pytest.fixture
def site(ferry: None, app: Tumen, clock: SettableClock, instance: Path, tmp_path: Path) -> Site:
    """The site with people who have done what there can be a page about."""
    return Site(app, clock, Everywhere(app, clock=clock, instance=instance).people, tmp_path)


@pytest.fixture
def quiet_site(ferry: None, app: Tumen, clock: SettableClock, people: People, tmp_path: Path) -> Site:
    return Site(app, clock, people, tmp_path)


def told(client: PersonClient, path: str, word: str) -> bool:
    """Whether the answer, a package too, has a name of the bank of ``word``, or speaks of it."""
    response = client.get(path)
    assert response.status_code < 500, path
    texts = [response.data]
    if response.data.startswith(b"PK"):
        with zipfile.ZipFile(BytesIO(response.data)) as package:
            texts = [package.read(name) for name in package.namelist()]
    return any(said.encode() in text for text in texts for said in (word.title(), f"the {word}"))


def test_nobody_who_may_not_is_told_a_word_of_a_bank(site: Site) -> None:
    """A student, who has an account or has none, and an instructor who was given no rights."""
    people = site.people
    everybody = [(people.cleo, CLASS), (people.cleo, OWN), (people.guest, CLASS), (people.nobody, OWN),
                 (people.ada, OWN)]  # fmt: skip
    tellers = [
        (client.email, path)
        for client, word in everybody
        for path in dict.fromkeys(site.addresses(word))
        if told(client, path, word)
    ]
    assert tellers == []


def test_who_may_meets_the_bank_everywhere(quiet_site: Site) -> None:
    """So the walk above looks where there is something to find; and what is everybody's is there beside it."""
    people = quiet_site.people
    for client, word in ((people.ada, CLASS), (people.admin, OWN)):
        for path in (f"/search?q={word}", "/read", f"/read/sorrel-{word}", "/timeline", "/positions",
                     "/api/v1/study/batch?limit=50", f"/read/sorrel-{word}/ask/{word}-bridge-choice"):  # fmt: skip
            assert told(client, path, word), path
        assert b"Ferry" in client.get("/read").data
        assert {word, "ferry"} == {key.partition("-")[0] for key in keys(get_batch(client, limit=50))}
        card = get_batch(client, card=f"{word}-bridge-choice")["cards"][0]
        answer(client, card, quiet_site.clock())


def test_who_may_not_cannot_answer_either(quiet_site: Site) -> None:
    """Not by guessing its name: it is as if there were no such question."""
    people, now = quiet_site.people, quiet_site.clock()
    card = get_batch(people.ada, card=f"{CLASS}-bridge-choice")["cards"][0]
    assert card["card"] == f"{CLASS}-bridge-choice"
    for client in (people.cleo, people.guest):
        (result,) = client.post("/api/v1/reviews", json=[entry(card, now)]).get_json()["results"]
        assert (result["status"], "no question" in result["reason"]) == ("refused", True)
        sent = {"card": card["card"], "revision": 1, "response": {"key": "a"}}
        assert client.post("/api/v1/check", json=sent).status_code == 404
        assert client.post(f"/report/{card['card']}", data={"what": "other", "words": "?"}).status_code == 404


def test_by_a_class_its_students_alone_meet_its_bank_and_while_it_is_not_archived(quiet_site: Site) -> None:
    people, now = quiet_site.people, quiet_site.clock()
    with people.admin.database.writer() as session:
        numbers = (1, 2)
        session.add_all(SchoolClass(id=number, title="A class", made_at=now) for number in numbers)
        session.flush()
        session.add_all(ClassBank(class_id=number, bank_id=quiet_site.banks[number - 1]) for number in numbers)
        session.add(ClassStudent(user_id=people.cleo.user_id, class_id=1, joined_at=now))
        session.add(ClassInstructor(user_id=people.cleo.user_id, class_id=1))
    walked = (f"/read/sorrel-{CLASS}", f"/search?q={CLASS}", f"/study?card={CLASS}-bridge-choice")
    assert [path for path in walked if not told(people.cleo, path, CLASS)] == []
    kept = [path for path in quiet_site.addresses(CLASS) if path.startswith(("/bank", "/reports", "/api/v1/bank"))]
    assert [path for path in kept if told(people.cleo, path, CLASS)] == []  # she learns from it, and keeps it not
    with people.admin.database.writer() as session:
        session.get_one(SchoolClass, 1).archived_at = now
    assert [path for path in walked if told(people.cleo, path, CLASS)] == []


def test_who_is_let_in_no_more_is_told_nothing_more(site: Site) -> None:
    """The log of what was answered is one's own and stays; the pages that look into it say nothing of the bank."""
    ada = site.people.ada
    card = get_batch(ada, card=f"{CLASS}-bridge-choice")["cards"][0]
    answer(ada, card, site.clock(), rating=1)
    assert all(told(ada, path, CLASS) for path in ("/cards", f"/cards/{CLASS}-bridge-choice"))
    wishes = {"quiz": str(uuid.uuid4()), "pick": "random", "length": "20", "feedback": "end"}
    quiz = ada.post("/quiz/new", data=wishes).location.rpartition("/")[0]
    assert any(told(ada, f"{quiz}/{position}", CLASS) for position in range(1, 30))
    noted = {"card": card["card"], "note": "A Quokka.", "send": "background"}
    assert ada.post("/study/note", data=noted).status_code == 200
    with ada.database.writer() as session:
        of_class = Collection.bank_id == site.banks[0]
        part = session.scalars(select(Collection.id).where(of_class, Collection.kind == "topic")).one()
        assert ada.user_id is not None
        session.add(ChosenCollection(user_id=ada.user_id, collection_id=part, followed_at=site.clock()))
        session.add(Exam(user_id=ada.user_id, made_at=site.clock(), name="Soon", retention=0.9, collection_id=part,
                         day=site.clock().date() + timedelta(days=9)))  # fmt: skip
    assert {key.partition("-")[0] for key in keys(get_batch(ada, limit=50))} == {CLASS}
    with ada.database.writer() as session:
        for rights in (BankMember, ClassStudent):
            session.execute(delete(rights).where(rights.user_id == ada.user_id))
    assert {key.partition("-")[0] for key in keys(get_batch(ada, limit=50))} == {"ferry"}  # not a day without cards
    own = {"/account/data.json", "/account/log.csv"}
    walked = [quiz, *(f"{quiz}/{position}" for position in range(1, 30)), *site.addresses(CLASS)]
    assert [path for path in dict.fromkeys(walked) if path not in own and told(ada, path, CLASS)] == []
