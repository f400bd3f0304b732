from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from time import perf_counter

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from question_bank.bank import Bank
from question_bank.claims import Importance
from question_bank.issues import Issue as IssueRecord
from question_bank.questions import Status
from question_bank.stances import Stance
from tests.bank.changing import load_bank_into, steps, with_changed, without
from webapp.bank.services.load import load
from webapp.bank.services.plan import plan
from webapp.models import (
    Actor,
    Claim,
    ClaimActor,
    ClaimIssue,
    ClaimLink,
    ClaimPassage,
    ClaimRevision,
    Issue,
    Passage,
    Question,
    QuestionClaim,
    QuestionRevision,
    Topic,
)
from webapp.models import Bank as BankRow


def question(session: Session, key: str) -> Question:
    session.expire_all()
    return session.scalars(select(Question).where(Question.key == key)).one()


def revisions(session: Session, key: str) -> list[int]:
    found = select(QuestionRevision.number).join(Question, Question.id == QuestionRevision.question_id)
    return list(session.scalars(found.where(Question.key == key).order_by(QuestionRevision.number)))


def test_first_load_brings_everything(session: Session, small: Bank) -> None:
    made = load_bank_into(session, small)
    assert {step.change.value for step in made.steps} == {"new"}
    assert len(made.steps) == 1 + 3 + 1 + 1 + 7 + 14
    assert session.scalar(select(func.count()).select_from(Question)) == 14
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
    assert session.scalar(select(func.count()).select_from(QuestionRevision)) == len(small.questions)
    assert session.scalar(select(func.count()).select_from(ClaimRevision)) == len(small.claims)


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
    nothing = replace(small, actors={}, issues={}, topics={}, claims={}, questions={})
    made = load_bank_into(session, nothing)
    assert {step.change.value for step in made.steps} == {"retired"}
    for model in (Actor, Issue, Topic):
        assert None not in set(session.scalars(select(model.retired_at)))
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


def actors_of(session: Session, key: str) -> list[str]:
    found = (
        select(Actor.key)
        .join(ClaimActor, ClaimActor.actor_id == Actor.id)
        .join(Claim, Claim.id == ClaimActor.claim_id)
        .where(Claim.key == key)
        .order_by(ClaimActor.position)
    )
    return list(session.scalars(found))


def positions(session: Session) -> set[tuple[str, str]]:
    """Each claim with the issue that it is on."""
    found = (
        select(Claim.key, Issue.key)
        .join(ClaimIssue, ClaimIssue.claim_id == Claim.id)
        .join(Issue, Issue.id == ClaimIssue.issue_id)
    )
    return {(claim, issue) for claim, issue in session.execute(found)}


def links(session: Session) -> set[tuple[str, str, str]]:
    claims = {row.id: row.key for row in session.execute(select(Claim.id, Claim.key))}
    rows = session.execute(select(ClaimLink.claim_id, ClaimLink.kind, ClaimLink.other_id))
    return {(claims[claim], kind, claims[other]) for claim, kind, other in rows}


def test_claim_follows_its_actors_and_its_issue(session: Session, small: Bank) -> None:
    load_bank_into(session, small)
    assert actors_of(session, "ferry-bridge-view") == ["holm"]
    issue = "crossing-trouble"
    views = {("ferry-bridge-view", issue), ("ferry-motor-view", issue), ("ferry-closures-view", issue)}
    assert positions(session) == views
    changed = with_changed(small, "claims", "ferry-bridge-view", actors=("navigation-board", "holm"), value=None)
    load_bank_into(session, changed)
    assert actors_of(session, "ferry-bridge-view") == ["navigation-board", "holm"]
    assert positions(session) == views - {("ferry-bridge-view", issue)}
    load_bank_into(session, with_changed(changed, "claims", "ferry-bridge-view", actors=("holm", "navigation-board")))
    assert actors_of(session, "ferry-bridge-view") == ["holm", "navigation-board"]


def test_position_may_move_to_another_issue(session: Session, small: Bank) -> None:
    load_bank_into(session, small)
    other = IssueRecord(id="end-of-the-ferry", question="When will the ferry end?")
    moved = with_changed(small, "claims", "ferry-bridge-view", value=Stance(issue=other.id, stance="within a year"))
    load_bank_into(session, replace(moved, issues={**small.issues, other.id: other}))
    assert ("ferry-bridge-view", other.id) in positions(session)
    assert len(positions(session)) == 3


def test_later_state_is_linked_with_the_one_that_it_supersedes(session: Session, small: Bank) -> None:
    load_bank_into(session, small)
    both = {
        ("ferry-cost-veld", "conflicts-with", "ferry-cost-board"),
        ("ferry-cost-board", "conflicts-with", "ferry-cost-veld"),
    }
    assert links(session) == both
    load_bank_into(session, with_changed(small, "claims", "ferry-cost-veld", supersedes=("ferry-cost-board",)))
    assert links(session) == both | {("ferry-cost-veld", "supersedes", "ferry-cost-board")}
    load_bank_into(session, small)
    assert links(session) == both


@pytest.mark.parametrize(("record", "model", "key"), [("actors", Actor, "veld"), ("issues", Issue, "crossing-trouble")])
def test_actor_or_issue_that_goes_is_retired_and_comes_back_as_the_same(
    session: Session, small: Bank, record: str, model: type[Actor | Issue], key: str
) -> None:
    load_bank_into(session, small)
    before = session.scalars(select(model.id).where(model.key == key)).one()
    gone = without(small, record, key)
    assert steps(load_bank_into(session, gone)) == [("retired", record.removesuffix("s"), key)]
    session.expire_all()
    assert session.scalars(select(model.retired_at).where(model.key == key)).one() is not None
    assert plan(session, bank=gone).steps == ()
    assert steps(load_bank_into(session, small)) == [("returned", record.removesuffix("s"), key)]
    session.expire_all()
    after = session.execute(select(model.id, model.retired_at).where(model.key == key)).one()
    assert tuple(after) == (before, None)


def test_changed_line_of_a_topic_is_written(session: Session, small: Bank) -> None:
    load_bank_into(session, small)
    changed = with_changed(small, "topics", "ferry", line="A boat on a rope.", aliases=("the boat",))
    assert steps(load_bank_into(session, changed)) == [("changed", "topic", "ferry")]
    session.expire_all()
    row = session.scalars(select(Topic)).one()
    assert (row.line, row.aliases) == ("A boat on a rope.", ["the boat"])


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


def test_five_hundred_questions_load_in_seconds_and_are_compared_within_one(session: Session, small: Bank) -> None:
    """The requirement is 5 s and 1 s; a fifth of either would already be a fault in the statements' number."""
    one = small.questions["ferry-rope-card"]
    many = {f"copy-{number}": replace(one, id=f"copy-{number}") for number in range(500)}
    large = replace(small, questions={**small.questions, **many})
    began = perf_counter()
    load_bank_into(session, large)
    assert perf_counter() - began < 5
    began = perf_counter()
    assert plan(session, bank=large).steps == ()
    assert perf_counter() - began < 1
