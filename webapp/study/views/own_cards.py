"""The list of somebody's own cards, and the page of one."""

from __future__ import annotations

from enum import StrEnum
from typing import TypeVar

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.exceptions import NotFound

from question_bank.fields import KEY
from webapp.db import request_session
from webapp.study.queries.own_cards import CardOrder, CardStanding
from webapp.study.services.answers import UnknownCardError
from webapp.study.services.own_cards import AskedList, card_page, list_own
from webapp.web.clock import now
from webapp.web.identity import require_person

from .blueprint import blueprint
from .lists import LONGEST_SEARCH

FALLING_AT_FIRST = frozenset({CardOrder.LAPSES, CardOrder.ANSWERED})
"""Orders that are asked for from the other end: what was missed most, what was answered last."""
OTHER_WAY = "-"
MISSED_OFTEN = "missed-often"
"""A choice beside where a card stands, which it may have anywhere."""
_Chosen = TypeVar("_Chosen", bound=StrEnum)


@blueprint.get("/cards")
def cards() -> ResponseReturnValue:
    """The person's cards, a page of them; what is not understood of the address is left out."""
    asked = _asked()
    listed = list_own(request_session(), user_id=require_person().id, now=now(), asked=asked)
    state = MISSED_OFTEN if asked.only_leeches else asked.standing
    return render_template(
        "study/cards.html",
        listed=listed,
        asked=asked,
        chosen={"q": asked.words or None, "state": state, "part": asked.part},
        sort=_sort(asked.order, is_falling=asked.is_falling),
        sorts={order: _next_sort(order, asked) for order in CardOrder},
        states=[*CardStanding, MISSED_OFTEN],
    )


@blueprint.get("/cards/<key>")
def card(key: str) -> ResponseReturnValue:
    """One of the person's cards: its memory, and what was done with it."""
    if not KEY.fullmatch(key):
        raise NotFound(_("There is no such card."))
    try:
        found = card_page(request_session(), user_id=require_person().id, key=key, now=now())
    except UnknownCardError as error:
        raise NotFound(str(error)) from error
    return render_template("study/card.html", card=found)


def _asked() -> AskedList:
    sort, state = request.args.get("sort", ""), request.args.get("state", "")
    known = _one_of(CardOrder, sort.removeprefix(OTHER_WAY))
    order = known or CardOrder.DUE
    return AskedList(
        words=request.args.get("q", "")[:LONGEST_SEARCH].replace("\0", "").strip(),
        standing=_one_of(CardStanding, state),
        only_leeches=state == MISSED_OFTEN,
        part=_number(request.args.get("part", "")),
        order=order,
        is_falling=(order in FALLING_AT_FIRST) != (known is not None and sort.startswith(OTHER_WAY)),
        page=_number(request.args.get("page", "")) or 1,
    )


def _sort(order: CardOrder, *, is_falling: bool) -> str:
    return order if is_falling == (order in FALLING_AT_FIRST) else f"{OTHER_WAY}{order}"


def _next_sort(order: CardOrder, asked: AskedList) -> str:
    """What the head of a column leads to: its order, or the same from the other end where the list has it already."""
    is_falling = not asked.is_falling if order is asked.order else order in FALLING_AT_FIRST
    return _sort(order, is_falling=is_falling)


def _one_of(choices: type[_Chosen], name: str) -> _Chosen | None:
    return choices(name) if name in set(choices) else None


def _number(written: str) -> int | None:
    return int(written) if written.isascii() and written.isdecimal() and len(written) <= 9 else None
