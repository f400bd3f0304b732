"""Words as the rules compare them: normalised, possessives off; names of those who speak; sentences."""

from __future__ import annotations

import re
from collections.abc import Iterable

from question_bank.spelling import normalise

_POSSESSIVE = re.compile(r"['\u2019]s\b|(?<=s)['\u2019](?=\s|$)")
_SENTENCE_END = re.compile(r"[.!?][\"')\]*_\u201d\u2019]*(?=\s+[\"'(\[\u201c\u2018*]*[A-Z0-9]|\s*$)")
_ABBREVIATION = re.compile(r"(?:\b(?:[A-Z]|St|Mr|Mrs|Ms|Dr|No|vs|cf|ca|e\.g|i\.e)|\b[A-Z]\.[A-Z])$")

_ENDINGS = {"s", "n", "ns", "an", "ans"}
FUNCTION_WORDS = frozenset(
    re.findall(
        r"\w+",
        """
        about according after against also and any are article as at author be because been before between but by can
        could did do does during each for from had has have he her his how if in into is it its itself many may might
        more most much not of off on one only or other our out over own same she should since so some such than that
        their them then there these they this those to two under until up was were what when where which while who whom
        whose why will with within would writes
        """,
    )
)


def tokens(text: str) -> list[str]:
    """The normalised words of a text, possessives off."""
    return normalise(_POSSESSIVE.sub("", text)).split()


def contains(words: list[str], run: list[str]) -> bool:
    """Whether the run of words stands among the words."""
    size = len(run)
    return bool(run) and any(words[place : place + size] == run for place in range(len(words) - size + 1))


def content_words(words: Iterable[str]) -> set[str]:
    """The words without those that only hold a sentence together."""
    return {word for word in words if word not in FUNCTION_WORDS and len(word) > 1}


def sentences(text: str) -> int:
    """How many sentences a text has; initials and abbreviations end none."""
    return sum(not _ABBREVIATION.search(text[: end.start()]) for end in _SENTENCE_END.finditer(text.strip()))


def names_somebody(words: list[str], name: str) -> bool:
    """Whether the words have the name, also with an ending of its last word (Russia, Russian; Korea, Koreans)."""
    *first, last = tokens(name) or [""]
    size = len(first)
    return bool(last) and any(
        words[place : place + size] == first and _same_stem(words[place + size], last)
        for place in range(len(words) - size)
    )


def _same_stem(word: str, name: str) -> bool:
    return word == name or (len(name) > 3 and word.startswith(name) and word[len(name) :] in _ENDINGS)
