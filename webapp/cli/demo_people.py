"""The people of the demonstration."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from .demo_history import Habit

THREE_WEEKS = timedelta(days=21)


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """Somebody of the demonstration."""

    email: str
    role: str
    who: str
    habit: Habit


FIGURES = (
    Figure(
        email="ada@example.org",
        role="student",
        who="a student",
        habit=Habit(days=THREE_WEEKS.days, share=0.88, new_a_day=6, most_a_day=80),
    ),
    Figure(
        email="ben@example.org",
        role="instructor",
        who="her instructor",
        habit=Habit(days=9, share=0.5, new_a_day=6, most_a_day=16),
    ),
    Figure(
        email="cleo@example.org",
        role="instructor",
        who="the instructor of another class",
        habit=Habit(days=3, share=0.7, new_a_day=4, most_a_day=8),
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoClass:
    """A class of the demonstration, its people by their addresses."""

    title: str
    instructor: str
    students: tuple[str, ...] = ()


CLASSES = (
    DemoClass(title="Russia and the two Koreas", instructor="ben@example.org", students=("ada@example.org",)),
    DemoClass(title="Another class", instructor="cleo@example.org"),
)
