"""The language of a page follows the browser as far as the interface speaks it; English is always there."""

from __future__ import annotations

import pytest

from tests.people import PersonClient
from webapp.web.edge import Tumen
from webapp.web.languages import chosen_locale


@pytest.mark.parametrize(
    ("accepted", "chosen"),
    [
        ("en-GB,en;q=0.8", "en_GB"),
        ("en-US", "en_US"),
        ("qq-ZZ, en-AU;q=0.5", "en_AU"),
        ("de,fr;q=0.9", "en"),
        ("", "en"),
        ("*", "en"),
        ("\x00;q=x,--,en-" + "x" * 500, "en"),
    ],
)
def test_the_browser_chooses_among_what_is_spoken(app: Tumen, accepted: str, chosen: str) -> None:
    with app.test_request_context(headers={"Accept-Language": accepted}):
        assert str(chosen_locale()) == chosen


def test_a_page_says_in_which_language_it_is(client: PersonClient) -> None:
    assert b'<html lang="en">' in client.get("/", headers={"Accept-Language": "en-GB"}).data
