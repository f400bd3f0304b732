"""What the addresses of the reading pages may ask for, and what their plain forms post.

In addresses all of it is optional. A page that is none is refused; a choice that is none is left out and named. An old
bookmark of a topic that is one with another by now chooses that other.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import BadRequest

from question_bank.fields import KEY
from webapp.reviews.entries import MOST_HINTS

LONGEST_SEARCH = 200  # characters
LARGEST_PAGE = 100_000

AGAIN = _l("Go back to the article and open the question again; nothing was kept.")

Arguments = MultiDict[str, str]


def read_words(arguments: Arguments) -> str:
    """What is searched for, without what no text has."""
    return arguments.get("q", "").replace("\0", "")[:LONGEST_SEARCH].strip()


def read_page(arguments: Arguments) -> int:
    """The number of the page, 1 where none is named. Raises BadRequest for what is no page."""
    written = arguments.get("page", "1")
    if not (written.isascii() and written.isdecimal() and 1 <= int(written[:7]) <= LARGEST_PAGE and len(written) < 7):
        raise BadRequest(_("A page has a number from 1 on. Leave “page” out of the address to see the first."))
    return int(written)


@dataclass(frozen=True, slots=True)
class Choices:
    """What an address chooses a list by. ``unknown`` collects the names of choices that are not to be had; ``became``
    tells for a name and what was chosen what that is one with by now.
    """

    arguments: Arguments
    became: Callable[[str, str], str | None]
    unknown: list[str] = field(default_factory=list)

    def read(self, name: str, known: Collection[str]) -> str | None:
        """One of the values that are known; None where nothing is chosen, or what is not to be had."""
        written = self.arguments.get(name, "")
        if not written or written in known:
            return written or None
        present = self.became(name, written)
        if present in known:
            return present
        self.unknown.append(name)
        return None


def read_passage_key(arguments: Arguments) -> str | None:
    """The passage whose own page a question was opened on, None where it was the article. Raises BadRequest."""
    written = arguments.get("passage", "")
    if written and not KEY.fullmatch(written):
        raise BadRequest(_("The address names a passage that cannot be. Leave “passage” out of it to go on."))
    return written or None


def read_carried(form: Arguments) -> dict[str, Any]:
    """What a page carries along about an answer until it is recorded. Raises BadRequest."""
    try:
        carried = json.loads(form.get("carried", ""))
    except (ValueError, RecursionError) as error:
        raise BadRequest(" ".join((_("The answer in the form cannot be read."), str(AGAIN)))) from error
    if not isinstance(carried, dict):
        raise BadRequest(" ".join((_("The answer in the form cannot be read."), str(AGAIN))))
    return carried


def read_hints(form: Arguments) -> int:
    """How many hints were looked at."""
    return min(len(form.getlist("hint")), MOST_HINTS)


def read_rating(form: Arguments) -> int:
    """The grade that was pressed, 1 to 4. Raises BadRequest."""
    rating = form.get("rating", "")
    if rating not in {"1", "2", "3", "4"}:
        raise BadRequest(" ".join((_("Choose Again, Hard, Good or Easy."), str(AGAIN))))
    return int(rating)
