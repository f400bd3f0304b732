"""Addresses that belong to no feature."""

from __future__ import annotations

import json
from typing import cast

from flask import Blueprint, Flask, Response, current_app, jsonify, render_template, request
from flask.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import generate_csrf

from question_bank.words import gettext
from webapp.db import database, request_session
from webapp.history.guests import moved_guests

from .access import SCOPES
from .api_document import ABOUT, document
from .api_table import ALWAYS, ERRORS, Answer, Operation, Part, describe, described, listed, parts_of, record
from .identity import require_person
from .manifest import manifest
from .sessions import has_bearer

blueprint = Blueprint("web", __name__)

PART = Part(
    name=gettext("Who you are"),
    operations=(
        Operation(
            endpoint="web.session",
            summary=gettext("Who the token speaks for"),
            text=gettext("By their number. Programs need no “csrf_token”, which is empty for them."),
            answers={
                200: Answer(
                    text=gettext("The person."),
                    schema=record(
                        {"person": {"type": "string"}, "csrf_token": {"type": "string"},
                         "guests": listed({"type": "string"}), "gone": listed({"type": "string"})}
                    ),
                )
            },
        ),
        Operation(
            endpoint="web.openapi",
            summary=gettext("This description"),
            text=gettext("The API as an OpenAPI document. It needs no token."),
            answers={200: Answer(text=gettext("The document."), schema={"type": "object"})},
        ),
    ),
)  # fmt: skip


@blueprint.record_once
def _describe(state: BlueprintSetupState) -> None:
    describe(cast("Flask", state.app), PART)


@blueprint.get("/api/openapi.json")
def openapi() -> Response:
    """The OpenAPI document of the API."""
    response = jsonify(document(current_app))
    response.cache_control.no_cache = True
    return response


@blueprint.get("/api")
def api() -> str:
    """What the API can do, to read and to try."""
    parts = [(part.name, list(described(current_app, part))) for part in parts_of(current_app)]
    return render_template(
        "web/api.html", about=ABOUT, parts=parts, scopes=SCOPES, errors=ERRORS, always=list(ALWAYS), as_json=_as_json
    )


def _as_json(example: object) -> str:
    return json.dumps(example, indent=2, ensure_ascii=False)


@blueprint.get("/healthz")
def health() -> ResponseReturnValue:
    """200 while the database answers; 503 (from the error pages) while it does not."""
    database().ping()
    return "ok\n", 200, {"Content-Type": "text/plain; charset=utf-8"}


@blueprint.get("/manifest.webmanifest")
def web_manifest() -> ResponseReturnValue:
    """What a browser needs to install the site."""
    response = jsonify(manifest())
    response.content_type = "application/manifest+json"
    response.cache_control.no_cache = True
    return response


@blueprint.get("/api/v1/session")
def session() -> ResponseReturnValue:
    """Who is known in this browser, and the token that their changes carry: for pages that have none, or an old one.

    Both come in one answer, so that nobody's answers are ever sent under the name of who came after them. ``guests``
    are those who became part of the account: what they left unsent in this browser is the account's to send. ``gone``
    are those who were deleted when the account was logged in to: what they left unsent is to be removed.
    """
    person = require_person()
    token = "" if has_bearer(request) else generate_csrf()  # programs need none
    guests, gone = moved_guests(request_session(), user_id=person.id)
    return jsonify(person=str(person.id), csrf_token=token, guests=list(map(str, guests)), gone=list(map(str, gone)))
