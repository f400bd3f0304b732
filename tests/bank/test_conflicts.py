from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from question_bank.bank import Bank
from question_bank.topics import Topic as TopicRecord
from tests.bank.changing import edit_claim, edit_question, load_bank_into, steps, with_changed, without
from webapp.bank.services.plan import plan
from webapp.models import Actor, Article, Claim, Issue, Passage, Question, QuestionRevision, Topic
from webapp.models import Bank as BankRow
from webapp.models.bank import SHIPPED

CARD = "ferry-rope-card"


def explanation(session: Session, key: str) -> Any:
    session.expire_all()
    statement = select(QuestionRevision.content).join(
        Question, (Question.id == QuestionRevision.question_id) & (Question.revision == QuestionRevision.number)
    )
    return session.scalars(statement.where(Question.key == key)).one()["explanation"]


def test_edit_in_the_application_is_kept(session: Session, small: Bank) -> None:
    load_bank_into(session, small)
    edit_question(session, CARD, explanation="As the instructor says.")
    made = load_bank_into(session, small)
    assert steps(made) == [("edited", "question", CARD)]
    assert made.changes == ()
    assert explanation(session, CARD) == "As the instructor says."


def test_conflict_is_shown_kept_and_stops_nothing_else(session: Session, small: Bank) -> None:
    load_bank_into(session, small)
    edit_question(session, CARD, explanation="As the instructor says.")
    changed = with_changed(small, "questions", CARD, explanation="As the file says.")
    changed = with_changed(changed, "questions", "ferry-draft", explanation="As the file says.")
    made = load_bank_into(session, changed)
    assert set(steps(made)) == {("conflict", "question", CARD), ("changed", "question", "ferry-draft")}
    assert "in the application and in the files" in str(made.conflicts[0])
    assert explanation(session, CARD) == "As the instructor says."
    assert explanation(session, "ferry-draft") == "As the file says."
    assert steps(load_bank_into(session, changed)) == [("conflict", "question", CARD)]


@pytest.mark.parametrize(
    ("model", "key", "held"),
    [(Article, "sorrel-ferry", {"claim", "question"}), (Claim, "ferry-riders", {"question"}), (Question, CARD, set())],
)
def test_a_name_that_another_bank_has_stops_nothing_but_what_rests_on_it(
    session: Session, small: Bank, model: type[Article | Claim | Question], key: str, held: set[str]
) -> None:
    load_bank_into(session, small)
    session.execute(update(BankRow).values(key="other"))
    for each in (Article, Claim, Question):
        session.execute(update(each).where(each.key != (key if each is model else "")).values(key="other-" + each.key))
    made = load_bank_into(session, small)
    taken = [str(step) for step in made.conflicts if "rests on" not in step.reason]
    assert taken == [f"conflict {model.__tablename__} {key}: another bank of this site has this name"]
    assert {step.record for step in made.conflicts if "rests on" in step.reason} == held
    bank_id = session.scalar(select(BankRow.id).where(BankRow.key == SHIPPED))
    loaded = {
        key
        for each in (Article, Claim, Question)
        for key in session.scalars(select(each.key).where(each.bank_id == bank_id))
    }
    all_keys = {*small.articles, *small.claims, *small.questions}
    assert loaded == all_keys - {step.key for step in made.conflicts}
    assert plan(session, bank=small).steps == made.conflicts


def test_both_sides_coming_to_the_same_content_is_no_conflict(session: Session, small: Bank) -> None:
    load_bank_into(session, small)
    edit_question(session, CARD, explanation="The same words.")
    changed = with_changed(small, "questions", CARD, explanation="The same words.")
    assert steps(load_bank_into(session, changed)) == [("adopted", "question", CARD)]
    assert plan(session, bank=changed).steps == ()


def test_edited_record_that_goes_from_the_files_is_a_conflict(session: Session, small: Bank) -> None:
    load_bank_into(session, small)
    edit_question(session, CARD, explanation="As the instructor says.")
    made = load_bank_into(session, without(small, "questions", CARD))
    assert steps(made) == [("conflict", "question", CARD)]
    assert session.scalars(select(Question.status).where(Question.key == CARD)).one() == "published"


