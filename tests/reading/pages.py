"""Reading a page of a test: its text as a person sees it, and pieces of its HTML."""

from __future__ import annotations

import re
from html import unescape

from tests.people import PersonClient


def html_of(client: PersonClient, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200, (path, response.status_code)
    return response.text


def words(html: str) -> str:
    """The text without its tags, with single spaces."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", re.sub(r"</?mark>", "", html))).split())


def section(html: str, identity: str) -> str:
    """The section with this id."""
    return html.split(f'id="{identity}"', 1)[1].split("</section>", 1)[0]


def row(html: str, text: str) -> str:
    """The innermost list entry that has ``text``."""
    return html[: html.index("</li>", html.index(text))].rsplit("<li", 1)[1]
