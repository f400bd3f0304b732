"""Instructors bring questions from files: looked at first, taken over as drafts, never published, never twice."""

from __future__ import annotations

import html
import json
import re
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from question_bank.exchange.anki.deck import note_guid
from tests.conftest import SettableClock
from tests.people import People, PersonClient
from tests.question_bank.exchange.packages import oldest
from tests.question_bank.exchange.test_anki_drafts import collection
from tests.study.banks import load_small_bank
from webapp.db import Database
from webapp.models import AuditEvent, Bank, ImportedQuestion, Question, QuestionImport, QuestionRevision
from webapp.web.uploads import UPLOADS

from .workshop import form_fields, present

GIFT = b"""// [id:first]
Which river? {=Sorrel ~Tumen#Elsewhere. ~Yalu#Elsewhere.####The story says so.}

// [id:second]
Who pulls the rope? {=Greta Holm =Holm}

Only words.
"""
COMPLETE: dict[str, Any] = {
    "format": "tumen-questions", "version": 1,
    "questions": [{"id": "brought-along", "kind": "short", "claims": ["ferry-cost-board"], "importance": "useful",
                   "stem": "Who reckons with ten million?", "accept": ["the board"], "explanation": "The board does.",
                   "status": "published"}],
}  # fmt: skip


@pytest.fixture(autouse=True)
def loaded(database: Database, clock: SettableClock) -> None:
    with database.writer() as session:
        load_small_bank(session, now=clock())


def send(client: PersonClient, content: bytes, file: str = "questions.txt", **fields: str) -> TestResponse:
    return client.post("/bank/exchange", data={"file": (BytesIO(content), file), **fields})


def bring(client: PersonClient, content: bytes, file: str = "questions.txt") -> TestResponse:
    assert send(client, content, file).status_code == 303
    return client.post("/bank/import", follow_redirects=True)


def drafts(database: Database) -> dict[str, dict[str, Any]]:
    with database.reader() as session:
        rows = session.execute(select(ImportedQuestion.name, ImportedQuestion.data).order_by(ImportedQuestion.id))
        return {row.name: row.data for row in rows}


def questions(database: Database) -> tuple[int, int]:
    with database.reader() as session:
        revisions = session.scalar(select(func.count()).select_from(QuestionRevision)) or 0
        return session.scalar(select(func.count()).select_from(Question)) or 0, revisions


def test_a_file_is_taken_over_by_the_bank_that_it_was_read_for(people: People, database: Database) -> None:
    ben, waits = people.ben, "A file waits for your word."
    assert send(ben, b"front,back\nOne,Two\n", "table.csv").status_code == 303
    ben.post("/banks", data={"title": "Ice"})
    assert waits not in ben.get("/bank/exchange").text
    refused = [ben.get("/bank/import"), ben.post("/bank/import"), ben.post("/bank/import/columns")]
    assert [(each.status_code, "read for another bank" in each.text) for each in refused] == [(409, True)] * 3
    assert drafts(database) == {}
    with database.reader() as session:
        shipped = session.scalars(select(Bank.id).where(Bank.key == "main")).one()
    ben.post(f"/banks/{shipped}/choose")
    assert waits in ben.get("/bank/exchange").text
    assert ben.post("/bank/import").status_code == 303
    assert len(drafts(database)) == 1


def test_a_file_is_looked_at_first_and_changes_nothing(people: People, database: Database) -> None:
    before = questions(database)
    assert send(people.ben, GIFT).status_code == 303
    page = people.ben.get("/bank/import").text
    assert "Which river?" in page
    assert "a description asks nothing" in page
    assert drafts(database) == {}
    assert questions(database) == before


def test_questions_come_as_drafts_beside_the_bank(people: People, database: Database) -> None:
    before = questions(database)
    page = bring(people.ben, GIFT).text
    assert "2 drafts were taken over. Nothing is published." in page
    assert "it names no claim that it rests on" in page
    assert list(drafts(database)) == ["first", "second"]
    assert questions(database) == before


def test_the_same_file_twice_changes_nothing(people: People, database: Database) -> None:
    bring(people.ben, GIFT)
    before = drafts(database)
    page = bring(people.cleo, GIFT).text
    assert "All of that was here already. Nothing was changed." in page
    assert drafts(database) == before


def test_a_changed_file_changes_the_draft_and_the_preview_shows_how(people: People, database: Database) -> None:
    bring(people.ben, GIFT)
    send(people.ben, GIFT.replace(b"Greta Holm =Holm", b"Greta Holm =Miss Holm"))
    page = people.ben.get("/bank/import").text
    assert re.search(r"<ins>.*Miss", page)
    people.ben.post("/bank/import")
    assert drafts(database)["second"]["accept"] == ["Greta Holm", "Miss Holm"]
    assert len(drafts(database)) == 2


