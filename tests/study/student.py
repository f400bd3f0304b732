"""A student at her browser: what the tests of the API and of the pages do, in her words."""

from __future__ import annotations

import re
import uuid
from collections.abc import Mapping
from datetime import datetime
from html import unescape
from typing import Any

from tests.people import PersonClient
from webapp.models.base import to_milliseconds


def get_batch(client: PersonClient, **query: object) -> dict[str, Any]:
    """The next cards, as the API gives them."""
    response = client.get("/api/v1/study/batch", query_string=query)
    assert response.status_code == 200, response.text
    content: dict[str, Any] = response.get_json()
    return content


def keys(batch: Mapping[str, Any]) -> list[str]:
    """The cards of a batch by their questions' keys."""
    return [card["card"] for card in batch["cards"]]


def entry(card: Mapping[str, Any], now: datetime, **more: object) -> dict[str, object]:
    """An answer to a card of a batch, graded Good unless ``rating`` says otherwise."""
    return {
        "id": str(uuid.uuid4()),
        "card": card["card"],
        "revision": card["revision"],
        "seed": card["seed"],
        "answered_at": to_milliseconds(now),
        "duration_ms": 4000,
        "rating": 3,
        **more,
    }


def send(client: PersonClient, *entries: Mapping[str, object], counts: bool = False) -> dict[str, Any]:
    """Post entries; all of them have to be recorded."""
    response = client.post("/api/v1/reviews" + ("?counts=1" if counts else ""), json=list(entries))
    assert response.status_code == 200, response.text
    content: dict[str, Any] = response.get_json()
    assert {result["status"] for result in content["results"]} == {"recorded"}, content
    return content


def answer(client: PersonClient, card: Mapping[str, Any], now: datetime, rating: int = 3) -> dict[str, Any]:
    """Answer a card of a batch; the result of the one entry."""
    result: dict[str, Any] = send(client, entry(card, now, rating=rating))["results"][0]
    return result


def hidden_fields(page: str, action: str) -> dict[str, str]:
    """The hidden fields of the form on ``page`` that posts to ``action``."""
    form = re.search(rf'<form[^>]*action="{action}".*?</form>', page, re.DOTALL)
    assert form, f"no form posts to {action}"
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form.group())
    return {name: unescape(value) for name, value in found}
