"""Addresses that belong to no feature."""

from __future__ import annotations

from flask import Blueprint, jsonify, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import generate_csrf

from webapp.db import database, request_session
from webapp.history.guests import moved_guests

from .identity import require_person
from .manifest import manifest
from .sessions import has_bearer

blueprint = Blueprint("web", __name__)


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
    are those who became part of the account: what they left unsent in this browser is the account's to send.
    """
    person = require_person()
    token = "" if has_bearer(request) else generate_csrf()  # programs need none
    guests = moved_guests(request_session(), user_id=person.id)
    return jsonify(person=str(person.id), csrf_token=token, guests=[str(guest) for guest in guests])
