"""The list of articles, and an article from beginning to end."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import select, update

from question_bank.bank import load_bank
from tests.bank.changing import load_bank_into, with_changed
from tests.conftest import SettableClock
from tests.people import People
from tests.study.banks import SMALL
from tests.study.test_cost import Meter
from tests.web.probe import everything_in
from webapp.db import Database
from webapp.models import Article, Question

from .conftest import Know
from .pages import html_of, row, section, words

FERRY = "/read/sorrel-ferry"
MOST_STATEMENTS = 13  # the session, the person and what is read of the bank


@pytest.mark.usefixtures("loaded")
def test_articles_are_listed_with_their_bibliography(people: People) -> None:
    html = html_of(people.nobody, "/read")
    assert "Ida Quill, The Millbrook Courier, June 2019" in words(html)
    assert f'href="{FERRY}"' in html
    assert 'href="https://courier.example/the-last-ferry"' in html


def test_the_list_says_how_much_of_an_article_is_known(people: People, ada_knows: Know) -> None:
    ada_knows({"ferry-rope-card": (2, 30.0), "ferry-bridge-choice": (2, 3.0)})
    assert "1 mature, 1 young" in words(html_of(people.ada, "/read"))
    assert "mature" not in html_of(people.nobody, "/read")


def test_an_empty_bank_says_what_to_do(people: People) -> None:
    assert "There is no article here yet." in words(html_of(people.nobody, "/read"))


@pytest.mark.usefixtures("loaded")
@pytest.mark.parametrize("name", ["no-such-article", "1", "%00", "x" * 500, "%F0%9F%9A%A2"])
def test_an_article_that_is_not_there_is_a_404_in_words(people: People, name: str) -> None:
    response = people.nobody.get(f"/read/{name}")
    assert response.status_code == 404
    assert "There is no article of this name" in response.text


@pytest.mark.usefixtures("loaded")
def test_a_retired_article_is_gone(people: People, database: Database, clock: SettableClock) -> None:
    with database.writer() as session:
        session.execute(update(Article).values(retired_at=clock()))
    assert people.nobody.get(FERRY).status_code == 404
    assert FERRY not in html_of(people.nobody, "/read")


@pytest.mark.usefixtures("loaded")
def test_passages_stand_in_order_with_anchors_and_what_is_no_text_is_marked(people: People) -> None:
    html = html_of(people.nobody, FERRY)
    places = [html.index(f'id="p0{number}"') for number in range(1, 9)]
    assert places == sorted(places)
    assert "Beside the text Byline." in words(section(html, "p02"))
    assert "Title : The ferry that is left on the Sorrel" in words(section(html, "p01"))
    assert "Beside the text" not in section(html, "p03")


@pytest.mark.usefixtures("loaded")
def test_the_original_stands_where_the_site_holds_it(people: People, instance: Path) -> None:
    assert 'class="original"' not in html_of(people.nobody, FERRY)
    (instance / "articles").mkdir()
    text = (SMALL / "originals" / "ferry.txt").read_bytes()
    (instance / "articles" / "ferry.txt").write_bytes(text)
    html = html_of(people.nobody, FERRY)
    assert " ".join(text.decode()[65:185].split()) in words(section(html, "p03"))
    assert '<details class="original' not in html
    shown = section(html, "p03")
    assert shown.index('class="in-short"') < shown.index('<blockquote class="original" lang="en">')
    assert "Since 5 May 1874 a flat boat has crossed" in words(shown)
    assert "The text itself" in words(html)


@pytest.mark.usefixtures("loaded")
def test_words_that_claims_rest_on_are_marked_in_the_original(people: People, instance: Path) -> None:
    with people.ada.database.writer() as session:
        bank = load_bank(SMALL / "articles", SMALL / "data")
        load_bank_into(session, with_changed(bank, "claims", "ferry-riders", spans={"sorrel-ferry#p06": (5, 12)}))
    assert "<mark" not in html_of(people.nobody, FERRY)
    (instance / "articles").mkdir()
    text = (SMALL / "originals" / "ferry.txt").read_bytes()
    (instance / "articles" / "ferry.txt").write_bytes(text)
    html = html_of(people.nobody, FERRY)
    start = load_bank(SMALL / "articles", SMALL / "data").articles["sorrel-ferry"].passages[5].start
    assert f'<mark class="rested-on">{text.decode()[start + 5 : start + 12]}</mark>' in section(html, "p06")
    assert "Underlined is what claims rest on." in html


@pytest.mark.usefixtures("loaded")
def test_claims_say_who_says_so_and_who_says_otherwise(people: People) -> None:
    passage = section(html_of(people.nobody, FERRY), "p04")
    claim = words(passage)
    assert "Who says so: Tomas Veld" in claim
    assert "Others say otherwise The Navigation Board is said to reckon with 10 million dollars." in claim
    assert "Against the record The board's figure leaves out the landing stage on the far bank." in claim
    assert 'href="/read/sorrel-ferry#p04">the passage' in passage


@pytest.mark.usefixtures("loaded")
def test_a_note_for_instructors_is_not_shown(people: People) -> None:
    assert "For instructors" not in html_of(people.ada, FERRY)


@pytest.mark.usefixtures("loaded")
def test_each_published_question_stands_once_and_opens_in_place(people: People, database: Database) -> None:
    with database.reader() as session:
        rows = session.execute(select(Question.key, Question.status)).all()
    html = html_of(people.ada, FERRY)
    found = {key: html.count(f'href="/study?card={key}"') for key, _ in rows}
    assert found == {key: int(status == "published") for key, status in rows}
    assert "the planned bridge" in section(html, "p05")


@pytest.mark.usefixtures("loaded")
def test_a_question_in_the_text_holds_no_answer(people: People) -> None:
    asks = html_of(people.ada, FERRY).split('class="ask"')
    question = next(each for each in asks if "What holds the ferry at Millbrook on its way?" in each)
    assert "A rope that was hung" not in question.split("</details>")[0]


def test_the_margin_says_what_is_known_in_a_word(people: People, ada_knows: Know) -> None:
    ada_knows(
        {"ferry-rope-card": (1, 0.5), "ferry-bridge-choice": (2, 20.9), "ferry-first-day-date": (2, 21.0),
         "ferry-cost-number": (3, 40.0)}
    )  # fmt: skip
    html = html_of(people.ada, FERRY)
    expected = {"ferry-rope-card": "learning", "ferry-bridge-choice": "young", "ferry-first-day-date": "mature",
                "ferry-cost-number": "learning", "ferry-riders-number": "new"}  # fmt: skip
    for key, word in expected.items():
        assert words(row(html, f"card={key}")).endswith(word), key


@pytest.mark.usefixtures("loaded")
def test_without_a_person_no_memory_is_shown_and_nobody_becomes_a_guest(people: People, database: Database) -> None:
    before = everything_in(database)
    for path in ("/read", FERRY):
        response = people.nobody.get(path)
        assert 'class="memory' not in response.text
        assert "/study?card=" not in response.text
    assert people.nobody.cookie_content().get("token") is None
    assert everything_in(database) == before


@pytest.mark.usefixtures("loaded")
@pytest.mark.parametrize("path", ["/read", FERRY])
def test_a_page_takes_few_statements(people: People, path: str) -> None:
    meter = Meter(people.ada.database)
    people.ada.get(path)
    assert 0 < len(meter.used) <= MOST_STATEMENTS, meter.used


@pytest.mark.usefixtures("loaded")
def test_links_to_unsafe_addresses_are_not_made(people: People, database: Database) -> None:
    with database.writer() as session:
        session.execute(update(Article).values(address="javascript:alert(1)"))
    assert "javascript:" not in html_of(people.nobody, "/read")


def test_dates_of_any_exactness_are_shown(people: People, loaded: None, database: Database) -> None:
    for written, shown in (("2019", "2019"), ("2019-06-03", "3 June 2019"), ("undated", "undated")):
        with database.writer() as session:
            session.execute(update(Article).values(published_on=written))
        page = html_of(people.nobody, "/read")
        assert f"The Millbrook Courier, {shown}" in words(page)
        assert f'<span class="nowrap">{shown}</span>' in page  # on one line


@pytest.mark.usefixtures("loaded")
def test_the_source_of_a_studied_card_leads_to_its_passage(people: People) -> None:
    card = html_of(people.ada, "/study?card=ferry-bridge-choice")
    assert f'href="{FERRY}#p05">Read on in the article' in card
    assert 'id="p05"' in html_of(people.ada, FERRY)
