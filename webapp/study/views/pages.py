"""Home, the start, and the study page."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.exceptions import NotFound

from question_bank.fields import KEY
from webapp.cards import render_card
from webapp.cards.stems import stem_of
from webapp.db import database, request_session
from webapp.models.base import to_milliseconds
from webapp.reviews.review_ids import new_review_id
from webapp.scheduling.catch_up import CatchUp
from webapp.study.forms.plain import read_sitting
from webapp.study.queries import queue
from webapp.study.services.answers import UnknownCardError, last_done
from webapp.study.services.batch import Batch, batch_to_json, load_batch
from webapp.study.services.overview import load_overview
from webapp.study.services.settings import settle_in_zone
from webapp.study.services.sitting import USUAL, Sitting, UnknownCollectionError, studied_collection
from webapp.study.services.summary import Summary, summarise
from webapp.study.services.today import Today, load_today
from webapp.study.services.wanted import SetAsideError
from webapp.study.services.words import when_text
from webapp.web.clock import now
from webapp.web.identity import current_person, require_person, start_guest
from webapp.web.redirects import own_path
from webapp.web.words import words_of

from .blueprint import balancer, blueprint, contents, frontiers
from .editing import with_editable

FINISHED = "finished"
EMBEDDED_CARDS = 5  # enough until the page has fetched more; each weighs some kilobytes


@dataclass(frozen=True, slots=True, kw_only=True)
class TodayInWords:
    """The counts of the day as templates show them."""

    new: int
    learning: int
    due: int
    left: int
    minutes: int
    answered: int
    next_due_text: str | None
    catch_up: CatchUp
    days_away: int


def _in_words(today: Today, *, at: datetime, next_due_at: datetime | None) -> TodayInWords:
    return TodayInWords(
        new=today.new,
        learning=today.learning,
        due=today.due,
        left=today.left,
        minutes=today.minutes,
        answered=today.answered,
        next_due_text=None if next_due_at is None else when_text(at, next_due_at, today.settings),
        catch_up=today.catch_up,
        days_away=today.days_away,
    )


@blueprint.get("/")
def home() -> ResponseReturnValue:
    """What this is, and one button; to who is known, the day."""
    person = current_person()
    if person is None:
        return render_template("study/home.html")
    session, at = request_session(), now()
    found = _load(session, user_id=person.id, at=at, limit=0)
    return render_template(
        "study/today.html",
        view=_view(session, found),
        study_day=found.today.study_day,
        new_per_day=found.today.settings.new_per_day,
        today=_in_words(found.today, at=at, next_due_at=found.next_due_at),
        tomorrow=found.tomorrow,
        overview=load_overview(
            session, user_id=person.id, today=found.today.study_day, now=at, is_in_class=found.today.is_in_class
        ),
    )


@blueprint.post("/start")
def start() -> ResponseReturnValue:
    """Let somebody in: as a guest in the zone that the browser names, unless they are known already.

    They go on to the page that the form names as ``next``, else to studying.
    """
    is_new = current_person() is None
    person = start_guest()
    if is_new:
        settle_in_zone(request_session(), user_id=person.id, zone=request.form.get("zone", ""))
    return redirect(own_path(request.form.get("next")) or url_for("study.page"), 303)


@blueprint.get("/study")
def page() -> ResponseReturnValue:
    """The study page: the first card in a plain form, and the first batch for the browser to go on with."""
    first = request.args.get("card") or None
    if first and not KEY.fullmatch(first):
        raise NotFound(_("There is no such card."))
    sitting = read_sitting(request.args)
    if sitting.is_cram and sitting.since is None:  # from now on: what is known in this sitting is not asked again
        begun = replace(sitting, since=now())
        return redirect(url_for("study.page", card=first, **begun.arguments))
    session = request_session()
    try:
        context = study_context(session, user_id=require_person().id, first=first, sitting=sitting)
    except UnknownCardError as error:
        raise NotFound(words_of(error)) from error
    except SetAsideError as error:
        return _set_aside(session, error, sitting)
    return render_template("study/page.html", **context)


def _set_aside(session: Session, error: SetAsideError, sitting: Sitting) -> str:
    """Why the card that was asked for is not shown, and the way to have it shown."""
    material = contents().load(session, [error.card])[error.card.question_id]
    return render_template(
        "study/set_aside.html",
        card=error.card,
        why=words_of(error),
        stem=stem_of(material.question),
        sitting=sitting,
    )


def study_context(session: Session, *, user_id: int, first: str | None, sitting: Sitting) -> dict[str, Any]:
    """What the study page shows: a card, or why there is none. Raises NotFound for a collection of somebody else, and
    UnknownCardError and SetAsideError for the card that is to come ``first``.
    """
    at = now()
    try:
        alone, sitting = studied_collection(session, user_id=user_id, sitting=sitting)
    except UnknownCollectionError as error:
        raise NotFound(str(error)) from error
    batch = _load(session, user_id=user_id, at=at, limit=EMBEDDED_CARDS, first=first, sitting=sitting)
    batch = with_editable(session, batch, person=require_person())
    showing = batch.showings[0] if batch.showings else None
    card = None if showing is None else showing.card
    view = _view(session, batch)
    return {
        "view": view,
        "summary": _summary(session, user_id=user_id, today=batch.today) if view == FINISHED else None,
        "sitting": sitting,
        "alone": alone,
        "batch": batch_to_json(batch, user_id=user_id, now=at),
        "card": card,
        "is_early": showing is not None and showing.is_early,
        "card_html": None if card is None else render_card(card),
        "review_id": str(new_review_id(at)),
        "shown_at": to_milliseconds(at),
        "today": _in_words(batch.today, at=at, next_due_at=batch.next_due_at),
        "tomorrow": batch.tomorrow,
        "single_keys": batch.today.settings.single_keys,
        "shows_time": batch.today.settings.shows_time,
        "timebox_minutes": batch.today.settings.timebox_minutes,
        "may_edit": card is not None and card.question_key in batch.editable,
        "can_undo": last_done(session, user_id=user_id, now=at) is not None,
    }


@blueprint.get("/study/summary")
def summary() -> ResponseReturnValue:
    """What was learned today, as a piece of the page."""
    session, user_id = request_session(), require_person().id
    today = load_today(session, user_id=user_id, now=now(), frontiers=frontiers())
    found = _summary(session, user_id=user_id, today=today)
    if found is None:
        return ""
    tomorrow = load_today(session, user_id=user_id, now=today.ends_at, frontiers=frontiers())
    return render_template("study/summary.html", summary=found, tomorrow=tomorrow)


def _summary(session: Session, *, user_id: int, today: Today) -> Summary | None:
    """What was learned today, None for nothing."""
    if not today.answered:
        return None
    return summarise(session, user_id=user_id, day=today.study_day, contents=contents())


def today_in_words(*, user_id: int, at: datetime, sitting: Sitting) -> tuple[Today, TodayInWords]:
    """The day as it stands, for pages whose request may hold no transaction of its own."""
    with database().reader() as session:
        batch = _load(session, user_id=user_id, at=at, limit=0, sitting=sitting)
        return batch.today, _in_words(batch.today, at=at, next_due_at=batch.next_due_at)


def _load(
    session: Session,
    *,
    user_id: int,
    at: datetime,
    limit: int,
    first: str | None = None,
    sitting: Sitting = USUAL,
) -> Batch:
    return load_batch(
        session,
        user_id=user_id,
        now=at,
        limit=limit,
        contents=contents(),
        frontiers=frontiers(),
        balancer=balancer(),
        first=first,
        sitting=sitting,
    )


def _view(session: Session, batch: Batch) -> str:
    if batch.today.queue or batch.showings:
        return "card"
    if batch.today.next_learning_at is not None:
        return "waiting"
    return FINISHED if queue.any_published(session) else "empty"
