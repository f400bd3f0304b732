"""The bank's tables: articles, passages, actors, issues, topics, claims, questions, and the ledger of revisions.

``loaded_hash`` is the content that the files had at the last load; None where they had none: the record was made in the
application, or (with ``retired_at``) it has gone from the files.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped, mapped_column

from .base import AUTOINCREMENT, WITHOUT_ROWID, Base, Digest, Id

SHIPPED = "main"
"""The key of the bank that the application brings along."""


def _by_author(table: str, of: str) -> Index:
    """An index of what people wrote: for what is theirs, and for whether somebody who goes wrote anything."""
    written = text("author_id IS NOT NULL")
    return Index(
        f"ix_{table}_author_id", "author_id", of, "number", sqlite_where=written, postgresql_where=written
    )  # fmt: skip


class Bank(Base):
    """A question bank. ``files_digest`` is that of the files it was last loaded from: unchanged files need no load.

    Its questions are for everyone, for its members (readers, editors), or for the one person who owns it.
    """

    __tablename__ = "bank"
    __table_args__ = (
        UniqueConstraint("key"),
        CheckConstraint("audience IN ('everyone', 'members', 'owner')", name="audience"),
        CheckConstraint("(audience = 'owner') = (owner_id IS NOT NULL)", name="owner"),
        Index("ix_bank_audience", "audience"),
        AUTOINCREMENT,
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    key: Mapped[str] = mapped_column(String(60))
    title: Mapped[str] = mapped_column(String(300))
    files_digest: Mapped[bytes | None] = mapped_column(Digest)
    loaded_at: Mapped[datetime | None]
    audience: Mapped[str] = mapped_column(String(20), default="everyone", server_default="everyone")
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"), index=True)


class InBank:
    """What belongs to a bank, and is seen by those alone who may see the bank (``visible``).

    Articles, claims and questions have keys of their own on the whole site: an address names one thing, whoever asks.
    """

    bank_id: Mapped[int] = mapped_column(ForeignKey("bank.id"))


class OfQuestion:
    """What those who keep a bank know about one of its questions, and nobody else."""

    question_id: Mapped[int] = mapped_column(ForeignKey("question.id"))


class Article(InBank, Base):
    """The bibliography of a source article. ``loaded_hash`` is the content at the last load, base of the comparison.

    A draft is an article that was brought here and that no reader sees yet, nor what is claimed from it.
    """

    __tablename__ = "article"
    __table_args__ = (UniqueConstraint("bank_id", "key"), Index("uq_article_key", "key", unique=True), AUTOINCREMENT)

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    key: Mapped[str] = mapped_column(String(60))
    title: Mapped[str] = mapped_column(String(300))
    authors: Mapped[list[str]]
    publisher: Mapped[str | None] = mapped_column(String(300))
    published_on: Mapped[str] = mapped_column(String(10))  # YYYY, YYYY-MM or YYYY-MM-DD: as precise as it is known
    address: Mapped[str | None] = mapped_column(String(2000))
    language: Mapped[str] = mapped_column(String(35))
    inferred: Mapped[dict[str, Any]]  # field: why it was inferred
    is_draft: Mapped[bool] = mapped_column(default=False, server_default=false())
    loaded_hash: Mapped[bytes | None] = mapped_column(Digest)
    retired_at: Mapped[datetime | None]


class ArticleRevision(Base):
    """What an article was or is, its passages with it (JSON as ``Article.to_json`` has it). Ledger, as those below.

    An article that was loaded before revisions were kept has none until it is changed.
    """

    __tablename__ = "article_revision"
    __table_args__ = (_by_author("article_revision", "article_id"),)

    article_id: Mapped[int] = mapped_column(ForeignKey("article.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    content: Mapped[dict[str, Any]]
    content_hash: Mapped[bytes] = mapped_column(Digest)
    author_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))  # None: loaded from the bank's files
    created_at: Mapped[datetime]
    why: Mapped[str] = mapped_column(String(1000), default="")


class ArticleVersion(Base):
    """One text of an article, known by its digest; the one whose passages are not retired is shown."""

    __tablename__ = "article_version"
    __table_args__ = (UniqueConstraint("article_id", "sha256"), AUTOINCREMENT)

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    article_id: Mapped[int] = mapped_column(ForeignKey("article.id"))
    sha256: Mapped[bytes] = mapped_column(Digest)
    length: Mapped[int]
    file: Mapped[str] = mapped_column(String(200), default="")  # the original's name where the texts are kept


class Passage(Base):
    """A span of an article's text (code points, end excluded) and what it says in our own words."""

    __tablename__ = "passage"
    __table_args__ = (
        UniqueConstraint("article_version_id", "key"),
        CheckConstraint("span_start >= 0 AND span_start < span_end", name="span"),
        CheckConstraint("role IN ('body', 'heading', 'apparatus')", name="role"),
        AUTOINCREMENT,
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    article_version_id: Mapped[int] = mapped_column(ForeignKey("article_version.id"))
    key: Mapped[str] = mapped_column(String(60))
    position: Mapped[int]
    span_start: Mapped[int]
    span_end: Mapped[int]
    role: Mapped[str] = mapped_column(String(20))
    digest: Mapped[str] = mapped_column(String(4000))
    inferred: Mapped[list[dict[str, str]]] = mapped_column(default=list)  # figures that the span has not, and reasons
    retired_at: Mapped[datetime | None]


class Mergeable:
    """A term of the vocabulary, which may be made one with another of its kind: old addresses still name it."""

    merged_into: Mapped[str | None] = mapped_column(String(60), sort_order=1)  # the key of that other


class Actor(Mergeable, InBank, Base):
    """A person, state or organisation that holds, says or does what a claim states."""

    __tablename__ = "actor"
    __table_args__ = (UniqueConstraint("bank_id", "key"), AUTOINCREMENT)

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    key: Mapped[str] = mapped_column(String(60))
    name: Mapped[str] = mapped_column(String(300))
    aliases: Mapped[list[str]] = mapped_column(default=list)
    line: Mapped[str] = mapped_column(String(300))
    loaded_hash: Mapped[bytes | None] = mapped_column(Digest)
    retired_at: Mapped[datetime | None]


class Issue(Mergeable, InBank, Base):
    """A question on which actors hold positions."""

    __tablename__ = "issue"
    __table_args__ = (UniqueConstraint("bank_id", "key"), AUTOINCREMENT)

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    key: Mapped[str] = mapped_column(String(60))
    question: Mapped[str] = mapped_column(String(300))
    loaded_hash: Mapped[bytes | None] = mapped_column(Digest)
    retired_at: Mapped[datetime | None]


class Topic(Mergeable, InBank, Base):
    """A topic: the heading under which claims stand. ``line`` is None where it was loaded before topics had one."""

    __tablename__ = "topic"
    __table_args__ = (UniqueConstraint("bank_id", "key"), AUTOINCREMENT)

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    key: Mapped[str] = mapped_column(String(60))
    title: Mapped[str] = mapped_column(String(300))
    line: Mapped[str | None] = mapped_column(String(300))
    aliases: Mapped[list[str]] = mapped_column(default=list, server_default="[]")
    loaded_hash: Mapped[bytes | None] = mapped_column(Digest)
    retired_at: Mapped[datetime | None]


class Claim(InBank, Base):
    """What an article says, in one statement; its content is the revision named by ``revision``."""

    __tablename__ = "claim"
    __table_args__ = (
        UniqueConstraint("bank_id", "key"),
        Index("uq_claim_key", "key", unique=True),
        AUTOINCREMENT,
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    key: Mapped[str] = mapped_column(String(60))
    topic_id: Mapped[int] = mapped_column(ForeignKey("topic.id"), index=True)
    revision: Mapped[int]
    loaded_hash: Mapped[bytes | None] = mapped_column(Digest)
    retired_at: Mapped[datetime | None]


class ClaimRevision(Base):
    """A content that a claim had or has. Ledger: never updated, never deleted."""

    __tablename__ = "claim_revision"
    __table_args__ = (_by_author("claim_revision", "claim_id"),)

    claim_id: Mapped[int] = mapped_column(ForeignKey("claim.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    content: Mapped[dict[str, Any]]
    content_hash: Mapped[bytes] = mapped_column(Digest)
    author_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))  # None: loaded from the bank's files
    created_at: Mapped[datetime]
    why: Mapped[str] = mapped_column(String(1000), default="")
    changes_answer: Mapped[bool] = mapped_column(default=False)


class ClaimLook(Base):
    """A claim that somebody should look at again, as what it rests on has changed; gone once somebody has."""

    __tablename__ = "claim_look"

    claim_id: Mapped[int] = mapped_column(ForeignKey("claim.id"), primary_key=True, autoincrement=False)
    since: Mapped[datetime]
    reason: Mapped[str] = mapped_column(String(300))


class ClaimPassage(Base):
    """A claim rests on a passage."""

    __tablename__ = "claim_passage"
    __table_args__ = (WITHOUT_ROWID,)

    claim_id: Mapped[int] = mapped_column(ForeignKey("claim.id"), primary_key=True)
    passage_id: Mapped[int] = mapped_column(ForeignKey("passage.id"), primary_key=True, index=True)
    position: Mapped[int] = mapped_column(default=0)


class ClaimActor(Base):
    """An actor holds, says or does what a claim states."""

    __tablename__ = "claim_actor"
    __table_args__ = (WITHOUT_ROWID,)

    claim_id: Mapped[int] = mapped_column(ForeignKey("claim.id"), primary_key=True)
    actor_id: Mapped[int] = mapped_column(ForeignKey("actor.id"), primary_key=True, index=True)
    position: Mapped[int] = mapped_column(default=0)


class ClaimIssue(Base):
    """A claim states a position on an issue, on one at most."""

    __tablename__ = "claim_issue"
    __table_args__ = (WITHOUT_ROWID,)

    claim_id: Mapped[int] = mapped_column(ForeignKey("claim.id"), primary_key=True)
    issue_id: Mapped[int] = mapped_column(ForeignKey("issue.id"), index=True)


class ClaimLink(Base):
    """Two claims that bear on one another, for instance by contradicting each other."""

    __tablename__ = "claim_link"
    __table_args__ = (CheckConstraint("kind IN ('conflicts-with', 'supersedes')", name="kind"), WITHOUT_ROWID)

    claim_id: Mapped[int] = mapped_column(ForeignKey("claim.id"), primary_key=True)
    other_id: Mapped[int] = mapped_column(ForeignKey("claim.id"), primary_key=True, index=True)
    kind: Mapped[str] = mapped_column(String(20), primary_key=True)


class Question(InBank, Base):
    """A question; its content is the revision ``revision``. ``position`` is the order in which new ones come."""

    __tablename__ = "question"
    __table_args__ = (
        UniqueConstraint("bank_id", "key"),
        Index("uq_question_key", "key", unique=True),
        CheckConstraint("status IN ('draft', 'review', 'published', 'retired')", name="status"),
        CheckConstraint("importance IN ('core', 'useful', 'detail')", name="importance"),
        Index("ix_question_status_position", "status", "position", "id"),
        Index("ix_question_bank_id_status_position", "bank_id", "status", "position", "id"),
        Index("ix_question_position", "position", "id"),
        AUTOINCREMENT,
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    key: Mapped[str] = mapped_column(String(60))
    kind: Mapped[str] = mapped_column(String(20))
    status: Mapped[str] = mapped_column(String(20))
    importance: Mapped[str] = mapped_column(String(20))
    position: Mapped[int]
    primary_claim_id: Mapped[int] = mapped_column(ForeignKey("claim.id"), index=True)
    revision: Mapped[int]
    loaded_hash: Mapped[bytes | None] = mapped_column(Digest)
    retired_at: Mapped[datetime | None]


class QuestionRevision(Base):
    """A content that a question had or has. Ledger: never updated, never deleted."""

    __tablename__ = "question_revision"
    __table_args__ = (
        _by_author("question_revision", "question_id"),
        # The few that changed an answer: each card that is shown asks for the last of them.
        Index("ix_question_revision_changes_answer", "question_id", "number", sqlite_where=text("changes_answer"),
              postgresql_where=text("changes_answer")),
    )  # fmt: skip

    question_id: Mapped[int] = mapped_column(ForeignKey("question.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    content: Mapped[dict[str, Any]]
    content_hash: Mapped[bytes] = mapped_column(Digest)
    author_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))  # None: loaded from the bank's files
    created_at: Mapped[datetime]
    why: Mapped[str] = mapped_column(String(1000), default="")
    changes_answer: Mapped[bool] = mapped_column(default=False)


class QuestionClaim(Base):
    """A question tests a claim: one is ``primary``, others are named ``also``."""

    __tablename__ = "question_claim"
    __table_args__ = (CheckConstraint("role IN ('primary', 'also')", name="role"), WITHOUT_ROWID)

    question_id: Mapped[int] = mapped_column(ForeignKey("question.id"), primary_key=True)
    claim_id: Mapped[int] = mapped_column(ForeignKey("claim.id"), primary_key=True, index=True)
    role: Mapped[str] = mapped_column(String(10))
