"""Actors, issues and topics are made and edited here by the rules of the files, and nobody's edit is lost."""

from __future__ import annotations

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

from question_bank.actors import Actor as ActorRecord
from question_bank.bank import Bank, load_bank
from question_bank.issues import Issue
from question_bank.keys import key_from
from question_bank.topics import Topic as TopicRecord
from tests.bank.changing import NOW, load_bank_into, steps, with_changed
from tests.collections.choosing import number_of
from tests.conftest import SettableClock
from tests.people import People, PersonClient
from tests.study.banks import SMALL, load_small_bank
from tests.study.student import get_batch, keys
from tests.waiting import until_somebody_waits
from webapp.bank.queries.vocabulary import KEYS, NAMES, TermKind, term
from webapp.bank.services.collections import move_choices
from webapp.bank.services.exchange import export
from webapp.bank.services.merging import merge_term
from webapp.bank.services.plan import plan
from webapp.bank.services.vocabulary import (
    BadTermError,
    TermConflictError,
    create_term,
    retire_term,
    return_term,
    save_term,
)
from webapp.db import Database
from webapp.history.collections import CollectionKind, collection, followed_ids
from webapp.history.merged_terms import merged_into
from webapp.models import (
    Actor,
    AuditEvent,
    ChosenCollection,
    ClassWork,
    Collection,
    CollectionQuestion,
    Exam,
    SchoolClass,
    Topic,
    User,
)
from webapp.models import Bank as BankRow

from .test_claims import NEW, act, present
from .workshop import form_fields

PLACE = "/bank/vocabulary"
LINES = {TermKind.ACTOR: {"line": "It steers."}, TermKind.ISSUE: {}, TermKind.TOPIC: {"line": "What floats."}}
PILOT = {"kind": "actor", "name": "the Pilots' Guild", "line": "It trains who steers.", "aliases": "the guild\nPilots"}


@pytest.fixture
def loaded(database: Database, clock: SettableClock) -> None:
    with database.writer() as session:
        load_small_bank(session, now=clock())


def shown(client: PersonClient, place: str) -> MultiDict[str, str]:
    page = client.get(f"{PLACE}/{place}").text
    return form_fields(page.split('<form class="form bank-form"', 1)[1].split("</form>")[0])


def save(client: PersonClient, place: str, **changes: str) -> TestResponse:
    return client.post(f"{PLACE}/{place}", data={**shown(client, place).to_dict(), **changes})


def status(client: PersonClient, place: str, what: str) -> TestResponse:
    return client.post(f"{PLACE}/{place}/status", data={"act": what, "edition": edition(client, place)})


def edition(client: PersonClient, place: str) -> str:
    (found,) = set(re.findall(r'value="([0-9a-f]{32}[^"]*)"', client.get(f"{PLACE}/{place}").text))
    return str(found)


def stored(database: Database, kind: TermKind, key: str) -> dict[str, object] | None:
    with database.reader() as session:
        found = term(session, kind=kind, key=key)
    return None if found is None else {**found.content, "out": found.is_retired}


@pytest.mark.usefixtures("loaded")
def test_terms_are_added_with_a_name_of_their_own_and_claims_name_them(people: People, database: Database) -> None:
    assert people.ben.post(f"{PLACE}/new", data=PILOT).status_code == 303
    assert stored(database, TermKind.ACTOR, "pilots-guild") == {
        "id": "pilots-guild", "name": "the Pilots' Guild", "aliases": ["the guild", "Pilots"],
        "line": "It trains who steers.", "out": False,
    }  # fmt: skip
    people.ben.post(f"{PLACE}/new", data={"kind": "issue", "question": "Who should steer?", "key": "steering"})
    people.ben.post(f"{PLACE}/new", data={"kind": "topic", "title": "Pilots", "line": "Who steers."})
    form = people.ben.get("/bank/claims/new").text
    for key in ("pilots-guild", "steering", "pilots"):
        assert f'<option value="{key}">' in form
    said = {"kind": "position", "topic": "pilots", "issue": "steering", "stance": "A pilot.", "attributed_to": "Guild",
            "actors-0-actor": "pilots-guild"}  # fmt: skip
    assert people.ben.post("/bank/claims/new", data={**NEW, **said}).status_code == 303
    for place in ("actor/pilots-guild", "issue/steering", "topic/pilots"):
        page = people.ben.get(f"{PLACE}/{place}").text
        assert "/bank/claims/ferry-new" in page
        assert "<strong>ben@example.org</strong> made it" in page
        assert status(people.ben, place, "retire").status_code == 400  # the claim names it
    act(people.ben, "ferry-new", "retire", 1)
    assert status(people.ben, "issue/steering", "retire").status_code == 303
    assert '<option value="steering">' not in people.ben.get("/bank/claims/new").text
    assert "Who should steer?" in people.ben.get(f"{PLACE}?kind=issue&out=yes").text
    assert save_closed(people.ben, "issue/steering").status_code == 400
    assert status(people.ben, "issue/steering", "return").status_code == 303
    assert '<option value="steering">' in people.ben.get("/bank/claims/new").text


