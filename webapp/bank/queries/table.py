"""The table of questions: narrowed, sorted and paged by what ``services.bank_index`` keeps ready."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, column, func, or_, select, text
from sqlalchemy.orm import Session

from webapp.history.found import words_query
from webapp.models import (
    Actor,
    Article,
    ArticleVersion,
    Claim,
    ClaimActor,
    ClaimPassage,
    Passage,
    Question,
    QuestionComment,
    QuestionEntry,
    QuestionProposal,
    QuestionTag,
    Report,
    Topic,
    User,
)

from .questions import ROLES_TO_REST_ON

_FOUND_ON_SQLITE = text("SELECT rowid AS record FROM search_index_of_bank WHERE search_index_of_bank MATCH :query")
_FOUND_ON_POSTGRESQL = text("SELECT record FROM search_index_of_bank WHERE words @@ to_tsquery('english', :query)")


class TableRow(NamedTuple):
    """A question as the table shows it. ``owner`` made the first revision: None is the bank's files."""

    id: int
    key: str
    stem: str
    kind: str
    status: str
    importance: str
    topic: str
    changed_at: datetime
    owner: str | None
    is_edited: bool
    tags: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What the table is to show. None and empty leave open what they would narrow.

    ``words`` are looked for as beginnings of words. ``owner_id`` is the account that made the first revision; 0 stands
    for the bank's files. ``has`` and ``no`` are keys of ``HAS`` and ``NO``. ``changed_from`` is included,
    ``changed_before`` is not.
    """

    words: Sequence[str] = ()
    kind: str | None = None
    status: str | None = None
    importance: str | None = None
    topic: str | None = None
    article: str | None = None
    actor: str | None = None
    tag: str | None = None
    owner_id: int | None = None
    has: Sequence[str] = ()
    no: Sequence[str] = ()
    changed_from: datetime | None = None
    changed_before: datetime | None = None
    edited_only: bool = False
    sort: str = "asked"


SORTS: Mapping[str, tuple[Any, ...]] = {
    "asked": (Question.position, Question.id),
    "newest": (QuestionEntry.changed_at.desc(), QuestionEntry.question_id.desc()),
    "oldest": (QuestionEntry.changed_at, QuestionEntry.question_id),
    "name": (Question.key,),
    "kind": (Question.kind, Question.position, Question.id),
    "status": (Question.status, Question.position, Question.id),
}
_BY_ENTRY = frozenset({"newest", "oldest"})


def rows(session: Session, *, wanted: Wanted, first: int, most: int) -> list[TableRow]:
    """The questions that are wanted, from number ``first`` (0 is the first of all) on."""
    chosen = _chosen(session, wanted, sort=wanted.sort)
    return rows_of(session, session.scalars(chosen.order_by(*SORTS[wanted.sort]).offset(first).limit(most)).all())


def rows_of(session: Session, ids: Sequence[int]) -> list[TableRow]:
    """These questions, in this order."""
    known = _details(session, ids)
    return [known[number] for number in ids if number in known]


def ids_as_asked(session: Session, *, wanted: Wanted) -> Sequence[int]:
    """The ids of all questions that are wanted, in the order in which they are asked."""
    return session.scalars(_chosen(session, wanted, sort="asked").order_by(*SORTS["asked"])).all()


def keys(session: Session, *, wanted: Wanted, most: int) -> list[str]:
    """The keys of the questions that are wanted, ``most`` of them at most."""
    ids = session.scalars(_chosen(session, wanted).limit(most)).all()
    known = select(Question.key).where(Question.id.in_(ids)).order_by(Question.position, Question.id)
    return list(session.scalars(known))


def ids_after(session: Session, *, wanted: Wanted, after: int, most: int) -> list[int]:
    """The ids of the questions that are wanted, as they were made: ``most`` of them beyond the id ``after``."""
    chosen = _chosen(session, wanted)
    number = chosen.selected_columns[0]
    return list(session.scalars(chosen.where(number > after).order_by(number).limit(most)))


def count(session: Session, *, wanted: Wanted) -> int:
    """How many questions are wanted."""
    chosen = _chosen(session, wanted)
    return session.execute(chosen.with_only_columns(func.count(), maintain_column_froms=True)).scalar_one()


def tags(session: Session) -> list[str]:
    """All tags that a question has."""
    return list(session.scalars(select(QuestionTag.tag).distinct().order_by(QuestionTag.tag)))


def account(session: Session, *, name: str) -> int | None:
    """The id of the account with this address, or with the one that begins so before its @."""
    whole = session.scalar(select(User.id).where(User.email == name))
    if whole is not None or "@" in name:
        return whole
    begins = User.email.startswith(f"{name}@", autoescape=True)
    return session.scalar(select(User.id).where(begins).order_by(User.id).limit(1))


def _chosen(session: Session, wanted: Wanted, *, sort: str | None = None) -> Select[int]:
    """The ids that are wanted, from the tables that conditions and order need."""
    conditions, by_entry = _conditions(session, wanted), _entry_conditions(wanted)
    if wanted.edited_only:
        by_entry.append(_is_edited())
    elif not conditions and (sort in _BY_ENTRY if sort else by_entry):
        return select(QuestionEntry.question_id).where(*by_entry)  # its index answers alone
    statement = select(Question.id).where(*conditions)
    if by_entry or sort in _BY_ENTRY:
        statement = statement.join(QuestionEntry, QuestionEntry.question_id == Question.id).where(*by_entry)
    return statement


def _details(session: Session, ids: Sequence[int]) -> dict[int, TableRow]:
    tagged: dict[int, list[str]] = {}
    for number, tag in session.execute(
        select(QuestionTag.question_id, QuestionTag.tag)
        .where(QuestionTag.question_id.in_(ids))
        .order_by(QuestionTag.tag)
    ):
        tagged.setdefault(number, []).append(tag)
    found = session.execute(
        select(Question.id, Question.key, QuestionEntry.stem, Question.kind, Question.status, Question.importance,
               Topic.title, QuestionEntry.changed_at, User.email, _is_edited())
        .join(QuestionEntry, QuestionEntry.question_id == Question.id)
        .join(Claim, Claim.id == Question.primary_claim_id)
        .join(Topic, Topic.id == Claim.topic_id)
        .outerjoin(User, User.id == QuestionEntry.owner_id)
        .where(Question.id.in_(ids))
    )  # fmt: skip
    return {row.id: TableRow._make((*row, tuple(tagged.get(row.id, ())))) for row in found}


def _conditions(session: Session, wanted: Wanted) -> list[ColumnElement[bool]]:
    columns = {
        Question.kind: wanted.kind,
        Question.status: wanted.status,
        Question.importance: wanted.importance,
    }
    conditions = [each == value for each, value in columns.items() if value is not None]
    if wanted.words:
        conditions.append(Question.id.in_(_found(session, wanted.words)))
    if wanted.tag is not None:
        conditions.append(Question.id.in_(select(QuestionTag.question_id).where(QuestionTag.tag == wanted.tag)))
    for value, claims in ((wanted.topic, _of_topic), (wanted.article, _from_article), (wanted.actor, _by_actor)):
        if value is not None:
            conditions.append(Question.primary_claim_id.in_(claims(value)))
    conditions += [HAS[name]() for name in wanted.has]
    conditions += [NO[name]() for name in wanted.no]
    return conditions


def _entry_conditions(wanted: Wanted) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if wanted.owner_id is not None:
        conditions.append(QuestionEntry.owner_id == wanted.owner_id if wanted.owner_id
                          else QuestionEntry.owner_id.is_(None))  # fmt: skip
    if wanted.changed_from is not None:
        conditions.append(QuestionEntry.changed_at >= wanted.changed_from)
    if wanted.changed_before is not None:
        conditions.append(QuestionEntry.changed_at < wanted.changed_before)
    return conditions


def _is_edited() -> ColumnElement[bool]:
    """Whether a question was made or changed here, and the bank's files do not know."""
    return or_(Question.loaded_hash.is_(None), Question.loaded_hash != QuestionEntry.content_hash)


