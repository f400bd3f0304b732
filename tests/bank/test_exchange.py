from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from question_bank.bank import Bank, default_folders, load_bank
from question_bank.problems import BankError
from tests.bank.changing import edit_claim, edit_question, load_bank_into, with_changed, without
from tests.empty_database import empty_database
from webapp.bank.services.exchange import export, read_export
from webapp.db import Database
from webapp.migrations import upgrade
from webapp.models import ClaimRevision, Question, QuestionRevision


def hashes(session: Session) -> dict[str, bytes]:
    statement = select(Question.key, QuestionRevision.content_hash).join(
        QuestionRevision,
        (QuestionRevision.question_id == Question.id) & (QuestionRevision.number == Question.revision),
    )
    found = {row.key: row.content_hash for row in session.execute(statement)}
    claims = session.scalars(select(ClaimRevision.content_hash).order_by(ClaimRevision.content_hash))
    return found | {"claims": b"".join(claims)}


def test_export_then_load_is_the_identity(session: Session, small: Bank, tmp_path: Path) -> None:
    load_bank_into(session, small)
    edit_question(session, "ferry-rope-card", explanation="As the instructor says.")
    document = json.loads(json.dumps(export(session)))
    order = list(session.scalars(select(Question.key).order_by(Question.position)))
    with empty_database(tmp_path) as url:
        other = Database(url)
        upgrade(other.engine)
        with other.writer() as second:
            load_bank_into(second, read_export(document))
            assert hashes(second) == hashes(session)
            assert list(second.scalars(select(Question.key).order_by(Question.position))) == order
            assert export(second) == document
        other.close()


def test_the_first_bank_goes_out_and_in(session: Session) -> None:
    bank = load_bank(*default_folders())
    load_bank_into(session, bank)
    assert read_export(json.loads(json.dumps(export(session)))) == bank


def test_actors_issues_and_topics_go_out_and_in(session: Session, small: Bank) -> None:
    load_bank_into(session, small)
    again = read_export(json.loads(json.dumps(export(session))))
    assert (again.actors, again.issues, again.topics) == (small.actors, small.issues, small.topics)


def test_export_from_before_actors_were_kept_can_be_read(session: Session, small: Bank) -> None:
    plain = with_changed(small, "claims", "ferry-bridge-view", actors=(), value=None)
    plain = without(plain, "claims", "ferry-motor-view", "ferry-closures-view")
    plain = without(plain, "questions", "ferry-trouble-position")
    load_bank_into(session, replace(plain, actors={}, issues={}))
    document = export(session)
    del document["actors"], document["issues"]
    assert read_export(document).claims == plain.claims


def test_edit_that_leaves_an_actor_unnamed_can_still_be_exported_and_read(session: Session, small: Bank) -> None:
    """What the files are held to would stop an instructor's export from coming back."""
    load_bank_into(session, small)
    edit_claim(session, "ferry-cost-veld", conflicts_with=["ferry-riders"])
    edit_claim(session, "ferry-motor-view", actors=["holm"])
    assert "veld" in read_export(export(session)).actors


def test_retired_records_are_not_exported(session: Session, small: Bank) -> None:
    load_bank_into(session, small)
    load_bank_into(session, without(small, "questions", "ferry-rope-card"))
    assert "ferry-rope-card" not in {item["id"] for item in export(session)["questions"]}


def test_export_of_nothing_can_be_read(session: Session) -> None:
    assert read_export(export(session)).questions == {}


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"format": "other"}, "no export"),
        ({"version": 2}, "no export"),
        ({"claims": "all"}, "claims: is a list"),
        ({"questions": [{"no": "id"}]}, "questions, number 1: has no id"),
        ({"claims": []}, "there is no claim"),
        ({"articles": []}, "is no passage"),
        ({"questions": [{"id": "x", "kind": "pickle"}]}, "x: 'kind' is one of"),
        ({"topics": [{"topic": "ferry", "title": []}]}, "ferry: 'title' is a text"),
        ({"topics": []}, "there is no topic 'ferry'"),
        ({"actors": []}, "ferry-bridge-view: there is no actor 'holm'"),
        ({"issues": []}, "ferry-bridge-view: there is no issue 'crossing-trouble'"),
        ({"actors": [{"id": "holm", "name": "Greta Holm"}]}, "holm: 'line' is missing"),
    ],
)
def test_document_that_is_no_export_is_refused(
    session: Session, small: Bank, change: dict[str, Any], message: str
) -> None:
    load_bank_into(session, small)
    with pytest.raises(BankError, match=message):
        read_export(export(session) | change)


def test_record_that_stands_twice_is_refused(session: Session, small: Bank) -> None:
    load_bank_into(session, small)
    document = export(session)
    document["claims"].append(document["claims"][0])
    with pytest.raises(BankError, match="stands twice in claims"):
        read_export(document)
