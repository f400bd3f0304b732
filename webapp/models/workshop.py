"""What instructors work with: changes that wait for a second person, comments, the table of questions and its views."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from .bank import OfQuestion
from .base import AUTOINCREMENT, WITHOUT_ROWID, Base, Digest, Id

LONGEST_COMMENT = 2_000  # characters
WAITING = text("state = 'waiting'")


class QuestionProposal(OfQuestion, Base):
    """A content for a question that students go on studying as it is until a second person has published this one.

    Rows stay when they are settled, so that nothing that somebody wrote is lost: ``published`` ones are a revision too,
    ``replaced`` ones were edited further, ``withdrawn`` ones were not wanted.
    """

    __tablename__ = "question_proposal"
    __table_args__ = (
        CheckConstraint("state IN ('waiting', 'published', 'replaced', 'withdrawn')", name="state"),
        CheckConstraint("(state = 'waiting') = (settled_at IS NULL)", name="settled"),
        Index("ix_question_proposal_question_id", "question_id"),
        Index("uq_question_proposal_waiting", "question_id", unique=True, sqlite_where=WAITING,
              postgresql_where=WAITING),
        AUTOINCREMENT,
    )  # fmt: skip

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    base_revision: Mapped[int]  # the revision that it was written on
    content: Mapped[dict[str, Any]]
    author_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    made_at: Mapped[datetime]
    why: Mapped[str] = mapped_column(String(1000), default="")
    changes_answer: Mapped[bool] = mapped_column(default=False)
    state: Mapped[str] = mapped_column(String(10), default="waiting")
    settled_at: Mapped[datetime | None]


class QuestionComment(OfQuestion, Base):
    """What an instructor says to the others about a question. Answers stand under a comment, one level deep.

    ``author_id`` and ``resolved_by`` are None of somebody who has gone.
    """

    __tablename__ = "question_comment"
    __table_args__ = (
        CheckConstraint("answers IS NULL OR resolved_at IS NULL", name="resolved"),
        Index("ix_question_comment_question_id", "question_id"),
        AUTOINCREMENT,
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    answers: Mapped[int | None] = mapped_column(ForeignKey("question_comment.id"))
    revision: Mapped[int]  # the question's at that time
    author_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"), index=True)
    at: Mapped[datetime]
    words: Mapped[str] = mapped_column(String(LONGEST_COMMENT))
    resolved_at: Mapped[datetime | None]
    resolved_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"), index=True)


class QuestionEntry(OfQuestion, Base):
    """What the table of questions shows and sorts by: a cache of the present revision and of who made the first one.

    Like the search index it is written by whoever writes questions, and can be made anew at any time.
    """

    __tablename__ = "question_entry"
    __table_args__ = (Index("ix_question_entry_changed_at", "changed_at"),)

    question_id: Mapped[int] = mapped_column(ForeignKey("question.id"), primary_key=True, autoincrement=False)
    changed_at: Mapped[datetime]
    content_hash: Mapped[bytes] = mapped_column(Digest)
    owner_id: Mapped[int | None] = mapped_column(BigInteger, index=True)  # None: the bank's files
    stem: Mapped[str] = mapped_column(String(300))  # what is asked, without Markdown


class QuestionTag(OfQuestion, Base):
    """A tag of a question's present revision: a cache as ``QuestionEntry`` is."""

    __tablename__ = "question_tag"
    __table_args__ = (WITHOUT_ROWID,)

    tag: Mapped[str] = mapped_column(String(40), primary_key=True)
    question_id: Mapped[int] = mapped_column(ForeignKey("question.id"), primary_key=True, index=True)


class SavedView(Base):
    """A search of the table that somebody keeps under a name. ``query`` is the address's, as it was built by us."""

    __tablename__ = "saved_view"
    __table_args__ = (WITHOUT_ROWID,)

    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), primary_key=True)
    name: Mapped[str] = mapped_column(String(60), primary_key=True)
    query: Mapped[str] = mapped_column(String(1000))


class BulkChange(Base):
    """Something that one person did with many questions or claims at once; it can be undone until somebody goes on."""

    __tablename__ = "bulk_change"
    __table_args__ = (Index("ix_bulk_change_user_id_at", "user_id", "at"), AUTOINCREMENT)

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    at: Mapped[datetime]
    what: Mapped[str] = mapped_column(String(300))
    questions: Mapped[dict[str, Any]]  # by key: the revisions before and after, and the proposal that was made
    claims: Mapped[dict[str, Any]] = mapped_column(default=dict, server_default="{}")  # as questions
    undone_at: Mapped[datetime | None]


class EditorDraft(Base):
    """What somebody typed into the editor and has not saved yet: the form's fields, as they were sent."""

    __tablename__ = "editor_draft"
    __table_args__ = (WITHOUT_ROWID,)

    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), primary_key=True)
    name: Mapped[str] = mapped_column(String(80), primary_key=True)  # the question's key, or that of one to be made
    kept_at: Mapped[datetime]
    fields: Mapped[dict[str, Any]]