def test_an_import_never_publishes_and_never_touches_a_question_of_the_bank(people: People, database: Database) -> None:
    _, _, content = present(database, "ferry-bridge-choice")
    before = questions(database)
    mine = {**content, "stem": "Something else?"}
    document = {"format": "tumen-questions", "version": 1, "questions": [mine, *COMPLETE["questions"]]}
    send(people.ben, json.dumps(document).encode(), "mine.json")
    assert "reads otherwise, and an import changes none of them: edit that one" in people.ben.get("/bank/import").text
    people.ben.post("/bank/import")
    assert questions(database) == before
    people.ben.post("/bank/imported/complete")
    assert present(database, "ferry-bridge-choice")[2] == content
    assert present(database, "brought-along")[0] == "draft"


def test_what_the_bank_has_as_it_is_in_the_file_is_here_already(people: People, database: Database) -> None:
    _, _, content = present(database, "ferry-bridge-choice")
    document = {"format": "tumen-questions", "version": 1, "questions": [content]}
    assert "was here already" in bring(people.ben, json.dumps(document).encode(), "same.json").text
    assert drafts(database) == {}


def test_what_became_of_each_item_is_kept_for_a_day(people: People, clock: SettableClock) -> None:
    bring(people.ben, GIFT)
    page = people.ben.get("/bank/imported").text
    assert 'href="/bank/import/report"' in page
    report = html.unescape(people.ben.get("/bank/import/report").text)
    assert "<strong>New</strong>" in report
    assert 'aria-current="true">Import and export<' in report
    assert "<strong>Refused</strong>: it has no answers in braces: add them, or leave it out, as a" in report
    refused = people.ben.get("/bank/import/report?only=refused").text
    assert "Only words." in refused
    assert "Which river?" not in refused
    assert people.ben.get("/bank/import/report?only=spelled").status_code == 400
    assert people.cleo.get("/bank/import/report").status_code == 404
    clock.move(timedelta(days=1, seconds=1))
    assert people.ben.get("/bank/import/report").status_code == 404


def test_what_the_bank_lacks_for_a_draft_is_said_with_it(people: People, database: Database) -> None:
    """So that nobody wonders why it did not come along with those that lack nothing."""
    strange = {**COMPLETE["questions"][0], "id": "strange", "claims": ["no-such-claim"]}
    taken = {**COMPLETE["questions"][0], "id": "Ferry rope, card", "stem": "Who else?"}
    bring(people.ben, json.dumps({**COMPLETE, "questions": [strange, taken]}).encode(), "two.json")
    people.ben.post("/bank/imported/complete")
    page = html.unescape(people.ben.get("/bank/imported").text)
    assert "there is no claim 'no-such-claim'" in page
    assert "the bank has a question 'ferry-rope-card' already: give it another key" in page
    assert len(drafts(database)) == 2


def test_a_draft_is_completed_in_the_editors_form(people: People, database: Database) -> None:
    bring(people.ben, GIFT)
    page = people.ben.get("/bank/imported/1")
    fields = form_fields(page.text.split("data-editor", 1)[1].split("</form>")[0])
    assert fields["key"] == "first"
    refused = people.ben.post("/bank/imported/1", data=fields)
    assert refused.status_code == 400
    fields["claims"], fields["explanation"] = "ferry-cost-board", "It is told of at some length. Others say otherwise"
    mended = people.ben.post("/bank/imported/1", data={**fields, "fix": "missing-full-stop"})
    assert (mended.status_code, "A full stop was put at the end." in mended.text) == (200, True)
    assert "first" in drafts(database)
    kept = people.ben.post("/bank/imported/1", data=fields)
    assert kept.location == "/bank/questions/first"
    assert present(database, "first")[0] == "draft"
    assert people.ben.get("/bank/imported/1").status_code == 404
    assert people.ben.post("/bank/imported/1", data=fields).status_code == 404


def test_what_is_in_the_bank_by_now_is_not_changed_by_its_file(people: People, database: Database) -> None:
    bring(people.ben, json.dumps(COMPLETE).encode(), "one.json")
    people.ben.post("/bank/imported/complete")
    content = present(database, "brought-along")
    again = json.dumps(COMPLETE).replace("ten million", "eleven million").encode()
    send(people.ben, again, "one.json")
    assert "it is in the bank by now: change it there" in people.ben.get("/bank/import").text
    people.ben.post("/bank/import")
    assert present(database, "brought-along") == content


def test_columns_are_chosen_where_headings_do_not_say(people: People, database: Database) -> None:
    send(people.ben, b"7;What runs on a rope?;x;a ferry\n8;Who pulls?;y;Holm\n", "table.csv")
    columns = {"column-name": "0", "column-question": "1", "column-answer": "3"}
    assert people.ben.post("/bank/import/columns", data=columns).status_code == 303
    assert people.ben.post("/bank/import/columns", data={"column-name": "99"}).status_code == 400
    people.ben.post("/bank/import")
    assert drafts(database)["7"] == {"kind": "card", "front": "What runs on a rope?", "back": "a ferry"}