def save_closed(client: PersonClient, place: str) -> TestResponse:
    """A save of what was taken out, whose page has no form for it."""
    return client.post(f"{PLACE}/{place}", data={"edition": edition(client, place), "question": "Who else?"})


@pytest.mark.usefixtures("loaded")
@pytest.mark.parametrize(
    ("sent", "says"),
    [
        ({**PILOT, "name": ""}, "“What it is called” is empty"),
        ({**PILOT, "line": ""}, "“Who it is” is empty"),
        ({**PILOT, "aliases": "Pilots\nPilots"}, "stands twice"),
        ({**PILOT, "aliases": "holm"}, "is that of the actor"),
        ({**PILOT, "key": "holm"}, "is taken"),
        ({**PILOT, "key": "No Key"}, "lower-case letters"),
        ({"kind": "topic", "title": "Pilots"}, "“What it is about” is empty"),
        ({"kind": "issue", "question": "x" * 301}, "at most 300"),
        ({"kind": "tag"}, "actor, issue or topic"),
    ],
)
def test_what_the_files_are_held_to_a_new_term_is_held_to(
    people: People, database: Database, sent: dict[str, str], says: str
) -> None:
    with database.reader() as session:
        before = export(session)
    response = people.ben.post(f"{PLACE}/new", data=sent)
    assert response.status_code == 400
    assert says in response.text.replace("&#39;", "'")
    with database.reader() as session:
        assert export(session) == before


@pytest.mark.usefixtures("loaded")
def test_an_edit_is_noted_word_by_word_and_claims_are_found_by_the_new_name(people: People, database: Database) -> None:
    assert save(people.ben, "actor/navigation-board", aliases="the board\nHarbourmasters").status_code == 303
    assert save(people.ben, "actor/navigation-board").status_code == 303  # nothing changed: no event
    with database.reader() as session:
        (event,) = session.scalars(select(AuditEvent).where(AuditEvent.action.startswith("actor")))
    assert (event.action, event.detail["actor"]) == ("actor edited", "navigation-board")
    assert event.detail["changes"] == [[["aliases"], "the board", "the board\nHarbourmasters"]]
    assert "changed it" in people.ben.get(f"{PLACE}/actor/navigation-board").text
    assert f"{PLACE}/actor/navigation-board" in people.ben.get("/bank/history").text
    assert "Nothing" not in people.ada.get("/search?q=harbourmasters").text.split("<main", 1)[1]
    assert "No claim has all these words." not in people.ben.get("/bank/claims?q=harbourmasters").text


@pytest.mark.usefixtures("loaded")
def test_a_name_by_which_a_question_goes_is_not_taken_from_under_it(people: People, database: Database) -> None:
    before = stored(database, TermKind.ACTOR, "holm")
    response = save(people.ben, "actor/holm", name="Margarete Holm", aliases="")
    assert response.status_code == 400
    assert "is a name of its claim" in response.text
    assert stored(database, TermKind.ACTOR, "holm") == before
    assert save(people.ben, "actor/holm", name="Margarete Holm", aliases="Holm\nGreta Holm").status_code == 303