def test_edited_article_keeps_its_passages_and_what_would_rest_on_others_waits(session: Session, small: Bank) -> None:
    load_bank_into(session, small)
    session.scalars(select(Passage).where(Passage.key == "p07")).one().digest = "As the instructor reads it."
    session.flush()
    article = small.articles["sorrel-ferry"]
    renamed = tuple(replace(each, id="p77") if each.id == "p07" else each for each in article.passages)
    changed = with_changed(small, "articles", "sorrel-ferry", passages=renamed)
    changed = with_changed(changed, "claims", "ferry-riders", sources=("sorrel-ferry#p77",))
    new = replace(small.questions[CARD], id="ferry-new")
    changed = replace(changed, questions={**changed.questions, "ferry-new": new})
    made = load_bank_into(session, changed)
    assert set(steps(made)) == {
        ("conflict", "article", "sorrel-ferry"),
        ("conflict", "claim", "ferry-riders"),
        ("new", "question", "ferry-new"),
    }
    assert "sorrel-ferry#p77" in made.conflicts[1].reason


def test_new_claim_without_its_passage_waits_and_so_do_its_questions(session: Session, small: Bank) -> None:
    load_bank_into(session, small)
    session.scalars(select(Article)).one().title = "Another title"
    session.flush()
    article = small.articles["sorrel-ferry"]
    more = replace(article.passages[-1], id="p99")
    changed = with_changed(small, "articles", "sorrel-ferry", passages=(*article.passages[:-1], more))
    claim = replace(small.claims["ferry-riders"], id="claim-new", sources=("sorrel-ferry#p99",))
    asked = replace(small.questions[CARD], id="question-new", claims=("claim-new",))
    changed = replace(
        changed, claims={**changed.claims, "claim-new": claim}, questions={**changed.questions, asked.id: asked}
    )
    made = load_bank_into(session, changed)
    assert {("conflict", "claim", "claim-new"), ("conflict", "question", "question-new")} < set(steps(made))
    assert session.scalars(select(Question).where(Question.key == "question-new")).first() is None


def test_topic_edited_in_the_application_is_kept(session: Session, small: Bank) -> None:
    load_bank_into(session, small)
    session.scalars(select(Topic)).one().title = "The boat"
    session.flush()
    other = replace(small, topics={"ferry": TopicRecord(key="ferry", title="The crossing")})
    assert steps(load_bank_into(session, small)) == [("edited", "topic", "ferry")]
    assert steps(load_bank_into(session, other)) == [("conflict", "topic", "ferry")]


def test_actor_and_issue_edited_in_the_application_are_kept(session: Session, small: Bank) -> None:
    load_bank_into(session, small)
    session.scalars(select(Actor).where(Actor.key == "veld")).one().line = "As the instructor knows him."
    session.scalars(select(Issue)).one().question = "What is wrong?"
    session.flush()
    assert steps(load_bank_into(session, small)) == [
        ("edited", "actor", "veld"),
        ("edited", "issue", "crossing-trouble"),
    ]
    changed = with_changed(small, "actors", "veld", line="As the file knows him.")
    changed = with_changed(changed, "issues", "crossing-trouble", question="What is the matter?")
    made = load_bank_into(session, changed)
    assert steps(made) == [("conflict", "actor", "veld"), ("conflict", "issue", "crossing-trouble")]
    session.expire_all()
    line = session.scalars(select(Actor.line).where(Actor.key == "veld")).one()
    assert line == "As the instructor knows him."
    assert len(load_bank_into(session, without(changed, "actors", "veld")).conflicts) == 2


def test_topic_stored_before_topics_had_lines_takes_the_files_line(session: Session, small: Bank) -> None:
    """After the migration the row has neither line nor aliases: that is no edit in the application."""
    load_bank_into(session, replace(small, topics={"ferry": TopicRecord(key="ferry", title="The ferry at Millbrook")}))
    assert steps(load_bank_into(session, small)) == [("changed", "topic", "ferry")]


def test_claim_edited_in_the_application_is_kept(session: Session, small: Bank) -> None:
    load_bank_into(session, small)
    edit_claim(session, "ferry-riders", statement="Most passengers come for the ride.")
    changed = with_changed(small, "claims", "ferry-riders", statement="Nearly all come for the ride.")
    assert steps(load_bank_into(session, changed)) == [("conflict", "claim", "ferry-riders")]
