"""The classes that somebody is in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from webapp.models import ClassInstructor, ClassStudent, SchoolClass, User


@dataclass(frozen=True, slots=True, kw_only=True)
class Membership:
    """A class that a person is in. ``instructors`` are the e-mail addresses of those who teach it."""

    class_id: int
    title: str
    joined_at: datetime
    is_archived: bool
    instructors: tuple[str, ...]


def memberships(session: Session, *, user_id: int) -> list[Membership]:
    """The classes that the person is in, the one that was joined last first."""
    rows = session.execute(
        select(SchoolClass.id, SchoolClass.title, ClassStudent.joined_at, SchoolClass.archived_at, User.email)
        .join(ClassStudent, ClassStudent.class_id == SchoolClass.id)
        .outerjoin(ClassInstructor, ClassInstructor.class_id == SchoolClass.id)
        .outerjoin(User, User.id == ClassInstructor.user_id)
        .where(ClassStudent.user_id == user_id)
        .order_by(ClassStudent.joined_at.desc(), SchoolClass.id.desc(), User.email)
    ).all()
    instructors: dict[int, list[str]] = {}
    for class_id, *_, email in rows:
        instructors.setdefault(class_id, []).extend([email] if email else [])
    found = {
        class_id: Membership(
            class_id=class_id, title=title, joined_at=joined_at, is_archived=archived_at is not None,
            instructors=tuple(instructors[class_id]),
        )
        for class_id, title, joined_at, archived_at, _ in rows
    }  # fmt: skip
    return list(found.values())
