"""The blueprint of the bank's pages, and what they share."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any, TypeVar

from flask import Blueprint, current_app, g, request
from flask_babel import gettext, ngettext
from sqlalchemy.orm import Session
from werkzeug.exceptions import BadRequest, NotFound

from question_bank.questions import Question
from webapp.bank.forms.asked import read_key
from webapp.bank.queries import questions
from webapp.bank.queries.questions import QuestionRow
from webapp.bank.queries.stored import bank_id, bank_row
from webapp.bank.services.alike import KnownPairs
from webapp.bank.services.checking import BadQuestionError, check
from webapp.bank.services.items import KnownItems
from webapp.bank.services.preview import preview_edited
from webapp.bank.services.publishing import Asking
from webapp.bank.services.reviewing import Advice, advise_question
from webapp.bank.services.revision_writing import Saved
from webapp.cards import ShownCard
from webapp.cards.originals import originals_of
from webapp.db import request_session
from webapp.web.errors import NotPossible
from webapp.web.identity import require_person
from webapp.web.words import say

Known = TypeVar("Known")
MOST_KNOWN = 50  # banks of which a process keeps what it read

blueprint = Blueprint("bank", __name__, url_prefix="/bank")

A_NUMBER = "<int(max=2147483647):number>"  # of a row; one that no column of ids takes is no address
AT_BANK = "at_bank"  # in a form of the bank's pages: the id of the bank that the page was about


@blueprint.before_request
def refuse_another_bank() -> None:
    """What was written about one bank comes into no other that was chosen meanwhile. Raises NotPossible."""
    written = request.form.get(AT_BANK) if request.method == "POST" else None
    if written is not None and written != str(g.get(AT_BANK)):
        raise NotPossible(
            gettext(
                "This page is about another bank than the one that you work on by now. Nothing was changed. Choose its "
                "bank again under Banks, in another tab; then go back here and send it once more."
            )
        )


def asking() -> Asking:
    """Who is at work here, and what this site lets them do with what they wrote."""
    return Asking(person_id=require_person().id, own_allowed=current_app.config["OWN_PUBLISHING"])


def known_items() -> KnownItems:
    """How the questions of the bank in sight do, as this process read it last."""
    return _known_of_bank("tumen_items", KnownItems)


def known_pairs() -> KnownPairs:
    """What is alike in the bank in sight, as this process found it last."""
    return _known_of_bank("tumen_alike", KnownPairs)


def _known_of_bank(name: str, make: Callable[[], Known]) -> Known:
    """What is kept by ``name`` for the bank in sight alone: who keeps another bank is told nothing of this one. Of too
    many banks the one goes that was asked for first.
    """
    of_banks: dict[int, Known] = current_app.extensions.setdefault(name, {})
    known = of_banks.setdefault(bank_id(request_session()), make())
    if len(of_banks) > MOST_KNOWN:
        of_banks.pop(next(iter(of_banks)), None)
    return known


def advice_on(data: Mapping[str, Any], problems: Collection[str]) -> list[Advice]:
    """What the reviewer's rules say of a question that was previewed; nothing where its ``problems`` come first."""
    return [] if problems else advise_question(request_session(), question=Question.from_json(data))


def preview_of(data: Mapping[str, Any]) -> tuple[ShownCard | None, tuple[str, ...]]:
    """A content as the card that a student would see, or (None) everything that is wrong with it."""
    session = request_session()
    bank = bank_row(session)
    try:
        checked = check(session, bank_id=bank.id if bank else 0, data=data)
    except BadQuestionError as error:
        return None, error.problems
    card = preview_edited(
        session, question=checked.question, claims=checked.claims, originals=originals_of(current_app)
    )
    return card, ()


def nothing_changed(problems: Iterable[str]) -> BadRequest:
    """The refusal of what somebody sent, with everything that is wrong with it."""
    return BadRequest(gettext("Nothing was changed: %(problems)s.", problems="; ".join(map(say, problems))))


def load_question(session: Session, key: str) -> QuestionRow:
    """The question that an address names. Raises NotFound. (Who may edit is the access table's word: instructors.)"""
    row = questions.question(session, key=read_key(key))
    if row is None:
        raise NotFound(gettext("There is no such question. The table of questions has all that there are."))
    return row


def saved_words(saved: Saved, *, is_published: bool = False) -> str:
    """What is said to somebody who saved, or published what was saved."""
    if not saved.is_new_revision:
        return str(gettext("Nothing had changed, so nothing was kept."))
    if saved.is_proposed:
        return str(gettext("Kept. Students see it when a second person has published it."))
    if saved.brought_back:
        asked_again: str = ngettext(
            "Kept. %(num)d student who learned it is asked again.",
            "Kept. %(num)d students who learned it are asked again.",
            saved.brought_back,
        )
        return asked_again
    if is_published:
        return str(gettext("Published as revision %(number)d: students see it now.", number=saved.revision))
    return str(gettext("Kept as revision %(number)d.", number=saved.revision))
