"""One thing done to many questions: seen before, done to all or none, and undone as new revisions."""

from __future__ import annotations

import html
import re
from collections.abc import Callable

import pytest
from sqlalchemy import func, select
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

from tests.conftest import SettableClock
from tests.people import People, make_people
from tests.study.banks import load_small_bank
from webapp.db import Database
from webapp.models import AuditEvent, BulkChange, QuestionRevision, Topic
from webapp.web.edge import Tumen

from .test_editing import KEY
from .workshop import Editor, form_fields, present

CARD = "ferry-rope-card"
DRAFT = "ferry-draft"


@pytest.fixture(autouse=True)
def loaded(database: Database, clock: SettableClock) -> None:
    with database.writer() as session:
        load_small_bank(session, now=clock())


@pytest.fixture
def ben(people: People) -> Editor:
    return Editor(people.ben)


@pytest.fixture
def strict(make_app: Callable[..., Tumen], clock: SettableClock) -> People:
    """The people of a site where a second person publishes."""
    return make_people(make_app(OWN_PUBLISHING=False), now=clock())


def plan(editor: Editor, keys: list[str], **act: str) -> TestResponse:
    return editor.client.post("/bank/bulk/plan", data=MultiDict([*(("key", key) for key in keys), *act.items()]))


def confirm(editor: Editor, planned: TestResponse) -> TestResponse:
    """Send the form of a preview as it stands there."""
    form = planned.text.split('action="/bank/bulk"', 1)[1].split("</form>")[0]
    fields = re.findall(r'name="([^"]+)" value="([^"]*)"', form)
    return editor.client.post("/bank/bulk", data=MultiDict([(name, html.unescape(value)) for name, value in fields]))


def undo(editor: Editor) -> TestResponse:
    (number,) = re.findall(r"/bank/bulk/(\d+)/undo", editor.client.get("/bank/bulk").text)[:1]
    return editor.client.post(f"/bank/bulk/{number}/undo")


def test_the_preview_shows_each_change_and_writes_nothing(ben: Editor, database: Database) -> None:
    planned = plan(ben, [KEY, CARD], act="replace", find="boat", put="<ship>")
    assert planned.status_code == 200
    assert "&lt;ship&gt;" in planned.text
    assert "put in:" in planned.text
    with database.reader() as session:
        assert session.scalar(select(func.count()).select_from(BulkChange)) == 0
    assert present(database, KEY)[1] == 1


def test_find_and_replace_makes_a_revision_each_and_one_event_and_is_undone(ben: Editor, database: Database) -> None:
    before = {key: present(database, key)[2] for key in (KEY, CARD)}
    planned = plan(ben, [KEY, CARD], act="replace", find="the", put="THE")
    assert confirm(ben, planned).status_code == 303
    for key in (KEY, CARD):
        _, revision, content = present(database, key)
        assert revision == 2
        assert "THE" in str(content)
    with database.reader() as session:
        event = session.scalars(select(AuditEvent)).one()
        whys = session.scalars(select(QuestionRevision.why).where(QuestionRevision.number == 2)).all()
    assert (event.action, event.detail["questions"]) == ("questions changed at once", [KEY, CARD])
    assert set(whys) == {"“the” replaced by “THE”"}
    assert undo(ben).status_code == 303
    for key in (KEY, CARD):
        assert present(database, key)[1:] == (3, before[key])
    assert ben.client.post("/bank/bulk/1/undo").status_code == 409


def test_tags_are_put_on_and_taken_off_and_what_has_them_already_stays(ben: Editor, database: Database) -> None:
    ben.save(KEY, tags="old")
    confirm(ben, plan(ben, [KEY, CARD], act="tag", tag_name="exam"))
    assert (present(database, KEY)[2]["tags"], present(database, CARD)[2]["tags"]) == (["old", "exam"], ["exam"])
    again = plan(ben, [KEY, CARD], act="tag", tag_name="exam")
    assert "would change none" in again.text
    confirm(ben, plan(ben, [KEY, CARD], act="untag", tag_name="exam"))
    assert (present(database, KEY)[2]["tags"], "tags" in present(database, CARD)[2]) == (["old"], False)


