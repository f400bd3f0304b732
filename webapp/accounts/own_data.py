"""Everything that is one person's own, read page by page, so that neither memory nor a snapshot is held for long."""

from __future__ import annotations

import json
from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import IntEnum
from typing import Any
from uuid import UUID

from sqlalchemy import Column, LargeBinary, Table, select, tuple_

from webapp.db import Database
from webapp.models import (
    AuditEvent,
    Bank,
    Claim,
    Collection,
    Question,
    QuestionComment,
    QuestionRevision,
    ReviewLog,
    SchedulingPolicy,
    SchoolClass,
    Topic,
    User,
)
from webapp.models.base import ReviewId
from webapp.reviews.erase import OWNER, personal_tables
from webapp.scheduling.fold import EventKind, Mode
from webapp.scheduling.memory import State
from webapp.web.csv_lines import BYTE_ORDER_MARK, csv_lines

from .own_pictures import own_pictures
from .own_work import OwnWork

PAGE = 1_000
LEFT_OUT = frozenset(
    {
        "user_role",
        "new_card_frontier",
        "deck_import",
        "question_import",
        "import_picture",
        "job",
        "job_part",
        "recovery_code",
        "own_picture",
    }
)
"""Tables of one's own that say nothing more: roles stand in the account, the second is a place in the bank, the others
have what was read of a file of one's own until it is taken over, and files on their way in or out, for a day; of
recovery codes there are hashes alone, and pictures are put together from their parts."""
WITHHELD = frozenset(
    {
        ("user_session", "data"),
        ("attempt_item", "seed"),
        ("report", "answered_by"),
        ("second_factor", "secret"),
        ("second_factor", "last_counter"),
    }
)
"""Columns that are secrets of ours: with its seed an open quiz can be solved from the order in which it shows things;
or that name somebody else. Keys and digests are left out wherever they are."""
OF_OTHERS = frozenset({"by"})
"""Details of an event that say something of another person: who did it."""
NAMES: Mapping[str, type[IntEnum]] = {
    "kind": EventKind, "mode": Mode, "state": State, "state_before": State, "state_after": State,
}  # fmt: skip
WRITTEN_AS_JSON = frozenset({"presentation", "response", "weights"})
LOG: Any = ReviewLog.__table__

