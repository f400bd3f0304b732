"""A student at the pages of collections."""

from __future__ import annotations

from sqlalchemy import select

from tests.people import PersonClient
from webapp.models import Collection


def number_of(client: PersonClient, kind: str, value: str) -> int:
    """The id of a collection."""
    with client.database.reader() as session:
        wanted = select(Collection.id).where(Collection.kind == kind, Collection.value == value)
        return session.scalars(wanted).one()


def press(client: PersonClient, kind: str, value: str, what: str) -> None:
    """Press Follow, Leave or Remove beside a collection."""
    response = client.post(f"/collections/{number_of(client, kind, value)}/{what}")
    assert (response.status_code, response.location) == (303, "/collections"), response.text


def select_by(client: PersonClient, words: str, name: str, *, follow: bool = False) -> None:
    """Keep a selection by words."""
    data = {"words": words, "name": name} | ({"follow": "y"} if follow else {})
    response = client.post("/collections/new", data=data)
    assert (response.status_code, response.location) == (303, "/collections"), response.text


def plain(text: str) -> str:
    return " ".join(text.split())
