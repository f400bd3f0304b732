"""What is worked out once in a request, and asked for a thousand times."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from flask import g

T = TypeVar("T")


def once_a_request(name: str, make: Callable[[], T]) -> T:
    """What ``make`` gives, remembered under ``name`` until the request ends.

    Each look-up by ``g`` itself goes to find what it stands for and costs ten times what is remembered here.
    """
    kept = vars(g._get_current_object())  # noqa: SLF001  # Flask's own name for it
    try:
        found: T = kept[name]
    except KeyError:
        found = kept[name] = make()
    return found


def forget(*names: str) -> None:
    """Let what is remembered under the names be worked out again."""
    for name in names:
        g.pop(name, None)
