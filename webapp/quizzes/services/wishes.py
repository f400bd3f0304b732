"""What a student wants of a quiz."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Any

from flask_babel import lazy_gettext as _l

from question_bank.kinds import kind
from webapp.web import naming

LEAST_QUESTIONS, USUAL_QUESTIONS, MOST_QUESTIONS = 5, 10, 50
LONGEST_MINUTES = 180
KINDS = {name: words for name, words in naming.KINDS.items() if not kind(name).self_graded}
"""The kinds that a quiz can ask. Of plain cards only the student could say whether they were known."""


class Pick(StrEnum):
    """How the questions of a quiz are picked."""

    RANDOM = "random"
    WRONG = "wrong"
    FORGETTING = "forgetting"


PICKS = {
    Pick.RANDOM: _l("At random"),
    Pick.WRONG: _l("What I got wrong last time"),
    Pick.FORGETTING: _l("What I am about to forget"),
}
PICKED_AS = {
    Pick.RANDOM: _l("at random"),
    Pick.WRONG: _l("what I got wrong last time"),
    Pick.FORGETTING: _l("what I am about to forget"),
}
"""The same within the line that says what a quiz was made of."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """What was chosen. Of articles, topics, importances and kinds none means all."""

    pick: Pick = Pick.RANDOM
    articles: Sequence[str] = ()
    topics: Sequence[str] = ()
    importances: Sequence[str] = ()
    kinds: Sequence[str] = ()
    length: int = USUAL_QUESTIONS
    minutes: int | None = None
    feedback_at_once: bool = False
    is_review: bool = False

    @property
    def asked_kinds(self) -> tuple[str, ...]:
        """The kinds that may be drawn."""
        return tuple(name for name in self.kinds or KINDS if name in KINDS and not kind(name).self_graded)

    @property
    def time_limit(self) -> timedelta | None:
        return None if self.minutes is None else timedelta(minutes=self.minutes)

    def to_json(self) -> dict[str, Any]:
        """The wishes, as they are kept with the quiz."""
        lists = {name: list(getattr(self, name)) for name in ("articles", "topics", "importances", "kinds")}
        return {**asdict(self), **lists, "pick": self.pick.value}
