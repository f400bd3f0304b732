"""Actors, issues and topics for programs: read whole, changed by whoever has seen them, by the rules of the pages."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from tests.conftest import SettableClock
from tests.people import People
from tests.study.banks import load_small_bank
from webapp.accounts.bank_rights import make_bank
from webapp.db import Database
from webapp.models import AuditEvent, Bank
from webapp.web.people import Scope

from .test_api import CLAIM, Program, error_of, kept

ISSUE = {"question": "Who should steer the ferry?"}


@pytest.fixture
def ben(people: People, database: Database, clock: SettableClock) -> Program:
    with database.writer() as session:
        load_small_bank(session, now=clock())
    return Program(people.ben, Scope.BANK_WRITE, clock=clock)


def test_terms_are_listed_page_by_page_and_found_by_words(ben: Program) -> None:
    first = ben.ask("/actors?limit=2").get_json()
    second = ben.ask(first["next"].removeprefix("/api/v1/bank")).get_json()
    keys = [each["actor"]["id"] for each in (*first["actors"], *second["actors"])]
    assert keys == ["holm", "veld", "navigation-board"]
    assert second["next"] is None
    (found,) = ben.ask("/actors?q=ferrywoman").get_json()["actors"]
    assert (found["actor"]["name"], found["status"], found["claims"] > 0) == ("Greta Holm", "active", True)
    assert ben.ask("/topics").get_json()["topics"][0]["topic"]["topic"] == "ferry"
    error_of(ben.ask("/issues?after=x"), 400)


def test_an_issue_is_made_edited_named_and_taken_out_and_back(ben: Program, database: Database) -> None:
    made = ben.send("POST", "/issues", {"issue": ISSUE, "why": "for the class"})
    path = made.headers["Location"].removeprefix("/api/v1/bank")
    state = kept(made, 201)
    assert (path, state["issue"]["id"]) == ("/issues/who-should-steer-ferry", "who-should-steer-ferry")
    assert ben.ask(path, **{"If-None-Match": state["etag"]}).status_code == 304
    assert error_of(ben.send("POST", "/issues", {"issue": {"id": "who-should-steer-ferry", **ISSUE}}), 409)["findings"]
    error_of(ben.send("PUT", path, {"issue": ISSUE}), 428)
    asked = {"question": "Who should steer?"}
    edited = kept(ben.send("PUT", path, {"issue": asked}, etag=state["etag"]))
    told = error_of(ben.send("PUT", path, {"issue": ISSUE}, etag=state["etag"]), 412)
    assert told["current"] == edited
    assert [each["path"] for each in told["differs"]] == [["question"]]
    fixed = error_of(ben.send("PUT", path, {"issue": {"id": "other", **ISSUE}}, etag=edited["etag"]), 422)
    assert [(each["rule"], each["place"]) for each in fixed["findings"]] == [("fixed", "/id")]

    claim = {**CLAIM, "kind": "position", "attributed_to": "Veld", "actors": ["veld"],
             "value": {"issue": "who-should-steer-ferry", "stance": "A pilot."}}  # fmt: skip
    named = kept(ben.send("POST", "/claims", {"claim": claim}), 201)
    assert ben.ask(path).get_json()["claims"] == 1
    assert (
        CLAIM["id"]
        in error_of(ben.send("POST", f"{path}/status", {"status": "retired"}, etag=edited["etag"]), 422)["message"]
    )
    kept(ben.send("POST", f"/claims/{CLAIM['id']}/status", {"status": "retired"}, etag=named["etag"]))
    out = kept(ben.send("POST", f"{path}/status", {"status": "retired"}, etag=edited["etag"]))
    assert (out["status"], path.rpartition("/")[2] in ben.ask("/issues").text) == ("retired", False)
    error_of(ben.send("PUT", path, {"issue": ISSUE}, etag=out["etag"]), 422)
    error_of(ben.send("POST", f"{path}/status", {"status": "active"}, etag=edited["etag"]), 412)
    assert kept(ben.send("POST", f"{path}/status", {"status": "active"}, etag=out["etag"]))["status"] == "active"
    with database.reader() as session:
        events = session.scalars(
            select(AuditEvent).where(AuditEvent.action.startswith("issue")).order_by(AuditEvent.id)
        )
        assert [(each.action, each.detail.get("why")) for each in events] == [
            ("issue made", "for the class"), ("issue edited", None), ("issue retired", None), ("issue returned", None),
        ]  # fmt: skip


def test_what_cannot_be_kept_is_told_with_rule_and_place(ben: Program) -> None:
    tag = ben.etag("/actors/veld")
    sent = {"actor": {"name": "Holm", "line": "Historian."}}
    found = error_of(ben.send("PUT", "/actors/veld", sent, etag=tag), 422)["findings"]
    assert {each["rule"] for each in found} == {"reference"}
    found = error_of(ben.send("POST", "/actors", {"actor": {"name": "The guild", "else": 1}}), 422)["findings"]
    assert {(each["rule"], each["place"]) for each in found} >= {("shape", "/else")}
    error_of(ben.send("POST", "/topics", {"actor": {}}), 400)
    error_of(ben.ask("/actors/nobody"), 404)


def test_who_may_only_read_changes_nothing(people: People, ben: Program, clock: SettableClock) -> None:
    reader = Program(people.cleo, Scope.BANK_READ, clock=clock)
    assert reader.ask("/actors").status_code == 200
    error_of(reader.send("POST", "/issues", {"issue": ISSUE}), 403)
    error_of(reader.send("PUT", "/actors/holm", {"actor": {}}, etag=reader.etag("/actors/holm")), 403)


def test_a_new_bank_has_a_vocabulary_of_its_own(
    people: People, ben: Program, database: Database, clock: SettableClock
) -> None:
    """The same names may stand in two banks; of another one nothing is told or changed."""
    with database.writer() as session:
        mine = make_bank(session, user_id=people.ben.user_id or 0, title="Ice", audience="members", now=clock())
        at = f"?bank={session.get_one(Bank, mine).key}"
    assert ben.ask(f"/actors{at}").get_json()["actors"] == []
    sent = {"actor": {"id": "holm", "name": "Inga Holm", "line": "Another one."}}
    state = kept(ben.send("POST", f"/actors{at}", sent), 201)
    assert ben.ask("/actors/holm").get_json()["actor"]["name"] == "Greta Holm"
    assert kept(ben.send("POST", f"/actors/holm/status{at}", {"status": "retired"}, etag=state["etag"]))
    assert ben.ask("/actors/holm").get_json()["status"] == "active"
    error_of(ben.ask(f"/topics/ferry{at}"), 404)
    (first,) = ben.ask(f"/topics{at}").get_json()["topics"]
    path, tag = f"/topics/{first['topic']['topic']}{at}", first["etag"]
    findings = error_of(ben.send("PUT", path, {"topic": {"title": "Ice"}}, etag=tag), 422)["findings"]
    assert "line" in findings[0]["message"]  # one that was made with its bank says later what it is about
    assert kept(ben.send("PUT", path, {"topic": {"title": "Ice", "line": "What bears."}}, etag=tag))
