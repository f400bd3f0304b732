"""Addresses that belong to no feature."""

from __future__ import annotations

from flask import Blueprint
from flask.typing import ResponseReturnValue

from webapp.db import database

blueprint = Blueprint("web", __name__)


@blueprint.get("/healthz")
def health() -> ResponseReturnValue:
    """200 while the database answers; 503 (from the error pages) while it does not."""
    database().ping()
    return "ok\n", 200, {"Content-Type": "text/plain; charset=utf-8"}