@pytest.mark.usefixtures("loaded")
def test_whoever_comes_second_sees_what_the_first_one_changed(people: People, database: Database) -> None:
    form = shown(people.cleo, "topic/ferry")
    save(people.ben, "topic/ferry", title="The old ferry", line="What became of it.")
    response = people.cleo.post(f"{PLACE}/topic/ferry", data={**form.to_dict(), "line": "What came of it."})
    assert response.status_code == 409
    assert "Somebody has changed this since you began" in response.text
    assert "What came of it." in response.text
    found = stored(database, TermKind.TOPIC, "ferry")
    assert found is not None
    assert found["title"] == "The old ferry"
    again = form_fields(response.text.split('<form class="form bank-form"', 1)[1].split("</form>")[0])
    assert people.cleo.post(f"{PLACE}/topic/ferry", data=again).status_code == 303
    assert people.cleo.post(f"{PLACE}/topic/ferry/status", data={"act": "retire", "edition": "x"}).status_code == 409


@pytest.mark.usefixtures("loaded")
def test_a_long_list_is_searched_and_paged(people: People, database: Database) -> None:
    with database.writer() as session:
        bank = session.scalars(select(BankRow.id)).one()
        session.add_all(
            Actor(bank_id=bank, key=f"pilot-{number}", name=f"Pilot {number:02}", line="Steers.", aliases=["Žofie"])
            for number in range(60)
        )
    for query, number in (("q=zofie", 50), ("q=pilot+zofie&page=2", 10), ("q=pilot+07", 1), ("q=nobody", 0)):
        page = people.ben.get(f"{PLACE}?kind=actor&{query}").text
        assert page.count("/bank/vocabulary/actor/pilot-") == number
    for bad in ("?kind=tag", "?page=x", "/tag/holm", "/actor/nobody", "/actor/No%20Key"):
        assert people.ben.get(f"{PLACE}{bad}").status_code in {400, 404}


@pytest.fixture
def small() -> Bank:
    return load_bank(SMALL / "articles", SMALL / "data")


def edited(session: Session, key: str = "ferry", **changes: str) -> None:
    found = term(session, kind=TermKind.TOPIC, key=key)
    assert found is not None
    sent = {**found.content, **changes}
    assert save_term(session, kind=found.kind, key=key, edition=found.edition, data=sent, now=NOW)


def test_a_load_keeps_what_was_edited_and_shows_what_the_files_have_otherwise(session: Session, small: Bank) -> None:
    load_bank_into(session, small)
    edited(session, title="The boat")
    assert steps(plan(session, bank=small)) == [("edited", "topic", "ferry")]
    theirs = with_changed(small, "topics", "ferry", title="The crossing")
    assert steps(plan(session, bank=theirs)) == [("conflict", "topic", "ferry")]
    load_bank_into(session, theirs)
    assert session.scalars(select(Topic.title)).one() == "The boat"


def test_what_was_taken_out_stays_out_whatever_the_files_have(session: Session, small: Bank) -> None:
    unused = ActorRecord(id="nobody-named", name="Nobody", line="Is not named.")
    files = replace(small, actors={**small.actors, unused.id: unused})
    load_bank_into(session, files)
    found = term(session, kind=TermKind.ACTOR, key=unused.id)
    assert found is not None
    retire_term(session, kind=TermKind.ACTOR, key=unused.id, edition=found.edition, now=NOW)
    assert unused.id not in {each["id"] for each in export(session)["actors"]}
    assert steps(plan(session, bank=files)) == [("edited", "actor", unused.id)]


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("the Pilots' Guild", "pilots-guild"),
        ("Žofie Čapková", "zofie-capkova"),
        ("Кто?", "actor"),
        ("Holm", "holm-3"),
        ("word " * 30, "word-word-word-word-word-word-word-word-word-word"),
    ],
)
def test_keys_are_made_of_names(name: str, key: str) -> None:
    assert key_from(name, {"holm", "holm-2"}, otherwise="actor") == key


