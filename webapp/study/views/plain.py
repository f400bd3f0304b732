"""Studying without JavaScript: a card is checked, graded, and the next one follows; undo, bury and suspend."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.exceptions import BadRequest, NotFound

from question_bank.grading import BadResponse
from webapp.cards import read_response, render_card, render_result
from webapp.db import database, request_session
from webapp.models.base import to_milliseconds
from webapp.reviews.drafts import REFUSED
from webapp.reviews.entries import ACTIONS, LONGEST_DURATION_MS, Entry, Unreadable, read_entry
from webapp.reviews.record import Result
from webapp.reviews.review_ids import new_review_id
from webapp.scheduling.fold import Mode
from webapp.scheduling.ratings import with_hints
from webapp.study.forms.plain import (
    AskedForm,
    read_asked,
    read_card,
    read_due_at,
    read_kept_response,
    read_rating,
    read_sitting,
)
from webapp.study.queries.content import asked_card
from webapp.study.services.answers import (
    Checked,
    OldRevisionError,
    UnknownCardError,
    check_response,
    last_done,
    record_entries,
    undo_of,
)
from webapp.study.services.showing import note_to_json, with_seed
from webapp.study.services.sitting import Sitting, UnknownCollectionError
from webapp.study.services.today import Today
from webapp.study.services.wanted import SetAsideError
from webapp.web.clock import now
from webapp.web.identity import require_person
from webapp.web.words import say, words_of

from .blueprint import balancer, blueprint, contents, frontiers
from .pages import TodayInWords, study_context, today_in_words


@blueprint.post("/study/check")
def check() -> ResponseReturnValue:
    """Show the result of an answer, with the grades to choose from; nothing is recorded yet."""
    user_id = require_person().id
    asked, sitting = read_asked(request.form), read_sitting(request.form)
    at = now()
    try:
        response, checked = _checked(user_id, asked)
    except BadResponse as problem:
        return _ask_again(user_id, asked, words_of(problem), sitting)
    spent = to_milliseconds(at) - asked.shown_at if asked.shown_at else 0
    duration_ms = min(max(spent, 0), LONGEST_DURATION_MS)
    return _result_page(user_id, asked, response, checked, sitting, duration_ms=duration_ms)


def result_again() -> ResponseReturnValue:
    """The result of the answer that the form carries along, as it stood there before."""
    user_id = require_person().id
    asked, response = read_asked(request.form), read_kept_response(request.form)
    try:
        checked = _grade(request_session(), user_id, asked, response)
    except BadResponse as problem:
        raise BadRequest(words_of(problem)) from problem
    return _result_page(user_id, asked, response, checked, read_sitting(request.form), duration_ms=asked.duration_ms)


def _result_page(
    user_id: int,
    asked: AskedForm,
    response: dict[str, Any] | None,
    checked: Checked,
    sitting: Sitting,
    *,
    duration_ms: int,
) -> str:
    card = with_seed(checked.showing.card, asked.seed)
    today, words = _day(user_id, now(), sitting)
    return render_template(
        "study/result.html",
        sitting=sitting,
        card=card,
        card_html=render_result(card, checked.grade, response),
        grade=checked.grade,
        response=response,
        response_json="" if response is None else json.dumps(response),
        proposed=int(with_hints(checked.proposed, asked.hints)),
        hints=asked.hints,
        is_early=asked.is_early,
        note=note_to_json(checked.showing.note or ""),
        duration_ms=duration_ms,
        dues={rating: to_milliseconds(due_at) for rating, due_at in checked.showing.dues.items()},
        review_id=str(asked.review_id),
        today=words,
        single_keys=today.settings.single_keys,
        can_undo=words.answered > 0,
    )


def _day(user_id: int, at: datetime, sitting: Sitting) -> tuple[Today, TodayInWords]:
    try:
        return today_in_words(user_id=user_id, at=at, sitting=sitting)
    except UnknownCollectionError as error:
        raise NotFound(str(error)) from error


def _checked(user_id: int, asked: AskedForm) -> tuple[dict[str, Any] | None, Checked]:
    with database().reader() as session:
        card = asked_card(session, user_id=user_id, key=asked.card)
        response = read_response(card.kind, request.form) if card else None
        return response, _grade(session, user_id, asked, response)


def _grade(session: Session, user_id: int, asked: AskedForm, response: dict[str, Any] | None) -> Checked:
    try:
        return check_response(
            session,
            user_id=user_id,
            key=asked.card,
            revision=asked.revision,
            response=response,
            now=now(),
            contents=contents(),
            balancer=balancer(),
        )
    except UnknownCardError as error:
        raise NotFound(words_of(error)) from error
    except OldRevisionError as error:
        raise BadRequest(words_of(error)) from error


def _ask_again(user_id: int, asked: AskedForm, problem: str, sitting: Sitting) -> ResponseReturnValue:
    flash(problem, "error")
    with database().reader() as session:
        try:
            context = study_context(session, user_id=user_id, first=asked.card, sitting=sitting)
        except (UnknownCardError, SetAsideError):  # set aside or retired meanwhile: the day goes on
            context = study_context(session, user_id=user_id, first=None, sitting=sitting)
    card = context["card"]
    if card is not None and card.question_key == asked.card:
        context["card_html"] = render_card(card, entered=dict(request.form.lists()))
    return render_template("study/page.html", **context), 400


@blueprint.post("/study/answer")
def answer() -> ResponseReturnValue:
    """Record the grade, and go on to the next card."""
    asked, sitting = read_asked(request.form), read_sitting(request.form)
    rating = read_rating(request.form)
    entry = {
        "id": str(asked.review_id),
        "card": asked.card,
        "revision": asked.revision,
        "seed": asked.seed,
        "answered_at": to_milliseconds(now()),
        "duration_ms": asked.duration_ms,
        "hints": asked.hints,
        "response": read_kept_response(request.form),
        "rating": rating,
        "due_at": read_due_at(request.form, rating),
        "mode": "ahead" if asked.is_early and sitting.mode is Mode.STUDY else sitting.name,
    }
    result = _record(read_entry(entry))
    if result.leech_now:
        return redirect(url_for("study.leech", key=asked.card), 303)
    return redirect(url_for("study.page", **sitting.arguments), 303)


@blueprint.post("/study/act")
def act() -> ResponseReturnValue:
    """Take the last thing back, or set a card aside or bring it back."""
    action = request.form.get("action", "")
    sitting = read_sitting(request.form)
    if action == "undo":
        return _undo(sitting)
    if action not in ACTIONS:
        raise BadRequest(_("Choose undo, bury, unbury, suspend or unsuspend. Nothing was changed."))
    entry = {
        "id": str(new_review_id(now())),
        "card": read_card(request.form),
        "action": action,
        "answered_at": to_milliseconds(now()),
    }
    _record(read_entry(entry))
    if request.form.get("next") == "suspended":
        return redirect(url_for("study.suspended"), 303)
    if request.form.get("next") == "own-card":
        return redirect(url_for("study.card", key=read_card(request.form)), 303)
    if request.form.get("next") == "card":
        return redirect(url_for("study.page", card=read_card(request.form), **sitting.arguments), 303)
    return redirect(url_for("study.page", **sitting.arguments), 303)


def _undo(sitting: Sitting) -> ResponseReturnValue:
    at = now()
    user_id = require_person().id
    with database().reader() as session:
        done = last_done(session, user_id=user_id, now=at)
        card = None if done is None else asked_card(session, user_id=user_id, key=done.question_key)
    if done is None:
        flash(_("Nothing was done today that could be undone."), "notice")
        return redirect(url_for("study.page", **sitting.arguments), 303)
    _record(undo_of(done, now=at))
    is_asked = card is not None and card.status == "published"
    return redirect(url_for("study.page", card=done.question_key if is_asked else None, **sitting.arguments), 303)


def _record(entry: Entry | Unreadable) -> Result:
    recorded = record_entries(
        database(),
        user_id=require_person().id,
        entries=[entry],
        now=now(),
        contents=contents(),
        frontiers=frontiers(),
    )
    (result,) = recorded.results
    if result.status == REFUSED:
        raise BadRequest(_("%(why)s Nothing was changed.", why=say(result.reason or "")))
    return result
