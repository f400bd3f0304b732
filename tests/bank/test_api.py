"""The bank for programs: the rules of the editor's pages, and nobody's work overwritten unseen."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select
from werkzeug.test import TestResponse

from tests.conftest import SettableClock
from tests.people import People, PersonClient, make_people
from tests.study.banks import load_small_bank
from webapp.accounts.bank_rights import make_bank
from webapp.accounts.services import make_token
from webapp.db import Database
from webapp.models import AuditEvent, Bank, Question, Topic
from webapp.web.edge import Tumen
from webapp.web.people import Scope

from .workshop import present

BANK = "/api/v1/bank"
KEY = "ferry-bridge-choice"
CARD = {
    "id": "ferry-new-card", "kind": "card", "claims": ["ferry-riders"], "importance": "useful",
    "front": "How many come for the ride?", "back": "Ninety in a hundred.", "explanation": "Holm says so.",
}  # fmt: skip
CLAIM = {
    "id": "ferry-rope", "topic": "ferry", "kind": "event", "statement": "The ferry hangs on a rope.",
    "importance": "detail", "sources": ["sorrel-ferry#p03"],
}  # fmt: skip


class Program:
    """A program with a personal token of somebody."""

    def __init__(self, client: PersonClient, *scopes: Scope, clock: SettableClock) -> None:
        assert client.user_id is not None
        with client.database.writer() as session:
            made = make_token(session=session, user_id=client.user_id, name="program", scopes=scopes, now=clock())
        self._browser = PersonClient(client.tumen, client.tumen.response_class)
        self._token = made.token

    def ask(self, path: str, **headers: str) -> TestResponse:
        return self._browser.get(BANK + path, headers=self._headers(headers))

    def send(self, method: str, path: str, body: object, *, etag: str | None = None) -> TestResponse:
        headers = self._headers({} if etag is None else {"If-Match": etag})
        return self._browser.open(BANK + path, method=method, json=body, headers=headers)

    def etag(self, path: str) -> str:
        response = self.ask(path)
        assert response.status_code == 200, response.text
        return response.headers["ETag"]

    def _headers(self, more: dict[str, str]) -> dict[str, str]:
        return {"Authorization": f"Bearer {self._token}", **more}


def error_of(response: TestResponse, status: int) -> dict[str, Any]:
    assert response.status_code == status, response.text
    found: dict[str, Any] = response.get_json()["error"]
    return found


def kept(response: TestResponse, status: int = 200) -> dict[str, Any]:
    assert response.status_code == status, response.text
    found: dict[str, Any] = response.get_json()
    assert response.headers["ETag"] == found["etag"]
    return found


@pytest.fixture
def people(make_app: Callable[..., Tumen], database: Database, clock: SettableClock) -> People:
    """The people of a site where nobody publishes what they wrote themselves."""
    with database.writer() as session:
        load_small_bank(session, now=clock())
    return make_people(make_app(OWN_PUBLISHING=False), now=clock())


@pytest.fixture
def ben(people: People, clock: SettableClock) -> Program:
    return Program(people.ben, Scope.BANK_WRITE, clock=clock)


@pytest.fixture
def cleo(people: People, clock: SettableClock) -> Program:
    return Program(people.cleo, Scope.BANK_WRITE, clock=clock)


def test_questions_are_found_by_the_language_of_the_table_and_come_page_by_page(
    ben: Program, database: Database
) -> None:
    with database.reader() as session:
        wanted = list(session.scalars(select(Question.key).where(Question.kind == "choice").order_by(Question.id)))
    found, address = [], "/questions?q=kind:choice&limit=1"
    while address:
        page = ben.ask(address).get_json()
        found += [each["question"]["id"] for each in page["questions"]]
        address = (page["next"] or "").removeprefix(BANK)
    assert found == wanted
    assert len(found) > 1
    assert "kind:nothing" not in error_of(ben.ask("/questions?q=kind:nothing"), 400)["message"]
    for bad in ("limit=0", "limit=many", "after=-1"):
        error_of(ben.ask(f"/questions?{bad}"), 400)
    assert [each["claim"]["id"] for each in ben.ask("/claims?q=bridge empty").get_json()["claims"]] == [
        "ferry-bridge-view"
    ]
    articles = ben.ask("/articles").get_json()
    assert [(each["key"], each["status"]) for each in articles["articles"]] == [("sorrel-ferry", "published")]


def test_what_a_program_has_already_is_not_sent_again(ben: Program) -> None:
    for path in (f"/questions/{KEY}", "/claims/ferry-riders", "/articles/sorrel-ferry"):
        tag = ben.etag(path)
        same = ben.ask(path, **{"If-None-Match": tag})
        assert (same.status_code, same.data) == (304, b"")
        assert ben.ask(path, **{"If-None-Match": '"another"'}).status_code == 200


def test_an_edit_says_what_it_began_with_and_who_comes_second_is_told_what_differs(
    ben: Program, cleo: Program, database: Database
) -> None:
    path = "/questions/" + str(kept(ben.send("POST", "/questions", {"question": CARD}), 201)["question"]["id"])
    tag = ben.etag(path)
    change = {"question": {**CARD, "back": "Ninety per cent."}, "why": "shorter"}
    assert error_of(ben.send("PUT", path, change), 428)["code"] == "if_match_missing"
    assert error_of(ben.send("PUT", path, change, etag="*"), 428)
    error_of(ben.send("PUT", path, change, etag="no tag"), 400)
    saved = kept(ben.send("PUT", path, change, etag=tag))
    assert (saved["saved"], saved["revision"], saved["question"]["back"]) == ("revision", 2, "Ninety per cent.")
    assert kept(ben.send("PUT", path, change, etag=saved["etag"]))["saved"] == "nothing"

    second = cleo.send("PUT", path, {"question": {**CARD, "front": "How many?", "hint": "Most."}}, etag=tag)
    told = error_of(second, 412)
    assert told["current"] == kept(ben.ask(path))
    assert {tuple(each["path"]): (each["current"], each["sent"]) for each in told["differs"]} == {
        ("front",): (CARD["front"], "How many?"),
        ("back",): ("Ninety per cent.", CARD["back"]),
        ("hint",): (None, "Most."),
    }
    assert present(database, "ferry-new-card")[1] == 2
    with database.reader() as session:
        events = session.scalars(select(AuditEvent).where(AuditEvent.action.startswith("question"))).all()
    assert [(each.action, each.detail["why"]) for each in events] == [
        ("question made", ""), ("question edited", "shorter"),
    ]  # fmt: skip


def test_what_is_wrong_is_told_with_its_rule_and_place_and_nothing_is_kept(ben: Program, database: Database) -> None:
    path, tag = f"/questions/{KEY}", ben.etag(f"/questions/{KEY}")
    _, revision, content = present(database, KEY)
    options = [dict(each) for each in content["options"]]
    options[0]["text"] = ""
    unreadable = error_of(ben.send("PUT", path, {"question": {**content, "options": options}}, etag=tag), 422)
    assert {(each["rule"], each["place"]) for each in unreadable["findings"]} == {("shape", "/options/0/text")}
    options[0] = {"key": "a", "text": "More passengers"}
    changed = {**content, "options": options, "claims": ["no-such-claim"], "tags": ["No Tag"]}
    found = error_of(ben.send("PUT", path, {"question": changed}, etag=tag), 422)["findings"]
    assert {(each["rule"], each["place"]) for each in found} == {
        ("content", "/kind"), ("content", "/tags"), ("reference", "/claims"),
    }  # fmt: skip
    assert any("the wrong option 'a' has no feedback" in each["message"] for each in found)
    for name, value in (("kind", "card"), ("status", "draft"), ("id", "another")):
        fixed = error_of(ben.send("PUT", path, {"question": {**content, name: value}}, etag=tag), 422)
        assert [(each["rule"], each["place"]) for each in fixed["findings"]] == [("fixed", f"/{name}")]
    taken = error_of(ben.send("POST", "/questions", {"question": {**CARD, "id": KEY}}), 409)
    assert taken["code"] == "name_taken"
    assert present(database, KEY)[1:] == (revision, content)


@pytest.mark.parametrize(
    "body",
    [[], {}, {"question": []}, {"question": {}, "else": 1}, {"question": {}, "why": 5}, {"question": {}, "why": "\0"},
     {"question": {}, "changes_answer": "yes"}],
)  # fmt: skip
def test_a_body_that_is_none_of_these_is_refused_in_words(ben: Program, body: object) -> None:
    assert error_of(ben.send("PUT", f"/questions/{KEY}", body, etag='"1"'), 400)["message"]


def test_a_body_is_bounded_in_length_and_depth(ben: Program) -> None:
    deep: object = "deep"
    for _ in range(300):
        deep = [deep]
    error_of(ben.send("POST", "/questions", {"question": {"id": deep}}), 400)
    error_of(ben.send("POST", "/questions", {"question": {"id": "long" * 100_000}}), 413)


def test_what_somebody_wrote_is_published_by_somebody_else(ben: Program, cleo: Program, database: Database) -> None:
    path = "/questions/" + str(kept(ben.send("POST", "/questions", {"question": CARD}), 201)["question"]["id"])

    def move(program: Program, status: str, why: str = "") -> TestResponse:
        return program.send("POST", f"{path}/status", {"status": status, "why": why}, etag=program.etag(path))

    assert error_of(move(cleo, "published"), 409)["code"] == "not_possible"
    error_of(move(ben, "anything"), 400)
    kept(move(ben, "review", "ready"))
    assert "somebody else publishes it" in error_of(move(ben, "published"), 403)["message"]
    assert kept(move(cleo, "published"))["question"]["status"] == "published"

    change = {"question": {**CARD, "status": "published", "back": "Most."}}
    proposed = kept(ben.send("PUT", path, change, etag=ben.etag(path)))
    assert (proposed["saved"], proposed["question"]["back"]) == ("proposal", CARD["back"])
    assert proposed["proposal"]["question"]["back"] == "Most."
    stale = f'"{proposed["revision"]}"'
    assert error_of(cleo.send("PUT", path, change, etag=stale), 412)["current"]["etag"] == proposed["etag"]
    settle = {"action": "publish"}
    error_of(ben.send("POST", f"{path}/proposal", settle, etag=proposed["etag"]), 403)
    done = kept(cleo.send("POST", f"{path}/proposal", settle, etag=proposed["etag"]))
    assert (done["question"]["back"], done["proposal"]) == ("Most.", None)
    error_of(cleo.send("POST", f"{path}/proposal", settle, etag=done["etag"]), 409)
    with database.reader() as session:
        events = session.scalars(select(AuditEvent).where(AuditEvent.action.like("%question%"))).all()
    assert [(each.action, each.detail["why"]) for each in events] == [
        ("question made", ""), ("question edited", "ready"), ("question published", "published"),
        ("question published", "a proposed change"),
    ]  # fmt: skip


def test_a_claim_is_made_mended_and_taken_out_by_the_rules_of_its_page(ben: Program) -> None:
    rival = {**CLAIM, "conflicts_with": ["ferry-riders"]}
    kept(ben.send("POST", "/claims", {"claim": CLAIM}), 201)
    path, first = "/claims/ferry-rope", ben.etag("/claims/ferry-rope")
    saved = kept(ben.send("PUT", path, {"claim": rival}, etag=first))
    assert (saved["saved"], saved["rivals"]) == ("revision", ["ferry-riders"])
    assert error_of(ben.send("PUT", path, {"claim": CLAIM}, etag=first), 412)["current"]["revision"] == 2
    bad = error_of(ben.send("PUT", path, {"claim": {**CLAIM, "topic": "no-topic"}}, etag=saved["etag"]), 422)
    assert [each["rule"] for each in bad["findings"]] == ["reference"]
    used = error_of(
        ben.send("POST", "/claims/ferry-riders/status", {"status": "retired"}, etag=ben.etag("/claims/ferry-riders")),
        422,
    )
    assert "ferry-riders-number" in used["message"]
    gone = kept(ben.send("POST", f"{path}/status", {"status": "retired", "why": "twice"}, etag=saved["etag"]))
    assert gone["status"] == "retired"
    error_of(ben.send("PUT", path, {"claim": CLAIM}, etag=saved["etag"]), 412)
    error_of(ben.send("PUT", path, {"claim": CLAIM}, etag=gone["etag"]), 409)
    assert kept(ben.send("POST", f"{path}/status", {"status": "active"}, etag=gone["etag"]))["status"] == "active"


def test_an_article_is_brought_described_and_published(ben: Program) -> None:
    about = {"key": "bridge", "title": "The bridge", "authors": ["Ida Falk"], "date": "2024-06",
             "date_precision": "month", "language": "en"}  # fmt: skip
    made = kept(
        ben.send("POST", "/articles", {"article": about, "text": "A bridge is planned.\n\nIt costs 5 crowns."}), 201
    )
    assert (made["status"], len(made["article"]["passages"])) == ("draft", 2)
    assert error_of(ben.send("POST", "/articles", {"article": about, "text": "Again."}), 409)["code"] == "name_taken"

    def put(article: dict[str, Any], etag: str) -> TestResponse:
        return ben.send("PUT", "/articles/bridge", {"article": article}, etag=etag)

    passages = [dict(each) for each in made["article"]["passages"]]
    passages[1]["digest"] = "The price is 7 crowns."
    wrong = error_of(put({**made["article"], "passages": passages}, made["etag"]), 422)
    assert [each["place"] for each in wrong["findings"]] == ["/passages/1/digest"]
    passages[1]["digest"] = "The price is 5 crowns."
    saved = kept(put({**about, "title": "A bridge", "passages": passages}, made["etag"]))
    assert (saved["article"]["title"], saved["article"]["passages"]) == ("A bridge", passages)
    assert error_of(put(about, made["etag"]), 412)["current"]["etag"] == saved["etag"]
    cut = [{**passages[0], "span": [0, 5]}, {**passages[1], "span": [5, passages[1]["span"][1]]}]
    fixed = error_of(put({**about, "passages": cut}, saved["etag"]), 422)
    assert [(each["rule"], each["place"]) for each in fixed["findings"]] == [("fixed", "/passages")]
    published = ben.send("POST", "/articles/bridge/status", {"status": "published"}, etag=saved["etag"])
    assert kept(published)["status"] == "published"


def test_the_bank_opens_to_nobody_whose_token_or_role_is_not_for_it(people: People, clock: SettableClock) -> None:
    reader = Program(people.ben, Scope.BANK_READ, clock=clock)
    tag = reader.etag(f"/questions/{KEY}")
    assert error_of(reader.send("PUT", f"/questions/{KEY}", {"question": {}}, etag=tag), 403)
    assert error_of(Program(people.ben, Scope.STUDY, clock=clock).ask("/questions"), 403)
    assert error_of(Program(people.ada, *Scope, clock=clock).ask("/questions"), 403)
    assert people.ben.get(f"{BANK}/questions/{KEY}").status_code == 200
    by_session = people.ben.put(f"{BANK}/questions/{KEY}", json={"question": {}}, headers={"If-Match": tag}, csrf=False)
    assert error_of(by_session, 400)["code"] == "token_missing"
    error_of(reader.ask("/questions/no-such-question"), 404)


def test_a_program_says_which_of_several_banks_it_is_about(
    people: People, database: Database, clock: SettableClock
) -> None:
    """Whoever says nothing works on the first; a bank that its owner may not change is none."""
    program = Program(people.ben, Scope.BANK_WRITE, clock=clock)
    with database.writer() as session:
        mine = make_bank(session, user_id=people.ben.user_id or 0, title="Ice", audience="members", now=clock())
        other = make_bank(session, user_id=people.cleo.user_id or 0, title="Snow", audience="members", now=clock())
        keys = {row.id: row.key for row in session.scalars(select(Bank))}
        topic = session.scalars(select(Topic.key).where(Topic.bank_id == mine)).one()
    article = {"key": "ice-road", "title": "The Ice Road", "authors": [], "date": "1951", "date_precision": "year",
               "language": "en"}  # fmt: skip
    made = program.send("POST", f"/articles?bank={keys[mine]}", {"article": article, "text": "Ice bears a sledge."})
    assert made.status_code == 201, made.text
    assert f"bank={keys[mine]}" in made.headers["Location"]
    assert [each["key"] for each in program.ask(f"/articles?bank={keys[mine]}").get_json()["articles"]] == ["ice-road"]
    assert program.ask("/articles/ice-road").status_code == 404
    assert topic not in program.ask("/claims").text
    assert keys[mine] in error_of(program.ask(f"/articles?bank={keys[other]}"), 400)["message"]
