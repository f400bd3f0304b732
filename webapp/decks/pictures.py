"""Pictures of cards: those of one's own are sent to their owner alone, those of a bank to whoever may see the bank."""

from __future__ import annotations

import re

from flask import Blueprint, Response
from flask_babel import gettext
from werkzeug.exceptions import NotFound

from webapp.db import request_session
from webapp.history.pictures import Shown, bank_picture, own_picture
from webapp.models.visible import only_visible
from webapp.web.access import lacks_second_factor
from webapp.web.identity import require_person
from webapp.web.keeping import banks_to_keep
from webapp.web.markdown import PICTURES

_DIGEST = re.compile(r"[0-9a-f]{64}")
A_DAY = "private, max-age=86400"  # what a digest names never changes; signing out empties the browser's store


def picture(digest: str) -> Response:
    """The picture with this digest among the person's own, and in the banks that they learn from or keep."""
    found = _found(bytes.fromhex(digest)) if _DIGEST.fullmatch(digest) else None
    if found is None:
        raise NotFound(gettext("There is no such picture among yours, nor in a bank that you may see."))
    name = f"{digest[:12]}.{found.media_type.rpartition('/')[2]}"
    headers = {"Cache-Control": A_DAY, "Content-Disposition": f'inline; filename="{name}"'}
    return Response(found.content, content_type=found.media_type, headers=headers)


def _found(digest: bytes) -> Shown | None:
    session, person = request_session(), require_person()
    found = own_picture(session, user_id=person.id, digest=digest) or bank_picture(session, digest=digest)
    if found is None and person.is_instructor and not lacks_second_factor(person):
        with only_visible(banks_to_keep(person=person, narrowed=False)):
            found = bank_picture(session, digest=digest)
    return found


def add_to(blueprint: Blueprint) -> None:
    """Put the address on the blueprint of decks."""
    blueprint.add_url_rule(f"{PICTURES}<digest>", "picture", picture)
