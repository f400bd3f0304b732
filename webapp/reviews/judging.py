"""What is to be said of an answer before it is scheduled: its outcome, the proposed rating, and how it was shown."""

from __future__ import annotations

import json
from typing import NamedTuple

from question_bank.grading import BadResponse, Outcome
from question_bank.kinds import kind
from question_bank.questions import Question
from question_bank.words import gettext
from webapp.scheduling.memory import Rating
from webapp.scheduling.ratings import proposed_rating

from .entries import Answer

LONGEST_RESPONSE = 8000
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


class BadAnswer(ValueError):  # noqa: N818  # named as what it is about
    """The answer cannot be graded. The message says what is wanted."""


class Judged(NamedTuple):
    """``rating`` is the student's own where one was given, else ``proposed``. The texts are JSON, as in the log."""

    rating: Rating
    proposed: Rating | None = None
    outcome: Outcome | None = None
    response: str | None = None
    presentation: str | None = None


def judge(question: Question, answer: Answer) -> Judged:
    """``answer`` to ``question`` graded. Raises BadAnswer."""
    presentation = _presentation(question, answer)
    if answer.response is None or kind(question.kind).self_graded:
        if answer.rating is None:
            raise BadAnswer(gettext("This question is graded by yourself: send a rating from 1 to 4."))
        return Judged(rating=answer.rating, presentation=presentation)
    try:
        grade = question.grade(answer.response)
    except BadResponse as problem:
        raise BadAnswer(*problem.args) from problem
    proposed = proposed_rating(grade.score, hints=answer.hints)
    return Judged(
        rating=answer.rating or proposed,
        proposed=proposed,
        outcome=grade.outcome,
        response=_stored(answer),
        presentation=presentation,
    )


def _stored(answer: Answer) -> str:
    text = _encode(answer.response)
    if len(text) > LONGEST_RESPONSE:
        raise BadAnswer(gettext("A response is at most %(most)s characters long.", most=LONGEST_RESPONSE))
    return text


def _presentation(question: Question, answer: Answer) -> str | None:
    """The seed with the options in the order it gives, and how many hints were looked at, if any."""
    shown: dict[str, object] = {}
    if answer.seed is not None:
        shown["seed"] = answer.seed
        if options := kind(question.kind).order(question.content, answer.seed):
            shown["options"] = options
    if answer.hints:
        shown["hints"] = answer.hints
    return _encode(shown) if shown else None
