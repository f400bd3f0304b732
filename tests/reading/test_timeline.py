"""The line of years: what stands on it, in which order, and how it is filtered."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from sqlalchemy import update

from question_bank.bank import load_bank
from question_bank.claims import Claim, ClaimKind
from question_bank.partial_dates import PartialDate
from tests.bank.changing import load_bank_into, with_changed
from tests.people import People
from tests.study.banks import SMALL
from tests.study.test_cost import Meter
from webapp.db import Database
from webapp.models import Article

from .conftest import Know
from .pages import html_of, words

MOST_STATEMENTS = 12
DATES = {"ferry-riders": "2001-03", "ferry-cost-veld": "2001", "ferry-bridge-view": "1999-12-31"}


@pytest.fixture
def dated(database: Database) -> None:
    """The bank of the ferry, with some of its claims turned into events."""
    bank = load_bank(SMALL / "articles", SMALL / "data")
    for key, date in DATES.items():
        parts = [int(part) for part in date.split("-")]
        bank = with_changed(bank, "claims", key, kind=ClaimKind.EVENT, value=None, as_of=PartialDate(*parts),
                            statement=f"Event of {date}.")  # fmt: skip
    with database.writer() as session:
        load_bank_into(session, bank)


def entries(html: str) -> list[str]:
    return [words(each.split("</li>")[0]) for each in re.split(r'<li class="dated[^"]*">', html)[1:]]


@pytest.mark.usefixtures("dated")
def test_dates_and_events_stand_in_the_order_of_time(people: People) -> None:
    html = html_of(people.nobody, "/timeline")
    found = entries(html)
    dates = [re.match(r"(?:as of )?(.+?)(?= The| Event| Accord|$)", each) for each in found]
    assert [match[1] for match in dates if match][:1] == ["5 May 1874"]
    events = [each for each in found if "Event of" in each]
    assert [re.findall(r"Event of ([\d-]+)\.", each)[0] for each in events] == ["1999-12-31", "2001", "2001-03"]
    assert "as of 31 December 1999" in words(html)
    assert "2 years later" in words(html)


@pytest.mark.usefixtures("dated")
def test_claims_of_a_draft_stand_nowhere_before_it_is_published(people: People, database: Database) -> None:
    def seen() -> tuple[int, int]:
        return len(entries(html_of(people.nobody, "/timeline"))), html_of(people.nobody, "/positions").count(
            'class="issue"'
        )

    published = seen()
    assert min(published) > 0
    with database.writer() as session:
        session.execute(update(Article).values(is_draft=True))
    assert seen() == (0, 0)
    with database.writer() as session:
        session.execute(update(Article).values(is_draft=False))
    assert seen() == published


@pytest.mark.usefixtures("dated")
def test_what_was_so_at_some_time_is_there_and_can_be_left_out(people: People, database: Database) -> None:
    bank = load_bank(SMALL / "articles", SMALL / "data")
    said = with_changed(bank, "claims", "ferry-riders", as_of=PartialDate(2003), statement="Said in 2003.")
    with database.writer() as session:
        load_bank_into(session, said)
    assert "as of 2003" in words(html_of(people.nobody, "/timeline"))
    happened = words(html_of(people.nobody, "/timeline?what=happened"))
    assert "Said in 2003." not in happened
    assert "5 May 1874" in happened


@pytest.mark.usefixtures("dated")
def test_an_entry_leads_to_its_passage_and_names_its_actors(people: People) -> None:
    html = html_of(people.nobody, "/timeline")
    assert 'href="/read/sorrel-ferry#p05"' in html
    assert 'data-actor="holm"' in html


@pytest.mark.usefixtures("dated")
@pytest.mark.parametrize(
    ("query", "seen", "unseen"),
    [
        ("actor=holm", "Event of 1999-12-31.", "Event of 2001-03."),
        ("article=sorrel-ferry", "Event of 2001-03.", "No dated claim"),
        ("topic=ferry&actor=holm&article=sorrel-ferry", "Event of 1999-12-31.", "Event of 2001."),
        ("actor=&topic=&article=", "Event of 2001-03.", "No dated claim"),
    ],
)
def test_the_line_can_be_filtered(people: People, query: str, seen: str, unseen: str) -> None:
    text = words(html_of(people.nobody, f"/timeline?{query}"))
    assert seen in text
    assert unseen not in text


@pytest.mark.usefixtures("dated")
@pytest.mark.parametrize("query", ["topic=1", "topic=%00", "topic=merged&what=x&article='"])
def test_what_is_not_to_be_had_is_named_and_left_out(people: People, query: str) -> None:
    text = words(html_of(people.nobody, f"/timeline?actor=holm&{query}"))
    assert "There is no such topic here, or not any more: every topic is shown." in text
    assert "no such actor" not in text
    assert "Event of 1999-12-31." in text, "the rest is shown"
    assert "Event of 2001-03." not in text, "and what can be had narrows it"


@pytest.mark.usefixtures("dated")
@pytest.mark.parametrize("page", ["0", "x"])
def test_a_page_that_is_none_is_refused_in_words(people: People, page: str) -> None:
    response = people.nobody.get(f"/timeline?page={page}")
    assert response.status_code == 400
    assert "Leave" in response.text
    assert "This address could not be read" in response.text
    assert "what you sent" not in response.text, "nothing was"


def test_the_line_is_marked_by_what_is_known(people: People, ada_knows: Know) -> None:
    ada_knows({"ferry-first-day-date": (2, 30.0), "ferry-first-day-cloze": (1, 1.0)})
    html = html_of(people.ada, "/timeline")
    assert 'class="dated dated-learning"' in html
    assert "dated-learning" not in html_of(people.nobody, "/timeline")


def test_an_empty_bank_says_so(people: People) -> None:
    assert "No claim with a date is here yet." in words(html_of(people.nobody, "/timeline"))


def test_a_long_line_comes_in_pages_and_in_as_many_statements(people: People, database: Database) -> None:
    bank = load_bank(SMALL / "articles", SMALL / "data")
    meter = Meter(people.ada.database)
    with database.writer() as session:
        load_bank_into(session, bank)
    html_of(people.ada, "/timeline")
    few = len(meter.used)
    assert 0 < few <= MOST_STATEMENTS, meter.used
    template = bank.claims["ferry-first-day"]
    more = {f"day-{number}": _on(template, number) for number in range(250)}
    with database.writer() as session:
        load_bank_into(session, replace(bank, claims={**bank.claims, **more}))
    meter.reset()
    pages = [entries(html_of(people.ada, f"/timeline?page={page}")) for page in (1, 2, 3)]
    assert len(meter.used) == 3 * few
    assert [len(page) for page in pages[:2]] == [100, 100]
    assert len({entry for page in pages for entry in page}) == sum(len(page) for page in pages) > 250
    assert entries(html_of(people.ada, "/timeline?page=99")) == pages[2]


def _on(claim: Claim, number: int) -> Claim:
    content = {**claim.to_json(), "id": f"day-{number}", "statement": f"Day {number}."}
    return Claim.from_json({**content, "value": {"date": str(1500 + number), "precision": "year"}})
