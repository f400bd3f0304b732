"""What the answer path remembers of a database: contents of questions and policies, neither of which ever changes."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

from question_bank.questions import Question
from webapp.scheduling.policy import Policy

from .ledger import Ledger, Statements
from .sql import Sql, statements

K = TypeVar("K")
V = TypeVar("V")

MOST_QUESTIONS = 20_000
MOST_POLICIES = 2_000


@dataclass(frozen=True, slots=True)
class Known:
    """The bounded memory of one database, shared by all threads of the process."""

    sql: Sql
    questions: dict[tuple[int, int], Question] = field(default_factory=dict)
    policies: dict[int, Policy] = field(default_factory=dict)
    policy_ids: dict[Policy, int] = field(default_factory=dict)

    def question(self, connection: Statements, question_id: int, revision: int) -> Question | None:
        """The question as it was in ``revision``; None if there is no such revision."""
        found = self.questions.get((question_id, revision))
        if found is None:
            row = connection.exec_driver_sql(
                self.sql.content, {"question_id": question_id, "revision": revision}
            ).fetchone()
            if row is None:
                return None
            found = self.keep_question(question_id, revision, _json(row[0]))
        return found

    def keep_question(self, question_id: int, revision: int, content: Mapping[str, Any]) -> Question:
        """The question that a revision's ``content`` holds, remembered from now on."""
        question = Question.from_json(content)
        _keep(self.questions, (question_id, revision), question, MOST_QUESTIONS)
        return question

    def policy(self, connection: Statements, policy_id: int) -> Policy:
        """The policy that a row of the log was scheduled by."""
        found = self.policies.get(policy_id)
        if found is None:
            row = connection.exec_driver_sql(self.sql.policy, {"policy_id": policy_id}).fetchone()
            if row is None:
                raise LookupError(f"the review log names the scheduling policy {policy_id}, which does not exist")
            found = Policy.from_json(_json(row[0]))
            _keep(self.policies, policy_id, found, MOST_POLICIES)
        return found


_KNOWN: WeakKeyDictionary[Ledger, Known] = WeakKeyDictionary()


def known_of(database: Ledger) -> Known:
    """What is remembered of ``database``."""
    found = _KNOWN.get(database)
    return found or _KNOWN.setdefault(database, Known(statements(is_sqlite=database.is_sqlite)))


def policy_id(database: Ledger, policy: Policy) -> int:
    """The id of ``policy``, which is stored first if it was never in use. Not to be called inside a shared commit."""
    known = known_of(database)
    found = known.policy_ids.get(policy)
    if found is None:
        found = _stored_policy_id(database, policy, known.sql)
        _keep(known.policy_ids, policy, found, MOST_POLICIES)
    return found


def _stored_policy_id(database: Ledger, policy: Policy, sql: Sql) -> int:
    parameters = _policy_parameters(policy)
    with database.reading() as connection:
        row = connection.exec_driver_sql(sql.policy_id, parameters).fetchone()
    return (
        int(row[0]) if row else database.commit_together(lambda connection: _insert_policy(connection, parameters, sql))
    )


def _policy_parameters(policy: Policy) -> dict[str, Any]:
    content = json.dumps(policy.to_json(), sort_keys=True, separators=(",", ":"))
    return {"digest": hashlib.sha256(content.encode()).digest(), "content": content}


def _insert_policy(connection: Statements, parameters: dict[str, Any], sql: Sql) -> int:
    connection.exec_driver_sql(sql.insert_policy, parameters)
    row = connection.exec_driver_sql(sql.policy_id, parameters).fetchone()
    if row is None:
        raise LookupError("a scheduling policy that was just stored is not there")
    return int(row[0])


def _keep(memory: dict[K, V], key: K, value: V, most: int) -> None:
    if len(memory) >= most:
        memory.clear()  # rarer than a restart; cheaper than keeping count of use
    memory[key] = value


def _json(value: Any) -> Any:
    return json.loads(value) if isinstance(value, str) else value  # psycopg has read it already
