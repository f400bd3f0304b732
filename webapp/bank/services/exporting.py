"""A part of the bank in the format of another program, and before that what the format cannot carry."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from question_bank.exchange.drafts import Carried, Draft, Format
from question_bank.exchange.watching import tell
from question_bank.pictures import content_in_words, pictures_of
from question_bank.words import gettext
from webapp.bank.queries.questions import by_keys
from webapp.bank.queries.table import Wanted, keys

from .import_plan import drafted

MOST = 20_000  # questions of one file
NAMES_THEM = frozenset({"json", "yaml"})
"""Formats that say of a picture by what digest it is known here: the same bank shows it when the file comes back."""
NAMED = gettext("pictures: the file has their words and the names by which this bank knows them")
IN_WORDS = gettext("pictures: their words stand in their place")


@dataclass(frozen=True, slots=True, kw_only=True)
class Luggage:
    """How many questions go into the file, how many were wanted, and how often what stays behind."""

    carried: int
    wanted: int
    losses: Mapping[str, int]
    drafts: Sequence[Draft] = ()


def _carried(form: Format, draft: Draft) -> Carried:
    """What the format takes of the draft, whose pictures stay here."""
    if not pictures_of(draft.data):
        return form.carry(draft)
    if form.name in NAMES_THEM:
        carried, loss = form.carry(draft), NAMED
    else:
        carried, loss = form.carry(replace(draft, data=content_in_words(draft.data))), IN_WORDS
    return replace(carried, losses=(*carried.losses, loss))


def pack(session: Session, *, form: Format, wanted: Wanted) -> Luggage:
    """The wanted questions as the format takes them."""
    rows = by_keys(session, keys=keys(session, wanted=wanted, most=MOST))
    carried = []
    for done, row in enumerate(rows):
        tell(done, len(rows))
        carried.append(_carried(form, Draft(name=row.key, data=drafted(row.content))))
    losses = Counter(loss for each in carried for loss in each.losses)
    drafts = [each.draft for each in carried if each.draft is not None]
    return Luggage(carried=len(drafts), wanted=len(rows), losses=dict(losses.most_common()), drafts=drafts)
