"""Work that takes longer than a request should: what is to be done, how far it is, and the files that go in and out."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from .base import AUTOINCREMENT, Base, Id


class Job(Base):
    """A job of one person, worked off by one worker of the server.

    ``asked`` is what its kind needs to know, ``result`` what it made; ``message`` says why it failed. While it runs,
    ``worker`` says who works on it, and ``alive_at`` when that one last said so.
    """

    __tablename__ = "job"
    __table_args__ = (
        Index("ix_job_state_id", "state", "id"),
        CheckConstraint(
            "state IN ('waiting', 'running', 'done', 'failed', 'cancelled', 'interrupted')", name="state"
        ),
        CheckConstraint("state <> 'running' OR worker IS NOT NULL", name="worker"),
        AUTOINCREMENT,
    )  # fmt: skip

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    title: Mapped[str] = mapped_column(String(200))
    asked: Mapped[dict[str, Any]]
    state: Mapped[str] = mapped_column(String(12))
    done: Mapped[int]
    total: Mapped[int]  # 0: nobody knows yet
    message: Mapped[str] = mapped_column(String(500))
    result: Mapped[dict[str, Any]]
    cancel_requested: Mapped[bool]
    worker: Mapped[str | None] = mapped_column(String(60))
    created_at: Mapped[datetime]
    started_at: Mapped[datetime | None]
    alive_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]


class JobPart(Base):
    """A piece of the file that a job reads, or (``is_result``) of the one that it made: no row is large."""

    __tablename__ = "job_part"

    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), primary_key=True)
    job_id: Mapped[int] = mapped_column(ForeignKey("job.id"), primary_key=True)
    is_result: Mapped[bool] = mapped_column(primary_key=True)
    part: Mapped[int] = mapped_column(primary_key=True)  # from 0
    content: Mapped[bytes] = mapped_column(LargeBinary)
