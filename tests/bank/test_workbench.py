"""In the text of an article dates, figures and what people say are marked; a press begins a claim, then questions."""

from __future__ import annotations

import re

import pytest

from tests.conftest import SettableClock
from tests.people import People, PersonClient
from tests.study.banks import load_small_bank
from tests.study.test_cost import Meter
from webapp.bank.views import articles
from webapp.db import Database

from .test_bringing_articles import TEXT, bring
from .test_claims import act, keys, present
from .workshop import form_fields
from .workshop import present as question

MOST_STATEMENTS = 14


@pytest.fixture(autouse=True)
def loaded(database: Database, clock: SettableClock) -> None:
    with database.writer() as session:
        load_small_bank(session, now=clock())


def marks(client: PersonClient, text: str = TEXT) -> dict[str, str]:
    """Where the marks of the article lead, by the words that are marked."""
    bring(client, text=text)
    page = client.get("/bank/articles/winter-bridge").text
    found = re.findall(r'<a class="text-mark[^"]*" href="([^"]+)" aria-label="[^"]+">([^<]+)</a>', page)
    return {words: address.replace("&amp;", "&") for address, words in found}


def begun(client: PersonClient, address: str) -> dict[str, str]:
    return form_fields(client.get(address).text.split("data-editor", 1)[1].split("</form>")[0]).to_dict()


def test_a_press_begins_a_claim_with_its_value_and_words(people: People, database: Database) -> None:
    addresses = marks(people.ben)
    assert list(addresses) == ["January 1901", "300 dollars"]
    form = begun(people.ben, addresses["300 dollars"])
    assert (form["kind"], form["value"]) == ("figure", "300 dollars")
    assert (form["sources-0-passage"], form["sources-0-words"]) == ("winter-bridge#p02", "300 dollars")
    assert "ice-cost" not in keys(database)
    made = people.ben.post(
        "/bank/claims/new", data={**form, "key": "ice-cost", "statement": "The bridge cost 300 USD.", "topic": "ferry"}
    )
    assert made.status_code == 303
    content = present(database, "ice-cost")[1]
    assert content["value"] == {"number": "300", "unit": "USD"}
    start, end = content["spans"]["winter-bridge#p02"]
    assert TEXT[TEXT.index("In January") :][start:end] == "300 dollars"


def test_what_somebody_says_begins_with_who_says_it(people: People) -> None:
    bring(people.ben, text="The Bridge\n\nGreta Holm says that nobody fell through the ice.\n\nThe end.\n")
    page = people.ben.get("/bank/articles/winter-bridge").text
    (address,) = re.findall(r'href="([^"]+kind=statement[^"]*)"', page)
    form = begun(people.ben, address.replace("&amp;", "&"))
    assert (form["kind"], form["attributed_to"], form["actors-0-actor"]) == ("argument", "Greta Holm", "holm")
    assert form["sources-0-words"].startswith("Greta Holm says")


@pytest.mark.parametrize("more", ["&start=999999", "&start=-1", "&start=x", "&start=0"])
def test_where_nothing_is_marked_the_passage_alone_is_filled_in(people: People, more: str) -> None:
    bring(people.ben)
    form = begun(people.ben, f"/bank/claims/new?source=winter-bridge%23p02{more}")
    assert (form["sources-0-passage"], form["value"]) == ("winter-bridge#p02", "")


def test_questions_are_proposed_and_kept_as_drafts_that_a_person_publishes(people: People, database: Database) -> None:
    page = people.ben.get("/bank/claims/ferry-riders").text
    assert "What could be asked" in page
    address = "/bank/questions/new?kind=cloze&claim=ferry-riders&proposed=yes"
    assert address.replace("&", "&amp;") in page
    form = begun(people.ben, address)
    assert "[gap]" in form["text"]
    assert form["claims"] == "ferry-riders"
    assert people.ben.post("/bank/questions/new", data=form).location == "/bank/questions/ferry-riders-cloze"
    status, revision, content = question(database, "ferry-riders-cloze")
    assert (status, revision, content["claims"]) == ("draft", 1, ["ferry-riders"])
    assert "ferry-riders-cloze-2" in people.ben.get(address).text


def test_all_that_is_proposed_is_kept_as_drafts_at_once_and_once(people: People, database: Database) -> None:
    kept = people.ben.post("/bank/claims/ferry-riders/proposed", follow_redirects=True)
    assert "2 drafts were kept. 1 has to be written by you first." in kept.text
    assert {question(database, f"ferry-riders-{kind}")[0] for kind in ("number-2", "cloze")} == {"draft"}
    again = people.ben.post("/bank/claims/ferry-riders/proposed", follow_redirects=True)
    assert "1 has to be written by you first." in again.text
    assert "drafts were kept" not in again.text
    assert "ferry-riders-number-2" in people.ben.get("/bank/history?action=question+made").text
    assert people.ben.post("/bank/claims/none-such/proposed").status_code == 404


