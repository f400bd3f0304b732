from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from time import perf_counter

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from question_bank.bank import Bank
from question_bank.claims import Importance
from question_bank.questions import Status
from tests.bank.changing import load_bank_into, steps, with_changed, without
from webapp.bank.services.load import load
from webapp.bank.services.plan import plan
from webapp.models import Bank as BankRow
from webapp.models import (
    Claim,
    ClaimLink,
    ClaimPassage,
    ClaimRevision,
    Passage,
    Question,
    QuestionClaim,
    QuestionRevision,
    Topic,
)


def question(session: Session, key: str) -> Question:
    session.expire_all()
    return session.scalars(select(Question).where(Question.key == key)).one()


def revisions(session: Session, key: str) -> list[int]:
    found = select(QuestionRevision.number).join(Question, Question.id == QuestionRevision.question_id)
    return list(session.scalars(found.where(Question.key == key).order_by(QuestionRevision.number)))


def test_first_load_brings_everything(session: Session, small: Bank) -> None:
    made = load_bank_into(session, small)
    assert {step.change.value for step in made.steps} == {"new"}
    assert len(made.steps) == 1 + 1 + 5 + 9
    assert session.scalar(select(func.count()).select_from(Question)) == 9
    cost = session.scalars(select(Claim).where(Claim.key == "ferry-cost-veld")).one()
    rows = session.execute(
        select(Passage.key)
        .join(ClaimPassage, ClaimPassage.passage_id == Passage.id)
        .where(ClaimPassage.claim_id == cost.id)
    )
    assert rows.scalars().all() == ["p04"]
    assert session.scalar(select(func.count()).select_from(ClaimLink)) == 2
    number = question(session, "ferry-cost-number")
    roles = session.execute(
        select(Claim.key, QuestionClaim.role)
        .join(Claim, Claim.id == QuestionClaim.claim_id)
        .where(QuestionClaim.question_id == number.id)
    )
    assert set(roles.all()) == {("ferry-cost-veld", "primary"), ("ferry-cost-board", "also")}
    assert number.primary_claim_id == cost.id


def test_second_load_changes_nothing(session: Session, small: Bank) -> None:
    load_bank_into(session, small)
    assert plan(session, bank=small).steps == ()
    load_bank_into(session, small)
    assert session.scalar(select(func.count()).select_from(QuestionRevision)) == 9
    assert session.scalar(select(func.count()).select_from(ClaimRevision)) == 5


def test_changed_question_gets_a_revision_and_keeps_its_id(session: Session, small: Bank) -> None:
    load_bank_into(session, small)
    before = question(session, "ferry-draft").id
    made = load_bank_into(session, with_changed(small, "questions", "ferry-draft", status=Status.PUBLISHED))
    assert steps(made) == [("changed", "question", "ferry-draft")]
    after = question(session, "ferry-draft")
    assert (after.id, after.status, after.revision) == (before, "published", 2)
    assert revisions(session, "ferry-draft") == [1, 2]
    assert plan(session, bank=with_changed(small, "questions", "ferry-draft", status=Status.PUBLISHED)).steps == ()


def test_record_that_goes_is_retired_and_comes_back_as_the_same(session: Session, small: Bank) -> None:
    load_bank_into(session, small)
    before = question(session, "ferry-rope-card").id
    gone = without(small, "questions", "ferry-rope-card")
    assert steps(load_bank_into(session, gone)) == [("retired", "question", "ferry-rope-card")]
    row = question(session, "ferry-rope-card")
    assert row.status == "retired"
    assert row.retired_at is not None
    assert plan(session, bank=gone).steps == ()
    assert steps(load_bank_into(session, small)) == [("returned", "question", "ferry-rope-card")]
    row = question(session, "ferry-rope-card")
    assert (row.id, row.status, row.retired_at, row.revision) == (before, "published", None, 1)


def test_whole_topic_may_go(session: Session, small: Bank) -> None:
    load_bank_into(session, small)
    nothing = replace(small, topics={}, claims={}, questions={})
    made = load_bank_into(session, nothing)
    assert {step.change.value for step in made.steps} == {"retired"}
    assert session.scalars(select(Topic.retired_at)).one() is not None
    assert plan(session, bank=nothing).steps == ()


def test_claim_follows_its_sources_and_conflicts(session: Session, small: Bank) -> None:
    load_bank_into(session, small)
    changed = with_changed(
        small, "claims", "ferry-cost-veld", sources=("sorrel-ferry#p06", "sorrel-ferry#p04"), conflicts_with=()
    )
    load_bank_into(session, changed)
    rows = session.execute(
        select(Passage.key)
        .join(ClaimPassage, ClaimPassage.passage_id == Passage.id)
        .join(Claim, Claim.id == ClaimPassage.claim_id)
        .where(Claim.key == "ferry-cost-veld")
        .order_by(ClaimPassage.position)
    )
    assert rows.scalars().all() == ["p06", "p04"]
    assert session.scalar(select(func.count()).select_from(ClaimLink)) == 1
    assert plan(session, bank=changed).steps == ()


def test_questions_come_by_importance_then_as_the_files_have_them(session: Session, small: Bank) -> None:
    load_bank_into(session, small)
    in_order = list(session.scalars(select(Question.key).order_by(Question.position)))
    rank = list(Importance)
    assert in_order == sorted(small.questions, key=lambda key: rank.index(small.questions[key].importance))
    turned = replace(small, questions=dict(reversed(list(small.questions.items()))))
    load_bank_into(session, turned)
    in_order = list(session.scalars(select(Question.key).order_by(Question.position)))
    assert in_order == sorted(turned.questions, key=lambda key: rank.index(turned.questions[key].importance))


def test_bank_notes_when_and_what_it_was_loaded_from(session: Session, small: Bank) -> None:
    now = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)
    load(session, plan=plan(session, bank=small), now=now, files_digest=bytes(32))
    load(session, plan=plan(session, bank=small), now=now + timedelta(days=1))
    row = session.scalars(select(BankRow)).one()
    assert (row.loaded_at, row.files_digest) == (now + timedelta(days=1), bytes(32))


def test_five_hundred_questions_load_in_seconds(session: Session, small: Bank) -> None:
    """The requirement is 5 s; a second would already be a fault in the statements' number."""
    one = small.questions["ferry-rope-card"]
    many = {f"copy-{number}": replace(one, id=f"copy-{number}") for number in range(500)}
    began = perf_counter()
    load_bank_into(session, replace(small, questions={**small.questions, **many}))
    assert perf_counter() - began < 5