def test_the_status_of_many_is_set_and_students_are_asked_no_more(
    ben: Editor, people: People, database: Database
) -> None:
    confirm(ben, plan(ben, [KEY, CARD], act="status", status="retired"))
    assert {present(database, key)[0] for key in (KEY, CARD)} == {"retired"}
    asked = f"/api/v1/study/batch?limit=1&card={KEY}"
    assert f'"{KEY}"' not in people.ada.get(asked).text
    undo(ben)
    assert f'"{KEY}"' in people.ada.get(asked).text


def test_all_that_a_search_found_is_taken_not_the_chosen_page_alone(ben: Editor, database: Database) -> None:
    planned = plan(ben, [], act="tag", tag_name="kind-card", all="yes", query="q=kind%3Acard")
    assert confirm(ben, planned).status_code == 303
    with database.reader() as session:
        (change,) = session.scalars(select(BulkChange))
    assert set(change.questions) == {key for key in change.questions if present(database, key)[2]["kind"] == "card"}
    assert CARD in change.questions


def test_where_one_question_was_changed_meanwhile_none_is_changed(
    ben: Editor, people: People, database: Database
) -> None:
    planned = plan(ben, [KEY, CARD], act="tag", tag_name="exam")
    Editor(people.cleo).save(CARD, explanation="Cleo was here.")
    refused = confirm(ben, planned)
    assert refused.status_code == 409
    assert "Somebody has changed it since." in refused.text
    assert (present(database, KEY)[1], "tags" in present(database, KEY)[2]) == (1, False)
    with database.reader() as session:
        assert session.scalar(select(func.count()).select_from(BulkChange)) == 0


def test_what_somebody_went_on_with_is_not_undone_and_neither_are_the_others(
    ben: Editor, people: People, database: Database
) -> None:
    confirm(ben, plan(ben, [KEY, CARD], act="tag", tag_name="exam"))
    Editor(people.cleo).save(CARD, explanation="Cleo went on.")
    assert undo(ben).status_code == 409
    assert present(database, KEY)[2]["tags"] == ["exam"]


def test_what_would_not_pass_the_checks_is_said_before_anything_is_done(ben: Editor, database: Database) -> None:
    planned = plan(ben, [KEY], act="replace", find="What does Greta Holm expect of the bridge?", put=" ")
    assert "would not pass the checks" in planned.text
    assert 'action="/bank/bulk"' not in planned.text


def test_nobody_undoes_what_somebody_else_did(ben: Editor, people: People, database: Database) -> None:
    confirm(ben, plan(ben, [KEY], act="tag", tag_name="exam"))
    for number in (1, 2**31 - 1, 10**30):
        assert people.cleo.post(f"/bank/bulk/{number}/undo").status_code == 404
    assert present(database, KEY)[2]["tags"] == ["exam"]


def move(editor: Editor, **chosen: str) -> TestResponse:
    """Choose, look at the preview, and say yes."""
    planned = editor.client.post("/bank/bulk/topic/plan", data={"to_topic": "pier", **chosen})
    assert "Landing" in planned.text
    form = planned.text.split('action="/bank/bulk/topic"', 1)[1].split("</form>")[0]
    return editor.client.post("/bank/bulk/topic", data=MultiDict(re.findall(r'name="([^"]+)" value="([^"]*)"', form)))


@pytest.fixture
def pier(database: Database) -> None:
    """A second topic."""
    with database.writer() as session:
        bank_id = session.scalars(select(Topic.bank_id)).first()
        session.add(Topic(bank_id=bank_id, key="pier", title="Landing places"))


@pytest.mark.usefixtures("pier")
def test_questions_are_moved_to_another_topic_with_their_claims_and_back(
    ben: Editor, people: People, database: Database
) -> None:
    before = present(database, KEY)
    (claim,) = before[2]["claims"][:1]
    assert move(ben, key=KEY).location == "/bank/bulk"
    moved = set(re.findall(r'name="key" value="([^"]+)"', ben.client.get("/bank?topic=pier").text))
    assert KEY in moved
    assert len(moved) > 1  # the others on the claim came along
    assert present(database, KEY) == before
    assert "moved to pier" in ben.client.get(f"/bank/claims/{claim}").text
    assert "1 claim" in ben.client.get("/bank/history?action=claims+moved").text
    assert "Landing places" in people.ada.get("/collections").text
    assert undo(ben).status_code == 303
    assert 'name="key"' not in ben.client.get("/bank?topic=pier").text


