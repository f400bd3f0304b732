"""An instructor at the pages of classes."""

from __future__ import annotations

import re

from tests.people import PersonClient

WORD = "quokka"
"""What the bank of the class is about, and no other."""


def make_class(client: PersonClient, title: str) -> int:
    """The id of a new class."""
    response = client.post("/classes", data={"title": title})
    assert response.status_code == 303, response.text
    return int(response.location.split("/")[2])


def renew(client: PersonClient, number: int) -> str:
    """The path of the link to the class, made anew."""
    assert client.post(f"/classes/{number}/code", data={"act": "renew"}).status_code == 303
    found = re.search(r'class-link">[a-z]+://[^/]+([^<]+)<', client.get(f"/classes/{number}/settings").text)
    assert found
    return found[1]