@pytest.mark.usefixtures("loaded")
def test_two_are_made_one_with_their_claims_and_names_or_not_at_all(people: People, database: Database) -> None:
    people.ben.post(f"{PLACE}/new", data={**PILOT, "aliases": ""})
    said = {"kind": "argument", "attributed_to": "Guild", "actors-0-actor": "pilots-guild"}
    people.ben.post("/bank/claims/new", data={**NEW, **said})

    def merge(place: str, into: str, **more: str) -> TestResponse:
        sent = {"into": into, "edition": edition(people.ben, place), **more}
        return people.ben.post(f"{PLACE}/{place}/merge", data=sent)

    with database.reader() as session:
        before = export(session)
    assert merge("actor/pilots-guild", "navigation-board").status_code == 400  # not ticked
    for into in ("pilots-guild", "nobody", "", "a\0b"):
        assert merge("actor/pilots-guild", into, sure="yes").status_code == 400
    refused = merge("actor/holm", "veld", sure="yes")  # the two take different sides in a question
    assert refused.status_code == 400
    assert "is not wrong" in refused.text or "holds the right stance too" in refused.text
    with database.reader() as session:
        assert export(session) == before
    assert merge("actor/pilots-guild", "navigation-board", sure="yes").status_code == 303
    assert present(database, "ferry-new")[1]["actors"] == ["navigation-board"]
    assert present(database, "ferry-new")[0] == 2
    board, guild = (stored(database, TermKind.ACTOR, key) for key in ("navigation-board", "pilots-guild"))
    assert board is not None
    assert guild is not None
    assert (board["aliases"], guild["out"]) == (["the board", "the Pilots' Guild"], True)
    assert "made it one with another" in people.ben.get(f"{PLACE}/actor/pilots-guild").text
    assert "ferry-new" in people.ben.get("/bank/claims?q=pilots+guild").text


def test_issues_and_topics_are_made_one_too(session: Session, small: Bank) -> None:
    issue = Issue(id="other-trouble", question="What else troubles it?")
    topic = TopicRecord(key="boats", title="Boats", line="What floats.")
    files = replace(small, issues={**small.issues, issue.id: issue}, topics={**small.topics, topic.key: topic})
    load_bank_into(session, files)
    ben = User(active=True, fs_uniquifier="ben", created_at=NOW)
    session.add(ben)
    session.flush()
    for kind, key, into in ((TermKind.ISSUE, "crossing-trouble", issue.id), (TermKind.TOPIC, "ferry", topic.key)):
        found = term(session, kind=kind, key=key)
        assert found is not None
        changed = merge_term(
            session, kind=kind, key=key, into=into, edition=found.edition, author_id=ben.id, now=NOW
        )  # fmt: skip
        other = term(session, kind=kind, key=into)
        assert other is not None
        assert changed == found.uses == other.uses > 0
    assert {claim["topic"] for claim in export(session)["claims"]} == {"boats"}


@pytest.fixture
def merge(session: Session, small: Bank) -> Callable[[TermKind, str, str], int]:
    """Makes two terms of the bank one; besides the small bank's there are another issue, an actor and three topics."""
    issue = Issue(id="other-trouble", question="What else troubles it?")
    actor = ActorRecord(id="pilots", name="the Pilots", line="They steer.")
    topics = {key: TopicRecord(key=key, title=key.title(), line="What floats.") for key in ("boats", "ships", "rafts")}
    load_bank_into(
        session,
        replace(
            small,
            issues={**small.issues, issue.id: issue},
            actors={**small.actors, actor.id: actor},
            topics={**small.topics, **topics},
        ),
    )
    ben = User(active=True, fs_uniquifier="ben", created_at=NOW)
    session.add(ben)
    session.flush()

    def merged(kind: TermKind, key: str, into: str) -> int:
        found = term(session, kind=kind, key=key)
        assert found is not None
        return merge_term(session, kind=kind, key=key, into=into, edition=found.edition, author_id=ben.id, now=NOW)

    return merged


