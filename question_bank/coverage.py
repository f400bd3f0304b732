"""How well the bank covers its articles: claims and questions for each article and passage, and in all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from .articles import Article
from .claims import Claim
from .passages import Passage, Role
from .questions import Question, Status
from .records import Bank

Tally: TypeAlias = Mapping[tuple[str, str], int]  # how many there are of a kind and an importance


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """What stands on an article (``passage`` and ``role`` None), on one of its passages, or in the whole bank
    (``article`` None too).

    Questions are the published ones; each counts once on every article or passage that one of its claims rests on.
    """

    article: str | None
    passage: str | None
    role: Role | None
    claims: Tally
    questions: Tally

    @property
    def is_bare(self) -> bool:
        """A body passage without a claim, or that no published question asks about."""
        return self.role is Role.BODY and not (self.claims and self.questions)


def of_kinds(tally: Tally) -> dict[str, int]:
    """How many there are of each kind, whatever their importance; the kinds in the order of the alphabet."""
    kinds = Counter[str]()
    for (kind, _), number in tally.items():
        kinds[kind] += number
    return dict(sorted(kinds.items()))


def of_importance(tally: Tally, importance: str) -> int:
    """How many there are of an importance, whatever their kind."""
    return sum(number for (_, given), number in tally.items() if given == importance)


def total(tally: Tally) -> int:
    return sum(tally.values())


def coverage(bank: Bank) -> list[Coverage]:
    """A row for each article, followed by one for each of its passages, in their order."""
    return [row for article in bank.articles.values() for row in _rows(bank, article)]


def whole_bank(bank: Bank) -> Coverage:
    """All claims and published questions, each counted once."""
    return _row(bank.claims.values(), _published(bank))


def claims_without_question(bank: Bank) -> list[Claim]:
    """The claims that no published question asks about."""
    asked = {key for question in _published(bank) for key in question.claims}
    return [claim for claim in bank.claims.values() if claim.id not in asked]


def _published(bank: Bank) -> list[Question]:
    return [question for question in bank.questions.values() if question.status is Status.PUBLISHED]


def _rows(bank: Bank, article: Article) -> Iterator[Coverage]:
    published = _published(bank)
    for passage in (None, *article.passages):
        claims = {claim.id: claim for claim in bank.claims.values() if _rests_on(claim, article, passage)}
        questions = [question for question in published if not claims.keys().isdisjoint(question.claims)]
        yield _row(claims.values(), questions, article, passage)


def _row(
    claims: Iterable[Claim],
    questions: Iterable[Question],
    article: Article | None = None,
    passage: Passage | None = None,
) -> Coverage:
    return Coverage(
        article=article.key if article else None,
        passage=passage.id if passage else None,
        role=passage.role if passage else None,
        claims=Counter((claim.kind.value, claim.importance.value) for claim in claims),
        questions=Counter((question.kind, question.importance.value) for question in questions),
    )


def _rests_on(claim: Claim, article: Article, passage: Passage | None) -> bool:
    if passage:
        return passage.reference in claim.sources
    return any(source.partition("#")[0] == article.key for source in claim.sources)
