"""What the addresses of the bank's pages ask for. All of it is optional; what cannot be meant is refused."""

from __future__ import annotations

from flask_babel import gettext
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import BadRequest, NotFound

from question_bank.fields import KEY
from webapp.bank.queries.vocabulary import TermKind

LONGEST_SEARCH = 200  # characters
MOST_WORDS = 12
LARGEST_PAGE = 100_000
LARGEST_REVISION = 2**31 - 1

Arguments = MultiDict[str, str]


def read_words(arguments: Arguments) -> tuple[str, ...]:
    """The words that are looked for."""
    written = arguments.get("q", "").replace("\0", "")[:LONGEST_SEARCH]
    return tuple(written.encode("utf-8", "replace").decode().split()[:MOST_WORDS])


def read_place(arguments: Arguments) -> str:
    """The article, or the passage of one, on which claims are to rest; empty where none is named. Raises BadRequest."""
    place = arguments.get("on", "")
    article, mark, passage = place.partition("#")
    if place and not (KEY.fullmatch(article) and (KEY.fullmatch(passage) if mark else True)):
        raise BadRequest(gettext("Claims rest on an article or on a passage of one, such as ferry or ferry#p02."))
    return place


def read_named(arguments: Arguments) -> tuple[str, str] | None:
    """Kind and key of what claims are to name (``actor:holm``); None where nothing is said. Raises BadRequest."""
    kind, _, key = arguments.get("names", "").partition(":")
    if not kind and not key:
        return None
    if kind not in set(TermKind) or not KEY.fullmatch(key):
        raise BadRequest(gettext("Claims name an actor, an issue or a topic, such as actor:holm."))
    return kind, key


def read_page(arguments: Arguments) -> int:
    """The number of the page, 1 where none is named. Raises BadRequest for what is no page."""
    number = _whole(arguments.get("page", "1"), LARGEST_PAGE)
    if number is None or number < 1:
        raise BadRequest(gettext("A page has a number from 1 on. Leave “page” out of the address to see the first."))
    return number


def read_key(text: str) -> str:
    """The key in an address. Raises NotFound for what no key looks like."""
    if not KEY.fullmatch(text):
        raise NotFound(gettext("There is no such question. The table of questions has all that there are."))
    return text


def read_revision(form: Arguments, name: str) -> int:
    """The number of a revision in a form. Raises BadRequest."""
    number = _whole(form.get(name, ""), LARGEST_REVISION)
    if number is None:
        raise BadRequest(gettext("The form does not say which revision it is about. Load the page again."))
    return number


def read_proposal(form: Arguments) -> int:
    """The proposal that a form was opened with, 0 where there was none. Raises BadRequest."""
    number = _whole(form.get("base_proposal", "0"), LARGEST_REVISION)
    if number is None:
        raise BadRequest(gettext("The form does not say which change it is about. Load the page again."))
    return number


def read_number(text: str) -> int | None:
    """A number of ours that a form may carry, None where it carries none. Raises BadRequest for anything else."""
    if not text:
        return None
    number = _whole(text, LARGEST_REVISION)
    if number is None:
        raise BadRequest(gettext("The form is not one of ours. Load the page again; nothing was changed."))
    return number


def _whole(text: str, most: int) -> int | None:
    is_number = text.isascii() and text.isdecimal() and len(text) <= len(str(most))
    return int(text) if is_number and int(text) <= most else None
