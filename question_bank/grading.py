"""What the grading of a response gives, and the reading of responses as they come over the wire."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from .characters import UNSTORABLE
from .words import gettext

LONGEST_ANSWER = 500  # characters of a typed answer that are read


class Outcome(StrEnum):
    RIGHT = "right"
    PARTLY = "partly"
    WRONG = "wrong"


RIGHT, PARTLY, WRONG = Outcome  # by themselves: until Python 3.12 an Enum looks for its member wherever one is named


@dataclass(frozen=True, slots=True, kw_only=True)
class Grade:
    """How a response was graded.

    ``score`` lies between 0 and 1; 1 is right, forgiven slips included. ``feedback`` is Markdown. ``parts`` gives the
    outcome of each chosen option or item by its key, of each gap by its name, or of each entry of a list by its place
    ("0", "1", ...). ``found`` has the keys of the items of a list that were named.
    """

    outcome: Outcome
    score: float
    feedback: tuple[str, ...] = ()
    parts: Mapping[str, Outcome] = field(default_factory=dict)
    found: frozenset[str] = frozenset()


class BadResponse(ValueError):  # noqa: N818  # a name that the API uses in its messages
    """The response has not the shape that the kind reads. The message says what is wanted: in words for people, or for
    programs in the names of the API.
    """


def right(*feedback: str) -> Grade:
    return Grade(outcome=RIGHT, score=1.0, feedback=feedback)


def partly(score: float, *feedback: str) -> Grade:
    return Grade(outcome=PARTLY, score=score, feedback=feedback)


def wrong(*feedback: str) -> Grade:
    return Grade(outcome=WRONG, score=0.0, feedback=feedback)


def scored(score: float, feedback: Iterable[str] = (), parts: Mapping[str, Outcome] | None = None) -> Grade:
    """The grade of a score between 0 and 1: right if it is 1, wrong if it is 0."""
    outcome = RIGHT if score == 1 else PARTLY if score > 0 else WRONG
    return Grade(outcome=outcome, score=score, feedback=tuple(feedback), parts=parts or {})


NOTHING_ANSWERED = gettext("Nothing was answered.")


def only_value(response: Mapping[str, Any], key: str) -> Any:
    """The value of ``key``, the one key that the response may and must have."""
    if not isinstance(response, Mapping) or set(response) != {key}:
        raise BadResponse(gettext('A response to this question is an object with the one key "%(key)s".', key=key))
    return response[key]


def typed_text(value: object) -> str:
    """A typed answer, without space around it."""
    if not isinstance(value, str):
        raise BadResponse("A typed answer is a text.")
    if len(value) > LONGEST_ANSWER:
        raise BadResponse(gettext("Shorten the answer: at most %(most)s characters are read.", most=LONGEST_ANSWER))
    if UNSTORABLE.search(value):
        raise BadResponse(gettext("The answer has characters that cannot be stored: type it again."))
    return value.strip()
