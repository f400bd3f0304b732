"""Pictures of one's own cards, sent to their owner and to nobody else."""

from __future__ import annotations

import re

from flask import Blueprint, Response
from flask_babel import gettext
from werkzeug.exceptions import NotFound

from webapp.db import request_session
from webapp.web.identity import require_person

from .queries.pictures import own_picture

_DIGEST = re.compile(r"[0-9a-f]{64}")
A_DAY = "private, max-age=86400"  # what a digest names never changes; signing out empties the browser's store


def picture(digest: str) -> Response:
    """The picture with this digest among the person's own."""
    found = None
    if _DIGEST.fullmatch(digest):
        found = own_picture(request_session(), user_id=require_person().id, digest=bytes.fromhex(digest))
    if found is None:
        raise NotFound(gettext("There is no such picture among yours."))
    name = f"{digest[:12]}.{found.media_type.rpartition('/')[2]}"
    headers = {"Cache-Control": A_DAY, "Content-Disposition": f'inline; filename="{name}"'}
    return Response(found.content, content_type=found.media_type, headers=headers)


def add_to(blueprint: Blueprint) -> None:
    """Put the address on the blueprint of decks."""
    blueprint.add_url_rule("/decks/pictures/<digest>", "picture", picture)
