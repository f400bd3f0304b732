"""Articles that are brought here, and their passages as a person cuts them; claims follow every cut."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from typing import Any, Protocol

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from question_bank.articles import Article as ArticleRecord
from question_bank.articles import check_article
from question_bank.canonical import content_hash
from question_bank.claims import Claim as ClaimRecord
from question_bank.copying import Originals as CopiedFrom
from question_bank.cutting import CutError, cut, follow, join, move_border, split
from question_bank.originals import check_digest
from question_bank.passages import Passage, Role
from question_bank.problems import BankError
from question_bank.words import Message, gettext
from webapp.bank.queries.articles import StoredArticle, stored_articles
from webapp.bank.queries.resting import claims_of_article, published_claims_of, published_questions_of
from webapp.bank.queries.stored import bank_row
from webapp.models import Article, Bank
from webapp.models.visible import only_visible
from webapp.web import reasons

from .article_writing import add_article_revision, write_article
from .claim_editing import ClaimEdit, write_revisions
from .collections import write_collections
from .faults import content_faults, faults_of, name_taken
from .relations import write_claim_relations
from .search_index import index_article

Passages = tuple[Passage, ...]
_NO_DIGEST = re.compile(r"'digest' is missing")


class BadArticleError(ValueError):
    """The article cannot be kept so. ``problems`` says everything that is wrong with it, a sentence each."""

    def __init__(self, problems: Sequence[str]) -> None:
        self.problems = tuple(dict.fromkeys(problems))
        super().__init__("; ".join(self.problems))


class ArticleConflictError(Exception):
    """Somebody else changed the article meanwhile; nothing was written."""


class Held(Protocol):
    """Where a site keeps the texts of articles."""

    def text(self, sha256: bytes) -> str | None: ...
    def keep(self, content: bytes, *, name: str) -> None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleEdit:
    """Who changes an article, and which ``edition`` of it (hexadecimal) they saw."""

    author_id: int
    edition: str


def edition(record: ArticleRecord) -> str:
    """What tells one state of an article from another."""
    return content_hash(record.to_json()).hex()


def create_article(
    session: Session, *, bibliography: Mapping[str, Any], text: str, held: Held, author_id: int, now: datetime
) -> str:
    """Bring an article here, cut by its paragraphs; its key. It is a draft. Raises BadArticleError.

    ``bibliography`` is JSON as ``Article.to_json`` has it. The text is kept beside the database, never in it.
    """
    bank = bank_row(session)
    if bank is None:
        raise BadArticleError([gettext("there is no bank yet: load one first")])
    record = _record(bibliography, text)
    with only_visible(None):  # an address names one article, in whichever bank
        taken = session.scalars(select(Article.key).where(Article.key == record.key)).all()
    if taken:
        raise BadArticleError([name_taken(record.key, "/key")])
    held.keep(text.encode(), name=record.original.file)
    row = Article(bank_id=bank.id, key=record.key, is_draft=True)
    try:
        with session.begin_nested():
            write_article(session, row=row, record=record, now=now, author_id=author_id)
    except IntegrityError as error:  # somebody took the name in this moment
        raise BadArticleError([name_taken(record.key, "/key")]) from error
    return record.key


def _record(bibliography: Mapping[str, Any], text: str) -> ArticleRecord:
    key = str(bibliography.get("key", ""))
    content = text.encode()
    digest = sha256(content).hexdigest()
    original = {"file": f"{key or 'article'}-{digest[:12]}.txt", "sha256": digest, "length": len(text)}
    try:
        passages = [passage.to_json() for passage in cut(text, article=key)]
        record = ArticleRecord.from_json({**bibliography, "original": original, "passages": passages})
    except BankError as error:
        raise BadArticleError(faults_of(error)) from error
    except CutError as error:
        raise BadArticleError([error.message]) from error
    _check(record)
    return record


def _check(record: ArticleRecord) -> None:
    """What the files are held to; a digest may still be missing."""
    problems = [each for each in content_faults(check_article(record)) if not _NO_DIGEST.search(each)]
    if problems:
        raise BadArticleError(problems)


def save_bibliography(
    session: Session, *, key: str, bibliography: Mapping[str, Any], edit: ArticleEdit, now: datetime
) -> None:
    """Change title, authors and so on. Raises BadArticleError and ArticleConflictError."""
    stored = load_for_edit(session, key, edit)
    data = {**stored.record.to_json(), "publisher": None, "address": None, **bibliography, "key": key}
    try:
        record = ArticleRecord.from_json({name: part for name, part in data.items() if part is not None})
    except BankError as error:
        raise BadArticleError(faults_of(error)) from error
    _check(record)
    change_article(session, stored, record, edit, now, why=reasons.BIBLIOGRAPHY)


def split_passage(session: Session, *, key: str, passage: str, at: int, edit: ArticleEdit, now: datetime) -> None:
    """Cut a passage in two at a place of the text. Raises BadArticleError and ArticleConflictError."""
    _cut_anew(
        session,
        key,
        edit,
        now,
        lambda passages: split(passages, passage, at),
        why=reasons.SPLIT.filled(passage=passage),
    )


def join_passages(session: Session, *, key: str, passage: str, edit: ArticleEdit, now: datetime) -> None:
    """Make one of a passage and the next. Raises BadArticleError and ArticleConflictError."""
    _cut_anew(
        session, key, edit, now, lambda passages: join(passages, passage), why=reasons.JOINED.filled(passage=passage)
    )


def move_end(session: Session, *, key: str, passage: str, end: int, edit: ArticleEdit, now: datetime) -> None:
    """Move the border between a passage and the next. Raises BadArticleError and ArticleConflictError."""
    _cut_anew(
        session,
        key,
        edit,
        now,
        lambda passages: move_border(passages, passage, end),
        why=reasons.END_MOVED.filled(passage=passage),
    )


def describe_passage(
    session: Session, *, key: str, passage: str, role: Role, digest: str, text: str | None, edit: ArticleEdit,
    now: datetime,
) -> None:  # fmt: skip
    """Say what a passage is, and what it says in other words. ``text`` is the article's, None where it is not held.

    Raises BadArticleError (a figure that the passage has not, words copied from it) and ArticleConflictError.
    """

    def described(passages: Passages) -> Passages:
        return tuple(
            replace(each, role=role, digest=digest) if each.id == passage else each for each in passages
        )  # fmt: skip

    if text is not None:
        _check_digest(load_for_edit(session, key, edit).record, passage, digest, text)
    _cut_anew(session, key, edit, now, described, why=reasons.DESCRIBED.filled(passage=passage))


def _check_digest(record: ArticleRecord, passage: str, digest: str, text: str) -> None:
    problems = digest_problems(replace(record.passage[passage], digest=digest), text)
    if problems:
        raise BadArticleError(problems)


def digest_problems(said: Passage, text: str) -> list[Message]:
    """What is wrong with the digest of a passage, of which ``text`` is the article's."""
    copied = CopiedFrom({said.article: text}).copied(said.digest)
    return [
        *check_digest(said, text[said.start : said.end]),
        *(
            gettext("more than nine words in a row as in the text: '%(run)s': say it in other words", run=run)
            for _, run in copied
        ),
    ]


