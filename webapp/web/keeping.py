"""The banks that somebody may change, and the one of them that the bank's pages are about."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from flask import g
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.exceptions import BadRequest

from webapp.db import Database, database
from webapp.models import Bank, BankMember
from webapp.models.bank import SHIPPED
from webapp.models.visible import NOTHING, Banks, only_visible

from .people import Person
from .session_rows import person_by_id
from .sessions import current_session

CHOSEN = "bank"  # in the session: the id of the bank that was chosen


class KeptBank(NamedTuple):
    """A bank that somebody may change."""

    id: int
    key: str
    title: str


def kept_banks(session: Session, *, person: Person) -> Sequence[KeptBank]:
    """What the person may change, the oldest first: instructors the shipped bank, editors theirs, administrators all.

    Nobody changes here what a person brought for themselves alone.
    """
    if not person.is_instructor:
        return ()
    is_editor = (
        select(BankMember.bank_id)
        .where(BankMember.bank_id == Bank.id, BankMember.user_id == person.id, BankMember.role == "editor")
        .exists()
    )
    rows = session.execute(
        select(Bank.id, Bank.key, Bank.title, is_editor)
        .where(Bank.audience.in_(("everyone", "members")))
        .order_by(Bank.id)
    )
    return [
        KeptBank(number, key, title)
        for number, key, title, edits in rows
        if edits or person.is_admin or (key == SHIPPED and person.keeps_shipped)
    ]  # fmt: skip


def is_kept(opened: Database, *, bank_id: int, user_id: int) -> bool:
    """Whether somebody may change the bank by now, for what is done in their name after they went."""
    person = person_by_id(opened, user_id)
    if person is None:
        return False
    with only_visible(None), opened.reader() as session:
        return bank_id in {bank.id for bank in kept_banks(session, person=person)}


def bank_at_hand(*, person: Person) -> Banks:
    """The bank that the pages of the bank are about; NOTHING for who keeps none, None where there is but one."""
    if not person.is_instructor:
        return NOTHING
    with only_visible(None), database().reader() as session:
        numbers = [bank.id for bank in kept_banks(session, person=person)]
        if numbers and person.banks is None and not _has_second_bank(session):
            return None
    return frozenset({_chosen(numbers)}) if numbers else NOTHING


def _chosen(numbers: Sequence[int]) -> int:
    """The bank that was chosen among these; the first, if none was."""
    chosen: int = current_session().get(CHOSEN, numbers[0])
    return chosen if chosen in numbers else numbers[0]


def banks_to_keep(*, person: Person, narrowed: bool, asked: str | None = None) -> Banks:
    """What is in sight where banks are kept: the chosen bank (the first, if none was chosen), or all that are kept.

    ``g.at_bank`` is the one that a page is about, for its forms to say so.
    None where the site has a single bank: nothing need be asked then. ``asked`` is the key of the bank that a program
    names. Raises BadRequest where the person may not change it.
    """
    with only_visible(None), database().reader() as session:
        g.kept_banks = kept_banks(session, person=person)
        if asked is not None:
            return frozenset({_named(asked)})
        is_alone = person.banks is None and not _has_second_bank(session)
    numbers = [bank.id for bank in g.kept_banks]
    if not numbers:
        return None if is_alone else NOTHING
    at_bank = numbers[0] if is_alone else _chosen(numbers)
    if narrowed:
        g.at_bank = at_bank
    if is_alone:
        return None
    g.chosen_bank = at_bank
    return frozenset({at_bank} if narrowed else numbers)


def _has_second_bank(session: Session) -> bool:
    """Whether the site has more banks than one; every deck that somebody brought is one, so they are not counted."""
    return len(session.scalars(select(Bank.id).limit(2)).all()) > 1


def _named(key: str) -> int:
    """The id of the bank with this key among those that are kept."""
    for bank in g.kept_banks:
        if bank.key == key:
            return int(bank.id)
    keys = ", ".join(bank.key for bank in g.kept_banks)
    raise BadRequest(_("“bank” is the key of a bank that you may change: %(keys)s.", keys=keys))
