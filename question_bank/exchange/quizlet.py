"""Terms and definitions as Quizlet copies them: a card a row, with signs of one's own between and behind them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from question_bank.words import gettext

from .drafts import Carried, Draft, ExchangeError, Item, item_of, once_each, refused
from .packing import Packing, not_carried
from .text_files import decoded, encoded

KINDS = frozenset({"card"})
BETWEEN, BEHIND = "\t", "\n"
WRITTEN_BETWEEN, WRITTEN_BEHIND = ";TAB;", ";BREAK;"
"""What stands between and behind in files that are written here, since definitions have line breaks."""


def carry(draft: Draft) -> Carried:
    """Quizlet takes the front and the back of a card."""
    if (nothing := not_carried(draft, KINDS)) is not None:
        return nothing
    if any(sign in draft.data[side] for sign in (WRITTEN_BETWEEN, WRITTEN_BEHIND) for side in ("front", "back")):
        return Carried(
            draft=None,
            losses=(
                gettext(
                    "the whole question: it has %(written_between)s or %(written_behind)s in it",
                    written_between=WRITTEN_BETWEEN,
                    written_behind=WRITTEN_BEHIND,
                ),
            ),
        )
    packing = Packing(draft)
    packing.leave("claims", "importance", "hint", "explanation", "tags", "waive")
    return packing.carried()


def write(drafts: Sequence[Draft]) -> bytes:
    rows = (f"{draft.data['front']}{WRITTEN_BETWEEN}{draft.data['back']}{WRITTEN_BEHIND}\n" for draft in drafts)
    return encoded("".join(rows))


def read(content: bytes) -> list[Item]:
    """The cards in the text, with the signs that it seems to have. Raises ExchangeError."""
    text = decoded(content)
    if WRITTEN_BETWEEN in text:
        return read_with(text, between=WRITTEN_BETWEEN, behind=WRITTEN_BEHIND if WRITTEN_BEHIND in text else BEHIND)
    return read_with(text, between=BETWEEN, behind=BEHIND)


def read_with(text: str, *, between: str, behind: str) -> list[Item]:
    """The cards: ``between`` stands between front and back, ``behind`` ends a card. Raises ExchangeError."""
    if not between or not behind or between == behind:
        raise ExchangeError(
            gettext(
                "Between the sides of a card stands one sign, and behind the card another one: choose two that differ."
            )
        )
    return once_each(_items(text, between, behind))


def _items(text: str, between: str, behind: str) -> Iterator[Item]:
    rows = [row.strip("\n") for row in text.split(behind)]
    for number, row in enumerate((row for row in rows if row.strip()), start=1):
        front, found, back = row.partition(between)
        if found:
            yield item_of(number, {"kind": "card", "front": front.strip(), "back": back.strip()})
        else:
            yield refused(
                number,
                row,
                gettext("there is no sign in it that divides front and back: say above the text which one does"),
            )