def set_draft(session: Session, *, key: str, is_draft: bool, edit: ArticleEdit, now: datetime) -> None:
    """Let readers see an article and what is claimed from it, or no longer.

    Raises ArticleConflictError, and BadArticleError: a passage with a claim says nothing in other words yet, a
    question on it is published, a claim of it and one of another article name each other.
    """
    stored = load_for_edit(session, key, edit)
    claims = claims_of_article(session, key=key)
    problems = _hold_back(session, key, claims) if is_draft else _not_ready(stored.record, claims)
    if problems:
        raise BadArticleError(problems)
    session.execute(update(Article).where(Article.id == stored.stored.id).values(is_draft=is_draft))
    _let_know(session, stored, now)


def _not_ready(record: ArticleRecord, claims: Sequence[ClaimRecord]) -> list[Message]:
    named = {source for claim in claims for source in claim.sources}
    bare = [each.id for each in record.passages if each.reference in named and not each.digest]
    return (
        [gettext("say in other words what these passages say, as claims rest on them: %(bare)s", bare=", ".join(bare))]
        if bare
        else []
    )


def _hold_back(session: Session, key: str, claims: Sequence[ClaimRecord]) -> list[Message]:
    published = published_questions_of(session, key=key)
    problems = (
        [gettext("these questions on it are published: %(published)s", published=", ".join(published))]
        if published
        else []
    )
    own = {claim.id for claim in claims}
    for claim in claims:
        others = {source.partition("#")[0] for source in claim.sources} - {key}
        linked = {*claim.conflicts_with, *claim.supersedes} - own
        if others or linked:
            problems.append(
                gettext(
                    "'%(id)s' is bound to another article: %(others)s",
                    id=claim.id,
                    others=", ".join(sorted(others | linked)),
                )
            )
    return problems


