"""The search over articles, claims, questions and passages, and over notes of one's own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape
from sqlalchemy.orm import Session

from webapp.cards.stems import stems
from webapp.history.found import BEGINS, ENDS, FoundRow, common_words_of, count_found, found, words_of
from webapp.history.memory import Memory, claim_memories, question_memories
from webapp.reading.queries.articles import articles
from webapp.reading.queries.notes import notes_with

from .pages import Pages, pages_of
from .words import Bibliography, bibliography

KINDS = ("article", "claim", "question", "passage")
ROWS_A_PAGE = 20
MOST_NOTES = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Something that was found. ``source`` is the article that it stands in or is, None where that is gone."""

    kind: str
    key: str
    snippet: Markup
    article: str
    passage: str
    source: Bibliography | None
    memory: Memory | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundNote:
    """A note of one's own with the question it is on; ``is_open``: the question can be studied."""

    key: str
    stem: Markup
    text: str
    is_open: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundPage:
    """A page of what was found; ``counts`` by kind, whatever kind is looked at. ``notes`` stand on the first one.

    ``common`` are words that were written and are too common to be looked for.
    """

    rows: tuple[Found, ...]
    notes: tuple[FoundNote, ...]
    counts: Mapping[str, int]
    pages: Pages
    asked: bool
    common: tuple[str, ...]

    @property
    def total(self) -> int:
        return sum(self.counts.values())


def search(session: Session, *, written: str, kind: str | None, page: int, user_id: int | None) -> FoundPage:
    """What has all the words that somebody wrote, the best first."""
    words = words_of(written)
    counts = count_found(session, words=words)
    pages = pages_of(counts.get(kind, 0) if kind else sum(counts.values()), page=page, size=ROWS_A_PAGE)
    rows = found(session, words=words, kind=kind, offset=pages.offset, most=pages.size)
    sources = {article.key: bibliography(article) for article in articles(session)}
    memories = _memories(session, rows, user_id)
    with_notes = user_id is not None and kind is None and page == 1
    return FoundPage(
        notes=_notes(session, words, user_id) if with_notes and user_id is not None else (),
        rows=tuple(
            Found(
                kind=row.kind,
                key=row.key,
                snippet=_marked(row.snippet),
                article=row.article,
                passage=row.passage,
                source=sources.get(row.article),
                memory=memories.get((row.kind, row.record)),
            )
            for row in rows
        ),
        counts=counts,
        pages=pages,
        asked=bool(words),
        common=common_words_of(written),
    )


def _notes(session: Session, words: Sequence[str], user_id: int) -> tuple[FoundNote, ...]:
    rows = notes_with(session, user_id=user_id, words=words, most=MOST_NOTES)
    asked = stems(session, question_ids=[row.question_id for row in rows]) if rows else {}
    return tuple(
        FoundNote(key=row.key, stem=asked[row.question_id], text=row.text, is_open=row.status == "published")
        for row in rows
    )


def _memories(session: Session, rows: list[FoundRow], user_id: int | None) -> dict[tuple[str, int], Memory]:
    if user_id is None:
        return {}
    of_kind = {kind: [row.record for row in rows if row.kind == kind] for kind in ("claim", "question")}
    claims = claim_memories(session, user_id=user_id, claim_ids=of_kind["claim"])
    questions = question_memories(session, user_id=user_id, question_ids=of_kind["question"])
    return {("claim", key): word for key, word in claims.items()} | {
        ("question", key): word for key, word in questions.items()
    }


def _marked(snippet: str) -> Markup:
    """The snippet with what was found marked."""
    escaped = str(escape(snippet))
    return Markup(escaped.replace(BEGINS, "<mark>").replace(ENDS, "</mark>"))  # noqa: S704  # escaped just before