@pytest.mark.usefixtures("pier")
def test_claims_are_moved_all_or_none_and_not_back_where_somebody_went_on(ben: Editor, people: People) -> None:
    chosen = MultiDict([("to_topic", "pier"), ("base", "ferry-riders:1"), ("base", "ferry-first-day:7")])
    refused = ben.client.post("/bank/bulk/topic", data=chosen)
    assert (refused.status_code, "Somebody has changed it since." in refused.text) == (409, True)
    assert 'name="key"' not in ben.client.get("/bank?topic=pier").text
    assert move(ben, claim="ferry-riders").status_code == 303
    planned = ben.client.post("/bank/bulk/topic/plan", data={"to_topic": "pier", "claim": "ferry-riders"})
    assert "None of what you chose would be moved." in planned.text
    shown = form_fields(people.cleo.get("/bank/claims/ferry-riders/edit").text.split("data-editor", 1)[1])
    shown["note"] = "Cleo went on."
    assert people.cleo.post("/bank/claims/ferry-riders/edit", data=shown).status_code == 303
    assert undo(ben).status_code == 409
    assert "Landing places" in ben.client.get("/bank/claims/ferry-riders").text


@pytest.mark.parametrize(
    ("path", "data"),
    [("/plan", {}), ("/plan", {"to_topic": "none-such", "key": KEY}), ("/plan", {"to_topic": "ferry"}),
     ("/plan", {"to_topic": "ferry", "claim": "a\0"}), ("", {"to_topic": "ferry"}),
     ("", {"to_topic": "ferry", "base": "ferry-riders"}), ("", {"to_topic": "ferry", "base": "ferry-riders:x"})],
)  # fmt: skip
def test_a_move_that_cannot_be_meant_is_refused(ben: Editor, path: str, data: dict[str, str]) -> None:
    assert ben.client.post(f"/bank/bulk/topic{path}", data=data).status_code == 400


@pytest.mark.parametrize(
    "data",
    [{}, {"act": "x", "key": KEY}, {"act": "tag", "key": KEY, "tag_name": "Not A Tag"}, {"act": "tag", "tag_name": "a"},
     {"act": "status", "status": "x", "key": KEY}, {"act": "replace", "find": "", "key": KEY},
     {"act": "replace", "find": "a\0", "key": KEY}, {"act": "replace", "find": "x" * 501, "key": KEY}],
)  # fmt: skip
@pytest.mark.parametrize("path", ["/bank/bulk/plan", "/bank/bulk"])
def test_what_cannot_be_meant_is_refused(ben: Editor, path: str, data: dict[str, str]) -> None:
    assert ben.client.post(path, data=data).status_code == 400


@pytest.mark.parametrize("base", ["", "x", f"{KEY}:", f"{KEY}:x:0", f"{KEY}:1:x"])
def test_a_preview_that_is_none_of_ours_is_refused(ben: Editor, base: str, database: Database) -> None:
    data = {"act": "tag", "tag_name": "exam", "base": base}
    assert ben.client.post("/bank/bulk", data=data).status_code == 400
    assert present(database, KEY)[1] == 1


def test_where_a_second_person_publishes_words_become_proposals_and_undoing_withdraws_them(
    strict: People, database: Database
) -> None:
    ben, cleo = Editor(strict.ben), Editor(strict.cleo)
    before = present(database, KEY)
    confirm(ben, plan(ben, [KEY], act="replace", find="the", put="THE"))
    assert present(database, KEY) == before
    assert "THE" in cleo.page(KEY, "/change")
    assert undo(ben).status_code == 303
    assert cleo.client.get(f"/bank/questions/{KEY}/change").status_code == 404


def test_where_a_second_person_publishes_a_tag_needs_nobody(strict: People, database: Database) -> None:
    ben = Editor(strict.ben)
    confirm(ben, plan(ben, [KEY], act="tag", tag_name="exam"))
    assert present(database, KEY)[2]["tags"] == ["exam"]


def test_where_a_second_person_publishes_nobody_publishes_many_of_their_own(strict: People, database: Database) -> None:
    ben = Editor(strict.ben)
    ben.save(DRAFT, explanation="Mine now.")
    planned = plan(ben, [DRAFT], act="status", status="published")
    assert "somebody else publishes it" in planned.text
    data = {"act": "status", "status": "published", "base": f"{DRAFT}:2:0"}
    assert ben.client.post("/bank/bulk", data=data).status_code == 409
    assert present(database, DRAFT)[0] == "draft"
