"""The bank's collections: what is in them after a load, and after the next one."""

from __future__ import annotations

from sqlalchemy import delete, event, select, text
from sqlalchemy.orm import Session

from question_bank.bank import Bank, files_digest
from question_bank.questions import Status
from tests.bank.changing import NOW, load_bank_into, with_changed, without
from tests.bank.conftest import SMALL
from tests.history.choosing import collection_id
from webapp.bank.services.collections import write_collections
from webapp.bank.services.start import load_changed_files
from webapp.models import Bank as BankRow
from webapp.models import Collection, CollectionQuestion, Question

OF_HOLM = {
    "ferry-bridge-who", "ferry-bridge-choice", "ferry-trouble-position", "ferry-trouble-matching", "ferry-people-list",
}  # fmt: skip


def held(session: Session, kind: str, value: str) -> set[str]:
    """The keys of the questions in a collection."""
    return set(
        session.scalars(
            select(Question.key)
            .join(CollectionQuestion, CollectionQuestion.question_id == Question.id)
            .where(CollectionQuestion.collection_id == collection_id(session, kind, value))
        )
    )


def published(session: Session) -> set[str]:
    return set(session.scalars(select(Question.key).where(Question.status == "published")))


def search(session: Session, words: str) -> None:
    bank_id = session.scalars(select(BankRow.id)).one()
    session.add(Collection(bank_id=bank_id, kind="search", value=words))
    session.flush()


def test_a_load_puts_published_questions_into_the_collections_of_their_claims(session: Session, small: Bank) -> None:
    load_bank_into(session, small)
    every = published(session)
    assert held(session, "article", "sorrel-ferry") == held(session, "topic", "ferry") == every
    assert "ferry-draft" not in every
    assert held(session, "actor", "holm") == OF_HOLM
    parts = [held(session, "importance", each) for each in ("core", "useful", "detail")]
    assert sum(len(part) for part in parts) == len(every)
    places = session.execute(
        select(CollectionQuestion.position, Question.position).join(
            Question, Question.id == CollectionQuestion.question_id
        )
    )
    assert all(own == of_question for own, of_question in places)


def test_a_second_load_writes_nothing(session: Session, small: Bank) -> None:
    load_bank_into(session, small)
    written: list[str] = []
    event.listen(session.connection(), "before_cursor_execute", lambda *given: written.append(given[2]))
    write_collections(session, bank_id=session.scalars(select(BankRow.id)).one())
    assert [each for each in written if not each.lstrip().startswith("SELECT")] == []


def test_collections_follow_what_is_published(session: Session, small: Bank) -> None:
    load_bank_into(session, small)
    load_bank_into(session, with_changed(small, "questions", "ferry-bridge-choice", status=Status.DRAFT))
    assert held(session, "actor", "holm") == OF_HOLM - {"ferry-bridge-choice"}
    load_bank_into(session, without(small, "questions", "ferry-bridge-who"))
    assert held(session, "actor", "holm") == OF_HOLM - {"ferry-bridge-who"}
    with_another = with_changed(small, "questions", "ferry-draft", status=Status.PUBLISHED)
    load_bank_into(session, with_another)
    assert "ferry-draft" in held(session, "importance", "detail")


def test_an_own_selection_follows_the_bank(session: Session, small: Bank) -> None:
    load_bank_into(session, small)
    search(session, "bridge")
    search(session, "zeppelin")
    write_collections(session, bank_id=session.scalars(select(BankRow.id)).one())
    asked = held(session, "search", "bridge")
    assert OF_HOLM <= asked < published(session)
    load_bank_into(session, with_changed(small, "questions", "ferry-bridge-choice", status=Status.DRAFT))
    assert held(session, "search", "bridge") == asked - {"ferry-bridge-choice"}
    assert held(session, "search", "zeppelin") == set()


def test_a_start_with_unchanged_files_fills_what_an_upgrade_has_brought(session: Session, small: Bank) -> None:
    load_bank_into(session, small)
    digest = files_digest(SMALL / "articles", SMALL / "data")
    session.scalars(select(BankRow)).one().files_digest = digest
    session.execute(delete(CollectionQuestion))
    session.execute(delete(Collection))
    assert load_changed_files(session, articles=SMALL / "articles", data=SMALL / "data", now=NOW) is None
    assert held(session, "topic", "ferry") == published(session)
    assert session.execute(text("SELECT count(*) FROM collection")).scalar() == 6
