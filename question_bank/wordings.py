"""The texts that somebody wrote into a content: to be found, and to be replaced in."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

WORDINGS = frozenset({"stem", "front", "back", "text", "feedback", "explanation", "hint", "accept", "when"})
"""Keys under which words stand that people read. Everything else is a name, a figure, a date or a choice."""


def wordings(content: object) -> Iterator[str]:
    """All texts of a content, in their order."""
    if isinstance(content, Mapping):
        for name, value in content.items():
            yield from _texts(value) if name in WORDINGS else wordings(value)
    elif isinstance(content, list):
        for each in content:
            yield from wordings(each)


def replaced(content: Mapping[str, Any], *, find: str, put: str, ignore_case: bool = False) -> dict[str, Any]:
    """The content with ``put`` wherever ``find`` stood in its texts. Both are plain text; ``find`` is not empty."""
    pattern = re.compile(re.escape(find), re.IGNORECASE if ignore_case else 0)
    return {name: _replaced(value, pattern, put, is_text=name in WORDINGS) for name, value in content.items()}


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        yield from (each for each in value if isinstance(each, str))


def _replaced(value: Any, pattern: re.Pattern[str], put: str, *, is_text: bool) -> Any:
    if isinstance(value, str):
        return pattern.sub(lambda _: put, value) if is_text else value
    if isinstance(value, Mapping):
        return {name: _replaced(each, pattern, put, is_text=name in WORDINGS) for name, each in value.items()}
    if isinstance(value, list):
        return [_replaced(each, pattern, put, is_text=is_text) for each in value]
    return value
