"""What has become of a question since somebody learned it, as its card says it."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from question_bank.changes import Run, compare_words
from question_bank.claim_values import written_value
from question_bank.claims import Claim
from question_bank.questions import Question
from webapp.web.markdown import render_inline
from webapp.web.words import say

EXPLANATION, CLAIM = "explanation", "claim"


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedPart:
    """A part of the card that reads otherwise than before, word by word; ``name``: question, answer or explanation, or
    claim for one that the question rests on.
    """

    name: str
    runs: tuple[Run, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """Why the answer was changed, in the words of those who did, and which parts of the card read otherwise.

    ``is_claim``: the question asks what it asked, and a claim that it rests on says otherwise.
    """

    reasons: tuple[str, ...]
    parts: tuple[ChangedPart, ...]
    is_claim: bool = False


def changed(
    before: Question, after: Question, *, claims: Iterable[tuple[Claim, Claim]] = (), reasons: Iterable[str]
) -> Changed:
    """The way from the content that was learned to the one that is asked now, and from what each of its ``claims`` said
    to what it says.

    The explanation, which stands below in full, is compared where question, answer and claims read as before.
    """
    given = tuple(dict.fromkeys(reason for reason in reasons if reason))
    parts = [
        ChangedPart(name=name, runs=compare_words(old, new))
        for (name, old), (_, new) in zip(_parts(before), _parts(after), strict=True)
        if old != new
    ]
    short = [part for part in parts if part.name != EXPLANATION]
    said = (_said(*claim) for claim in claims)
    claimed = [ChangedPart(name=CLAIM, runs=compare_words(old, new)) for old, new in said if old != new]
    is_claim = bool(claimed) and before.content == after.content
    return Changed(reasons=given, parts=tuple([*short, *claimed] or parts), is_claim=is_claim)


def _parts(question: Question) -> Iterator[tuple[str, str]]:
    """The parts of a card that a student remembers, as plain words."""
    stem = question.prompt(random.Random(0)).stem  # noqa: S311  # the order of options is not shown
    for name, text in (("question", stem), ("answer", question.solution().text), (EXPLANATION, question.explanation)):
        yield name, render_inline(say(text)).striptags()


def _said(before: Claim, after: Claim) -> tuple[str, str]:
    """What a claim said and says, as plain words; its figure, date or stance where its sentence is the same."""
    old, new = (render_inline(claim.statement).striptags() for claim in (before, after))
    return (old, new) if old != new else (written_value(before.value), written_value(after.value))
