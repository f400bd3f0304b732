"""Comparing typed words forgivingly: case, accents, punctuation, articles and spaces do not count; slips are seen.

A slip is forgiven word by word, by an edit distance that grows with the word's length: a letter missed, added, changed,
or two neighbours swapped. It never makes another number, nor another first sound, since there words turn into their
opposites (north and south, bilateral and trilateral, stability and instability), nor two other letters (northeast and
northwest, Slovakia and Slovenia).
"""

from __future__ import annotations

import re
import unicodedata

from .characters import plain
from .number_words import WORDS

_LETTERS = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ð": "d", "æ": "ae", "œ": "oe", "\u0131": "i", "þ": "th"})
_BETWEEN_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_NOT_WORDS = re.compile(r"[^\w.]|_|\.(?!\d)|(?<!\d)\.")
_SPACE_NOT_BETWEEN_DIGITS = re.compile(r"(?<!\d) | (?!\d)")
_ALIKE = {frozenset(pair) for pair in ("ck", "kq", "iy", "sz", "ij", "vw")}

_CONTRASTS = (("north", "south"), ("east", "west"), ("inter", "intra"), ("hyper", "hypo"), ("maxi", "mini"))

EDIT = 2  # distances are counted in half edits
LONGEST_COMPARED = 200  # letters
MOST_IN_ALL = 3 * EDIT  # over all words of an answer


def normalise(text: str) -> str:
    """Words in lower case with single spaces: no accents, no punctuation, no articles. The same when done twice."""
    text = _without_accents(plain(text))
    text = _BETWEEN_THOUSANDS.sub("", text.replace("'", "")).replace("&", " and ").replace("%", " percent ")
    return " ".join(_without_articles(_NOT_WORDS.sub(" ", text).split()))


def same(response: str, expected: str) -> bool:
    """Whether two normalised texts are the same but for their spaces (never between digits). Nothing equals nothing."""
    if not response or response == expected:
        return bool(response)
    return response.replace(" ", "") == expected.replace(" ", "") and _squeezed(response) == _squeezed(expected)


def slip(response: str, expected: str) -> int | None:
    """How far the normalised response is from the expected text, in half edits; None if that is more than a slip."""
    ours, theirs = response.split(), expected.split()
    if len(ours) != len(theirs):
        ours, theirs = [_squeezed(response)], [_squeezed(expected)]
    total = 0
    for word, wanted in zip(ours, theirs, strict=True):
        cost = word_slip(word, wanted)
        if cost is None:
            return None
        total += cost
    return total if total <= MOST_IN_ALL else None


def word_slip(word: str, wanted: str) -> int | None:
    """The same for one word: 0 if equal; one edit is forgiven from five letters on, two from eight on."""
    if word == wanted:
        return 0
    shorter, longer = sorted((word, wanted), key=len)
    if not shorter or any(map(str.isdigit, word + wanted)):
        return None
    if len(shorter) >= 4 and longer in {shorter + "s", shorter + "es"}:
        return EDIT
    limit = 0 if len(longer) < 5 else 3 if len(shorter) < 8 else 5
    if not limit or not _begin_alike(word, wanted):
        return None
    if any(_contrast(word, wanted, pair) for pair in _CONTRASTS):
        return None
    return None if word in WORDS and wanted in WORDS else distance(word, wanted, limit)


def distance(one: str, other: str, limit: int) -> int | None:
    """How far two words are apart, in half edits, or None when that is above the limit.

    Optimal string alignment: 2 for a letter more, a letter less, two neighbours swapped or a letter that sounds alike,
    3 for another letter. Words above LONGEST_COMPARED letters count as far apart.
    """
    reach = limit // EDIT
    if abs(len(one) - len(other)) > reach or len(one) > LONGEST_COMPARED:
        return None
    before: list[int] = []
    row = [EDIT * column for column in range(len(other) + 1)]
    for i, letter in enumerate(one, 1):
        before, above, row = row, before, [limit + 1] * (len(other) + 1)
        row[0] = EDIT * i
        for j in range(max(1, i - reach), min(len(other), i + reach) + 1):
            cost = min(before[j] + EDIT, row[j - 1] + EDIT, before[j - 1] + _change(letter, other[j - 1]))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == other[j - 1]:
                cost = min(cost, above[j - 2] + EDIT)
            row[j] = cost
        if min(row) > limit:
            return None
    return row[-1] if row[-1] <= limit else None


def _contrast(word: str, wanted: str, pair: tuple[str, str]) -> bool:
    """Whether one word has the one part and the other word the other."""
    ours, theirs = [part in word for part in pair], [part in wanted for part in pair]
    return any(ours) and any(theirs) and ours != theirs


def _change(letter: str, other: str) -> int:
    if letter == other:
        return 0
    return EDIT if frozenset((letter, other)) in _ALIKE else 3


def _without_accents(text: str) -> str:
    if text.isascii():
        return text.lower()  # what the rest would make of it, at a tenth of the cost
    text = unicodedata.normalize("NFKD", text.casefold()).casefold().translate(_LETTERS)
    return "".join(letter for letter in text if unicodedata.category(letter) != "Mn")


def _without_articles(words: list[str]) -> list[str]:
    """Without the, a and an; a last "a" is a name (Plan A), and nothing but articles stays as it is."""
    kept = [word for word in words[:-1] if word not in {"the", "a", "an"}]
    last = [word for word in words[-1:] if word != "the"]
    return kept + last or words


def _squeezed(normalised: str) -> str:
    return _SPACE_NOT_BETWEEN_DIGITS.sub("", normalised)


def _begin_alike(word: str, wanted: str) -> bool:
    first, second = word[0], wanted[0]
    return first == second or frozenset((first, second)) in _ALIKE or word[:2] == wanted[1::-1]
