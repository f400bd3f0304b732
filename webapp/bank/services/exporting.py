"""A part of the bank in the format of another program, and before that what the format cannot carry."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from question_bank.exchange.drafts import Draft, Format
from question_bank.exchange.watching import tell
from webapp.bank.queries.questions import by_keys
from webapp.bank.queries.table import Wanted, keys

from .import_plan import drafted

MOST = 20_000  # questions of one file


@dataclass(frozen=True, slots=True, kw_only=True)
class Luggage:
    """How many questions go into the file, how many were wanted, and how often what stays behind."""

    carried: int
    wanted: int
    losses: Mapping[str, int]
    drafts: Sequence[Draft] = ()


def pack(session: Session, *, form: Format, wanted: Wanted) -> Luggage:
    """The wanted questions as the format takes them."""
    rows = by_keys(session, keys=keys(session, wanted=wanted, most=MOST))
    carried = []
    for done, row in enumerate(rows):
        tell(done, len(rows))
        carried.append(form.carry(Draft(name=row.key, data=drafted(row.content))))
    losses = Counter(loss for each in carried for loss in each.losses)
    drafts = [each.draft for each in carried if each.draft is not None]
    return Luggage(carried=len(drafts), wanted=len(rows), losses=dict(losses.most_common()), drafts=drafts)
