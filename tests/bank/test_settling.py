"""Conflicts between files and edits are settled one by one; each choice is a revision or a new base, and noted."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from question_bank.bank import Bank, load_bank
from tests.bank.changing import NOW, edit_claim, edit_question, load_bank_into, steps, with_changed, without
from tests.people import People
from webapp.bank.services.plan import plan
from webapp.bank.services.settling import CannotSettleError, Side, conflicts, settle
from webapp.db import Database
from webapp.models import Article, AuditEvent, Claim, Question, QuestionRevision, Topic
from webapp.models import Bank as BankRow

CARD = "ferry-rope-card"
OURS, THEIRS = "As the instructor says.", "As the file says."


def settled(session: Session, bank: Bank, side: Side, record: str = "question", key: str = CARD) -> None:
    settle(session, bank=bank, record=record, key=key, side=side, seen=None, user_id=None, now=NOW)


def present(session: Session, key: str = CARD) -> tuple[int, str, str]:
    session.expire_all()
    row = session.scalars(select(Question).where(Question.key == key)).one()
    content = session.get_one(QuestionRevision, (row.id, row.revision)).content
    return row.revision, row.status, content["explanation"]


@pytest.fixture
def changed(session: Session, small: Bank) -> Bank:
    """The files' bank, in conflict with an edit of one question."""
    load_bank_into(session, small)
    edit_question(session, CARD, explanation=OURS)
    return with_changed(small, "questions", CARD, explanation=THEIRS)


def test_a_conflict_shows_what_differs(session: Session, changed: Bank) -> None:
    (conflict,) = conflicts(session, bank=changed)
    (change,) = conflict.changes
    assert change.path == ("explanation",)
    assert {run.text.strip() for run in change.runs} >= {"instructor", "file"}


def test_what_is_here_stays_upon_what_the_files_have_now(session: Session, changed: Bank) -> None:
    settled(session, changed, Side.APPLICATION)
    assert present(session) == (2, "published", OURS)
    assert steps(plan(session, bank=changed)) == [("edited", "question", CARD)]
    later = with_changed(changed, "questions", CARD, explanation="As the file says later.")
    assert steps(plan(session, bank=later)) == [("conflict", "question", CARD)]


def test_what_the_files_have_is_a_new_revision_and_the_edit_stays_in_the_ledger(
    session: Session, changed: Bank
) -> None:
    settled(session, changed, Side.FILES)
    assert present(session) == (3, "published", THEIRS)
    kept = session.scalars(select(QuestionRevision.content).where(QuestionRevision.number == 2)).all()
    assert OURS in {content["explanation"] for content in kept}
    assert plan(session, bank=changed).steps == ()


def test_one_conflict_is_settled_and_the_others_stay(session: Session, changed: Bank) -> None:
    edit_claim(session, "ferry-riders", statement="Most passengers come for the ride.")
    both = with_changed(changed, "claims", "ferry-riders", statement="Nearly all come for the ride.")
    both = with_changed(both, "questions", "ferry-draft", explanation=THEIRS)
    settled(session, both, Side.FILES)
    assert steps(plan(session, bank=both)) == [
        ("conflict", "claim", "ferry-riders"),
        ("changed", "question", "ferry-draft"),
    ]
    settled(session, both, Side.FILES, "claim", "ferry-riders")
    assert steps(plan(session, bank=both)) == [("changed", "question", "ferry-draft")]


@pytest.mark.parametrize(("side", "status"), [(Side.APPLICATION, "published"), (Side.FILES, "retired")])
def test_what_has_gone_from_the_files_stays_here_or_is_retired(
    session: Session, changed: Bank, side: Side, status: str
) -> None:
    gone = without(changed, "questions", CARD)
    settled(session, gone, side)
    assert present(session)[1] == status
    assert plan(session, bank=gone).steps == ()


def test_records_without_revisions_are_settled_too(session: Session, small: Bank) -> None:
    load_bank_into(session, small)
    session.scalars(select(Topic)).one().title = "The boat"
    session.flush()
    other = with_changed(small, "topics", "ferry", title="The crossing")
    settled(session, other, Side.FILES, "topic", "ferry")
    session.expire_all()
    assert session.scalars(select(Topic.title)).one() == "The crossing"


def test_what_changed_since_it_was_seen_is_not_settled(session: Session, changed: Bank) -> None:
    (conflict,) = conflicts(session, bank=changed)
    edit_question(session, CARD, explanation="As another instructor says.")
    with pytest.raises(CannotSettleError, match="changed since"):
        settle(
            session, bank=changed, record="question", key=CARD, side=Side.FILES, seen=conflict.seen, user_id=None,
            now=NOW,
        )  # fmt: skip
    with pytest.raises(CannotSettleError, match="no conflict"):
        settled(session, changed, Side.FILES, "question", "ferry-draft")


def test_each_choice_is_noted(session: Session, changed: Bank) -> None:
    settled(session, changed, Side.APPLICATION)
    session.flush()
    noted = session.scalars(select(AuditEvent.detail).where(AuditEvent.action == "conflict settled")).one()
    assert noted == {"record": "question", "key": CARD, "side": "application"}


def test_an_instructor_settles_on_the_page(
    people: People, database: Database, small: Bank, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = with_changed(small, "questions", CARD, explanation=THEIRS)
    with database.writer() as session:
        load_bank_into(session, small)
        edit_question(session, CARD, explanation=OURS)
    monkeypatch.setattr("webapp.bank.views.settling._bank", lambda: files)
    page = people.ben.get("/bank/conflicts").text
    fields = dict(re.findall(r'name="(record|key|seen)" value="([^"]*)"', page))
    assert people.ben.post("/bank/conflicts", data={**fields, "side": "sideways"}).status_code == 400
    assert people.ben.post("/bank/conflicts", data={**fields, "seen": "x", "side": "files"}).status_code == 409
    done = people.ben.post("/bank/conflicts", data={**fields, "side": "files"}, follow_redirects=True)
    assert "a new revision here" in done.text
    assert "Nothing was changed both here" in done.text
    with database.reader() as session:
        assert present(session) == (3, "published", THEIRS)


def test_a_name_that_another_bank_has_is_told_and_offered_no_choice(
    people: People, database: Database, small: Bank, monkeypatch: pytest.MonkeyPatch
) -> None:
    with database.writer() as session:
        load_bank_into(session, small)
        for model in (Question, Claim, Article):
            session.execute(
                update(model).where(model.key.not_in((CARD, "ferry-riders"))).values(key="other-" + model.key)
            )
        session.execute(update(BankRow).values(key="other"))
        load_bank_into(session, small)
        with pytest.raises(CannotSettleError, match="another bank of this site has this name"):
            settled(session, small, Side.FILES)
    monkeypatch.setattr("webapp.bank.views.settling._bank", lambda: small)
    page = people.ben.get("/bank/conflicts").text
    assert "Another bank of this site has this name, so it was not loaded." in page
    assert "4 records of the files are not loaded yet." in page
    assert "It rests on what another conflict keeps out: ferry-riders. Settle that one first." in page
    assert "changed here" not in page
    assert 'name="side"' not in page


def test_files_that_cannot_be_read_are_told_on_the_page(
    people: People, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("webapp.bank.views.settling._bank", lambda: load_bank(tmp_path, tmp_path))
    assert "cannot be read" in people.ben.get("/bank/conflicts").text
    refused = people.ben.post("/bank/conflicts", data={"side": "files", "record": "question", "key": CARD, "seen": ""})
    assert refused.status_code == 409
