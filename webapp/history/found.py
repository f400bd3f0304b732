"""The full-text search, one function for both databases: FTS5 on SQLite, a tsvector on PostgreSQL."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import TextClause, text
from sqlalchemy.orm import Session

from webapp.models.visible import BANKS_ON_POSTGRESQL, BANKS_ON_SQLITE, visible_banks, visible_values

MOST_WORDS = 12
BEGINS, ENDS = "\x02", "\x03"  # around what was found in a snippet
_WORD = re.compile(r"[^\W_]+")
_INITIALS = re.compile(r"\b(?:[^\W\d_]\.){2,}")
_POSSESSIVE = re.compile(r"['\u2019]s\b")
_COMMON_WORDS = """
    i me my myself we our ours ourselves you your yours yourself yourselves he him his himself she her hers
    herself it its itself they them their theirs themselves what which who whom this that these those am is are
    was were be been being have has had having do does did doing a an the and but if or because as until while of
    at by for with about against between into through during before after above below to from up down in out on
    off over under again further then once here there when where why how all any both each few more most other
    some such no nor not only own same so than too very s t can will just don should now
"""
"""English words that no search is for: those of the Snowball list, which PostgreSQL leaves out on its own."""
_TOO_COMMON = frozenset(_COMMON_WORDS.split())
_SNIPPET_WORDS = 48

_VISIBLE = """(CASE kind
    WHEN 'claim' THEN record IN (SELECT id FROM claim WHERE bank_id IN {banks})
    WHEN 'question' THEN record IN (SELECT id FROM question WHERE bank_id IN {banks})
    WHEN 'article' THEN record IN (SELECT id FROM article WHERE bank_id IN {banks})
    ELSE record IN (SELECT p.id FROM passage p JOIN article_version v ON v.id = p.article_version_id
                    JOIN article a ON a.id = v.article_id WHERE a.bank_id IN {banks}) END)"""
_OF_KIND = "(CAST(:kind AS VARCHAR) IS NULL OR kind = :kind)"


class FoundRow(NamedTuple):
    """Something that was found; ``record`` is the id of the claim, question, article or passage."""

    kind: str
    record: int
    key: str
    article: str
    passage: str
    snippet: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sql:
    """The statements of a database. ``word``, ``letter`` and ``between`` make its query of words."""

    word: str  # or whatever begins with it
    letter: str  # alone: every text has words that begin with it
    between: str
    counts: TextClause
    rows: TextClause
    questions: TextClause


_QUESTIONS = """
    SELECT id, position FROM question
    WHERE bank_id = :bank AND status = 'published'
          AND (id IN (SELECT record FROM search_index WHERE kind = 'question' AND {found})
               OR primary_claim_id IN (SELECT record FROM search_index WHERE kind = 'claim' AND {found}))"""


def _on_sqlite(seen: str) -> _Sql:
    return _Sql(
        word='"{}"*',
        letter='"{}"',
        between=" AND ",
        counts=text(
            f"SELECT kind, count(*) AS number FROM search_index "  # noqa: S608  # nothing of a visitor's
            f"WHERE search_index MATCH :query{seen} GROUP BY kind"
        ),
        rows=text(
            f"SELECT kind, record, key, article, passage, "  # noqa: S608  # as above
            f"snippet(search_index, 5, char(2), char(3), '…', {_SNIPPET_WORDS}) "
            f"FROM search_index WHERE search_index MATCH :query AND {_OF_KIND}{seen} "
            "ORDER BY bm25(search_index, 0, 0, 0, 0, 0, 4.0, 1.0), kind, record LIMIT :most OFFSET :offset"
        ),
        questions=text(_QUESTIONS.format(found="search_index MATCH :query")),
    )


def _on_postgresql(seen: str) -> _Sql:
    return _Sql(
        word="'{}':*",
        letter="'{}'",
        between=" & ",
        counts=text(
            f"SELECT kind, count(*) AS number FROM search_index "  # noqa: S608  # as above
            f"WHERE words @@ to_tsquery('english', :query){seen} GROUP BY kind"
        ),
        rows=text(
            f"SELECT kind, record, key, article, passage, ts_headline('english', body, query, "  # noqa: S608  # as above
            f'\'StartSel="{BEGINS}", StopSel="{ENDS}", MaxWords={_SNIPPET_WORDS}, MinWords=24\') '
            f"FROM search_index, to_tsquery('english', :query) AS query WHERE words @@ query AND {_OF_KIND}{seen} "
            "ORDER BY ts_rank(words, query) DESC, kind, record LIMIT :most OFFSET :offset"
        ),
        questions=text(_QUESTIONS.format(found="words @@ to_tsquery('english', :query)")),
    )


_SQLITE, _SQLITE_VISIBLE = _on_sqlite(""), _on_sqlite(" AND " + _VISIBLE.format(banks=BANKS_ON_SQLITE))
_POSTGRESQL = _on_postgresql("")
_POSTGRESQL_VISIBLE = _on_postgresql(" AND " + _VISIBLE.format(banks=BANKS_ON_POSTGRESQL))


def words_of(written: str) -> tuple[str, ...]:
    """The words to search for in what somebody wrote; signs of any query language are no words.

    Initials are one word, a possessive is the word itself, and the most common words are left out.
    """
    return tuple(word for word in _written_words(written) if word not in _TOO_COMMON)[:MOST_WORDS]


def common_words_of(written: str) -> tuple[str, ...]:
    """The words in what somebody wrote that no search is for, because nearly every text has them."""
    return tuple(word for word in _written_words(written) if word in _TOO_COMMON)


def _written_words(written: str) -> list[str]:
    plain = _POSSESSIVE.sub("", _INITIALS.sub(lambda found: found[0].replace(".", ""), written.lower()))
    return _WORD.findall(plain)


def count_found(session: Session, *, words: Sequence[str]) -> dict[str, int]:
    """How many claims, questions, articles and passages have words that begin with each of ``words``."""
    sql = _sql(session)
    if not words:
        return {}
    rows = session.execute(sql.counts, {"query": _query(sql, words), **visible_values()})
    return {row.kind: row.number for row in rows}


def found(session: Session, *, words: Sequence[str], kind: str | None, offset: int, most: int) -> list[FoundRow]:
    """What has words that begin with each of ``words``, the best first; ``kind`` None: of every kind."""
    if not words:
        return []
    sql = _sql(session)
    values = {"query": _query(sql, words), "kind": kind, "offset": offset, "most": most, **visible_values()}
    return [FoundRow._make(row) for row in session.execute(sql.rows, values)]


def found_questions(session: Session, *, bank_id: int, words: Sequence[str]) -> dict[int, int]:
    """The published questions of a bank that ask about ``words``, with their positions.

    Each of the words begins a word of the question, or each one of the claim that it asks about first of all.
    """
    if not words:
        return {}
    sql = _sql(session)
    rows = session.execute(sql.questions, {"query": _query(sql, words), "bank": bank_id})
    return {row.id: row.position for row in rows}


def words_query(session: Session, words: Sequence[str]) -> str:
    """What the database's full-text search is asked for: words that begin with each of ``words``."""
    return _query(_sql(session), words)


def _sql(session: Session) -> _Sql:
    if session.get_bind().dialect.name == "sqlite":
        return _SQLITE if visible_banks() is None else _SQLITE_VISIBLE
    return _POSTGRESQL if visible_banks() is None else _POSTGRESQL_VISIBLE


def _query(sql: _Sql, words: Sequence[str]) -> str:
    return sql.between.join((sql.word if len(word) > 1 else sql.letter).format(word) for word in words)
