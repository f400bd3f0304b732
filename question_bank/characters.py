"""Characters as people type them in many ways: spaces, digits, dashes, quotation marks."""

from __future__ import annotations

import re
import unicodedata

UNSTORABLE = re.compile("[\x00\ud800-\udfff]")  # no database takes a NUL or half a character

_SAME = str.maketrans(
    {
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d", "-"),
        **dict.fromkeys("\u2018\u2019\u201a\u201b\u02bc\u2032\uff07", "'"),
        **dict.fromkeys("\u201c\u201d\u201e\u201f\u00ab\u00bb\uff02", '"'),
        **dict.fromkeys("\uff0c\u066c", ","),
        **dict.fromkeys("\uff0e\u066b", "."),
        "\uff05": "%",
        "\uff04": "$",
        "\uff0f": "/",
    }
)
_NOT_ASCII_DIGITS = re.compile(r"(?=[^0-9])\d")
_SPACES = re.compile(r"\s+")


def plain(text: str) -> str:
    """The text with ASCII digits, dashes, quotation marks and single spaces. Powers (ten squared) stay as they are."""
    if not text.isascii():
        text = _NOT_ASCII_DIGITS.sub(lambda digit: str(unicodedata.decimal(digit[0])), text.translate(_SAME))
    return _SPACES.sub(" ", text).strip()
