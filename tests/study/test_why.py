"""What is said to a wrong answer: by how much it is off, whose it would be, and what the article has it for."""

from __future__ import annotations

import re
from html import unescape

import pytest
from sqlalchemy import update

from tests.conftest import SettableClock
from tests.people import People, PersonClient
from webapp.db import Database
from webapp.models import Article, Claim

from .student import get_batch, hidden_fields

pytestmark = pytest.mark.usefixtures("small_bank")


def why(client: PersonClient, key: str, text: str) -> str:
    card = get_batch(client, card=key, limit=1)["cards"][0]
    body = {"card": key, "revision": card["revision"], "response": {"text": text}}
    said = client.post("/api/v1/check", json=body).get_json()["why"]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", said)).split())


def test_a_date_and_a_figure_are_told_by_how_much_they_are_off(people: People) -> None:
    assert "The year is 6 years too late." in why(people.ada, "ferry-first-day-date", "5 May 1880")
    assert "About 2 times too large." in why(people.ada, "ferry-cost-number", "22 million")


def test_a_name_that_the_article_has_elsewhere_is_told_with_its_place(people: People) -> None:
    assert "speaks of them elsewhere" not in why(people.ada, "ferry-bridge-who", "Somebody Else")
    said = why(people.ada, "ferry-bridge-who", "Tomas Veld")
    assert "The article speaks of them elsewhere: Tomas Veld speaks of the ferry's motor" in said
    assert "speaks of them" not in why(people.ada, "ferry-bridge-who", "Greta Holm"), "that is right"


def test_a_figure_of_the_question_s_own_other_voice_is_told_whose_it_is(people: People) -> None:
    assert "By a rival claim, that of the Sorrel Navigation Board" in why(people.ada, "ferry-cost-number", "10 million")


def test_plain_forms_say_the_same(people: People) -> None:
    page = people.ada.get("/study?card=ferry-bridge-who").text
    form = {**hidden_fields(page, "/study/check"), "text": "Tomas Veld"}
    html = people.ada.post("/study/check", data=form).text
    said = html.partition("The article speaks of them elsewhere:")[2]
    assert re.search(r'href="/read/sorrel-ferry#p\d+"', said.partition("</blockquote>")[0])


@pytest.mark.parametrize("hidden", ["claims", "article"])
def test_nothing_is_told_of_claims_that_readers_do_not_see(
    people: People, database: Database, clock: SettableClock, hidden: str
) -> None:
    with database.writer() as session:
        if hidden == "claims":
            session.execute(update(Claim).where(Claim.key != "ferry-bridge-view").values(retired_at=clock()))
        else:
            session.execute(update(Article).values(is_draft=True))
    assert "speaks of them" not in why(people.ada, "ferry-bridge-who", "Tomas Veld")