def load_for_edit(session: Session, key: str, edit: ArticleEdit) -> StoredArticle:
    """The article as its editor saw it; whoever changes it at the same time waits."""
    bank = bank_row(session)
    session.execute(select(Article.id).where(Article.key == key).with_for_update())
    stored = stored_articles(session, bank_id=bank.id).get(key) if bank else None
    if stored is None:
        raise BadArticleError([gettext("there is no article '%(key)s'", key=key)])
    if edition(stored.record) != edit.edition:
        raise ArticleConflictError(f"the article {key} was changed meanwhile")
    return stored


def _cut_anew(
    session: Session, key: str, edit: ArticleEdit, now: datetime, change: Callable[[Passages], Passages], *, why: str
) -> None:
    stored = load_for_edit(session, key, edit)
    try:
        record = replace(stored.record, passages=change(stored.record.passages))
    except CutError as error:
        raise BadArticleError([error.message]) from error
    keep_record(session, stored, record, edit, now, why=why)


def keep_record(
    session: Session, stored: StoredArticle, record: ArticleRecord, edit: ArticleEdit, now: datetime, *, why: str
) -> None:
    """Let a stored article be what ``record``, cut from the same text, says; claims follow.

    Raises BadArticleError where a published question would lose its ground.
    """
    _check(record)
    key = record.key
    claims = claims_of_article(session, key=key)
    after = [follow(claim, stored.record.passages, record.passages) for claim in claims]
    left = [claim.id for claim in after if not _is_grounded(claim, record)]
    bare = sorted(set(left) & published_claims_of(session, key=key))
    if bare:
        raise BadArticleError(
            [gettext("published questions rest on it by these claims: %(bare)s", bare=", ".join(bare))]
        )
    change_article(session, stored, record, edit, now, why=why)
    edited = ClaimEdit(data={}, author_id=edit.author_id, why=reasons.CUT_ANEW)
    moved = [new for old, new in zip(claims, after, strict=True) if new != old]
    for claim in moved:
        write_revisions(session, bank_id=bank_id_of(session, stored), changed=[claim], edit=edited, now=now)


def _is_grounded(claim: ClaimRecord, record: ArticleRecord) -> bool:
    """Whether a claim rests on more than page furniture; what other articles say counts."""
    own = [record.passage.get(source.partition("#")[2]) for source in claim.sources if _is_of(source, record)]
    elsewhere = len(own) < len(claim.sources)
    return elsewhere or any(passage is not None and passage.role is not Role.APPARATUS for passage in own)


def _is_of(source: str, record: ArticleRecord) -> bool:
    return source.partition("#")[0] == record.key


def bank_id_of(session: Session, stored: StoredArticle) -> int:
    """The bank that an article belongs to."""
    return session.scalars(select(Article.bank_id).where(Article.id == stored.stored.id)).one()


def change_article(
    session: Session, stored: StoredArticle, record: ArticleRecord, edit: ArticleEdit, now: datetime, *, why: str
) -> None:
    """Let a stored article be what the checked record says, with all that follows from it.

    What it was is kept first, where it was loaded before revisions were.
    """
    row = session.get_one(Article, stored.stored.id)
    add_article_revision(
        session, article_id=row.id, record=stored.record, now=now, author_id=None, why=reasons.AS_IT_WAS
    )
    write_article(session, row=row, record=record, now=now, author_id=edit.author_id, why=why)
    write_claim_relations(session, bank_id=row.bank_id)
    _let_know(session, stored, now)


def _let_know(session: Session, stored: StoredArticle, now: datetime) -> None:
    """Let search, collections and what is prepared of cards know: cards show what their passages say."""
    bank_id = bank_id_of(session, stored)
    index_article(session, bank_id=bank_id, key=stored.record.key)
    session.execute(update(Bank).where(Bank.id == bank_id).values(loaded_at=now))
    write_collections(session, bank_id=bank_id)
