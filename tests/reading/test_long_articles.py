"""An article about which so much is asked that each passage has its claims and questions on a page of its own."""

from __future__ import annotations

import json
import re
from html import unescape

import pytest

from tests.people import People
from tests.study.test_cost import Meter
from webapp.reading.services import article as articles
from webapp.reading.services import asking

from .conftest import Know
from .pages import html_of, section, words

FERRY = "/read/sorrel-ferry"
PASSAGE = f"{FERRY}/passage/p05"
CHOICE = "ferry-bridge-choice"
MOST_STATEMENTS = 11  # the session, the person and what is read of the bank, however much is asked


@pytest.fixture
def long(loaded: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """The article of the ferry counts as a long one."""
    monkeypatch.setattr(articles, "MOST_ASKED", 1)
    monkeypatch.setattr(asking, "MOST_ASKED", 1)


def test_a_long_article_counts_what_rests_on_its_passages_and_leads_to_it(
    people: People, long: None, ada_knows: Know
) -> None:
    ada_knows({CHOICE: (2, 30.0)})
    whole = html_of(people.ada, FERRY)
    passage = section(whole, "p05")
    assert f'href="{PASSAGE}"' in passage
    assert re.search(r"\d+ claims? and \d+ questions? on passage 5 1 mature, \d+ new", words(passage))
    assert "<details" not in whole
    assert 'class="known-bar"' not in html_of(people.nobody, FERRY)


@pytest.mark.usefixtures("long")
def test_the_page_of_a_passage_has_all_that_rests_on_it_and_leads_to_its_neighbours(people: People) -> None:
    counted = words(section(html_of(people.ada, FERRY), "p05"))
    claims, questions = (int(re.findall(rf"(\d+) {each}", counted)[-1]) for each in ("claim", "question"))
    page = html_of(people.ada, PASSAGE)
    assert (page.count('class="claim"'), page.count('class="ask"')) == (claims, questions)
    assert f'id="ask-{CHOICE}"' in page
    assert {f'href="{FERRY}/passage/{key}"' in page for key in ("p04", "p06")} == {True}
    assert f'href="{FERRY}#p05"' in page
    assert 'rel="prev"' not in html_of(people.nobody, f"{FERRY}/passage/p01")


@pytest.mark.usefixtures("loaded")
def test_who_answers_on_the_page_of_a_passage_comes_back_to_it(people: People) -> None:
    (link,) = re.findall(rf'href="([^"]*/ask/{CHOICE}[^"]*)" data-ask', html_of(people.ada, PASSAGE))
    data: dict[str, str] = {}
    for _step in ("asked", "graded"):
        asked = people.ada.post(unescape(link), data=data) if data else people.ada.get(unescape(link))
        assert f'href="{PASSAGE}#ask-{CHOICE}"' in asked.text
        (link,) = re.findall(r'data-asking="[^"]*"\s+action="([^"]*)"', asked.text)
        (carried,) = re.findall(r'name="carried" value="([^"]*)"', asked.text)
        data = {"carried": json.dumps(json.loads(unescape(carried))), "chosen": "a", "rating": "3"}
    answered = people.ada.post(unescape(link), data=data)
    assert (answered.status_code, answered.location) == (303, f"{PASSAGE}#ask-{CHOICE}")


@pytest.mark.usefixtures("loaded")
@pytest.mark.parametrize(
    ("path", "status", "said"),
    [
        (f"{FERRY}/passage/p99", 404, "no such passage"),
        (f"{FERRY}/passage/%00", 404, "no such passage"),
        (f"{FERRY}/passage/p99/ask", 404, "no such passage"),
        (f"{FERRY}/passage/%00/ask", 404, "no such passage"),
        ("/read/nothing/passage/p05", 404, "no such passage"),
        (f"{FERRY}/ask/{CHOICE}?passage=%2F%2Fexample.org", 400, "Leave “passage” out of it"),
    ],
)
def test_a_passage_that_cannot_be_is_refused_in_words(people: People, path: str, status: int, said: str) -> None:
    response = people.ada.get(path)
    assert response.status_code == status
    assert said in words(response.text)


def _asked(html: str) -> list[str]:
    """The keys of the questions that stand as forms in a page, or that a page of the text leads to."""
    return re.findall(r'<form class="asking"[^>]* action="[^"]*/ask/([^"?]*)', html) or re.findall(
        r'/ask/([^"?]*)[^"]*" data-ask', html
    )


@pytest.mark.usefixtures("long")
def test_browsers_keep_the_questions_of_a_long_article_passage_by_passage(people: People) -> None:
    whole = html_of(people.ada, FERRY)
    passages = re.findall(rf'href="({FERRY}/passage/[^"]*)"', whole)
    assert PASSAGE in passages
    assert _asked(html_of(people.ada, f"{FERRY}/ask")) == []
    kept = {path: _asked(html_of(people.ada, f"{path}/ask")) for path in passages}
    assert kept == {path: _asked(html_of(people.ada, path)) for path in passages}
    assert CHOICE in kept[PASSAGE]
    assert f'/ask/{CHOICE}?passage=p05"' in html_of(people.ada, f"{PASSAGE}/ask")
    (empty,) = (path for path in (f"{FERRY}/passage/p01",) if path not in passages)
    assert "Nothing is asked of this passage." in html_of(people.ada, f"{empty}/ask")


@pytest.mark.usefixtures("long")
@pytest.mark.parametrize("path", [FERRY, PASSAGE, f"{PASSAGE}/ask"])
def test_a_long_article_takes_few_statements(people: People, path: str) -> None:
    meter = Meter(people.ada.database)
    people.ada.get(path)
    assert 0 < len(meter.used) <= MOST_STATEMENTS, meter.used
