"""An article as it is read: its passages, what each claims, what is asked about it, and what of it one knows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from question_bank.claims import Span
from webapp.cards.headings import label_of, words_of
from webapp.cards.originals import Originals
from webapp.cards.pieces import Piece, pieces
from webapp.history.memory import MemoryCounts, article_memories, passage_memories
from webapp.reading.queries import articles, claims
from webapp.reading.queries.articles import PassageRow
from webapp.reviews.known import Known

from .margin import Margin, ShownClaim, ShownQuestion, read_margin
from .words import Bibliography, bibliography

MOST_ASKED = 150
"""With more questions than these, those of a passage stand on a page of its own: nobody could read the text between
them, and a telephone would take seconds for the page.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """An article in the list, and how much of it is known; None where nothing is asked about it."""

    article: Bibliography
    knowledge: MemoryCounts | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Elsewhere:
    """How many claims rest on a passage whose claims and questions stand on a page of their own, and what is known of
    the questions; None where there is none.
    """

    claims: int
    knowledge: MemoryCounts | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownPassage:
    """A passage with all that rests on it, or how much that is. A question stands at the first passage of the page that
    it asks about.
    """

    key: str
    role: str
    digest: str
    original: str | None
    claims: tuple[ShownClaim, ...]
    questions: tuple[ShownQuestion, ...]
    spans: tuple[Span, ...] = ()
    elsewhere: Elsewhere | None = None

    @property
    def pieces(self) -> tuple[Piece, ...]:
        """The original, with the words marked that claims rest on."""
        return pieces(self.original or "", self.spans)

    @property
    def label(self) -> str | None:
        """What a heading is called in the digest ("Standfirst: ..."), where it is called something."""
        return label_of(self.digest) if self.role == "heading" else None

    @property
    def text(self) -> str:
        """The digest as a heading: without its label and full stop, with a capital."""
        return words_of(self.digest or (self.original or "").strip(), self.label)

    @property
    def disputed(self) -> int:
        return sum(any(other.relation == claims.CONFLICTS for other in claim.others) for claim in self.claims)

    @property
    def corrected(self) -> int:
        return sum(claim.erratum is not None for claim in self.claims)


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticlePage:
    """An article from beginning to end."""

    article: Bibliography
    knowledge: MemoryCounts | None
    passages: tuple[ShownPassage, ...]

    @property
    def is_in_short(self) -> bool:
        return any(passage.elsewhere for passage in self.passages)

    @property
    def has_original(self) -> bool:
        return any(passage.original for passage in self.passages)

    @property
    def has_marks(self) -> bool:
        return any(passage.original and passage.spans for passage in self.passages)


@dataclass(frozen=True, slots=True, kw_only=True)
class PassagePage:
    """One passage of an article, the how many-th of how many, and the keys of its neighbours."""

    article: Bibliography
    passage: ShownPassage
    number: int
    passages: int
    before: str | None
    after: str | None


def list_articles(session: Session, *, user_id: int | None) -> list[Listed]:
    """The articles in the order of the bank, with what is known of each."""
    known = article_memories(session, user_id=user_id)
    return [Listed(article=bibliography(row), knowledge=known.get(row.key)) for row in articles.articles(session)]


def read_article(
    session: Session, *, key: str, user_id: int | None, originals: Originals, known: Known
) -> ArticlePage | None:
    """The article with this key as the person reads it; None if there is none.

    Of one with more than MOST_ASKED questions the passages say how much rests on them, which is shown with each.
    """
    article = articles.article(session, key=key)
    if article is None:
        return None
    rows = articles.passages(session, article_id=article.id)
    knowledge = article_memories(session, user_id=user_id, key=key).get(key)
    if knowledge is not None and knowledge.in_all > MOST_ASKED:
        passages = _in_short(session, rows, user_id, originals)
    else:
        margin = read_margin(session, rows, article, user_id=user_id, known=known)
        passages = tuple(_in_full(row, margin, originals) for row in rows)
    return ArticlePage(article=bibliography(article), knowledge=knowledge, passages=passages)


def read_passage(
    session: Session, *, article_key: str, key: str, user_id: int | None, originals: Originals, known: Known
) -> PassagePage | None:
    """One passage with all that rests on it; None if the article has none of this key."""
    article = articles.article(session, key=article_key)
    rows = [] if article is None else articles.passages(session, article_id=article.id)
    at = next((at for at, row in enumerate(rows) if row.key == key), None)
    if article is None or at is None:
        return None
    margin = read_margin(session, rows[at : at + 1], article, user_id=user_id, known=known)
    return PassagePage(
        article=bibliography(article),
        passage=_in_full(rows[at], margin, originals),
        number=at + 1,
        passages=len(rows),
        before=rows[at - 1].key if at else None,
        after=rows[at + 1].key if at + 1 < len(rows) else None,
    )


def _in_full(row: PassageRow, margin: Margin, originals: Originals) -> ShownPassage:
    return ShownPassage(
        key=row.key,
        role=row.role,
        digest=row.digest,
        original=originals.passage(row.sha256, row.span_start, row.span_end),
        claims=margin.claims.get(row.id, ()),
        questions=margin.questions.get(row.id, ()),
        spans=margin.spans.get(row.id, ()),
    )


def _in_short(
    session: Session, rows: Sequence[PassageRow], user_id: int | None, originals: Originals
) -> tuple[ShownPassage, ...]:
    ids = [row.id for row in rows]
    stated = claims.count_claims(session, passage_ids=ids)
    asked = passage_memories(session, user_id=user_id, passage_ids=ids)
    nothing = Margin(claims={}, questions={}, spans={})
    return tuple(
        replace(
            _in_full(row, nothing, originals),
            elsewhere=Elsewhere(claims=stated[row.id], knowledge=asked.get(row.id)) if row.id in stated else None,
        )
        for row in rows
    )
