"""The head of the pages: a place for everything, and a mark on the one that a page belongs to."""

from __future__ import annotations

import re

import pytest

from tests.people import People, PersonClient

PLACE = re.compile(r"<a [^>]*?aria-current=\"(page|true)\"[^>]*>([^<]+)</a>")


def head(client: PersonClient, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200, path
    return response.text.partition('<header class="masthead')[2].partition("</header>")[0]


@pytest.mark.parametrize(
    ("path", "mark", "place"),
    [
        ("/", "page", "Today"),
        ("/collections", "true", "Today"),
        ("/read", "page", "Read"),
        ("/positions", "true", "Read"),
        ("/quiz/new", "true", "Quiz"),
        ("/progress/slips", "true", "Progress"),
        ("/settings", "page", "Settings"),
        ("/schedule", "true", "Settings"),
        ("/account", "page", "Account"),
        ("/decks", "true", "Account"),
        ("/bank/claims", "true", "Bank"),
        ("/reports", "true", "Bank"),
    ],
)
def test_a_page_marks_the_one_place_it_belongs_to(people: People, path: str, mark: str, place: str) -> None:
    assert PLACE.findall(head(people.ben, path)) == [(mark, place)]


def test_a_students_classes_are_under_the_account_that_leads_to_them(people: People) -> None:
    assert PLACE.findall(head(people.ada, "/classes")) == [("true", "Account")]
    assert PLACE.findall(head(people.ben, "/classes")) == [("page", "Classes")]


@pytest.mark.parametrize("path", ["/cards/suspended", "/study/catch-up"])
def test_what_is_reached_from_settings_has_their_row_of_places_and_the_way_back(people: People, path: str) -> None:
    text = people.ben.get(path).text.partition('<nav class="tabs"')[2].partition("</nav>")[0]
    assert PLACE.findall(text) == [("true", "Settings")]
    assert ">Exams</a>" in text


def test_who_is_not_known_is_shown_what_is_open(people: People) -> None:
    text = head(people.nobody, "/read")
    assert "Log in" in text
    assert not any(word in text for word in ("Today", "Study", "Quiz", "Progress", "Settings", "Bank"))
    assert "Bank" not in head(people.ada, "/read")