def test_who_names_a_term_that_was_made_one_with_another_means_that_one_until_it_is_back(
    session: Session, merge: Callable[[TermKind, str, str], int]
) -> None:
    def meant(kind: TermKind, key: str) -> str | None:
        return merged_into(session, kind=kind.value, key=key)

    merge(TermKind.TOPIC, "ferry", "boats")
    merge(TermKind.TOPIC, "boats", "ships")
    merge(TermKind.ISSUE, "crossing-trouble", "other-trouble")
    assert [meant(TermKind.TOPIC, key) for key in ("ferry", "boats", "ships", "none")] == ["ships", "ships", None, None]
    assert meant(TermKind.ISSUE, "crossing-trouble") == "other-trouble"
    boats = term(session, kind=TermKind.TOPIC, key="boats")
    assert boats is not None
    return_term(session, kind=TermKind.TOPIC, key="boats", edition=boats.edition, now=NOW)
    assert (meant(TermKind.TOPIC, "boats"), meant(TermKind.TOPIC, "ferry")) == (None, "ships")


@pytest.mark.parametrize("written", ["", "a\0b", "Ferry", "x" * 61])
def test_no_database_is_asked_for_what_can_be_the_key_of_no_term(written: str) -> None:
    assert merged_into(Session(), kind="topic", key=written) is None  # PostgreSQL takes no text with a null in it


@pytest.mark.usefixtures("loaded")
@pytest.mark.parametrize("of", list(TermKind))
@pytest.mark.parametrize("is_used", [True, False])
def test_two_that_are_made_one_both_ways_at_once_leave_one(
    people: People, database: Database, clock: SettableClock, of: TermKind, is_used: bool
) -> None:
    used = {TermKind.ACTOR: "navigation-board", TermKind.ISSUE: "crossing-trouble", TermKind.TOPIC: "ferry"}
    with database.writer() as session:
        first, second = (
            create_term(session, kind=of, data={KEYS[of]: key, NAMES[of]: key, **LINES[of]}) for key in ("one", "two")
        )
    first = used[of] if is_used else first
    editions = {}
    with database.reader() as session:
        for key in (first, second):
            found = term(session, kind=of, key=key)
            assert found is not None
            editions[key] = found.edition

    def made_one(session: Session, key: str, into: str) -> None:
        assert people.ben.user_id
        merge_term(
            session, kind=of, key=key, into=into, edition=editions[key], author_id=people.ben.user_id, now=clock()
        )  # fmt: skip

    def the_other_way() -> str:
        try:
            with database.writer() as session:
                made_one(session, second, first)
        except (BadTermError, TermConflictError) as error:
            return type(error).__name__
        return "done"

    with ThreadPoolExecutor(1) as pool:
        with database.writer() as session:
            made_one(session, first, second)
            other = pool.submit(the_other_way)
            until_somebody_waits(database)
        assert other.result(60) in {"BadTermError", "TermConflictError"}
    with database.reader() as session:
        is_out = [term(session, kind=of, key=key) for key in (first, second)]
        assert [each.is_retired for each in is_out if each] == [True, False]


def _topics_with_collections(session: Session) -> list[str]:
    return sorted(session.scalars(select(Collection.value).where(Collection.kind == "topic")))


def test_who_chose_the_collection_of_a_term_has_that_of_the_one_that_it_becomes(
    session: Session, merge: Callable[[TermKind, str, str], int]
) -> None:
    def number(value: str) -> int:
        of_topic = (Collection.kind == "topic") & (Collection.value == value)
        return session.scalars(select(Collection.id).where(of_topic)).one()

    users = [User(active=True, fs_uniquifier=name, created_at=NOW) for name in ("ada", "eva")]
    taught = SchoolClass(title="Ferry men", made_at=NOW)
    session.add_all([*users, taught])
    session.flush()
    ada, eva = (user.id for user in users)
    chosen, day = number("ferry"), NOW.date()
    follows = [ChosenCollection(user_id=user, collection_id=chosen, followed_at=NOW) for user in (ada, eva)]
    exam = Exam(user_id=ada, made_at=NOW, name="May", day=day, collection_id=chosen, retention=0.9)
    session.add_all([*follows, exam, ClassWork(class_id=taught.id, collection_id=chosen, day=day, set_at=NOW)])
    session.flush()
    merge(TermKind.TOPIC, "rafts", "ships")  # which have neither questions nor followers
    merge(TermKind.TOPIC, "ferry", "boats")
    assert _topics_with_collections(session) == ["boats", "ferry"]
    boats = number("boats")
    session.add(ChosenCollection(user_id=ada, collection_id=chosen, followed_at=NOW))  # in a page that was open before
    session.expire_all()
    for table in (Exam, ClassWork):
        assert session.scalars(select(table.collection_id)).all() == [boats]
    assert followed_ids(session, user_id=eva) == (boats,)
    assert len(session.scalars(select(CollectionQuestion.question_id).filter_by(collection_id=boats)).all()) > 1
    move_choices(session, bank_id=1, kind=CollectionKind.TOPIC, value="ferry", into="boats")
    assert followed_ids(session, user_id=ada) == (boats,)
    ferry = term(session, kind=TermKind.TOPIC, key="ferry")
    assert ferry is not None
    return_term(session, kind=TermKind.TOPIC, key="ferry", edition=ferry.edition, now=NOW)
    found = collection(session, user_id=ada, collection_id=chosen)
    assert found is not None
    assert found.id == chosen  # it stands for itself again