def test_on_a_retired_claim_nothing_is_proposed(people: People) -> None:
    bring(people.ben)
    people.ben.post("/bank/claims/new", data={
        "key": "ice", "statement": "In 1901 there was ice.", "kind": "event", "topic": "ferry", "importance": "core",
        "sources-0-passage": "winter-bridge#p02"})  # fmt: skip
    act(people.ben, "ice", "retire", 1)
    assert "What could be asked" not in people.ben.get("/bank/claims/ice").text
    assert people.ben.get("/bank/questions/new?kind=card&claim=ice&proposed=yes").status_code == 200


def test_the_margin_says_what_is_claimed_and_asked_of_each_passage(people: People) -> None:
    page = people.ben.get("/bank/articles/sorrel-ferry").text
    one = r'<li class="work[^"]*" id="(p\d\d)"(.*?)</li>\s*(?=<li class="work|</ol>)'
    passages = dict(re.findall(one, page, re.DOTALL))
    assert "ferry-bridge-view" in passages["p05"]
    assert re.search(r"\d+ question", passages["p05"])
    assert "No claim yet" not in passages["p05"]
    assert "Nothing published asks about it" in passages["p07"] or re.search(r"\d question", passages["p07"])


def test_of_many_claims_the_number_stands_beside_each_passage_and_leads_to_them(
    people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    full = people.ben.get("/bank/articles/sorrel-ferry").text
    monkeypatch.setattr(articles, "MOST_CLAIMS", 1)
    short = people.ben.get("/bank/articles/sorrel-ferry").text
    assert "/bank/claims/ferry-bridge-view" in full
    assert "/bank/claims/ferry-bridge-view" not in short
    listed = re.findall(r'href="/bank/claims\?on=sorrel-ferry%23(p\d\d)">(\d+) claim', short)
    assert dict(listed)["p05"] == "1"
    for said in ("No claim yet", "Nothing published asks about it"):
        assert short.count(said) == full.count(said)


@pytest.mark.parametrize("most_claims", [1, 400])
def test_an_article_takes_as_many_statements_whatever_rests_on_it(
    people: People, monkeypatch: pytest.MonkeyPatch, most_claims: int
) -> None:
    monkeypatch.setattr(articles, "MOST_CLAIMS", most_claims)
    meter = Meter(people.ben.database)
    people.ben.get("/bank/articles/sorrel-ferry")
    assert 0 < len(meter.used) <= MOST_STATEMENTS, meter.used


def test_words_that_stand_twice_in_a_passage_are_named_by_their_places_and_stay_there(
    people: People, database: Database
) -> None:
    bring(people.ben, text="The Bridge\n\nA rope is a rope of hemp.\n\nThe end.\n")
    written = {"key": "rope", "statement": "It is a rope.", "kind": "event", "topic": "ferry", "importance": "core",
               "sources-0-passage": "winter-bridge#p02", "sources-0-words": "12-16"}  # fmt: skip
    assert people.ben.post("/bank/claims/new", data=written).status_code == 303
    assert present(database, "rope")[1]["spans"] == {"winter-bridge#p02": [12, 16]}
    page = people.ben.get("/bank/claims/rope/edit").text
    shown = form_fields(page.split("data-editor", 1)[1].split("</form>", 1)[0])
    assert shown["sources-0-words"] == "12-16"
    assert 'A rope is a <mark class="rested-on">rope</mark> of hemp.' in page
    for places in ("0-999", "16-12"):
        refused = people.ben.post("/bank/claims/rope/edit", data={**shown, "sources-0-words": places})
        assert (refused.status_code, "do not stand in" in refused.text) == (400, True)


def test_the_passages_to_pick_from_are_those_of_the_article(people: People) -> None:
    bring(people.ben)
    piece = people.ben.get("/bank/passages?article=winter-bridge").text
    assert 'data-pick-from="winter-bridge#p02"' in piece
    assert "300 dollars" in piece
    assert "does not hold the text" in people.ben.get("/bank/passages?article=sorrel-ferry").text
    for article in ("none-such", "", "a%00"):
        assert people.ben.get(f"/bank/passages?article={article}").status_code == 404


def test_a_page_is_headed_by_what_it_is_about_and_called_by_its_name_too(people: People) -> None:
    """Two questions may ask the same: the title of a window tells them apart."""
    for address, key, heading in (
        ("/bank/questions/ferry-rope-card", "ferry-rope-card", "What holds the ferry at Millbrook on its way?"),
        ("/bank/claims/ferry-riders", "ferry-riders", "90 percent of the passengers come"),
    ):
        page = people.ben.get(address).text
        head = re.search(r"<h1[^>]*>(.*?)</h1>", page, re.DOTALL)
        title = re.search(r"<title>(.*?)</title>", page, re.DOTALL)
        assert head is not None
        assert title is not None
        assert heading in head[1]
        assert key not in head[1]
        assert heading in title[1]
        assert f"({key})" in title[1]