Row = dict[str, Any]
Reading = Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class OwnData:
    """What ``database`` holds of one person."""

    database: Database
    user_id: int
    _questions: dict[int, str] = field(default_factory=dict)

    def as_json(self, *, now: datetime) -> Iterator[str]:
        """All of it as the parts of one JSON object: the account, each table as a list, and the policies they name."""
        yield f'{{"made_at": {_json(now.isoformat())},\n"account": {_json(self._account())}'
        for table in sorted(personal_tables(), key=lambda table: table.name):
            if table.name not in LEFT_OUT:
                yield from _json_list(table.name, self.rows(table))
        yield from _json_list("question_comment", self._comments())
        for name, rows in OwnWork(self.database, self.user_id, PAGE).lists():
            yield from _json_list(name, rows)
        yield from _json_list("own_deck", self._own_decks())
        yield from _json_list("own_picture", own_pictures(self.database, self.user_id))
        yield from _json_list("audit_event", self._events())
        yield from _json_list("scheduling_policy", self._policies())
        yield "\n}\n"

    def log_as_csv(self) -> Iterator[str]:
        """The review log as the parts of a file, some lines each; what is JSON in a cell stands there as it is kept."""
        yield BYTE_ORDER_MARK + csv_lines([_names(LOG)])
        for page in self._pages(LOG, as_kept=WRITTEN_AS_JSON):
            yield csv_lines(page)

    def rows(self, table: Table) -> Iterator[Row]:
        """The person's rows of a table in the order of its key, with names and texts in the place of our numbers."""
        names = _names(table)
        for page in self._pages(table):
            yield from (dict(zip(names, row, strict=True)) for row in page)

    def _pages(self, table: Table, *, as_kept: Container[str] = ()) -> Iterator[Iterator[Sequence[Any]]]:
        """The rows some at a time. What is to be done with a value is found once a column: a log has millions."""
        given = _columns(table)
        reads = [None if column.name in as_kept else self._reading_of(column) for column in given]
        key = [column for column in table.primary_key.columns if column.name != OWNER]
        last: Sequence[Any] | None = None
        while page := self._page(table, [*given, *key], key, last):
            columns = zip(*(row[: len(given)] for row in page), strict=True)
            yield zip(*(_read(values, by) for values, by in zip(columns, reads, strict=True)), strict=True)
            last = page[-1][len(given) :]
            if len(page) < PAGE or not key:
                return

    def _page(
        self, table: Table, columns: Sequence[Column[Any]], key: Sequence[Column[Any]], after: Sequence[Any] | None
    ) -> Sequence[Sequence[Any]]:
        wanted = select(*columns).where(table.c[OWNER] == self.user_id).order_by(*key).limit(PAGE)
        if after is not None:
            wanted = wanted.where(key[0] > after[0] if len(key) == 1 else tuple_(*key) > tuple_(*after))
        with self.database.reader() as session:
            return session.execute(wanted).all()

    def _reading_of(self, column: Column[Any]) -> Reading | None:
        """What makes the values of a column readable; None for those that are."""
        named = {"question_id": self._question, "collection_id": self._collection, "class_id": self._class}
        if column.name in named:
            return named[column.name]
        if column.name in NAMES:
            return {each.value: each.name.lower() for each in NAMES[column.name]}.__getitem__
        if column.name in WRITTEN_AS_JSON:
            return json.loads
        return _as_uuid if isinstance(column.type, LargeBinary) else None

    def _question(self, question_id: int) -> str:
        """The key of a question; all are read at the first that is asked for."""
        if not self._questions:
            with self.database.reader() as session:
                self._questions.update(
                    (number, key) for number, key in session.execute(select(Question.id, Question.key))
                )
        return self._questions.get(question_id, "")

    def _collection(self, collection_id: int) -> Row:
        """What a collection is made of."""
        with self.database.reader() as session:
            found = session.get_one(Collection, collection_id)
            return {"kind": found.kind, "value": found.value}

    def _class(self, class_id: int) -> str:
        with self.database.reader() as session:
            return session.get_one(SchoolClass, class_id).title

    def _account(self) -> Row:
        with self.database.reader() as session:
            user = session.get_one(User, self.user_id)
            return {
                "email": user.email,
                "made_at": user.created_at,
                "confirmed_at": user.confirmed_at,
                "roles": sorted(role.name for role in user.roles),
            }

    def _events(self) -> Iterator[Row]:
        with self.database.reader() as session:
            events = session.execute(
                select(AuditEvent.at, AuditEvent.action, AuditEvent.detail)
                .where(AuditEvent.user_id == self.user_id)
                .order_by(AuditEvent.id)
            ).all()
        for at, action, detail in events:
            own = {name: value for name, value in detail.items() if name not in OF_OTHERS}
            yield {"at": at, "action": action, "detail": own}

    def _own_decks(self) -> Iterator[Row]:
        """What the cards ask that the person brought for themselves alone."""
        with self.database.reader() as session:
            cards = session.execute(
                select(Topic.title, QuestionRevision.content)
                .join(Claim, Claim.topic_id == Topic.id)
                .join(Question, Question.primary_claim_id == Claim.id)
                .join(
                    QuestionRevision,
                    (QuestionRevision.question_id == Question.id) & (QuestionRevision.number == Question.revision),
                )
                .join(Bank, Bank.id == Question.bank_id)
                .where(Bank.owner_id == self.user_id)
                .order_by(Question.position)
            ).all()
        yield from ({"deck": deck, "card": content} for deck, content in cards)

    def _comments(self) -> Iterator[Row]:
        """What the person said to other instructors about questions."""
        with self.database.reader() as session:
            said = session.execute(
                select(QuestionComment.question_id, QuestionComment.at, QuestionComment.words)
                .where(QuestionComment.author_id == self.user_id)
                .order_by(QuestionComment.id)
            ).all()
        yield from ({"question": self._question(question), "at": at, "words": words} for question, at, words in said)

    def _policies(self) -> Iterator[Row]:
        """What the person's reviews were scheduled by."""
        used = select(ReviewLog.policy_id).where(ReviewLog.user_id == self.user_id).distinct()
        with self.database.reader() as session:
            policies = session.execute(
                select(SchedulingPolicy.id, SchedulingPolicy.content)
                .where(SchedulingPolicy.id.in_(used))
                .order_by(SchedulingPolicy.id)
            ).all()
        yield from ({"id": number, **content} for number, content in policies)


def _read(values: Sequence[Any], by: Reading | None) -> Sequence[Any]:
    return values if by is None else [None if value is None else by(value) for value in values]


def _as_uuid(value: bytes | memoryview) -> str:
    return str(UUID(bytes=bytes(value)))


def _columns(table: Table) -> list[Column[Any]]:
    """The columns that are given out: not the owner, and no digest, which only proves a secret."""
    return [
        column
        for column in table.columns
        if column.name != OWNER
        and (table.name, column.name) not in WITHHELD
        and (not isinstance(column.type, LargeBinary) or column.type.length == ReviewId.length)
    ]


def _name(column: str) -> str:
    return column.removesuffix("_id") if column in {"question_id", "collection_id", "class_id"} else column


def _names(table: Table) -> list[str]:
    return [_name(column.name) for column in _columns(table)]


def _json_list(name: str, rows: Iterator[Row]) -> Iterator[str]:
    yield f",\n{_json(name)}: ["
    for number, row in enumerate(rows):
        yield (",\n  " if number else "\n  ") + _json(row)
    yield "]"


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, default=_as_text)


def _as_text(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} cannot be written as JSON")
