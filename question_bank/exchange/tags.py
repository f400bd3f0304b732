"""What a question rests on and how much it matters, as tags: for formats that have nothing else for it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from question_bank.claims import Importance
from question_bank.fields import KEY

CLAIM, IMPORTANCE = "claim:", "importance:"
_IMPORTANCES = frozenset(importance.value for importance in Importance)


def tags_of(data: Mapping[str, Any]) -> list[str]:
    """The tags that say it; ``read_tags`` gives the same parts again."""
    importance = data.get("importance")
    return [
        *(f"{CLAIM}{key}" for key in data.get("claims", ())),
        *([f"{IMPORTANCE}{importance}"] if importance else []),
    ]


def read_tags(tags: Iterable[str]) -> tuple[dict[str, Any], list[str]]:
    """The parts that the tags say, and the tags that say something else."""
    data: dict[str, Any] = {}
    others = []
    for tag in tags:
        key = tag.removeprefix(CLAIM)
        if tag.startswith(CLAIM) and KEY.fullmatch(key):
            data.setdefault("claims", []).append(key)
        elif tag.startswith(IMPORTANCE) and tag.removeprefix(IMPORTANCE) in _IMPORTANCES:
            data["importance"] = tag.removeprefix(IMPORTANCE)
        else:
            others.append(tag)
    return data, others
