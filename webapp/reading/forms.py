"""What the addresses of the reading pages may ask for. All of it is optional; what cannot be meant is refused."""

from __future__ import annotations

from collections.abc import Collection

from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import BadRequest

LONGEST_SEARCH = 200  # characters
LARGEST_PAGE = 100_000

Arguments = MultiDict[str, str]


def read_words(arguments: Arguments) -> str:
    """What is searched for, without what no text has."""
    return arguments.get("q", "").replace("\0", "")[:LONGEST_SEARCH].strip()


def read_page(arguments: Arguments) -> int:
    """The number of the page, 1 where none is named. Raises BadRequest for what is no page."""
    written = arguments.get("page", "1")
    if not (written.isascii() and written.isdecimal() and 1 <= int(written[:7]) <= LARGEST_PAGE and len(written) < 7):
        raise BadRequest("A page has a number from 1 on. Leave “page” out of the address to see the first.")
    return int(written)


def read_choice(arguments: Arguments, name: str, known: Collection[str]) -> str | None:
    """One of the values that are known, None where nothing is chosen. Raises BadRequest for another one."""
    written = arguments.get(name, "")
    if written and written not in known:
        raise BadRequest(f"There is no such “{name}” to choose. Leave it out of the address to see all.")
    return written or None
