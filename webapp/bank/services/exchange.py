"""The bank as one JSON document: written from what is stored, read back as a bank that can be planned and loaded."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from question_bank.actors import Actor
from question_bank.articles import Article
from question_bank.bank import Bank
from question_bank.claims import Claim
from question_bank.issues import Issue
from question_bank.problems import BankError, Problem
from question_bank.questions import Question
from question_bank.references import check_references
from question_bank.topics import Topic
from question_bank.words import gettext
from webapp.bank.queries.articles import stored_articles
from webapp.bank.queries.plain import Plain, plain_records
from webapp.bank.queries.stored import bank_row, claim_contents, question_contents
from webapp.models import Actor as ActorRow
from webapp.models import Issue as IssueRow
from webapp.models import Topic as TopicRow

FORMAT = "tumen-bank"
VERSION = 1
PARTS = ("articles", "actors", "issues", "topics", "claims", "questions")
LATER_PARTS: Mapping[str, Any] = {"actors": [], "issues": []}  # an export that is older than these has none


def export(session: Session) -> dict[str, Any]:
    """Everything of the bank that is not retired, with its present content, edits in the application included."""
    row = bank_row(session)
    document: dict[str, Any] = {"format": FORMAT, "version": VERSION}
    if row is None:
        return {**document, **{part: [] for part in PARTS}}
    articles = stored_articles(session, bank_id=row.id).values()
    return {
        **document,
        "articles": [article.record.to_json() for article in articles if not article.stored.is_retired],
        "actors": _plain(session, ActorRow, row.id),
        "issues": _plain(session, IssueRow, row.id),
        "topics": _plain(session, TopicRow, row.id),
        "claims": list(claim_contents(session, bank_id=row.id).values()),
        "questions": list(question_contents(session, bank_id=row.id).values()),
    }


def _plain(session: Session, model: Plain, bank_id: int) -> list[dict[str, Any]]:
    return [record.to_json() for record in plain_records(session, model, bank_id=bank_id)]


def read_export(document: Mapping[str, Any], *, file: str = "") -> Bank:
    """The bank in a document that ``export`` wrote. Raises BankError for anything else, with every problem."""
    if document.get("format") != FORMAT or document.get("version") != VERSION:
        raise BankError(
            [
                Problem(
                    file,
                    0,
                    "",
                    gettext("this is no export of a bank in version %(version)s of the format", version=VERSION),
                )
            ]
        )
    problems: list[Problem] = []
    document = {**LATER_PARTS, **document}
    bank = Bank(
        articles=_read(document, "articles", "key", Article, problems, file),
        actors=_read(document, "actors", "id", Actor, problems, file),
        issues=_read(document, "issues", "id", Issue, problems, file),
        topics=_read(document, "topics", "topic", Topic, problems, file),
        claims=_read(document, "claims", "id", Claim, problems, file),
        questions=_read(document, "questions", "id", Question, problems, file),
    )
    problems += [] if problems else _check(bank, file)
    if problems:
        raise BankError(problems)
    return bank


def _check(bank: Bank, file: str) -> list[Problem]:
    """Names that lead nowhere. (In the bank's files a claim stands under its topic; here it names it.)"""
    homeless = [
        Problem(file, 0, claim.id, gettext("there is no topic '%(topic)s'", topic=claim.topic))
        for claim in bank.claims.values()
        if claim.topic not in bank.topics
    ]
    return [*homeless, *check_references(bank)]


def _read(
    document: Mapping[str, Any], part: str, key: str, record: Any, problems: list[Problem], file: str
) -> dict[str, Any]:
    """The records of a part by key."""
    found: dict[str, Any] = {}
    items = document.get(part)
    if not isinstance(items, list):
        problems.append(Problem(file, 0, part, gettext("is a list")))
        return found
    for number, item in enumerate(items, 1):
        if not isinstance(item, dict) or not isinstance(item.get(key), str):
            problems.append(Problem(file, 0, f"{part}, number {number}", gettext("has no %(key)s", key=key)))
        elif item[key] in found:
            problems.append(Problem(file, 0, item[key], gettext("stands twice in %(part)s", part=part)))
        else:
            try:
                found[item[key]] = record.from_json(item)
            except BankError as error:
                problems += [Problem(file, 0, item[key], problem.message) for problem in error.problems]
    return found
