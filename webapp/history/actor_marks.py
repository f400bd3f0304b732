"""The marks of actors: a few letters each, by which timeline, matrix and charts name them beside their hue."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import count
from types import MappingProxyType

from sqlalchemy import select
from sqlalchemy.orm import Session

from webapp.models import Actor

_REMEMBERED = 64  # vocabularies


def actor_marks(session: Session) -> Mapping[str, str]:
    """The mark of each actor in sight, by its key; whoever was taken out keeps it, so that those of others stay."""
    rows = session.execute(select(Actor.key, Actor.name).order_by(Actor.id))
    return marks_of(tuple((key, name) for key, name in rows))


@lru_cache(maxsize=_REMEMBERED)
def marks_of(actors: tuple[tuple[str, str], ...]) -> Mapping[str, str]:
    """A mark for each of the keys, by the names beside them: no two are alike, whatever the case of their letters.

    Who comes first has the first choice, so that a mark does not change when others are added behind.
    """
    marks: dict[str, str] = {}
    taken: set[str] = set()
    for key, name in actors:
        if key not in marks:
            marks[key] = next(mark for mark in _choices(name) if mark.casefold() not in taken)
            taken.add(marks[key].casefold())
    return MappingProxyType(marks)


def _choices(name: str) -> Iterator[str]:
    """What may stand for a name, the best first: initials, then its first letter and another one, then numbers."""
    words = _telling(name)
    initials = [word[0].upper() for word in words]
    letters = "".join(words)
    if len(words) > 1:
        yield initials[0] + initials[1]
        yield initials[0] + initials[-1]
        yield "".join(initials[:3])
    if len(letters) == 1:
        yield letters.upper()
    yield from (letters[0].upper() + letter.lower() for letter in letters[1:])
    yield from (f"{letters[0].upper()}{number}" for number in count(2))


def _telling(name: str) -> list[str]:
    """The words of a name that tell it from others: those with a capital and, after a single one, what follows it."""
    words = [word for word in (_bare(each) for each in name.split()) if word]
    capital = [place for place, word in enumerate(words) if word[0].isupper()]
    if len(capital) > 1:
        return [words[place] for place in capital]
    return words[capital[0] :] if capital else [word for word in words if len(word) > 3] or words or ["?"]


def _bare(word: str) -> str:
    return "".join(letter for letter in word if letter.isalnum())
