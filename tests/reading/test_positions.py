"""The matrix of positions, and the list by issue that it leads to."""

from __future__ import annotations

from dataclasses import replace

import pytest

from question_bank.bank import load_bank
from question_bank.issues import Issue
from question_bank.stances import Stance
from tests.bank.changing import load_bank_into, with_changed
from tests.people import People
from tests.study.banks import SMALL
from tests.study.test_cost import Meter
from webapp.db import Database
from webapp.history.memory import Memory
from webapp.reading.services.positions import ISSUES_A_PAGE

from .conftest import Know
from .pages import html_of, section, words

MOST_STATEMENTS = 10


@pytest.mark.usefixtures("loaded")
def test_each_cell_leads_to_what_the_actor_holds(people: People) -> None:
    html = html_of(people.nobody, "/positions")
    for key, name in (("holm", "Greta Holm"), ("veld", "Tomas Veld"), ("navigation-board", "Sorrel Navigation Board")):
        assert html.count(f'href="#crossing-trouble--{key}"') == 1
        assert html.count(f'id="crossing-trouble--{key}"') == 1
        assert f"{name}: 1 position" in words(html)


@pytest.mark.usefixtures("loaded")
def test_a_position_names_its_stance_its_holder_and_its_source(people: People) -> None:
    issue = section(html_of(people.nobody, "/positions"), "crossing-trouble")
    assert "What troubles the ferry at Millbrook?" in words(issue)
    holm = words(issue.split('id="crossing-trouble--holm"')[1].split('class="holder"')[0])
    assert "Greta Holm The planned bridge" in holm
    assert "Who says so: Greta Holm" in holm
    assert 'href="/read/sorrel-ferry#p05"' in issue


def test_cells_and_positions_say_what_is_known(people: People, ada_knows: Know) -> None:
    ada_knows({"ferry-bridge-choice": (2, 30.0), "ferry-bridge-who": (1, 0.1), "ferry-trouble-position": (2, 30.0)})
    assert "Greta Holm: 1 position, learning" in words(html_of(people.ada, "/positions"))
    assert 'class="memory' not in html_of(people.nobody, "/positions")


def test_an_empty_bank_says_so(people: People) -> None:
    assert "No position on an issue is here yet." in words(html_of(people.nobody, "/positions"))


def test_an_issue_without_a_position_is_left_out(people: People, database: Database) -> None:
    bank = load_bank(SMALL / "articles", SMALL / "data")
    quiet = Issue(id="quiet", question="Does anybody care?")
    with database.writer() as session:
        load_bank_into(session, replace(bank, issues={**bank.issues, "quiet": quiet}))
    assert "Does anybody care?" not in html_of(people.nobody, "/positions")


def test_a_position_whose_actor_is_not_known_is_put_down_to_others(people: People, database: Database) -> None:
    bank = load_bank(SMALL / "articles", SMALL / "data")
    with database.writer() as session:
        load_bank_into(session, with_changed(bank, "claims", "ferry-motor-view", actors=()))
    html = html_of(people.nobody, "/positions")
    assert "An unwanted motor" in words(html.split('id="crossing-trouble--others"')[1])


@pytest.mark.usefixtures("loaded")
@pytest.mark.parametrize(
    ("query", "seen", "unseen"),
    [
        ("actor=holm", {"holm"}, {"veld", "navigation-board"}),
        ("issue=crossing-trouble", {"holm", "veld"}, set()),
        ("topic=ferry&actor=veld", {"veld"}, {"holm"}),
        ("actor=gone", {"holm", "veld"}, set()),
    ],
)
def test_the_matrix_can_be_filtered(people: People, query: str, seen: set[str], unseen: set[str]) -> None:
    html = html_of(people.nobody, f"/positions?{query}")
    assert all(f'id="crossing-trouble--{key}"' in html for key in seen)
    assert not any(f'id="crossing-trouble--{key}"' in html for key in unseen)
    assert ("There is no such actor here" in html) == ("gone" in query)


@pytest.mark.usefixtures("loaded")
def test_each_actor_has_a_mark_in_the_head_of_the_matrix_as_in_the_list(people: People) -> None:
    html = html_of(people.ada, "/positions")
    head, rest = html.split("<tbody>")
    for mark in ("GH", "TV", "SN"):
        assert html.count(f'<span class="actor-letters" aria-hidden="true">{mark}</span>') == 2
        assert f">{mark}</span>" in head
        assert f">{mark}</span>" in rest
    assert "nothing is asked about it" in words(head), "what the dash stands for"
    legend = head.split('aria-label="What the signs say"')[1]
    assert [f"#sign-{memory}" in legend for memory in Memory] == [True] * len(Memory)


@pytest.mark.usefixtures("loaded")
@pytest.mark.parametrize("page", ["0", "x", "-3", "1e3"])
def test_a_page_that_is_none_is_refused_in_words(people: People, page: str) -> None:
    response = people.nobody.get(f"/positions?page={page}")
    assert response.status_code == 400
    assert "A page has a number from 1 on." in response.text


def test_many_issues_come_in_pages_and_in_as_many_statements(people: People, database: Database) -> None:
    bank = load_bank(SMALL / "articles", SMALL / "data")
    with database.writer() as session:
        load_bank_into(session, bank)
    meter = Meter(people.ada.database)
    html_of(people.ada, "/positions")
    few = len(meter.used)
    assert 0 < few <= MOST_STATEMENTS, meter.used
    issues = {f"issue-{number}": Issue(id=f"issue-{number}", question=f"Issue {number}?") for number in range(60)}
    template = bank.claims["ferry-motor-view"]
    claims = {
        f"view-of-{key}": replace(template, id=f"view-of-{key}", value=Stance(issue=key, stance=f"view of {key}"))
        for key in issues
    }
    with database.writer() as session:
        more = replace(bank, issues={**bank.issues, **issues}, claims={**bank.claims, **claims})
        load_bank_into(session, more)
    meter.reset()
    pages = [html_of(people.ada, f"/positions?page={page}").count('class="issue"') for page in (1, 2, 3)]
    assert pages == [ISSUES_A_PAGE, 61 - ISSUES_A_PAGE, 61 - ISSUES_A_PAGE]
    assert len(meter.used) == 3 * few
