"""Reasons that the application gives for a revision by itself: kept in English, as what people write is kept as they
wrote it, and said in the language of the page.
"""

from __future__ import annotations

import re
from functools import lru_cache

from question_bank.words import Message, gettext

from .words import say

LOADED = gettext("loaded from the bank's files")
FROM_ANKI = gettext("brought from Anki")
BY_PROGRAM = gettext("by a program")
IMPORTED = gettext("imported from %(file)s")
AS_IT_WAS = gettext("as it was")
BACK_TO = gettext("back to revision %(revision)s")
MADE_A_DRAFT = gettext("made a draft")
TO_BE_REVIEWED = gettext("to be reviewed")
PUBLISHED = gettext("published")
RETIRED = gettext("retired")
PROPOSED = gettext("a proposed change")
BIBLIOGRAPHY = gettext("title, authors and the like")
NEW_TEXT = gettext("the article has a new text")
SPLIT = gettext("%(passage)s split")
JOINED = gettext("%(passage)s joined with the next")
END_MOVED = gettext("end of %(passage)s moved")
DESCRIBED = gettext("%(passage)s described")
CUT_ANEW = gettext("its passages were cut anew")
NAMED_IN_TURN = gettext("a rival claim names it, or no longer")
MADE_ONE = gettext("%(key)s was made one with %(into)s")
MOVED = gettext("moved to %(topic)s")
TAGGED = gettext("tagged %(tag)s")
UNTAGGED = gettext("tag taken off: %(tag)s")
STATUS = gettext("status: %(status)s")
REPLACED = gettext("“%(find)s” replaced by “%(put)s”")
UNDONE = gettext("undone: %(what)s")

_ALL = tuple(value for name, value in list(globals().items()) if name.isupper() and isinstance(value, Message))
_PLACE = re.compile(r"%\((\w+)\)s")


def reason_words(why: str) -> str:
    """A reason as it is kept, in the language of the page; what somebody wrote stays as it is."""
    return say(_message(why))


@lru_cache(maxsize=4096)
def _message(why: str) -> str:
    for known, pattern in _PATTERNS:
        if found := pattern.fullmatch(why):
            values = found.groupdict()
            if known is UNDONE:
                values["what"] = _message(values["what"])
            return known.filled(**values)
    return why


def _pattern(template: str) -> re.Pattern[str]:
    """What the sentences of a template look like. What stands in a place of several words stands in quotes or last."""
    pieces = _PLACE.split(template)
    written = [re.escape(piece) if place % 2 == 0 else f"(?P<{piece}>.*)" for place, piece in enumerate(pieces)]
    one_word = not template.startswith(("“", "undone", "imported"))
    return re.compile("".join(written).replace(".*", r"\S+") if one_word else "".join(written), re.DOTALL)


_PATTERNS = tuple((known, _pattern(known.template)) for known in _ALL)
