"""The API of studying: the next cards, answers, and grading without recording."""

from __future__ import annotations

import json
from functools import partial
from typing import TYPE_CHECKING, Any, cast

from flask import Blueprint, Response, jsonify, request
from flask.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import BadRequest, NotFound

from question_bank.fields import KEY
from question_bank.grading import BadResponse
from webapp.cards import render_why
from webapp.cards.marks import part_marks
from webapp.db import Database, database, request_session
from webapp.reviews.drafts import RECORDED
from webapp.reviews.entries import MOST_REVISIONS, BadEntries, read_entries
from webapp.reviews.record import record
from webapp.study.forms.plain import read_sitting
from webapp.study.services.answers import (
    OldRevisionError,
    Recorded,
    UnknownCardError,
    check_response,
    comes_back,
    record_entries,
    results_to_json,
    with_cards_back,
)
from webapp.study.services.batch import MOST_CARDS, MOST_SKIPPED, USUAL_CARDS, batch_to_text, counts_to_json, load_batch
from webapp.study.services.showing import to_json
from webapp.study.services.sitting import UnknownCollectionError
from webapp.study.services.today import load_today
from webapp.study.services.wanted import SetAsideError
from webapp.web.api_table import describe
from webapp.web.clock import now, now_of
from webapp.web.edge import Tumen
from webapp.web.errors import NotPossible
from webapp.web.identity import require_person
from webapp.web.json_body import decode, json_body
from webapp.web.markdown import render_markdown
from webapp.web.people import Person
from webapp.web.short_way import ShortWay
from webapp.web.words import say, words_of

from .api_operations import PART
from .blueprint import balancer, contents, contents_of, frontiers, frontiers_of
from .editing import with_editable

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

api = Blueprint("study_api", __name__, url_prefix="/api/v1")

# Made once: json.dumps, told anything but its defaults, makes another with each call.
_encode = json.JSONEncoder(separators=(",", ":"), check_circular=False).encode


@api.get("/study/batch")
def batch() -> ResponseReturnValue:
    """The next cards, ready to be shown one after the other without another request."""
    person, at = require_person(), now()
    user_id = person.id
    try:
        found = load_batch(
            request_session(),
            user_id=user_id,
            now=at,
            limit=_number("limit", default=USUAL_CARDS, least=1, most=MOST_CARDS),
            skip=_number("skip", default=0, least=0, most=MOST_SKIPPED),
            contents=contents(),
            frontiers=frontiers(),
            balancer=balancer(),
            first=_first_card(),
            sitting=read_sitting(request.args),
        )
    except (UnknownCollectionError, UnknownCardError) as error:
        raise NotFound(words_of(error)) from error
    except SetAsideError as error:
        raise NotPossible(words_of(error)) from error
    found = with_editable(request_session(), found, person=person)
    return _answer(batch_to_text(found, user_id=user_id, now=at))


@api.post("/reviews")
def reviews() -> ResponseReturnValue:
    """Record what a student did: a list of entries, each of which is answered for itself."""
    user_id = require_person().id
    try:
        entries = read_entries(json_body())
    except BadEntries as error:
        raise BadRequest(str(error)) from error
    at = now()
    recorded = record_entries(
        database(), user_id=user_id, entries=entries, now=at, contents=contents(), frontiers=frontiers()
    )
    reply = _reply(recorded)
    if request.args.get("counts") == "1":
        with database().reader() as session:
            reply["counts"] = counts_to_json(load_today(session, user_id=user_id, now=at, frontiers=frontiers()))
    return _answer(_encode(reply))


def _reply(recorded: Recorded) -> dict[str, Any]:
    back = {question_id: to_json(showing) for question_id, showing in recorded.back.items()}
    return {"results": results_to_json(recorded, back)}


@api.record_once
def _shorten_and_describe(state: BlueprintSetupState) -> None:
    app = cast("Tumen", state.app)
    describe(app, PART)
    app.short_ways.add(f"{state.url_prefix}/reviews", ShortWay("study_api.reviews", partial(_record_one, app)))


def _record_one(app: Tumen, environ: WSGIEnvironment, person: Person, body: bytes) -> str | None:
    """A single answer that is recorded, as almost all are; anything else is left to ``reviews``."""
    entries = read_entries(decode(body.decode("utf-8")))
    if len(entries) != 1:
        return None
    store: Database = app.extensions["tumen_db"]
    at = now_of(app)
    results = record(store, user_id=person.id, entries=entries, now=at)
    frontiers_of(app).store(person.id, store)
    if results[0].status != RECORDED:
        return None  # it is answered in words, for which the long way has a language
    if not comes_back(entries[0], results[0]):
        return _encode(_reply(Recorded(results=results, back={})))
    with app.context_of_words(environ):
        recorded = with_cards_back(
            store, user_id=person.id, entries=entries, results=results, now=at, contents=contents_of(app)
        )
        return _encode(_reply(recorded))


@api.post("/check")
def check() -> ResponseReturnValue:
    """Grade a response; nothing is recorded."""
    user_id = require_person().id
    body = json_body()
    key, revision, response = _checked(body)
    try:
        with database().reader() as session:
            checked = check_response(
                session, user_id=user_id, key=key, revision=revision, response=response, now=now(), contents=contents()
            )
    except UnknownCardError as error:
        raise NotFound(words_of(error)) from error
    except (OldRevisionError, BadResponse) as error:
        raise BadRequest(words_of(error)) from error
    grade = checked.grade
    if grade is None:
        raise BadRequest("This question has no answer to grade: the student grades it.")
    return jsonify(
        outcome=grade.outcome,
        score=grade.score,
        proposed=checked.proposed,
        feedback=[render_markdown(say(text)) for text in grade.feedback],
        why=render_why(checked.showing.card, grade, response),
        parts=part_marks(grade, response),
        found=sorted(grade.found),
        solution=render_markdown(say(checked.showing.card.solution.text)),
    )


def _answer(text: str) -> Response:
    return Response(text, content_type="application/json")


def _checked(body: object) -> tuple[str, int, dict[str, Any]]:
    if not isinstance(body, dict):
        raise BadRequest('Send an object with "card", "revision" and "response".')
    key, revision, response = body.get("card"), body.get("revision"), body.get("response")
    if not isinstance(key, str) or not KEY.fullmatch(key):
        raise BadRequest('"card" is the key of a question.')
    if not isinstance(revision, int) or isinstance(revision, bool) or not 1 <= revision <= MOST_REVISIONS:
        raise BadRequest('"revision" is the number of the revision that was shown.')
    if not isinstance(response, dict):
        raise BadRequest('"response" is an object, as the kind of the question reads it.')
    return key, revision, response


def _number(name: str, *, default: int, least: int, most: int) -> int:
    text = request.args.get(name, str(default))
    if not (text.isascii() and text.isdecimal() and len(text) <= len(str(most)) and least <= int(text) <= most):
        raise BadRequest(f'"{name}" is a number from {least} to {most}.')
    return int(text)


def _first_card() -> str | None:
    key = request.args.get("card")
    if key is not None and not KEY.fullmatch(key):
        raise BadRequest('"card" is the key of a question.')
    return key
