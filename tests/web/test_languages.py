"""The language of a page follows the browser as far as the interface speaks it; English is always there."""

from __future__ import annotations

import pytest
from flask import render_template_string
from flask_babel import ngettext

from question_bank.words import ngettext as in_words
from tests.people import PersonClient
from webapp.web.edge import Tumen
from webapp.web.languages import chosen_locale
from webapp.web.words import say


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


@pytest.mark.parametrize(("accepted", "written"), [("en", "12,345 cards"), ("en-ZA", "12\xa0345 cards")])
def test_figures_in_words_are_grouped_as_the_language_does(app: Tumen, accepted: str, written: str) -> None:
    with app.test_request_context(headers={"Accept-Language": accepted}):
        assert ngettext("%(num)d card", "%(num)d cards", 12345) == written
        template = '{{ ngettext("%(num)d card", "%(num)d cards", 12345) }}'
        assert render_template_string(template) == written
        assert say(in_words("%(num)d card of %(of)s", "%(num)d cards of %(of)s", 12345, of="a")) == f"{written} of a"


def test_a_page_says_in_which_language_it_is(client: PersonClient) -> None:
    assert b'<html lang="en">' in client.get("/", headers={"Accept-Language": "en-GB"}).data
