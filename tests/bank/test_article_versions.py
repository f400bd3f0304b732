"""A new text of an article: what only moved follows silently, what changed puts its claims up for another look."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import pytest
from sqlalchemy import select
from werkzeug.test import TestResponse

from tests.conftest import SettableClock
from tests.people import People, PersonClient
from tests.study.banks import load_small_bank
from webapp.db import Database
from webapp.models import Claim, ClaimLook

from .test_bringing_articles import CLAIM, TEXT, bring, edition, passages
from .test_claims import act, index_anew, index_of, present, save
from .workshop import form_fields

MOVED = """Ida Quill says that nobody fell through it.

The Winter Bridge

In January 1901 the town built a bridge of ice. It cost 300 dollars.

A thaw came in March.
"""
CHANGED = TEXT.replace("300 dollars", "400 dollars")
GONE = "The Winter Bridge\n\nIda Quill says that nobody fell through it.\n"


@pytest.fixture(autouse=True)
def brought(database: Database, clock: SettableClock, people: People) -> None:
    with database.writer() as session:
        load_small_bank(session, now=clock())
    bring(people.ben)
    made = people.ben.post("/bank/claims/new", data={**CLAIM, "sources-0-words": "a bridge of ice"})
    assert made.status_code == 303
    made = people.ben.post("/bank/claims/new", data={**CLAIM, "key": "ice-whole"})
    assert made.status_code == 303


def compare(client: PersonClient, text: str) -> str:
    response = client.post("/bank/articles/winter-bridge/version", data={"text": text})
    assert response.status_code == 200, response.text
    return response.text


def take(client: PersonClient, text: str) -> TestResponse:
    page = compare(client, text)
    fields = form_fields(page.split("version/take", 1)[1].split("</form>")[0])
    return client.post("/bank/articles/winter-bridge/version/take", data=fields)


def looks(database: Database) -> list[str]:
    with database.reader() as session:
        rows = session.scalars(select(Claim.key).join(ClaimLook, ClaimLook.claim_id == Claim.id))
        return sorted(rows)


def test_what_only_moved_follows_silently(people: People, database: Database) -> None:
    before = present(database, "ice-bridge")
    assert take(people.ben, MOVED).status_code == 303
    assert passages(database, text=MOVED) == [
        ("p03", "body", "Ida Quill says that nobody fell through it."),
        ("p01", "heading", "The Winter Bridge"),
        ("p02", "body", "In January 1901 the town built a bridge of ice. It cost 300 dollars."),
        ("p04", "body", "A thaw came in March."),
    ]
    assert present(database, "ice-bridge") == before
    assert looks(database) == []
    assert '<mark class="rested-on">a bridge of ice</mark>' in people.ben.get("/bank/claims/ice-bridge").text
    assert index_of(database) == index_anew(database)


def test_what_changed_puts_its_claims_up_for_another_look(people: People, database: Database) -> None:
    page = compare(people.ben, CHANGED)
    assert re.search(r"<del>.*?300", page)
    assert re.search(r"<ins>.*?400", page)
    assert "ice-whole" in page
    assert passages(database)[1][2].endswith("300 dollars.")
    assert take(people.ben, CHANGED).status_code == 303
    assert looks(database) == ["ice-whole"]
    assert "1 claim needs another look" in people.ben.get("/bank/claims").text
    listed = people.ben.get("/bank/claims?look=yes").text
    assert "ice-whole" in listed
    assert "ice-bridge" not in listed
    assert "Needs another look." in people.ben.get("/bank/claims/ice-whole").text
    assert "Needs another look." not in people.ben.get("/bank/claims/ice-bridge").text


def test_a_claim_that_still_holds_or_was_mended_needs_no_further_look(people: People, database: Database) -> None:
    take(people.ben, CHANGED)
    assert people.ben.post("/bank/claims/ice-whole/looked").status_code == 303
    assert looks(database) == []
    take(people.ben, TEXT)
    assert looks(database) == ["ice-whole"]
    assert save(people.ben, "ice-whole", statement="The bridge was of ice.").status_code == 303
    assert looks(database) == []


def test_a_text_that_takes_the_ground_from_a_claim_is_not_taken(people: People, database: Database) -> None:
    page = compare(people.ben, GONE)
    assert "rest on passages that are gone" in page
    assert "ice-bridge" in page
    refused = people.ben.post(
        "/bank/articles/winter-bridge/version/take",
        data={"edition": edition(people.ben), "sha256": hashlib.sha256(GONE.encode()).hexdigest()},
    )
    assert refused.status_code == 400
    assert "passages that are gone" in refused.text
    assert len(passages(database)) == 3
    for key in ("ice-bridge", "ice-whole"):
        act(people.ben, key, "retire", 1)
    assert take(people.ben, GONE).status_code == 303
    assert [key for key, *_ in passages(database, text=GONE)] == ["p01", "p03"]


@pytest.mark.parametrize("digest", ["", "x" * 64, "0" * 64, "0" * 63, "../../etc/passwd"])
def test_a_text_that_was_not_brought_is_not_taken(people: People, database: Database, digest: str) -> None:
    before = passages(database)
    data = {"edition": edition(people.ben), "sha256": digest}
    assert people.ben.post("/bank/articles/winter-bridge/version/take", data=data).status_code == 400
    assert passages(database) == before


def test_whoever_compared_with_an_older_state_takes_nothing(people: People, database: Database) -> None:
    page = compare(people.cleo, CHANGED)
    fields = form_fields(page.split("version/take", 1)[1].split("</form>")[0])
    assert take(people.ben, MOVED).status_code == 303
    assert people.cleo.post("/bank/articles/winter-bridge/version/take", data=fields).status_code == 409


def test_the_same_text_is_no_new_one(people: People, instance: Path) -> None:
    response = people.ben.post("/bank/articles/winter-bridge/version", data={"text": TEXT})
    assert response.status_code == 400
    assert "this is the text that the article has" in response.text
    assert len(list((instance / "articles").iterdir())) == 1


def test_without_the_old_text_nothing_is_compared(people: People) -> None:
    response = people.ben.post("/bank/articles/sorrel-ferry/version", data={"text": TEXT})
    assert response.status_code == 400
    assert "does not hold" in response.text


def test_what_an_article_was_is_kept_compared_and_brought_back_with_its_claims(
    people: People, database: Database
) -> None:
    before = present(database, "ice-bridge")[1]
    shown = form_fields(people.ben.get("/bank/articles/winter-bridge/edit").text)
    people.ben.post("/bank/articles/winter-bridge/edit", data={**shown, "title": "The Summer Bridge"})
    split = {"edition": edition(people.ben), "act": "split", "words": "It cost"}
    assert people.ben.post("/bank/articles/winter-bridge/passages/p02/cut", data=split).status_code == 303

    listed = people.cleo.get("/bank/articles/winter-bridge/revisions").text
    assert all(f"Revision {number}<" in listed for number in (1, 2, 3))
    assert "p02 split" in listed
    second = people.cleo.get("/bank/articles/winter-bridge/revisions/2").text
    assert "<del>" in second
    assert "Summer" in second
    first = people.cleo.get("/bank/articles/winter-bridge/revisions/1").text
    form = {name: form_fields(first)[name] for name in ("edition", "number")}
    assert people.cleo.post("/bank/articles/winter-bridge/restore", data=form).status_code == 303
    article = people.cleo.get("/bank/articles/winter-bridge").text
    assert "The Winter Bridge" in article
    assert "p04" not in article
    assert present(database, "ice-bridge")[1] == before
    assert "/bank/articles/winter-bridge/revisions/4" in people.ben.get("/bank/history").text
    assert people.ben.post("/bank/articles/winter-bridge/restore", data=form).status_code == 409
    for number in ("9", "x", ""):
        refused = people.ben.post("/bank/articles/winter-bridge/restore", data={**form, "number": number})
        assert refused.status_code in {400, 404}
    assert people.ben.get("/bank/articles/winter-bridge/revisions/9").status_code == 404


def test_an_article_of_the_files_has_the_revision_that_they_gave_it(people: People) -> None:
    page = people.ben.get("/bank/articles/sorrel-ferry/revisions").text
    assert re.search("Revision 1<.*the bank.{1,6}s files", page, re.DOTALL)
    assert "Revision 2<" not in page
