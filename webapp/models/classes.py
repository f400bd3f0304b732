"""Classes: who teaches them and who is in them, the banks that they learn from, and the work that is set for them."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from .base import AUTOINCREMENT, WITHOUT_ROWID, Base, Id


class SchoolClass(Base):
    """Students who learn together. ``code`` lets whoever knows it join; None while nobody can."""

    __tablename__ = "school_class"
    __table_args__ = (CheckConstraint("code IS NULL OR archived_at IS NULL", name="closed"), AUTOINCREMENT)

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    title: Mapped[str] = mapped_column(String(100))
    code: Mapped[str | None] = mapped_column(String(12), unique=True)
    made_at: Mapped[datetime]
    archived_at: Mapped[datetime | None]  # from then on its students learn from its banks no longer


class ClassInstructor(Base):
    """A person teaches a class: sees what its students know of its banks."""

    __tablename__ = "class_instructor"
    __table_args__ = (WITHOUT_ROWID,)

    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), primary_key=True)
    class_id: Mapped[int] = mapped_column(ForeignKey("school_class.id"), primary_key=True, index=True)


class ClassStudent(Base):
    """A person is in a class, of their own accord."""

    __tablename__ = "class_student"
    __table_args__ = (WITHOUT_ROWID,)

    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), primary_key=True)
    class_id: Mapped[int] = mapped_column(ForeignKey("school_class.id"), primary_key=True, index=True)
    joined_at: Mapped[datetime]


class ClassBank(Base):
    """A class learns from a bank, whoever else does."""

    __tablename__ = "class_bank"
    __table_args__ = (WITHOUT_ROWID,)

    class_id: Mapped[int] = mapped_column(ForeignKey("school_class.id"), primary_key=True)
    bank_id: Mapped[int] = mapped_column(ForeignKey("bank.id"), primary_key=True, index=True)


class ClassWork(Base):
    """A class is to know a collection of one of its banks by a day."""

    __tablename__ = "class_work"
    __table_args__ = (AUTOINCREMENT,)

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    class_id: Mapped[int] = mapped_column(ForeignKey("school_class.id"), index=True)
    collection_id: Mapped[int] = mapped_column(ForeignKey("collection.id"), index=True)
    day: Mapped[date]
    set_at: Mapped[datetime]
