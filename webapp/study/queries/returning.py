"""What is needed to show a card again right after its answer: two statements of the driver, on the answer path."""

from __future__ import annotations

from datetime import datetime
from typing import Any, NamedTuple

from webapp.driver import DriverStatements
from webapp.models.base import from_milliseconds
from webapp.scheduling.settings import POLICY_COLUMNS

from .content import ALSO, PRIMARY, RIVAL, ClaimUse
from .driver import driver_sql


class ReturningCard(NamedTuple):
    """The question of a card that was just answered; ``chosen`` is what its policy is made of (``POLICY_COLUMNS``, and
    the own weights).
    """

    question_id: int
    key: str
    kind: str
    revision: int
    version: int
    suspended: bool
    loaded_at: datetime | None
    chosen: tuple[Any, ...]


_CARD = driver_sql(f"""
    SELECT q.id, q.key, q.kind, q.revision, c.version, c.suspended, (SELECT max(loaded_at) FROM bank),
           {", ".join(f"s.{column}" for column in POLICY_COLUMNS)},
           (SELECT p.weights FROM memory_parameters p WHERE p.user_id = c.user_id AND p.in_force)
    FROM card c JOIN question q ON q.id = c.question_id LEFT JOIN user_settings s ON s.user_id = c.user_id
    WHERE c.user_id = :user_id AND c.question_id = :question_id AND q.status = 'published'""")  # noqa: S608  # columns

_USES = driver_sql(f"""
    SELECT CASE u.role WHEN 'primary' THEN {PRIMARY} ELSE {ALSO} END, c.id, c.revision
    FROM question_claim u JOIN claim c ON c.id = u.claim_id WHERE u.question_id = :question_id
    UNION
    SELECT {RIVAL}, c.id, c.revision FROM question_claim u JOIN claim_link l ON l.claim_id = u.claim_id
           JOIN claim c ON c.id = l.other_id
    WHERE u.question_id = :question_id AND l.kind = 'conflicts-with' AND c.retired_at IS NULL
    UNION
    SELECT {RIVAL}, c.id, c.revision FROM question_claim u JOIN claim_link l ON l.other_id = u.claim_id
           JOIN claim c ON c.id = l.claim_id
    WHERE u.question_id = :question_id AND l.kind = 'conflicts-with' AND c.retired_at IS NULL
    ORDER BY 1, 2""")  # noqa: S608  # numbers of our own


def returning_card(
    connection: DriverStatements, *, is_sqlite: bool, user_id: int, question_id: int
) -> ReturningCard | None:
    """The published question of a person's card, with what schedules it; None where there is no such card."""
    values = {"user_id": user_id, "question_id": question_id}
    row = connection.exec_driver_sql(_CARD.text(is_sqlite=is_sqlite), values).fetchone()
    if row is None:
        return None
    question_id, key, kind, revision, version, suspended, loaded_at, *chosen = row
    return ReturningCard(
        question_id=question_id,
        key=key,
        kind=kind,
        revision=revision,
        version=version,
        suspended=suspended,
        loaded_at=None if loaded_at is None else from_milliseconds(loaded_at),
        chosen=tuple(chosen),
    )


def claim_uses_of(connection: DriverStatements, *, is_sqlite: bool, question_id: int) -> tuple[ClaimUse, ...]:
    """The claims that bear on a question, in the order of ``content.claim_uses``."""
    rows = connection.exec_driver_sql(_USES.text(is_sqlite=is_sqlite), {"question_id": question_id}).fetchall()
    return tuple(ClaimUse(question_id, role, claim, revision) for role, claim, revision in rows)
