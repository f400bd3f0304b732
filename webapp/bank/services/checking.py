"""Whether an edited question can be kept, and whether it can be published: the rules that the files are held to."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from question_bank.kinds.ordering import OrderingContent
from question_bank.kinds.position import PositionContent
from question_bank.problems import BankError
from question_bank.questions import Question, Status, check_question
from question_bank.words import gettext
from webapp.bank.queries.questions import KnownClaim, claims

from .faults import Fault, Rule, content_faults, fault, faults_of


class BadQuestionError(ValueError):
    """The question cannot be kept as it is. ``problems`` says everything that is wrong with it, a sentence each."""

    def __init__(self, problems: Iterable[str]) -> None:
        self.problems = tuple(dict.fromkeys(problems))
        super().__init__("; ".join(self.problems))


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """A question that can be kept, and the claims that it names."""

    question: Question
    claims: Mapping[str, KnownClaim]


def check(session: Session, *, bank_id: int, data: Mapping[str, Any]) -> Checked:
    """The question in ``data``. Raises BadQuestionError."""
    try:
        question = Question.from_json(data)
    except BankError as error:
        raise BadQuestionError(faults_of(error)) from error
    problems = content_faults(check_question(question))
    known = claims(session, bank_id=bank_id, keys=_named(question))
    problems += _references(question, known)
    if problems:
        raise BadQuestionError(problems)
    return Checked(question=question, claims=known)


def _named(question: Question) -> set[str]:
    """Every claim that the question or its content names."""
    return {*question.claims, *_named_by_content(question)}


def _named_by_content(question: Question) -> Collection[str]:
    if isinstance(question.content, PositionContent):
        return [option.claim for option in question.content.options]
    if isinstance(question.content, OrderingContent):
        return [item.claim for item in question.content.items if item.claim is not None]
    return ()


def _references(question: Question, known: Mapping[str, KnownClaim]) -> Iterable[Fault]:
    for key in sorted(_named(question) - known.keys()):
        place = "/claims" if key in question.claims else ""
        yield fault(gettext("there is no claim '%(key)s'", key=key), Rule.REFERENCE, place)
    if isinstance(question.content, OrderingContent):
        for key in _named_by_content(question):
            if key not in question.claims:
                message = gettext("the claim '%(key)s' of an item is not among the question's claims", key=key)
                yield fault(message, Rule.REFERENCE, "/items")
    if question.status is Status.PUBLISHED:
        for key in question.claims:
            if key in known and not known[key].is_grounded:
                message = gettext(
                    "it cannot be published: its claim '%(key)s' rests on no passage of a published article", key=key
                )
                yield fault(message, Rule.GROUND, "/claims")
