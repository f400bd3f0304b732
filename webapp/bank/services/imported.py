"""Imported drafts on their way into the bank: completed one by one, or together where nothing is missing."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from question_bank.claims import Importance
from question_bank.exchange.drafts import Draft, key_for, open_points
from question_bank.pictures import pictures_of
from question_bank.words import gettext
from webapp.bank.queries.imported import ImportedRow, waiting
from webapp.models import BankPicture, Claim, ImportedQuestion, Question
from webapp.web import reasons
from webapp.web.audit import note_event

from .checking import BadQuestionError
from .editing import Edit, create_question

MOST_AT_ONCE = 200  # drafts that one press puts into the bank
NO_PICTURE = gettext(
    "the bank has not the picture that it shows: import it from an Anki package, or take it out of the text"
)


class AlreadyInTheBankError(Exception):
    """Somebody has put the draft into the bank meanwhile, or removed it."""


def proposed(row: ImportedRow) -> dict[str, Any]:
    """The draft as a question of the bank, with the key that it could have there."""
    draft = Draft(name=row.name, data=row.data)
    return {"importance": Importance.USEFUL.value, **row.data, "id": key_for(draft)}


def lacking(session: Session, *, rows: Sequence[ImportedRow]) -> list[list[str]]:
    """What each of the drafts lacks before it can stand in the bank: of itself, and because of what the bank has."""
    drafts = [proposed(row) for row in rows]
    named = [_claims_in(row.data) for row in rows]
    known = _stored(session, Claim, {key for keys in named for key in keys})
    taken = _stored(session, Question, {draft["id"] for draft in drafts})
    without = _without_pictures(session, [row.data for row in rows])
    return [
        [
            *open_points(row.data),
            *(gettext("there is no claim '%(key)s'", key=key) for key in keys if key not in known),
            *(
                [gettext("the bank has a question '%(draft)s' already: give it another key", draft=draft["id"])]
                if draft["id"] in taken
                else []
            ),
            *([NO_PICTURE] if is_without else []),
        ]
        for row, draft, keys, is_without in zip(rows, drafts, named, without, strict=True)
    ]


def _without_pictures(session: Session, contents: Sequence[Mapping[str, Any]]) -> list[bool]:
    """Of each of the contents whether it shows a picture that the bank does not have."""
    shown = [{bytes.fromhex(digest) for digest in pictures_of(content)} for content in contents]
    asked = select(BankPicture.digest).where(BankPicture.digest.in_(set().union(*shown)), BankPicture.part == 0)
    there = set(map(bytes, session.scalars(asked))) if any(shown) else set()
    return [not digests <= there for digests in shown]


def _claims_in(data: Mapping[str, Any]) -> list[str]:
    """Every claim that a draft names."""
    entries = [*data.get("options", ()), *data.get("items", ())]
    return list(dict.fromkeys([*data.get("claims", ()), *(entry["claim"] for entry in entries if entry.get("claim"))]))


def _stored(session: Session, table: type[Claim | Question], keys: Collection[str]) -> set[str]:
    """Which of the keys the bank has."""
    return set(session.scalars(select(table.key).where(table.key.in_(keys)))) if keys else set()


def put_into_bank(session: Session, *, number: int, edit: Edit, now: datetime) -> str:
    """Make the imported draft, as ``edit`` completes it, a draft of the bank; its key.

    Raises BadQuestionError and AlreadyInTheBankError.
    """
    waits = select(ImportedQuestion.id).where(
        ImportedQuestion.id == number, ImportedQuestion.question_id.is_(None)
    )  # fmt: skip
    if session.scalar(waits.with_for_update()) is None:
        raise AlreadyInTheBankError
    key = create_question(session, edit=edit, now=now)
    made = session.scalar(select(Question.id).where(Question.key == key))
    session.execute(update(ImportedQuestion).where(ImportedQuestion.id == number).values(question_id=made))
    note_event(
        session, action="imported question put into the bank", user_id=edit.author_id, now=now, question=key
    )  # fmt: skip
    return key


def put_complete(session: Session, *, user_id: int, now: datetime) -> int:
    """Put the first drafts that lack nothing into the bank, as drafts; how many these were."""
    done, first = 0, 0
    while done < MOST_AT_ONCE and (rows := waiting(session, first=first, most=MOST_AT_ONCE)):
        for row in rows:
            if done < MOST_AT_ONCE and not open_points(row.data) and _put(session, row, user_id, now):
                done += 1
            else:
                first += 1
    return done


def _put(session: Session, row: ImportedRow, user_id: int, now: datetime) -> bool:
    if any(_without_pictures(session, [row.data])):
        return False
    edit = Edit(data=proposed(row), author_id=user_id, why=reasons.IMPORTED.filled(file=row.file))
    try:
        put_into_bank(session, number=row.id, edit=edit, now=now)
    except BadQuestionError:  # a claim that is not there, or a key that is taken: it goes on waiting
        return False
    return True


def remove_imported(session: Session, *, number: int, user_id: int, now: datetime) -> None:
    """Remove a draft that waits. The file can be imported again."""
    session.execute(
        delete(ImportedQuestion).where(ImportedQuestion.id == number, ImportedQuestion.question_id.is_(None))
    )
    note_event(session, action="imported question removed", user_id=user_id, now=now, number=number)
