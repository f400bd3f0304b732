"""How well the bank covers its articles: claims and questions for each article and passage."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from .articles import Article
from .claims import Claim
from .passages import Passage, Role
from .questions import Question, Status
from .records import Bank


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """What stands on an article (``passage`` and ``role`` None) or on one of its passages.

    Questions are the published ones; each counts once on every article or passage that one of its claims rests on.
    """

    article: str
    passage: str | None
    role: Role | None
    claims: int
    claims_by_kind: Mapping[str, int]
    claims_by_importance: Mapping[str, int]
    questions: int
    questions_by_kind: Mapping[str, int]
    questions_by_importance: Mapping[str, int]

    @property
    def is_bare(self) -> bool:
        """A body passage that no published question asks about."""
        return self.role is Role.BODY and not self.questions


def coverage(bank: Bank) -> list[Coverage]:
    """A row for each article, followed by one for each of its passages, in their order."""
    published = [question for question in bank.questions.values() if question.status is Status.PUBLISHED]
    return [row for article in bank.articles.values() for row in _rows(bank, article, published)]


def _rows(bank: Bank, article: Article, published: Iterable[Question]) -> Iterator[Coverage]:
    yield _row(article, None, bank, published)
    for passage in article.passages:
        yield _row(article, passage, bank, published)


def _row(article: Article, passage: Passage | None, bank: Bank, published: Iterable[Question]) -> Coverage:
    claims = {claim.id: claim for claim in bank.claims.values() if _rests_on(claim, article, passage)}
    questions = [question for question in published if any(claim in claims for claim in question.claims)]
    return Coverage(
        article=article.key,
        passage=passage.id if passage else None,
        role=passage.role if passage else None,
        claims=len(claims),
        claims_by_kind=Counter(claim.kind.value for claim in claims.values()),
        claims_by_importance=Counter(claim.importance.value for claim in claims.values()),
        questions=len(questions),
        questions_by_kind=Counter(question.kind for question in questions),
        questions_by_importance=Counter(question.importance.value for question in questions),
    )


def _rests_on(claim: Claim, article: Article, passage: Passage | None) -> bool:
    if passage:
        return passage.reference in claim.sources
    return any(source.partition("#")[0] == article.key for source in claim.sources)
