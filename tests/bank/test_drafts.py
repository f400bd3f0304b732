"""What is typed in the editor waits on the server until it is saved or thrown away."""

from __future__ import annotations

import pytest
from sqlalchemy import select
from werkzeug.datastructures import MultiDict

from tests.conftest import SettableClock
from tests.people import People
from tests.study.banks import load_small_bank
from webapp.bank.services.drafts import MOST_DRAFTS, keep_draft
from webapp.db import Database
from webapp.models import EditorDraft

from .test_editing import KEY, NEW
from .workshop import Editor, form_fields, present

OFFER = "and did not save it"


@pytest.fixture(autouse=True)
def loaded(database: Database, clock: SettableClock) -> None:
    with database.writer() as session:
        load_small_bank(session, now=clock())


@pytest.fixture
def ben(people: People) -> Editor:
    return Editor(people.ben)


def type_in(editor: Editor, **changes: str) -> MultiDict[str, str]:
    """Change the form of the question as a browser does, without saving it."""
    fields = editor.shown(KEY)
    for name, value in changes.items():
        fields[name] = value
    assert editor.client.post(f"/bank/drafts?question={KEY}", data=fields).status_code == 204
    return fields


def test_what_was_typed_is_offered_again_and_is_gone_when_it_was_saved(ben: Editor, database: Database) -> None:
    before = present(database, KEY)
    type_in(ben, stem="Half a quest")
    assert present(database, KEY) == before
    page = ben.page(KEY, "/edit")
    assert OFFER in page
    assert "Half a quest" not in page
    again = ben.page(KEY, "/edit?draft=yes")
    fields = form_fields(again.split("data-editor", 1)[1].split("</form>")[0])
    assert (fields["stem"], OFFER in again) == ("Half a quest", False)
    assert ben.save(KEY, fields, stem="Half a question?").status_code == 303
    assert OFFER not in ben.page(KEY, "/edit")


def test_it_is_ones_own_and_can_be_thrown_away(ben: Editor, people: People) -> None:
    type_in(ben, stem="Mine alone")
    assert OFFER not in Editor(people.cleo).page(KEY, "/edit")
    assert "Mine alone" not in Editor(people.cleo).page(KEY, "/edit?draft=yes")
    assert "Mine alone" in people.ben.get("/account/data.json").text
    ben.client.post("/bank/drafts/drop", data={"question": KEY, "kind": "choice"})
    assert OFFER not in ben.page(KEY, "/edit")


def test_what_somebody_else_saved_meanwhile_is_met_as_a_conflict(
    ben: Editor, people: People, database: Database
) -> None:
    type_in(ben, stem="Typed on the train?")
    Editor(people.cleo).save(KEY, explanation="Cleo was faster.")
    page = ben.page(KEY, "/edit?draft=yes")
    fields = form_fields(page.split("data-editor", 1)[1].split("</form>")[0])
    assert ben.save(KEY, fields).status_code == 409
    assert present(database, KEY)[2]["explanation"] == "Cleo was faster."


def test_a_question_that_is_being_made_for_one_bank_is_offered_in_no_other(ben: Editor, database: Database) -> None:
    def offers() -> bool:
        return OFFER in ben.client.get("/bank/questions/new?kind=short").text

    assert ben.client.post("/bank/drafts", data={**NEW, "stem": "Begun"}).status_code == 204
    made = int(ben.client.post("/banks", data={"title": "Ice"}).location.rpartition("/")[2])
    assert not offers()
    typed = {**NEW, "stem": "Of ice", "at_bank": str(made)}
    assert ben.client.post("/bank/drafts", data=typed).status_code == 204
    assert offers()
    with database.reader() as session:
        fields = session.scalars(select(EditorDraft.fields).where(EditorDraft.name == f"new/short/{made}")).one()
    assert fields == {name: [value] for name, value in {**NEW, "stem": "Of ice"}.items()}
    ben.client.post("/bank/drafts/drop", data={"kind": "short"})
    assert not offers()
    ben.client.post(f"/banks/{made - 1}/choose")
    assert offers()


def test_a_question_that_is_being_made_is_kept_too(ben: Editor) -> None:
    assert ben.client.post("/bank/drafts", data={**NEW, "stem": "Begun"}).status_code == 204
    assert OFFER in ben.client.get("/bank/questions/new?kind=short").text
    assert OFFER not in ben.client.get("/bank/questions/new?kind=card").text
    assert "Begun" in ben.client.get("/bank/questions/new?kind=short&draft=yes").text
    ben.client.post("/bank/questions/new", data=NEW)
    assert OFFER not in ben.client.get("/bank/questions/new?kind=short").text


@pytest.mark.parametrize(
    ("query", "data", "status"),
    [("", {"kind": "none"}, 400), ("?question=none", {"kind": "short"}, 404), ("", {**NEW, "stem": "a\0"}, 400),
     ("", {**NEW, "stem": "x" * 200_001}, 413)],
)  # fmt: skip
def test_what_cannot_be_kept_is_refused(ben: Editor, query: str, data: dict[str, str], status: int) -> None:
    assert ben.client.post(f"/bank/drafts{query}", data=data).status_code == status
    assert OFFER not in ben.client.get("/bank/questions/new?kind=short").text


def test_of_too_many_the_oldest_goes(ben: Editor, people: People, database: Database, clock: SettableClock) -> None:
    type_in(ben, stem="The oldest")
    assert people.ben.user_id is not None
    with database.writer() as session:
        for number in range(MOST_DRAFTS):
            at = clock().replace(hour=12)
            keep_draft(session, user_id=people.ben.user_id, name=f"q{number}", fields={}, now=at)
    assert OFFER not in ben.page(KEY, "/edit")
