"""Banks for the tests of studying: the small one from its files, and made-up ones of any size."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, event, exists, insert, select, update
from sqlalchemy.orm import Session

from question_bank.bank import load_bank
from question_bank.canonical import content_hash
from question_bank.claims import Claim as ClaimContent
from question_bank.questions import Question as QuestionContent
from webapp.bank.services.load import load
from webapp.bank.services.plan import plan
from webapp.models import Bank, Claim, ClaimRevision, Question, QuestionClaim, QuestionRevision, Topic
from webapp.models.visible import only_visible

SMALL = Path(__file__).resolve().parent.parent / "banks" / "small"


Written = list[tuple[str, Any]]  # statements and their parameters
_first_loads: dict[tuple[str, datetime], Written] = {}


def load_small_bank(session: Session, *, now: datetime) -> None:
    """The hand-written bank with all kinds.

    What its first load wrote into an empty database is written again as it was: a load takes longer than most tests.
    """
    connection = session.connection()
    first = (connection.dialect.name, now)
    if session.scalar(select(exists().select_from(Bank))):
        _load_small_bank(session, now)
    elif first in _first_loads:
        for statement, parameters in _first_loads[first]:
            connection.exec_driver_sql(statement, parameters)
    else:
        with _recorded(connection) as written:
            _load_small_bank(session, now)
        _first_loads[first] = written


def _load_small_bank(session: Session, now: datetime) -> None:
    load(session, plan=plan(session, bank=load_bank(SMALL / "articles", SMALL / "data")), now=now)
    session.flush()


@contextmanager
def _recorded(connection: Connection) -> Iterator[Written]:
    """What is written meanwhile."""
    written: Written = []

    def record(_connection: Connection, _cursor: Any, statement: str, parameters: Any, *_context: Any) -> None:
        if not statement.startswith("SELECT"):
            written.append((statement, parameters))

    event.listen(connection, "before_cursor_execute", record)
    yield written
    event.remove(connection, "before_cursor_execute", record)


def load_other_bank(
    session: Session, folder: Path, *, word: str, audience: str, now: datetime, owner_id: int | None = None
) -> int:
    """The hand-written bank once more, with ``word`` for the ferry in every text and key; the id of the bank.

    Names begin with the word, in capitals as keys have none: who reads ``Word`` anywhere has been told of the bank.
    """
    name = word.title()
    changes = {"ferry": word, "Ferry": name, "Millbrook": f"{name}ville", "Holm": f"{name}holm", "Veld": f"{name}veld"}
    for file in (*SMALL.glob("articles/*"), *SMALL.glob("data/*")):
        copied = folder / word / file.parent.name / file.name.replace("ferry", word)
        copied.parent.mkdir(parents=True, exist_ok=True)
        text = file.read_text("utf-8")
        for before, after in changes.items():
            text = text.replace(before, after)
        copied.write_text(text, "utf-8")
    bank = Bank(key=word, title=f"The {word}", audience=audience, owner_id=owner_id)
    session.add(bank)
    session.flush()
    with only_visible(frozenset({bank.id})):  # as on its own pages
        read = load_bank(folder / word / "articles", folder / word / "data")
        load(session, plan=plan(session, bank=read), now=now)
    return bank.id


@dataclass(frozen=True)
class MadeBank:
    """The ids of made-up questions in the order in which new ones come, and the claim of each."""

    questions: tuple[int, ...]
    claims: dict[int, int]

    def key(self, question_id: int) -> str:
        return f"question-{question_id}"


def make_bank(session: Session, *, claims_of: Sequence[int], now: datetime) -> MadeBank:
    """A bank of plain cards, one for each of ``claims_of``: questions with the same number share their claim."""
    bank = Bank(key="made", title="Made up", loaded_at=now)
    session.add(bank)
    session.flush()
    topic = Topic(bank_id=bank.id, key="topic", title="A topic")
    session.add(topic)
    session.flush()
    claims = {number: number + 1 for number in sorted(set(claims_of))}
    _add_claims(session, bank.id, topic.id, list(claims.values()), now)
    questions = tuple(range(1, len(claims_of) + 1))
    claim_of = {question: claims[number] for question, number in zip(questions, claims_of, strict=True)}
    _add_questions(session, bank.id, claim_of, now)
    return MadeBank(questions, claim_of)


def grow_bank(session: Session, *, first: int, last: int, now: datetime) -> None:
    """Add questions with the ids ``first`` to ``last``, each on a claim of its own, to a made bank."""
    ids = list(range(first, last + 1))
    bank = session.scalars(select(Bank)).one()
    _add_claims(session, bank.id, session.scalars(select(Topic.id)).one(), ids, now)
    _add_questions(session, bank.id, {number: number for number in ids}, now)
    bank.loaded_at = now
    session.flush()


def _add_claims(session: Session, bank_id: int, topic_id: int, ids: list[int], now: datetime) -> None:
    rows = [{"id": i, "bank_id": bank_id, "key": f"claim-{i}", "topic_id": topic_id, "revision": 1} for i in ids]
    session.execute(insert(Claim), rows)
    contents = {i: _claim(i) for i in ids}
    session.execute(
        insert(ClaimRevision),
        [{"claim_id": i, "number": 1, "content": content, "content_hash": content_hash(content), "created_at": now}
         for i, content in contents.items()],
    )  # fmt: skip


def _add_questions(session: Session, bank_id: int, claim_of: dict[int, int], now: datetime) -> None:
    session.execute(
        insert(Question),
        [{"id": i, "bank_id": bank_id, "key": f"question-{i}", "kind": "card", "status": "published",
          "importance": "core", "position": i, "primary_claim_id": claim, "revision": 1}
         for i, claim in claim_of.items()],
    )  # fmt: skip
    contents = {i: _question(i, claim) for i, claim in claim_of.items()}
    session.execute(
        insert(QuestionRevision),
        [{"question_id": i, "number": 1, "content": content, "content_hash": content_hash(content), "created_at": now}
         for i, content in contents.items()],
    )  # fmt: skip
    session.execute(
        insert(QuestionClaim),
        [{"question_id": i, "claim_id": claim, "role": "primary"} for i, claim in claim_of.items()],
    )


def _claim(number: int) -> dict[str, object]:
    content = {"id": f"claim-{number}", "topic": "topic", "kind": "event", "statement": f"Event {number} took place.",
               "importance": "core", "sources": ["article#p01"]}  # fmt: skip
    return ClaimContent.from_json(content).to_json()


def _question(number: int, claim: int) -> dict[str, object]:
    content = {"id": f"question-{number}", "kind": "card", "claims": [f"claim-{claim}"], "status": "published",
               "importance": "core", "front": f"What was event {number}?", "back": f"Event {number}.",
               "explanation": f"Event {number} is made up."}  # fmt: skip
    return QuestionContent.from_json(content).to_json()


def set_status(session: Session, question_id: int, status: str) -> None:
    """Publish, retire or draft a question."""
    session.execute(update(Question).where(Question.id == question_id).values(status=status))
