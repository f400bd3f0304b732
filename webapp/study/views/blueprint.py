"""The blueprint that the pages of studying stand on, and what they share."""

from __future__ import annotations

from flask import Blueprint, Flask, current_app
from flask.blueprints import BlueprintSetupState

from webapp.cards.originals import originals_of
from webapp.reviews.known import known_of
from webapp.study.services.balancing import Balancer
from webapp.study.services.contents import Contents
from webapp.study.services.frontier import Frontiers

blueprint = Blueprint("study", __name__)


@blueprint.record_once
def _remember(state: BlueprintSetupState) -> None:
    """What this process remembers of the bank and of its students, one memory an application."""
    known = known_of(state.app.extensions["tumen_db"])
    state.app.extensions["tumen_contents"] = Contents(originals_of(state.app), known)
    state.app.extensions["tumen_frontiers"] = Frontiers()
    state.app.extensions["tumen_balancer"] = Balancer()


def contents() -> Contents:
    """The contents of cards that this process remembers."""
    return contents_of(current_app)


def frontiers() -> Frontiers:
    """The students whose search for new cards was long."""
    return frontiers_of(current_app)


def contents_of(app: Flask) -> Contents:
    """The same of ``app``, where no request of Flask's is at work."""
    found: Contents = app.extensions["tumen_contents"]
    return found


def frontiers_of(app: Flask) -> Frontiers:
    """The same of ``app``, where no request of Flask's is at work."""
    found: Frontiers = app.extensions["tumen_frontiers"]
    return found


def balancer() -> Balancer:
    """What this process knows of the days ahead of its students."""
    found: Balancer = current_app.extensions["tumen_balancer"]
    return found
