"""Somebody's own cards: the list of them, and one with its memory and its history. Nothing here writes."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from flask_babel import gettext as _
from markupsafe import Markup
from sqlalchemy.orm import Session

from question_bank.words import Message
from webapp.cards.stems import stems
from webapp.history.collections import CollectionKind, CollectionRow, collections
from webapp.history.found import words_of
from webapp.history.settings import settings_of
from webapp.scheduling.fold import EventKind, Mode
from webapp.scheduling.forgetting import retrievability
from webapp.scheduling.intervals import interval_text
from webapp.scheduling.memory import State
from webapp.scheduling.settings import MATURE_STABILITY, StudySettings
from webapp.scheduling.study_day import ONE_DAY, StudyCalendar
from webapp.study.queries import content, own_cards
from webapp.study.queries.own_cards import CardOrder, CardStanding, WantedCards

from .answers import UnknownCardError

ROWS_A_PAGE = 50
MOST_DONE = 300
PARTS = (CollectionKind.ARTICLE, CollectionKind.TOPIC)


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedList:
    """What somebody asks the list for. ``part`` is the id of a collection; ``page`` counts from 1.

    ``only_leeches``: the cards that are missed often, wherever they stand.
    """

    words: str = ""
    standing: CardStanding | None = None
    only_leeches: bool = False
    part: int | None = None
    order: CardOrder = CardOrder.DUE
    is_falling: bool = False
    page: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnRow:
    """A row of the list. ``standing`` is None for a card that was never answered and is back again. ``due_on`` is a
    study day, None where the card does not come back by itself; ``stability`` is in days; ``is_leech``: missed often.
    """

    question_key: str
    stem: Markup
    standing: CardStanding | None
    part: str | None
    due_on: date | None
    is_due: bool
    stability: float | None
    lapses: int
    is_leech: bool
    answered_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnList:
    """A page of the list; ``total`` counts the rows of all pages. ``parts`` are what it can be narrowed to."""

    rows: tuple[OwnRow, ...]
    parts: tuple[CollectionRow, ...]
    page: int
    pages: int
    total: int


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryRow:
    """Something that was done with a card. ``interval`` is from then until it was to come back."""

    kind: EventKind
    mode: Mode
    at: datetime
    rating: int | None
    interval: Message | None
    is_undone: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnCardPage:
    """A card with its memory and its history, the latest first; ``has_more`` where that goes further back.

    ``difficulty`` is 1 to 10, ``recall`` the chance of remembering now, 0 to 1: None while the card is in its steps.
    """

    row: OwnRow
    difficulty: float | None
    recall: float | None
    repetitions: int
    history: tuple[HistoryRow, ...]
    has_more: bool


def list_own(session: Session, *, user_id: int, now: datetime, asked: AskedList) -> OwnList:
    """The cards of published questions that somebody has answered or set aside; a page beyond the last is the last.

    A part that is none, or out of sight, has no cards.
    """
    settings = settings_of(session, user_id=user_id)
    calendar = settings.policy.calendar
    parts = [each for each in collections(session, user_id=user_id) if each.kind in PARTS]
    wanted = WantedCards(
        user_id=user_id,
        day=calendar.day_of(now),
        standing=asked.standing,
        only_leeches=asked.only_leeches,
        collection_id=asked.part if asked.part is None or asked.part in {each.id for each in parts} else 0,
        words=words_of(asked.words) if asked.words.strip() else None,
        order=asked.order,
        is_falling=asked.is_falling,
    )
    total = own_cards.count_own(session, wanted)
    pages = max(1, -(-total // ROWS_A_PAGE))
    page = min(max(1, asked.page), pages)
    found = own_cards.own_cards(session, wanted, offset=(page - 1) * ROWS_A_PAGE, most=ROWS_A_PAGE)
    rows = _rows(session, user_id, found, parts, calendar, now)
    return OwnList(rows=rows, parts=tuple(parts), page=page, pages=pages, total=total)


def card_page(session: Session, *, user_id: int, key: str, now: datetime) -> OwnCardPage:
    """One of somebody's cards. Raises UnknownCardError where they have none of a published question of this key."""
    card = content.asked_card(session, user_id=user_id, key=key)
    if card is None or card.state is None or card.status != "published":
        raise UnknownCardError(_("There is no such card among those that you have answered."))
    settings = settings_of(session, user_id=user_id)
    calendar = settings.policy.calendar
    parts = [each for each in collections(session, user_id=user_id) if each.kind in PARTS]
    listed = own_cards.OwnCard(
        card.question_id,
        card.key,
        card.question_revision,
        card.state,
        card.stability,
        card.due_at,
        card.answered_at,
        card.lapses or 0,
        bool(card.suspended),
        card.buried_until,
        bool(card.leech),
    )
    (row,) = _rows(session, user_id, [listed], parts, calendar, now)
    done = own_cards.done_with(session, user_id=user_id, question_id=card.question_id, most=MOST_DONE + 1)
    return OwnCardPage(
        row=row,
        difficulty=card.difficulty,
        recall=_recall(card, settings, calendar.day_of(now)),
        repetitions=card.repetitions or 0,
        history=_history(done[:MOST_DONE], calendar),
        has_more=len(done) > MOST_DONE,
    )


