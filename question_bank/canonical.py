"""The one way a content is written down, so that equal contents have equal digests."""

from __future__ import annotations

import json
from collections.abc import Mapping
from hashlib import sha256
from typing import Any


def canonical_json(content: Mapping[str, Any]) -> str:
    """The content as JSON: keys sorted, no spaces, characters as they are. A float has many spellings: TypeError."""
    _refuse_floats(content)
    return json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def content_hash(content: Mapping[str, Any]) -> bytes:
    """The SHA-256 (32 bytes) of the content's canonical JSON."""
    return sha256(canonical_json(content).encode()).digest()


def _refuse_floats(value: object) -> None:
    if isinstance(value, float):
        raise TypeError("a content holds figures as text, never as floating-point numbers")
    if isinstance(value, Mapping):
        for item in value.values():
            _refuse_floats(item)
    elif isinstance(value, (list, tuple)):
        for item in value:
            _refuse_floats(item)
