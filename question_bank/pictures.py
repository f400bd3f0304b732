"""Pictures in a text: Markdown's image whose address is the digest of its content, as a card of one's own deck has it.

No other address is ever shown as a picture, so that nothing is fetched from anywhere else.
"""

from __future__ import annotations

import re

SCHEME = "media:"
LONGEST_ALT = 300  # characters
_DIGEST = "[0-9a-f]{64}"
_ADDRESS = re.compile(rf"{SCHEME}({_DIGEST})")
_PICTURE = re.compile(rf"!\[((?:[^\\\[\]]|\\.)*)\]\({SCHEME}({_DIGEST})\)")
_OUTSIDE_WORDS = re.compile(r"[\\\[\]\s]+")


def picture(digest: str, words: str) -> str:
    """A picture as a text has it; ``words`` say what it shows to whoever does not see it."""
    said = _OUTSIDE_WORDS.sub(" ", words).strip()[:LONGEST_ALT]
    return f"![{said}]({SCHEME}{digest})"


def digest_at(address: str) -> str | None:
    """The digest of the picture that an address of a text means; None for any other address."""
    found = _ADDRESS.fullmatch(address)
    return found[1] if found else None


def digests_in(text: str) -> set[str]:
    """The digests of the pictures in a text."""
    return {digest for _, digest in _PICTURE.findall(text)}


def words_for_pictures(text: str) -> str:
    """The text with the words of each picture in its place."""
    return _PICTURE.sub(r"\1", text)
