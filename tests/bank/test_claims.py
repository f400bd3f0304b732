"""Instructors keep claims in the browser: what a claim says, what it rests on, its rivals, and the way out and back."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

from question_bank.bank import Bank, default_folders, load_bank
from question_bank.claims import Claim as ClaimRecord
from tests.conftest import MONDAY, SettableClock
from tests.people import People, PersonClient
from tests.study.banks import SMALL, load_small_bank
from webapp.bank.forms.claim import ClaimForm
from webapp.bank.queries.stored import bank_row
from webapp.bank.services.exchange import export, read_export
from webapp.bank.services.load import load
from webapp.bank.services.plan import plan
from webapp.bank.services.search_index import fill_missing_search_index, write_search_index
from webapp.db import Database
from webapp.models import AuditEvent, Claim, ClaimPassage, ClaimRevision, Passage, Question, QuestionRevision
from webapp.web.edge import Tumen

from .changing import with_changed
from .test_forms import posted
from .workshop import form_fields

KEY = "ferry-bridge-view"
ALONE = "ferry-motor-view"
NEW = {
    "key": "ferry-new", "statement": "The board licenses the crossing.", "kind": "event", "topic": "ferry",
    "importance": "useful", "sources-0-passage": "sorrel-ferry#p07",
}  # fmt: skip


@pytest.fixture(autouse=True)
def loaded(database: Database, clock: SettableClock) -> None:
    with database.writer() as session:
        load_small_bank(session, now=clock())


@pytest.fixture
def ferry(instance: Path) -> str:
    """The text of the article, which the site holds."""
    text = (SMALL / "originals" / "ferry.txt").read_bytes()
    (instance / "articles").mkdir()
    (instance / "articles" / "ferry.txt").write_bytes(text)
    return text.decode()


def shown(client: PersonClient, key: str) -> MultiDict[str, str]:
    page = client.get(f"/bank/claims/{key}/edit").text
    return form_fields(page.split("data-editor", 1)[1].split("</form>")[0])


def save(client: PersonClient, key: str, form: MultiDict[str, str] | None = None, /, **changes: str) -> TestResponse:
    fields = MultiDict(shown(client, key) if form is None else form)
    for name, value in changes.items():
        fields[name] = value
    return client.post(f"/bank/claims/{key}/edit", data=fields)


def act(client: PersonClient, key: str, what: str, base: int, **more: str) -> TestResponse:
    return client.post(f"/bank/claims/{key}/{what}", data={"base_revision": str(base), **more})


def present(database: Database, key: str) -> tuple[int, dict[str, Any]]:
    """Revision and content of a claim."""
    with database.reader() as session:
        row = session.execute(
            select(Claim.revision, ClaimRevision.content)
            .join(ClaimRevision, (ClaimRevision.claim_id == Claim.id) & (ClaimRevision.number == Claim.revision))
            .where(Claim.key == key)
        ).one()
    return row.revision, row.content


def keys(database: Database) -> list[str]:
    with database.reader() as session:
        return list(session.scalars(select(Claim.key)))


def test_a_form_that_is_saved_unchanged_keeps_nothing(people: People, database: Database) -> None:
    for key in keys(database):
        before = present(database, key)
        assert save(people.ben, key).status_code == 303
        assert present(database, key) == before


def test_every_claim_of_the_shipped_bank_passes_through_its_form(app: Tumen) -> None:
    with app.test_request_context():
        changed = []
        for key, claim in load_bank(*default_folders()).claims.items():
            content = claim.to_json()
            form = ClaimForm(formdata=posted(ClaimForm.of(content, revision=1, texts={})))
            if ClaimRecord.from_json(form.claim(key=key, before=content, texts={})) != claim:
                changed.append(key)
    assert changed == []


def test_a_save_is_a_revision_with_its_author_and_reason_and_readers_see_it(people: People, database: Database) -> None:
    response = save(people.ben, KEY, statement="Holm expects an **empty** boat.", why="shorter")
    assert response.status_code == 303
    assert present(database, KEY) == (2, {**present(database, KEY)[1], "statement": "Holm expects an **empty** boat."})
    page = people.ben.get(f"/bank/claims/{KEY}").text
    assert "questions rest on it" in page
    assert "ben@example.org" in page
    assert "shorter" in page
    assert "<strong>empty</strong> boat" in people.ada.get("/read/sorrel-ferry").text
    with database.reader() as session:
        event = session.scalars(select(AuditEvent).where(AuditEvent.action == "claim edited")).one()
    assert (event.detail["claim"], event.detail["revision"], event.detail["why"]) == (KEY, 2, "shorter")


def test_the_search_finds_what_a_claim_says_now(people: People) -> None:
    save(people.ben, KEY, statement="Greta Holm foresees an unridden vessel.")
    assert "unridden" in people.ada.get("/search?q=unridden").text
    assert KEY not in people.ada.get("/search?q=expects+bridge+empty").text


def test_those_who_keep_claims_find_them_by_all_they_say_and_by_their_actors_names(people: People) -> None:
    def found(words: str) -> list[str]:
        return re.findall(r'name="claim" value="([^"]+)"', people.ben.get(f"/bank/claims?q={words}").text)

    said = {"statement": "Veld calls it an unridden boat.", "note": "See the almanac.", "attributed_to": "Veld",
            "kind": "argument", "actors-0-actor": "veld"}  # fmt: skip
    assert people.ben.post("/bank/claims/new", data={**NEW, **said}).status_code == 303
    assert found("unridden") == found("almanac+unridd") == found("ferry-new") == ["ferry-new"]
    assert "ferry-new" in found("tomas")  # as the actor is called, not the claim
    assert found("almanac+bridge") == found("the") == []
    act(people.ben, "ferry-new", "retire", 1)
    assert found("unridden") == []
    act(people.ben, "ferry-new", "return", 1)
    assert found("unridden") == ["ferry-new"]


def test_the_words_of_claims_are_written_where_they_are_missing(database: Database) -> None:
    before = index_of(database)
    with database.writer() as session:
        session.connection().exec_driver_sql("DELETE FROM search_index_of_claims")
    assert index_of(database) != before
    with database.writer() as session:
        fill_missing_search_index(session)
    assert index_of(database) == before


def test_claims_are_listed_by_the_passage_that_they_rest_on(people: People) -> None:
    def listed(query: str) -> set[str]:
        return set(re.findall(r'name="claim" value="([^"]+)"', people.ben.get(f"/bank/claims?{query}").text))

    assert {KEY} < listed("on=sorrel-ferry") == listed("")
    assert KEY in listed("on=sorrel-ferry%23p05") < listed("")
    assert listed("on=sorrel-ferry%23p05&q=empty") == {KEY}
    assert "There is no such claim." in people.ben.get("/bank/claims?on=sorrel-ferry%23p99").text
    assert ALONE in listed("names=actor:veld&look=no") < listed("names=topic:ferry") == listed("")
    for bad in ("on=%23", "on=a%20b", "on=sorrel-ferry%23", "on=%23p05", "names=actor", "names=tag:holm"):
        assert people.ben.get(f"/bank/claims?{bad}").status_code == 400
    assert people.ben.get("/bank/claims?names=actor:nobody").status_code == 404


def test_one_edit_leaves_the_search_as_a_new_index_would_be(people: People, database: Database) -> None:
    save(
        people.ben,
        KEY,
        statement="Greta Holm foresees an unridden vessel.",
        **{"sources-0-passage": "sorrel-ferry#p06"},
    )
    assert index_of(database) == index_anew(database)


def index_of(database: Database) -> list[tuple[Any, ...]]:
    with database.reader() as session:
        return sorted(map(tuple, (
            row
            for what in ("kind, record, key, article, passage, body, also FROM search_index",
                         "'', '', * FROM search_index_of_claims")
            for row in session.connection().exec_driver_sql(f"SELECT {what}").all()
        )), key=str)  # fmt: skip


def index_anew(database: Database) -> list[tuple[Any, ...]]:
    with database.writer() as session:
        bank = bank_row(session)
        assert bank is not None
        write_search_index(session, bank_id=bank.id)
        session.commit()
    return index_of(database)


def test_whoever_comes_second_sees_what_the_first_one_changed(people: People, database: Database) -> None:
    form = shown(people.cleo, KEY)
    save(people.ben, KEY, statement="Holm expects the worst.")
    response = save(people.cleo, KEY, form, statement="Holm expects an empty boat.")
    assert response.status_code == 409
    assert "ben@example.org has changed this claim" in response.text
    assert "Holm expects an empty boat." in response.text
    assert present(database, KEY)[1]["statement"] == "Holm expects the worst."
    again = form_fields(response.text.split("data-editor", 1)[1].split("</form>")[0])
    assert save(people.cleo, KEY, again).status_code == 303
    assert present(database, KEY) == (3, {**present(database, KEY)[1], "statement": "Holm expects an empty boat."})


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"statement": ""}, "statement"),
        ({"sources-0-passage": "sorrel-ferry#p99"}, "is no passage"),
        ({"sources-0-passage": ""}, "sources"),
        ({"actors-0-actor": "nobody-known"}, "there is no actor"),
        ({"conflicts_with": "ferry-nothing"}, "there is no claim"),
        ({"conflicts_with": KEY}, "does not conflict with itself"),
        ({"supersedes": KEY}, "supersedes itself"),
        ({"topic": "no-topic"}, "there is no topic"),
        ({"attributed_to": ""}, "says whose it is"),
        ({"value": "2014"}, "Only claims of the kinds date and figure"),
        ({"actors-0-actor": "veld"}, "the text of the option"),
        ({"sources-0-passage": "sorrel-ferry#p08"}, "rests on no passage of role body or heading"),
        ({"as_of": "some day"}, "is a date"),
    ],
)
def test_what_the_files_are_held_to_an_edit_is_held_to(
    people: People, database: Database, changes: dict[str, str], says: str
) -> None:
    before = present(database, KEY)
    response = save(people.ben, KEY, **changes)
    assert response.status_code == 400
    assert says in response.text
    assert present(database, KEY) == before


def test_a_figure_is_typed_as_it_is_written_and_shown_as_it_is_read(people: People, database: Database) -> None:
    response = people.ben.post("/bank/claims/preview", data={**NEW, "kind": "figure", "value": "$11bn"})
    assert "Read as" in response.text
    assert "11 billion USD" in response.text
    assert save(people.ben, "ferry-riders", value="ninety-one per cent").status_code == 303
    assert present(database, "ferry-riders")[1]["value"] == {"number": "91", "scale": "percent"}
    assert "is not read as one figure" in save(people.ben, "ferry-riders", value="most").text


def test_a_claim_rests_on_some_words_of_a_passage_where_the_site_holds_the_text(
    app: Tumen, people: People, database: Database, ferry: str
) -> None:
    assert save(people.ben, KEY, **{"sources-0-words": "  " + ferry[370:400] + "\r\n"}).status_code == 303
    (span,) = present(database, KEY)[1]["spans"].values()
    assert ferry[358 + span[0] : 358 + span[1]] == ferry[370:400].strip()
    assert f'<mark class="rested-on">{ferry[370:400].strip()}</mark>' in people.ben.get(f"/bank/claims/{KEY}").text
    assert shown(people.ben, KEY)["sources-0-words"] == ferry[370:400].strip()
    response = save(people.ben, KEY, **{"sources-0-words": "words that nobody wrote"})
    assert response.status_code == 400
    assert "do not stand in sorrel-ferry#p05" in response.text


def test_where_the_text_is_not_held_places_are_named(people: People, database: Database) -> None:
    assert save(people.ben, KEY, **{"sources-0-words": "12-40"}).status_code == 303
    assert present(database, KEY)[1]["spans"] == {"sorrel-ferry#p05": [12, 40]}
    assert "name the places instead" in save(people.ben, KEY, **{"sources-0-words": "some words"}).text
    assert "ends at 999" in save(people.ben, KEY, **{"sources-0-words": "12-999"}).text


def test_a_rival_names_the_claim_in_turn_and_no_longer_when_it_is_none(people: People, database: Database) -> None:
    assert save(people.ben, ALONE, conflicts_with="ferry-riders").status_code == 303
    assert present(database, "ferry-riders") == (2, {**present(database, "ferry-riders")[1], "conflicts_with": [ALONE]})
    assert save(people.ben, ALONE, conflicts_with="").status_code == 303
    assert "conflicts_with" not in present(database, "ferry-riders")[1]


def test_a_claim_is_made_asked_about_and_its_name_is_never_used_again(people: People, database: Database) -> None:
    response = people.ben.post("/bank/claims/new", data=NEW)
    assert response.location == "/bank/claims/ferry-new"
    assert present(database, "ferry-new")[0] == 1
    assert "Nothing is asked about it yet." in people.ben.get("/bank/claims/ferry-new").text
    again = people.cleo.post("/bank/claims/new", data=NEW)
    assert again.status_code == 400
    assert "a name is never used twice" in again.text
    assert index_of(database) == index_anew(database)


def test_a_new_claim_begins_with_the_passage_that_the_address_names(people: People) -> None:
    assert 'value="sorrel-ferry#p07"' in people.ben.get("/bank/claims/new?source=sorrel-ferry%23p07").text


def test_a_claim_with_questions_stays_and_one_without_goes_and_comes_back(people: People, database: Database) -> None:
    assert "rest on it" in act(people.ben, KEY, "retire", 1).text
    people.ben.post("/bank/claims/new", data={**NEW, "conflicts_with": "ferry-riders"})
    assert act(people.ben, "ferry-new", "retire", 1).status_code == 303
    assert "conflicts_with" not in present(database, "ferry-riders")[1]
    assert "ferry-new" not in people.ben.get("/bank/claims").text
    assert index_of(database) == index_anew(database)
    assert act(people.ben, "ferry-new", "return", 1).status_code == 303
    assert present(database, "ferry-riders")[1]["conflicts_with"] == ["ferry-new"]
    assert "ferry-new" in people.ben.get("/bank/claims").text
    assert index_of(database) == index_anew(database)


def test_what_another_claim_supersedes_is_not_retired(people: People) -> None:
    people.ben.post("/bank/claims/new", data=NEW)
    people.ben.post("/bank/claims/new", data={**NEW, "key": "ferry-newer", "supersedes": "ferry-new"})
    response = act(people.ben, "ferry-new", "retire", 1)
    assert response.status_code == 400
    assert "ferry-newer" in response.text


def test_a_former_content_comes_back_as_a_new_revision(people: People, database: Database) -> None:
    before = present(database, KEY)[1]
    save(people.ben, KEY, statement="Holm expects the worst.")
    assert "the worst" in people.ben.get(f"/bank/claims/{KEY}/revisions/2").text
    assert act(people.ben, KEY, "restore", 2, number="1").status_code == 303
    assert present(database, KEY) == (3, before)


@pytest.mark.parametrize("what", ["retire", "return", "restore"])
def test_an_old_page_changes_nothing(people: People, database: Database, what: str) -> None:
    save(people.ben, ALONE, statement="Veld dislikes the motor.")
    assert act(people.cleo, ALONE, what, 1, number="1").status_code == 409
    assert present(database, ALONE)[1]["statement"] == "Veld dislikes the motor."


def test_the_load_keeps_what_was_edited_and_shows_it_as_a_conflict(
    people: People, database: Database, small: Bank, clock: SettableClock
) -> None:
    save(people.ben, KEY, statement="Holm expects the worst.")
    with database.writer() as session:
        made = plan(session, bank=small)
        assert [str(step) for step in made.steps] == [f"edited claim {KEY}"]
        made = plan(session, bank=with_changed(small, "claims", KEY, statement="The files say otherwise."))
        assert [step.key for step in made.conflicts] == [KEY]
        load(session, plan=made, now=clock() + timedelta(days=1))
        session.commit()
    assert present(database, KEY)[1]["statement"] == "Holm expects the worst."


def test_the_load_does_not_bring_back_what_was_retired_here(people: People, database: Database, small: Bank) -> None:
    for question in questions_with(database, "ferry-closures-view"):
        people.ben.post(f"/bank/questions/{question}/status", data={"status": "retired", "base_revision": "1"})
    assert act(people.ben, "ferry-closures-view", "retire", 1).status_code == 303
    with database.writer() as session:
        made = plan(session, bank=small)
        assert "ferry-closures-view" not in [step.key for step in made.changes]
        load(session, plan=made, now=MONDAY)
        session.commit()
    assert "ferry-closures-view" not in people.ben.get("/bank/claims").text


def questions_with(database: Database, claim: str) -> list[str]:
    with database.reader() as session:
        rows = session.execute(
            select(Question.key, QuestionRevision.content).join(
                QuestionRevision, QuestionRevision.question_id == Question.id
            )
        )
        return [row.key for row in rows if f'"{claim}"' in json.dumps(row.content)]


def test_a_claim_that_an_option_names_stays(people: People) -> None:
    response = act(people.ben, "ferry-closures-view", "retire", 1)
    assert response.status_code == 400
    assert "rest on it or name it" in response.text


def test_what_was_edited_goes_out_and_comes_in_again(people: People, database: Database, small: Bank) -> None:
    save(people.ben, KEY, **{"sources-0-words": "12-40"})
    people.ben.post("/bank/claims/new", data=NEW)
    with database.reader() as session:
        bank = read_export(export(session))
    assert bank.claims[KEY].spans == {"sorrel-ferry#p05": (12, 40)}
    assert bank.claims["ferry-new"].sources == ("sorrel-ferry#p07",)


def test_relations_follow_the_content(people: People, database: Database) -> None:
    save(people.ben, KEY, **{"sources-0-passage": "sorrel-ferry#p06"})
    with database.reader() as session:
        rests_on = session.scalars(
            select(Passage.key)
            .join(ClaimPassage, ClaimPassage.passage_id == Passage.id)
            .join(Claim, Claim.id == ClaimPassage.claim_id)
            .where(Claim.key == KEY)
        ).all()
    assert rests_on == ["p06"]


@pytest.mark.parametrize(
    "address", ["/bank/claims/no-such", "/bank/claims/NO%20SUCH", f"/bank/claims/{KEY}/revisions/9"]
)
def test_what_is_not_there_is_not_found(people: People, address: str) -> None:
    assert people.ben.get(address).status_code == 404


def test_hostile_text_stays_text(people: People) -> None:
    save(people.ben, KEY, statement="<script>alert(1)</script><b onclick=x>bold</b>")
    page = people.ben.get(f"/bank/claims/{KEY}").text
    assert "<script>alert" not in page
    assert "onclick=x>" not in page