def _found(session: Session, words: Sequence[str]) -> Any:
    statement = _FOUND_ON_SQLITE if session.get_bind().dialect.name == "sqlite" else _FOUND_ON_POSTGRESQL
    return statement.bindparams(query=words_query(session, words)).columns(column("record"))


def _of_topic(key: str) -> Select[int]:
    return select(Claim.id).join(Topic, Topic.id == Claim.topic_id).where(Topic.key == key)


def _from_article(key: str) -> Select[int]:
    return (
        select(ClaimPassage.claim_id)
        .join(Passage, Passage.id == ClaimPassage.passage_id)
        .join(ArticleVersion, ArticleVersion.id == Passage.article_version_id)
        .join(Article, Article.id == ArticleVersion.article_id)
        .where(Article.key == key)
    )


def _by_actor(key: str) -> Select[int]:
    return select(ClaimActor.claim_id).join(Actor, Actor.id == ClaimActor.actor_id).where(Actor.key == key)


def _has_reports() -> ColumnElement[bool]:
    return Question.id.in_(select(Report.question_id).where(Report.status == "open"))


def _has_comments() -> ColumnElement[bool]:
    is_open = QuestionComment.answers.is_(None) & QuestionComment.resolved_at.is_(None)
    return Question.id.in_(select(QuestionComment.question_id).where(is_open))


def _has_change() -> ColumnElement[bool]:
    return Question.id.in_(select(QuestionProposal.question_id).where(QuestionProposal.state == "waiting"))


def _no_source() -> ColumnElement[bool]:
    grounded = (
        select(ClaimPassage.claim_id)
        .join(Passage, Passage.id == ClaimPassage.passage_id)
        .join(ArticleVersion, ArticleVersion.id == Passage.article_version_id)
        .join(Article, Article.id == ArticleVersion.article_id)
        .where(Passage.retired_at.is_(None), Passage.role.in_(ROLES_TO_REST_ON), ~Article.is_draft)
    )
    return Question.primary_claim_id.in_(select(Claim.id).except_(grounded))


def _no_tag() -> ColumnElement[bool]:
    return Question.id.not_in(select(QuestionTag.question_id))


HAS = {"reports": _has_reports, "comments": _has_comments, "change": _has_change}
NO = {"source": _no_source, "tag": _no_tag}
