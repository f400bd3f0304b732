"""The plain forms in which cards are answered without JavaScript."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import BadRequest

from question_bank.characters import UNSTORABLE
from question_bank.fields import KEY
from webapp.history.collections import LARGEST_ID
from webapp.models.base import from_milliseconds
from webapp.models.remarks import LONGEST_NOTE
from webapp.reviews.entries import LARGEST_SEED, LONGEST_DURATION_MS, MOST_HINTS, MOST_REVISIONS
from webapp.study.services.sitting import SITTINGS, Pick, Sitting

LARGEST_INSTANT = 10**14  # milliseconds since 1970
AGAIN = _l("Go back to the card and try again; nothing was changed.")


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedForm:
    """The hidden fields of the form in which a card stands. ``is_early``: the day has it before its time."""

    review_id: UUID
    card: str
    revision: int
    seed: int
    shown_at: int  # milliseconds since 1970
    duration_ms: int
    hints: int
    is_early: bool


def read_asked(form: MultiDict[str, str]) -> AskedForm:
    """The hidden fields of a posted card. Raises BadRequest for one that no page of ours has sent."""
    try:
        review_id = UUID(form.get("review_id", ""))
    except ValueError as error:
        raise BadRequest(" ".join((_("The form does not say which answer it is."), str(AGAIN)))) from error
    return AskedForm(
        review_id=review_id,
        card=read_card(form),
        revision=_number(form, "revision", most=MOST_REVISIONS),
        seed=_number(form, "seed", most=LARGEST_SEED),
        shown_at=_number(form, "shown_at", most=LARGEST_INSTANT, missing=0),
        duration_ms=_number(form, "duration_ms", most=LONGEST_DURATION_MS, missing=0),
        hints=_number(form, "hints", most=MOST_HINTS, missing=min(len(form.getlist("hint")), MOST_HINTS)),
        is_early=form.get("early") == "1",
    )


def read_sitting(arguments: MultiDict[str, str]) -> Sitting:
    """The sitting that an address or a form names; a usual one where it names none. Raises BadRequest."""
    mode = SITTINGS.get(arguments.get("mode", "study"))
    if mode is None:
        raise BadRequest(_("“mode” is study, ahead or cram. Leave it out to study what is due."))
    pick = arguments.get("pick", Pick.ALL)
    if pick not in set(Pick):
        raise BadRequest(_("“pick” is all, forgotten or weak. Leave it out to cram all."))
    collection_id = _number(arguments, "collection", most=LARGEST_ID) if arguments.get("collection") else None
    since = _number(arguments, "since", most=LARGEST_INSTANT) if arguments.get("since") else None
    return Sitting(
        mode=mode,
        collection_id=collection_id,
        pick=Pick(pick),
        since=None if since is None else from_milliseconds(since),
    )


def read_card(form: MultiDict[str, str]) -> str:
    """The key of the card that a form is about. Raises BadRequest."""
    key = form.get("card", "")
    if not KEY.fullmatch(key):
        raise BadRequest(" ".join((_("The form does not name a card."), str(AGAIN))))
    return key


def read_rating(form: MultiDict[str, str]) -> int:
    """The grade that was pressed, 1 to 4. Raises BadRequest."""
    rating = form.get("rating", "")
    if rating not in {"1", "2", "3", "4"}:
        raise BadRequest(" ".join((_("Choose Again, Hard, Good or Easy."), str(AGAIN))))
    return int(rating)


def read_due_at(form: MultiDict[str, str], rating: int) -> int | None:
    """When the button of ``rating`` said that the card comes back, in milliseconds, if it chose a day. BadRequest."""
    return _number(form, f"due-{rating}", most=LARGEST_INSTANT) if f"due-{rating}" in form else None


def read_note(form: MultiDict[str, str]) -> str:
    """A note to self, without space around it. Raises BadRequest for one that is too long or cannot be stored."""
    text = form.get("note", "").replace("\r\n", "\n").strip()
    if len(text) > LONGEST_NOTE:
        raise BadRequest(_("A note has at most 2,000 characters. Shorten it and save it again."))
    if UNSTORABLE.search(text):
        raise BadRequest(_("The note has characters that cannot be stored. Type them again and save it."))
    return text


def read_kept_response(form: MultiDict[str, str]) -> dict[str, Any] | None:
    """The response that the result page carried along as JSON. Raises BadRequest."""
    text = form.get("response", "")
    if not text:
        return None
    try:
        response = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise BadRequest(" ".join((_("The answer in the form cannot be read."), str(AGAIN)))) from error
    if not isinstance(response, dict):
        raise BadRequest(" ".join((_("The answer in the form cannot be read."), str(AGAIN))))
    return response


def _number(form: MultiDict[str, str], field: str, *, most: int, missing: int | None = None) -> int:
    text = form.get(field, "")
    if not text and missing is not None:
        return missing
    if not (text.isascii() and text.isdecimal() and len(text) <= len(str(most)) and int(text) <= most):
        raise BadRequest(" ".join((_("The field %(name)s of the form cannot be read.", name=field), str(AGAIN))))
    return int(text)
