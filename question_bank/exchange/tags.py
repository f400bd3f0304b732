"""What a question rests on and how much it matters, as tags beside its own: for formats that have nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from question_bank.claims import Importance
from question_bank.fields import KEY
from question_bank.questions import LONGEST_TAG, MOST_TAGS

CLAIM, IMPORTANCE = "claim:", "importance:"
_IMPORTANCES = frozenset(importance.value for importance in Importance)


def tags_of(data: Mapping[str, Any]) -> list[str]:
    """The tags that say it, and the question's own; ``read_tags`` gives the same parts again."""
    importance = data.get("importance")
    return [
        *(f"{CLAIM}{key}" for key in data.get("claims", ())),
        *([f"{IMPORTANCE}{importance}"] if importance else []),
        *data.get("tags", ()),
    ]


def read_tags(tags: Iterable[str]) -> tuple[dict[str, Any], list[str]]:
    """The parts that the tags say, and the tags that a question here cannot have."""
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
    tags, left = own_tags(others)
    return {**data, **({"tags": tags} if tags else {})}, left


def own_tags(tags: Iterable[str]) -> tuple[list[str], list[str]]:
    """The tags as a question here has them, in small letters, and those that it cannot have."""
    known = dict.fromkeys(tags)
    kept = list(dict.fromkeys(tag.lower() for tag in known if _is_tag(tag.lower())))[:MOST_TAGS]
    return kept, [tag for tag in known if tag.lower() not in kept]


def _is_tag(tag: str) -> bool:
    return len(tag) <= LONGEST_TAG and KEY.fullmatch(tag) is not None
