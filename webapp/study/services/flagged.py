"""The list of cards that are set aside: what each asks, and why it is there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from flask_babel import gettext as _
from markupsafe import Markup
from sqlalchemy.orm import Session

from question_bank.questions import Question
from webapp.cards.stems import stem_of
from webapp.history.settings import settings_of
from webapp.study.queries import flagged
from webapp.web.formats import day_and_year

ROWS_A_PAGE = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class FlaggedRow:
    """A row of the list."""

    question_key: str
    question_html: Markup
    why: str
    suspended: bool
    buried: bool
    leech: bool
    lapses: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FlaggedPage:
    """A page of the list; ``total`` counts the rows of all pages."""

    rows: tuple[FlaggedRow, ...]
    page: int
    pages: int
    total: int


def list_flagged(session: Session, *, user_id: int, now: datetime, words: str, page: int) -> FlaggedPage:
    """The cards that are suspended, buried or leeches and ask about ``words``; a page beyond the last is the last."""
    settings = settings_of(session, user_id=user_id)
    today = settings.policy.calendar.day_of(now)
    total = flagged.count_flagged(session, user_id=user_id, day=today, words=words)
    pages = max(1, -(-total // ROWS_A_PAGE))
    shown = min(max(1, page), pages)
    rows = flagged.flagged_cards(
        session, user_id=user_id, day=today, words=words, offset=(shown - 1) * ROWS_A_PAGE, most=ROWS_A_PAGE
    )
    return FlaggedPage(rows=tuple(_row(row, today) for row in rows), page=shown, pages=pages, total=total)


def _row(card: flagged.FlaggedCard, today: date) -> FlaggedRow:
    question = Question.from_json(card.content)
    buried = card.buried_until is not None and card.buried_until > today
    return FlaggedRow(
        question_key=card.question_key,
        question_html=stem_of(question),
        why=_why(card, today) if card.suspended or buried else _("Leech"),
        suspended=card.suspended,
        buried=buried,
        leech=card.leech,
        lapses=card.lapses,
    )


def _why(card: flagged.FlaggedCard, today: date) -> str:
    if card.suspended:
        return str(_("Suspended"))
    if card.buried_until == today + timedelta(days=1):
        return str(_("Buried until tomorrow"))
    return str(_("Buried until %(day)s", day="" if card.buried_until is None else day_and_year(card.buried_until)))
