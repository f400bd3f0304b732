"""Questions: what is asked about claims, in one of the kinds."""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from .claims import Importance
from .differences import Comparison
from .fields import KEY, Fields, duplicates
from .grading import Grade
from .kinds import KINDS, kind
from .kinds.base import fields_of
from .pictures import has_wordless_picture
from .problems import BankError, Problem
from .prompts import Prompt, Solution
from .waivers import check_waivers, read_waivers
from .words import Message, gettext
from .written import Write

LONGEST_TAG = 40
MOST_TAGS = 20
WORDLESS = gettext("a picture has no words: say between ![ and ] what it shows to whoever does not see it")


class Status(StrEnum):
    DRAFT = "draft"
    REVIEW = "review"  # waits for a second person
    PUBLISHED = "published"
    RETIRED = "retired"


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question. The first of ``claims`` is the primary one; ``content`` is that of the kind.

    ``waive`` has reasons by the id of the rule. ``tags`` are words that those who keep the bank sort it by; students do
    not see them.
    """

    id: str
    kind: str
    claims: tuple[str, ...]
    status: Status
    importance: Importance
    explanation: str
    content: Any
    hint: str | None = None
    waive: Mapping[str, str] = field(default_factory=dict)
    tags: tuple[str, ...] = ()

    def prompt(self, generator: random.Random) -> Prompt:
        """What is asked, without the answer."""
        prompt = kind(self.kind).prompt(self.content, generator)
        return prompt if self.hint is None else replace(prompt, hint=self.hint)

    def grade(self, response: Mapping[str, Any]) -> Grade:
        """How good a response is. Raises BadResponse if it has not the shape that the kind reads."""
        return kind(self.kind).grade(self.content, response)

    def compare(self, response: Mapping[str, Any], write: Write = str) -> Sequence[Comparison]:
        """A typed response that was graded, beside the answer it comes near to, dates and figures as ``write`` does."""
        return kind(self.kind).compare(self.content, response, write)

    def solution(self) -> Solution:
        """The right answer as it is shown afterwards."""
        return kind(self.kind).solution(self.content)

    def to_json(self) -> dict[str, Any]:
        parts: dict[str, Any] = {
            "id": self.id,
            "kind": self.kind,
            "claims": list(self.claims),
            "status": self.status.value,
            "importance": self.importance.value,
            "hint": self.hint,
            **kind(self.kind).to_json(self.content),
            "explanation": self.explanation,
            "tags": list(self.tags) or None,
            "waive": dict(self.waive) or None,
        }
        return {key: part for key, part in parts.items() if part is not None}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Question:
        """The question that ``to_json`` wrote. Raises BankError with every problem if it is not one."""
        problems: list[Problem] = []
        question = read_question(fields_of(data, problems), None)
        if problems or question is None:
            raise BankError(problems)
        return question


def read_question(fields: Fields, importances: Mapping[str, Importance] | None) -> Question | None:
    """The question that the fields hold, None if its kind is unknown; its problems are noted there.

    ``importances`` are those of the claims: a question without one of its own takes that of its primary claim
    (None: it must have one).
    """
    fields.id = fields.key_text("id")
    name = fields.text("kind")
    if name not in KINDS:
        if name:
            fields.report(
                gettext("'kind' is one of %(kinds)s: not '%(name)s'", kinds=", ".join(KINDS), name=name[:80]), "kind"
            )
        return None
    claims = fields.texts("claims")
    question = Question(
        id=fields.id,
        kind=name,
        claims=claims,
        status=fields.one_of("status", Status),
        importance=_importance(fields, claims, importances),
        hint=fields.optional_text("hint"),
        explanation=fields.text("explanation"),
        waive=read_waivers(fields),
        tags=fields.optional_texts("tags", longest=LONGEST_TAG),
        content=kind(name).parse(fields),
    )
    fields.finish()
    return question


def check_question(question: Question) -> Iterable[tuple[str, Message]]:
    """What is wrong with a question that could be read: the key it concerns, and a sentence."""
    yield from (("kind", message) for message in kind(question.kind).check(question.content))
    yield from (
        ("claims", gettext("the claim '%(twice)s' stands twice", twice=twice)) for twice in duplicates(question.claims)
    )
    yield from (
        ("tags", gettext("the tag '%(twice)s' stands twice", twice=twice)) for twice in duplicates(question.tags)
    )
    yield from (
        ("tags", gettext("a tag is small letters, digits and hyphens, not '%(tag)s'", tag=tag))
        for tag in _no_tags(question.tags)
    )
    if len(question.tags) > MOST_TAGS:
        yield "tags", gettext("a question has at most %(most_tags)s tags", most_tags=MOST_TAGS)
    yield from ((name, WORDLESS) for name, text in question.to_json().items() if has_wordless_picture(text))
    yield from check_waivers(question.waive)


def _no_tags(tags: Iterable[str]) -> list[str]:
    return [tag for tag in tags if not KEY.fullmatch(tag)]


def _importance(fields: Fields, claims: tuple[str, ...], importances: Mapping[str, Importance] | None) -> Importance:
    """The question's own importance, or its primary claim's; a claim that is not known is reported by the bank."""
    own = fields.optional_one_of("importance", Importance)
    if own is not None:
        return own
    if importances is None:
        return fields.one_of("importance", Importance)
    return importances.get(claims[0], Importance.DETAIL) if claims else Importance.DETAIL