def _rows(
    session: Session,
    user_id: int,
    found: Sequence[own_cards.OwnCard],
    parts: Sequence[CollectionRow],
    calendar: StudyCalendar,
    now: datetime,
) -> tuple[OwnRow, ...]:
    ids = [card.question_id for card in found]
    asked = stems(session, question_ids=ids)
    named = _named_parts(session, ids, parts)
    today = calendar.day_of(now)
    waiting = own_cards.held_back(session, user_id=user_id, day=today, question_ids=ids)
    return tuple(
        _row(
            card,
            asked[card.question_id],
            named.get(card.question_id),
            calendar,
            today,
            today + ONE_DAY if card.question_id in waiting else today,
        )
        for card in found
    )


def _named_parts(session: Session, ids: Collection[int], parts: Sequence[CollectionRow]) -> Mapping[int, str]:
    """The article that each question is from or, where it is from none, its topic."""
    within = own_cards.collections_of(session, question_ids=ids, collection_ids=[each.id for each in parts])
    titles = {each.id: each.title for each in parts}
    order = {each.id: place for place, each in enumerate(parts)}  # articles stand before topics
    named: dict[int, str] = {}
    for question, collection in sorted(within, key=lambda pair: order[pair[1]]):
        named.setdefault(question, titles[collection])
    return named


def _row(
    card: own_cards.OwnCard, stem: Markup, part: str | None, calendar: StudyCalendar, today: date, earliest: date
) -> OwnRow:
    """``earliest`` is the first study day on which the card can come."""
    standing = _standing(card, today)
    due_on = None if card.due_at is None else calendar.day_of(card.due_at)
    if standing is CardStanding.SUSPENDED:
        due_on = None
    elif standing is CardStanding.BURIED and card.buried_until is not None:
        due_on = card.buried_until if due_on is None else max(due_on, card.buried_until)
    if due_on is not None and due_on <= today:
        due_on = max(due_on, earliest)
    return OwnRow(
        question_key=card.question_key,
        stem=stem,
        standing=standing,
        part=part,
        due_on=due_on,
        is_due=due_on is not None and due_on <= today,
        stability=card.stability,
        lapses=card.lapses,
        is_leech=card.leech,
        answered_at=card.answered_at,
    )


def _standing(card: own_cards.OwnCard, today: date) -> CardStanding | None:
    if card.suspended:
        return CardStanding.SUSPENDED
    if card.buried_until is not None and card.buried_until > today:
        return CardStanding.BURIED
    match State(card.state):
        case State.NEW:
            return None
        case State.LEARNING:
            return CardStanding.LEARNING
        case State.RELEARNING:
            return CardStanding.RELEARNING
        case State.REVIEW:
            return CardStanding.MATURE if (card.stability or 0) >= MATURE_STABILITY else CardStanding.YOUNG


def _recall(card: content.AskedCard, settings: StudySettings, today: date) -> float | None:
    if card.state != State.REVIEW or not card.stability or card.study_day is None:
        return None
    return retrievability(card.stability, max(0, (today - card.study_day).days), settings.policy.weights)


def _history(done: Sequence[own_cards.Done], calendar: StudyCalendar) -> tuple[HistoryRow, ...]:
    """What was done, without the undos themselves: what they took back says so."""
    undone = {bytes(each.undoes) for each in done if each.undoes is not None}
    return tuple(
        HistoryRow(
            kind=EventKind(each.kind),
            mode=Mode(each.mode),
            at=each.answered_at,
            rating=each.rating,
            interval=_interval(each, calendar),
            is_undone=bytes(each.id) in undone,
        )
        for each in done
        if each.kind != EventKind.UNDO
    )


def _interval(done: own_cards.Done, calendar: StudyCalendar) -> Message | None:
    if done.kind != EventKind.ANSWER or done.due_at is None:
        return None
    return interval_text(done.answered_at, done.due_at, calendar)