def test_a_collection_that_is_chosen_and_empty_becomes_that_of_the_other_term(
    session: Session, merge: Callable[[TermKind, str, str], int]
) -> None:
    session.add(Collection(bank_id=1, kind="topic", value="rafts"))  # it had questions once
    session.flush()
    merge(TermKind.TOPIC, "rafts", "ships")
    assert _topics_with_collections(session) == ["ferry", "ships"]


@pytest.mark.usefixtures("loaded")
def test_old_addresses_of_a_term_lead_to_the_one_that_it_became(people: People) -> None:
    new = {"kind": "topic", "key": "boats", "title": "Boats", "line": "What floats."}
    assert people.ben.post(f"{PLACE}/new", data=new).status_code == 303
    merged = {"into": "boats", "edition": edition(people.ben, "topic/ferry"), "sure": "yes"}
    assert people.ben.post(f"{PLACE}/topic/ferry/merge", data=merged).status_code == 303
    for path in ("/timeline?topic={}", "/positions?topic={}", "/bank?topic={}", "/bank?q=topic%3A{}"):
        now, before = (people.ben.get(path.format(key)) for key in ("boats", "ferry"))
        assert (now.status_code, before.status_code) == (200, 200), path
        assert "not any more" not in before.text
        assert rows(before.text) == rows(now.text) != []
    assert people.ben.get("/bank?topic=rafts").status_code == 400


@pytest.mark.usefixtures("loaded")
@pytest.mark.parametrize(
    ("kind", "key", "new"),
    [
        ("topic", "ferry", {"key": "boats", "title": "Boats", "line": "What floats."}),
        ("actor", "holm", {"id": "boats", "name": "the Boats", "line": "They float."}),
    ],
)
def test_who_studies_or_follows_what_a_term_was_does_so_with_what_it_became(
    people: People, database: Database, kind: str, key: str, new: dict[str, str]
) -> None:
    number = number_of(people.ada, kind, key)
    sittings = [f"/study?collection={number}", f"/study?mode=cram&since=1&collection={number}"]
    asked = keys(get_batch(people.ada, collection=number))
    assert people.ben.post(f"{PLACE}/new", data={"kind": kind, **new}).status_code == 303
    merged = {"into": "boats", "edition": edition(people.ben, f"{kind}/{key}"), "sure": "yes"}
    assert people.ben.post(f"{PLACE}/{kind}/{key}/merge", data=merged).status_code == 303
    present = number_of(people.ada, kind, "boats")
    assert present != number
    assert keys(get_batch(people.ada, collection=number)) == asked != []
    for address in sittings:
        assert f"collection={present}" in people.ada.get(address).text  # the page goes on with what it has become
    assert people.ada.post(f"/collections/{number}/follow").status_code == 303
    assert people.ada.user_id
    with database.reader() as session:
        assert followed_ids(session, user_id=people.ada.user_id) == (present,)
    assert people.ada.post(f"/collections/{number}/leave").status_code == 303
    with database.reader() as session:
        assert followed_ids(session, user_id=people.ada.user_id) == ()


def rows(html: str) -> list[str]:
    """What the page lists, and what is chosen of its lists."""
    return re.findall(r'href="(?:/read/|/bank/questions/)[^"]+"|<option[^>]* selected>[^<]*', html)
