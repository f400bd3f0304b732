"""Finding runs of words that were copied from an original."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from .characters import plain

LONGEST_RUN = 9  # words in a row that a text may share with an original; long proper names are why it is not fewer

_WORD = re.compile(r"[^\W_]+")


def words(text: str) -> list[str]:
    """The words of a text in lower case, without punctuation, quotation marks and escapes; ``Russia's`` is one word."""
    return _WORD.findall(plain(text).casefold().replace("'", ""))


class Originals:
    """The runs of words that the originals have, by the name of their file."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        self._runs = {run: name for name, text in texts.items() for run in _runs(words(text))}

    def copied(self, text: str) -> Iterator[tuple[str, str]]:
        """Each run of ten words or more that stands in an original too: the file, and the words."""
        tokens = words(text)
        start = None
        for place, run in enumerate(_runs(tokens)):
            if run not in self._runs:
                start = None
            elif start is None:
                start = place
                length = sum(1 for _ in _while_known(self._runs, tokens, place)) + LONGEST_RUN
                yield self._runs[run], " ".join(tokens[place : place + length])


def _while_known(runs: Mapping[tuple[str, ...], str], tokens: list[str], place: int) -> Iterator[None]:
    for run in _runs(tokens[place:]):
        if run not in runs:
            return
        yield None


def _runs(tokens: list[str]) -> Iterable[tuple[str, ...]]:
    size = LONGEST_RUN + 1
    return (tuple(tokens[place : place + size]) for place in range(len(tokens) - size + 1))
