"""What a load would do: every change and every conflict, before anything is written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from sqlalchemy.orm import Session

from question_bank.bank import Bank
from question_bank.canonical import content_hash
from question_bank.words import gettext
from webapp.bank.queries.articles import StoredArticle, stored_articles
from webapp.bank.queries.plain import stored_plain
from webapp.bank.queries.stored import Stored, bank_row, keys_elsewhere, stored_claims, stored_questions
from webapp.models import Actor, Article, Claim, Issue, Question, Topic

from .comparison import WRITES, Change, compare_all

TAKEN = gettext("another bank of this site has this name")


class Record(Protocol):
    """A record of the bank: whatever can be written down as its content."""

    def to_json(self) -> dict[str, Any]: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What is done about one record: ``record`` is "article", "actor", "issue", "topic", "claim" or "question"."""

    record: str
    key: str
    change: Change
    reason: str = ""
    missing: tuple[str, ...] = ()  # what it would rest on, and another conflict keeps out

    def __str__(self) -> str:
        return f"{self.change} {self.record} {self.key}" + (f": {self.reason}" if self.reason else "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """One kind of record: the digests of the files' contents, what is stored, and the steps from one to the other."""

    wanted: Mapping[str, bytes]
    stored: Mapping[str, Stored]
    steps: Mapping[str, Step]

    def keys(self, *changes: Change) -> list[str]:
        """The keys of the records with one of the ``changes``."""
        return [key for key, step in self.steps.items() if step.change in changes]


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """The way from what is stored to ``bank``. It holds as long as the transaction in which it was made."""

    bank: Bank
    articles: Contents
    actors: Contents
    issues: Contents
    topics: Contents
    claims: Contents
    questions: Contents

    @property
    def steps(self) -> tuple[Step, ...]:
        """Every step, in the order in which they are done."""
        parts = (self.articles, self.actors, self.issues, self.topics, self.claims, self.questions)
        return tuple(step for part in parts for step in part.steps.values())

    @property
    def changes(self) -> tuple[Step, ...]:
        """What a load would write."""
        return tuple(step for step in self.steps if step.change not in {Change.EDITED, Change.CONFLICT})

    @property
    def conflicts(self) -> tuple[Step, ...]:
        """What a load leaves as the application has it, although the files want it otherwise."""
        return tuple(step for step in self.steps if step.change is Change.CONFLICT)


def plan(session: Session, *, bank: Bank) -> Plan:
    """Compare the files' ``bank`` with what is stored. Writes nothing."""
    row = bank_row(session)
    bank_id = row.id if row else 0
    old_articles = stored_articles(session, bank_id=row.id) if row else {}
    old = {key: article.stored for key, article in old_articles.items()}
    articles = _without_taken(session, Article, _contents("article", bank.articles, old), bank_id)
    old_claims = stored_claims(session, bank_id=bank_id) if row else {}
    claims = _without_hold(
        _without_taken(session, Claim, _contents("claim", bank.claims, old_claims), bank_id),
        {key: record.sources for key, record in bank.claims.items()},
        _passages_after(bank, articles, old_articles),
    )
    old_questions = stored_questions(session, bank_id=bank_id) if row else {}
    questions = _without_hold(
        _without_taken(session, Question, _contents("question", bank.questions, old_questions), bank_id),
        {key: record.claims for key, record in bank.questions.items()},
        {*claims.stored, *claims.keys(Change.NEW)},
    )
    return Plan(
        bank=bank,
        articles=articles,
        actors=_contents("actor", bank.actors, stored_plain(session, Actor, bank_id=row.id) if row else {}),
        issues=_contents("issue", bank.issues, stored_plain(session, Issue, bank_id=row.id) if row else {}),
        topics=_contents("topic", bank.topics, stored_plain(session, Topic, bank_id=row.id) if row else {}),
        claims=claims,
        questions=questions,
    )


_REASONS = {
    True: gettext("changed in the application and in the files since the last load"),
    False: gettext("changed in the application, gone from the files"),
}


def _contents(record: str, records: Mapping[str, Record], stored: Mapping[str, Stored]) -> Contents:
    wanted = {key: content_hash(item.to_json()) for key, item in records.items()}
    steps = {
        key: Step(
            record=record,
            key=key,
            change=change,
            reason=_REASONS[key in wanted] if change is Change.CONFLICT else "",
        )
        for key, change in compare_all(wanted, stored).items()
    }
    return Contents(wanted=wanted, stored=stored, steps=steps)


def _passages_after(bank: Bank, articles: Contents, old: Mapping[str, StoredArticle]) -> set[str]:
    """References of all passages that there will be: the files', but the application's where it keeps its own.

    An article whose name another bank has is in conflict, and not there at all.
    """
    kept = set(articles.keys(Change.EDITED, Change.CONFLICT))
    records = [
        old[key].record if key in kept else record
        for key, record in bank.articles.items()
        if key not in kept or key in old
    ]
    return {passage.reference for record in records for passage in record.passages}


def _without_taken(
    session: Session, model: type[Article | Claim | Question], contents: Contents, bank_id: int
) -> Contents:
    """Turn the steps that would bring names which another bank has into conflicts: no two records may have one."""
    steps = dict(contents.steps)
    for key in keys_elsewhere(session, model, keys=contents.keys(Change.NEW), bank_id=bank_id):
        steps[key] = Step(record=steps[key].record, key=key, change=Change.CONFLICT, reason=TAKEN)
    return Contents(wanted=contents.wanted, stored=contents.stored, steps=steps)


def _without_hold(contents: Contents, needs: Mapping[str, tuple[str, ...]], there: set[str]) -> Contents:
    """Turn steps that would leave a record resting on something that is not there into conflicts."""
    steps = dict(contents.steps)
    for key in contents.keys(*WRITES):
        missing = [name for name in needs[key] if name not in there]
        if missing:
            reason = gettext(
                "rests on %(missing)s, which the application has not, as another conflict stands",
                missing=", ".join(missing),
            )
            steps[key] = Step(
                record=steps[key].record, key=key, change=Change.CONFLICT, reason=reason, missing=tuple(missing)
            )
    return Contents(wanted=contents.wanted, stored=contents.stored, steps=steps)
