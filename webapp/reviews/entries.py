"""What a client sends: answers, actions and undos, read from JSON with a clear word about each that cannot be read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, NamedTuple
from uuid import UUID

from question_bank.fields import KEY
from webapp.models.base import from_milliseconds
from webapp.scheduling.fold import EventKind, Mode
from webapp.scheduling.memory import Rating

MOST_ENTRIES = 200
LONGEST_DURATION_MS = 24 * 60 * 60 * 1000
MOST_REVISIONS = 2**31 - 1
LARGEST_SEED = 2**53 - 1
MOST_HINTS = 20
MODES = {"study": Mode.STUDY, "ahead": Mode.AHEAD, "cram": Mode.CRAM, "read": Mode.READ}
"""Whence a client may say that an answer comes."""
ACTIONS = {
    "bury": EventKind.BURY,
    "unbury": EventKind.UNBURY,
    "suspend": EventKind.SUSPEND,
    "unsuspend": EventKind.UNSUSPEND,
}


class BadEntries(ValueError):  # noqa: N818  # named as what it is about
    """What was sent is not a list of entries at all. The message says what is wanted."""


class _BadEntryError(ValueError):
    pass


class Answer(NamedTuple):
    """A card was answered. Without ``rating`` the one that the grading of ``response`` proposes is taken.

    ``due_at`` is when the card comes back, as the button said that was pressed; what it cannot have said is ignored.
    ``hints`` is how many were looked at before. ``mode`` says why it was answered: clients may name one of ``MODES``,
    the others come from within the application.
    """

    id: UUID
    card: str
    revision: int
    answered_at: datetime
    duration_ms: int | None = None
    seed: int | None = None
    response: Mapping[str, Any] | None = None
    rating: Rating | None = None
    hints: int = 0
    due_at: datetime | None = None
    mode: Mode = Mode.STUDY


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """A card was buried, suspended or brought back, or is to be shown again."""

    id: UUID
    card: str
    kind: EventKind
    answered_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Undo:
    """An earlier entry is taken back."""

    id: UUID
    undoes: UUID
    answered_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Unreadable:
    """An entry that is refused whatever the database holds. ``id`` is that of the entry as far as it has one."""

    id: str | None
    reason: str


Entry = Answer | Action | Undo


def read_entries(payload: object) -> list[Entry | Unreadable]:
    """The entries of a request, in their order. Raises BadEntries unless ``payload`` is a list of 1 to 200."""
    if not isinstance(payload, list):
        raise BadEntries("Send a JSON list of entries.")
    if not 1 <= len(payload) <= MOST_ENTRIES:
        raise BadEntries(f"Send 1 to {MOST_ENTRIES} entries at a time; these are {len(payload)}.")
    return [read_entry(entry) for entry in payload]


def read_entry(entry: object) -> Entry | Unreadable:
    """One entry, or the reason why it cannot be read."""
    if not isinstance(entry, dict):
        return Unreadable(id=None, reason="An entry is a JSON object.")
    try:
        return _read(entry)
    except _BadEntryError as problem:
        given = entry.get("id")
        return Unreadable(id=given[:100] if isinstance(given, str) else None, reason=str(problem))


def _read(entry: dict[str, Any]) -> Entry:
    name = _uuid(entry, "id")
    answered_at = _instant(entry, "answered_at")
    if "undoes" in entry:
        return Undo(id=name, undoes=_uuid(entry, "undoes"), answered_at=answered_at)
    card = entry.get("card")
    if not isinstance(card, str) or not KEY.fullmatch(card):
        raise _BadEntryError('"card" is the key of a question: small letters, digits and hyphens, at most 60.')
    if "action" in entry:
        return Action(id=name, card=card, kind=_action(entry["action"]), answered_at=answered_at)
    return _answer(entry, name, card, answered_at)


def _answer(entry: dict[str, Any], name: UUID, card: str, answered_at: datetime) -> Answer:
    response, rating = entry.get("response"), _number(entry, "rating", 1, 4)
    if response is not None and not isinstance(response, dict):
        raise _BadEntryError('"response" is a JSON object.')
    if response is None and rating is None:
        raise _BadEntryError('An answer has a "response", a "rating" from 1 to 4, or both.')
    revision = _number(entry, "revision", 1, MOST_REVISIONS)
    if revision is None:
        raise _BadEntryError('An answer names the "revision" of the question that was shown.')
    duration = _number(entry, "duration_ms", 0, None)
    return Answer(
        id=name,
        card=card,
        revision=revision,
        answered_at=answered_at,
        duration_ms=None if duration is None else min(duration, LONGEST_DURATION_MS),
        seed=_number(entry, "seed", 0, LARGEST_SEED),
        response=response,
        rating=None if rating is None else Rating(rating),
        due_at=None if entry.get("due_at") is None else _instant(entry, "due_at"),
        mode=_mode(entry.get("mode", "study")),
        hints=_number(entry, "hints", 0, MOST_HINTS) or 0,
    )


def _uuid(entry: dict[str, Any], field: str) -> UUID:
    try:
        return UUID(entry[field])
    except (KeyError, ValueError, TypeError, AttributeError) as error:
        raise _BadEntryError(f'"{field}" is a UUID such as 0197a3c2-5a1e-7cc3-98c4-dc0c0c07398f.') from error


def _instant(entry: dict[str, Any], field: str) -> datetime:
    value = entry.get(field)
    try:
        if isinstance(value, int) and not isinstance(value, bool):
            return from_milliseconds(value)
        if isinstance(value, str):
            instant = datetime.fromisoformat(value).astimezone(UTC)
            if datetime.fromisoformat(value).tzinfo is not None:
                return instant.replace(microsecond=instant.microsecond // 1000 * 1000)
    except (ValueError, OverflowError) as error:
        raise _BadEntryError(f'"{field}" names no instant that exists.') from error
    raise _BadEntryError(
        f'"{field}" is a time with its offset, such as 2026-11-22T10:00:00Z, or milliseconds since 1970.'
    )


def _number(entry: dict[str, Any], field: str, least: int, most: int | None) -> int | None:
    value = entry.get(field)
    if value is None:
        return None
    if not isinstance(value, int) or isinstance(value, bool) or value < least or (most is not None and value > most):
        raise _BadEntryError(
            f'"{field}" is a whole number ' + (f"from {least} to {most}." if most else f"of at least {least}.")
        )
    return value


def _mode(value: object) -> Mode:
    if not isinstance(value, str) or value not in MODES:
        raise _BadEntryError('"mode" is one of ' + ", ".join(MODES) + ".")
    return MODES[value]


def _action(value: object) -> EventKind:
    if not isinstance(value, str) or value not in ACTIONS:
        raise _BadEntryError('"action" is one of ' + ", ".join(ACTIONS) + ".")
    return ACTIONS[value]
