"""When something was written that may have waited in the browser, told so that no clock has to be right."""

from __future__ import annotations

from datetime import timedelta

from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import BadRequest

LONGEST_AGO_MS = 10**12  # more than thirty years


def read_ago(form: MultiDict[str, str]) -> timedelta:
    """How long ago by its own clock the browser was given what it sends; at once where it does not say. BadRequest."""
    text = form.get("ago", "0")
    if not (text.isascii() and text.isdecimal() and len(text) <= len(str(LONGEST_AGO_MS))):
        raise BadRequest(
            _("The form does not say how long ago it was written. Load the page again, and write it again.")
        )
    return timedelta(milliseconds=min(int(text), LONGEST_AGO_MS))