def test_a_text_is_put_in_with_signs_of_ones_own(people: People, database: Database) -> None:
    fields = {"text": "ferry => a boat\non a rope ***", "form": "quizlet", "between": " => ", "behind": "***"}
    people.ben.post("/bank/exchange", data={"between": "=>", "behind": "***", **fields})
    people.ben.post("/bank/import")
    assert [each["back"] for each in drafts(database).values()] == ["a boat\non a rope"]


@pytest.mark.parametrize(
    ("content", "file"),
    [(b"", "empty.txt"), (b"nothing to see", "x.txt"), (b"<!DOCTYPE a [<!ENTITY b 'c'>]><quiz>&b;</quiz>", "x.xml"),
     (b"\xff\xfe\xff", "x.csv"), (b"{", "x.json"), (b"PK\x03\x04", "x.zip")],
)  # fmt: skip
def test_a_file_that_cannot_be_read_is_refused_in_words(
    people: People, database: Database, content: bytes, file: str
) -> None:
    response = send(people.ben, content, file)
    assert response.status_code == 400
    assert "Nothing was changed yet." in response.text
    with database.reader() as session:
        assert session.scalars(select(QuestionImport)).all() == []


def test_a_file_larger_than_is_taken_is_refused_before_it_is_read(people: People) -> None:
    content = b'--x\r\nContent-Disposition: form-data; name="file"; filename="x"\r\n\r\n' + bytes(
        UPLOADS["bank.read_import"]
    )
    response = people.ben.post("/bank/exchange", data=content, content_type="multipart/form-data; boundary=x")
    assert response.status_code == 413


def test_a_script_in_an_imported_bank_does_not_run_in_any_page(people: People) -> None:
    """CVE-2018-10891, and stored scripts by id numbers and feedback: here by names, texts, and names of files."""
    evil = "<script>alert(1)</script><img src=x onerror=alert(1)>"
    question = {**COMPLETE["questions"][0], "id": f"q{evil}", "stem": evil, "explanation": evil, "accept": [evil]}
    document = {"format": "tumen-questions", "version": 1, "questions": [question]}
    send(people.ben, json.dumps(document).encode(), f"{evil}.json")
    preview = people.ben.get("/bank/import").text
    people.ben.post("/bank/import")
    for page in (preview, people.ben.get("/bank/imported").text, people.ben.get("/bank/imported/1").text):
        assert "<script>alert" not in page
        assert not re.search(r"<img[^>]+onerror", page)


def test_one_persons_file_is_nobody_elses(people: People, database: Database) -> None:
    send(people.ben, GIFT)
    assert people.cleo.get("/bank/import").status_code == 303
    people.cleo.post("/bank/import")
    people.cleo.post("/bank/import/drop")
    assert drafts(database) == {}
    assert "Which river?" in people.ben.get("/bank/import").text
    assert "question_import" not in json.loads(people.ben.get("/account/data.json").text)


def test_what_waits_is_forgotten_on_ones_word_and_after_a_day(
    people: People, database: Database, clock: SettableClock
) -> None:
    send(people.ben, GIFT)
    people.ben.post("/bank/import/drop")
    assert people.ben.get("/bank/import").status_code == 303
    send(people.ben, GIFT)
    clock.move(timedelta(days=1, seconds=1))
    assert "No file waits here any more" in people.ben.post("/bank/import", follow_redirects=True).text
    assert drafts(database) == {}


def test_a_draft_can_be_removed_and_brought_again(people: People, database: Database) -> None:
    bring(people.ben, GIFT)
    people.ben.post("/bank/imported/2/remove")
    assert list(drafts(database)) == ["first"]
    bring(people.ben, GIFT)
    assert set(drafts(database)) == {"first", "second"}


def test_an_import_is_noted_in_the_audit(people: People, database: Database) -> None:
    bring(people.ben, GIFT)
    with database.reader() as session:
        details = session.scalars(select(AuditEvent.detail).where(AuditEvent.action == "questions imported")).one()
    assert details == {"file": "questions.txt", "format": "gift", "new": 2, "changed": 0, "refused": 1}


def test_an_anki_deck_comes_as_drafts_but_for_cards_of_this_site(people: People, database: Database) -> None:
    ours = note_guid("main", "ferry-rope-card")
    deck = oldest(collection([("g1", "ferry\x1fa boat", ""), (ours, "rope\x1fhemp", "")]))
    assert send(people.ben, deck.getvalue(), "deck.apkg").status_code == 303
    assert "a card of this site" in html.unescape(people.ben.get("/bank/import").text)
    people.ben.post("/bank/import")
    assert drafts(database) == {"g1": {"kind": "card", "front": "ferry", "back": "a boat"}}
