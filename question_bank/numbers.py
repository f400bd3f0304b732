"""Reading numbers as people write them: ``$11bn``, ``11 billion``, ``11,000,000,000``, ``90 %``, ``ninety percent``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from .characters import plain
from .number_words import SCALES, WORDS, read_words
from .spelling import word_slip
from .units import unit_name

LONGEST_NUMBER = 200  # characters that are read; a longer text is no number
MOST_DIGITS = 24
MOST_ZEROS = 24

_SHORT_SCALES = {
    **dict.fromkeys(("k", "thousands", "thsd"), "thousand"),
    **dict.fromkeys(("m", "mn", "mln", "mil", "mio", "millions"), "million"),
    **dict.fromkeys(("b", "bn", "bln", "bil", "billions", "mrd", "milliard", "milliards"), "billion"),
    **dict.fromkeys(("tn", "trn", "trln", "trillions"), "trillion"),
}
_NUMERAL = re.compile(r"\d+(?:[., ']\d+)*|[.,]\d+")
_EXPONENT = re.compile(r"\s?(?:e|x ?10\^|\* ?10\^)([+-]?\d{1,2})(?!\d)")
_WORDS = re.compile(r"us\$|[^\W\d_]+|[%$€£¥₩₽]")
_LEADING = frozenset(
    {"about", "approximately", "approx", "around", "circa", "ca", "c", "roughly", "some", "nearly", "almost", "just"}
    | {"exactly", "over", "more", "than", "at", "least", "up", "to", "it", "was", "is", "were", "are", "the"}
    | {"~", "≈", "=", ":", ".", ",", "("}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadNumber:
    """A number that was read. ``value`` includes the scale; ``scale`` is None where none was written.

    ``unit`` is the name of a known unit, or the words that stood there; ``slip`` tells that the scale was misspelt.
    """

    value: Decimal
    scale: str | None = None
    unit: str | None = None
    slip: bool = False


def parse_number(text: str, *, unit: str | None = None) -> ReadNumber | None:
    """The number that the text says, or None if it says none, or more than one.

    ``unit`` is the unit that is asked for: ``5 m`` is five metres there where metres are asked for, else five million.
    A comma before three digits separates thousands, a point is a decimal point; several points separate thousands.
    """
    if len(text) > LONGEST_NUMBER:
        return None
    text = plain(text).lower().replace("u.s.", "us").replace("us $", "us$")
    numeral = _NUMERAL.search(text)
    if numeral is None:
        return _in_words(_WORDS.findall(text.replace("-", " ")), unit) if not _has_signs(text) else None
    value = numeral_value(numeral[0])
    sign, currency, clean = _before(text[: numeral.start()])
    rest = text[numeral.end() :]
    if value is None or not clean:
        return None
    if exponent := _EXPONENT.match(rest):
        if abs(int(exponent[1])) > MOST_ZEROS:
            return None
        value, rest = value.scaleb(int(exponent[1])), rest[exponent.end() :]
    return _finish(value * sign, rest, currency, unit)


def _has_signs(text: str) -> bool:
    return any(sign in text for sign in "/\\=<>^_@#+")


def _in_words(words: list[str], unit: str | None) -> ReadNumber | None:
    while words and words[0] in _LEADING:
        words = words[1:]
    sign = -1 if words[:1] == ["minus"] else 1
    words = words[1:] if sign < 0 else words
    value, used = read_words(words)
    return _finish(value * sign, " ".join(words[used:]), None, unit) if used else None


def _before(text: str) -> tuple[int, str | None, bool]:
    """Sign and currency before the numeral, and whether nothing else stands there."""
    sign = -1 if text.rstrip(" $€£¥₩₽").endswith("-") or "minus" in text else 1
    rest = text.replace("minus", " ").replace("-", " ", 1)
    currency = None
    for word in re.findall(r"us\$|[^\W\d_]+|\S", rest):
        if word in _LEADING:
            continue
        name = unit_name(word)
        if name == word or currency:
            return sign, None, False
        currency = name
    return sign, currency, True


def _finish(value: Decimal, rest: str, currency: str | None, unit: str | None) -> ReadNumber | None:
    """Scale words and unit after the number."""
    words = _WORDS.findall(rest)
    if any(letter.isdigit() for letter in rest) or _has_signs(rest) or not WORDS.keys().isdisjoint(words):
        return None
    power, slipped, last = 0, False, None
    while words:
        scale, misspelt = _scale(words[0], unit)
        if scale is None:
            break
        power, slipped, last, words = power + SCALES[scale], slipped or misspelt, scale, words[1:]
    if power > MOST_ZEROS:
        return None
    words = words[1:] if last and words[:1] == ["of"] else words
    named = unit_name(" ".join(words)) if words else currency
    return ReadNumber(value=value.scaleb(power), scale=last, unit=named, slip=slipped)


def scale_name(word: str) -> str | None:
    """The scale that a lower-case word names (``bn`` is billion), or None."""
    return word if word in SCALES else _SHORT_SCALES.get(word)


def _scale(word: str, unit: str | None) -> tuple[str | None, bool]:
    """The scale that a word names, and whether it is misspelt. No scale is a slip of another."""
    if unit and unit_name(word) == unit_name(unit):
        return None, False
    if name := scale_name(word):
        return name, False
    near = [scale for scale in SCALES if word_slip(word, scale) or word_slip(word, scale + "s")]
    return (near[0], True) if len(near) == 1 else (None, False)


def numeral_value(numeral: str) -> Decimal | None:
    """The value of digits with separators of thousands and of the fraction, or None if they are set impossibly."""
    groups = re.split(r"[., ']", numeral)
    signs = re.findall(r"[., ']", numeral)
    if sum(map(len, groups)) > MOST_DIGITS:
        return None
    whole, fraction = groups, ""
    if signs and _last_is_decimal(groups, signs):
        whole, fraction, signs = groups[:-1], groups[-1], signs[:-1]
    if signs and not (len(set(signs)) == 1 and _thousands(whole)):
        return None
    return Decimal(f"{''.join(whole) or '0'}.{fraction or '0'}").normalize() + 0


def _last_is_decimal(groups: list[str], signs: list[str]) -> bool:
    if signs[-1] not in ".," or signs.count(signs[-1]) > 1:
        return False
    if len(signs) > 1 or signs[-1] == ".":
        return True
    return len(groups[-1]) != 3 or groups[0] in {"", "0"} or len(groups[0]) > 3


def _thousands(groups: list[str]) -> bool:
    return 1 <= len(groups[0]) <= 3 and all(len(group) == 3 for group in groups[1:])
