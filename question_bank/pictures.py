"""Pictures in a text: Markdown's image whose address is the digest of its content.

No other address is ever shown as a picture, so that nothing is fetched from anywhere else.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from typing import Any

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


def words_for_pictures(text: str, *, but: Collection[str] = ()) -> str:
    """The text with the words of each picture in its place, other than those of these digests."""
    if SCHEME not in text:
        return text
    return _PICTURE.sub(lambda found: found[0] if found[2] in but else found[1], text)


def pictures_of(content: object) -> dict[str, str]:
    """The pictures in the texts of a question's content, wherever they stand: their words by their digests."""
    return {digest: words for text in _texts(content) for words, digest in _PICTURE.findall(text)}


def has_wordless_picture(content: object) -> bool:
    """Whether one of the pictures in the texts says nothing of what it shows."""
    return any(not words.strip() for text in _texts(content) for words, _ in _PICTURE.findall(text))


def content_in_words(content: Any, *, but: Collection[str] = ()) -> Any:
    """The content with the words of each picture in its place, other than those of these digests."""
    if isinstance(content, str):
        return words_for_pictures(content, but=but)
    if isinstance(content, Mapping):
        return {name: content_in_words(value, but=but) for name, value in content.items()}
    if isinstance(content, list | tuple):
        return [content_in_words(value, but=but) for value in content]
    return content


def _texts(content: object) -> Iterator[str]:
    """The texts in ``content`` that may have a picture."""
    if isinstance(content, str):
        if SCHEME in content:
            yield content
    elif isinstance(content, Mapping | list | tuple):
        for value in content.values() if isinstance(content, Mapping) else content:
            yield from _texts(value)
