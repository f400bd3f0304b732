"""The charts after weeks of real answers: what they say, their tables, and the same numbers as files."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from html import unescape

import pytest
from sqlalchemy import select

from tests.conftest import SettableClock
from tests.people import People, PersonClient, log_in
from tests.study.student import answer, entry, get_batch, send
from webapp.db import Database
from webapp.history.mastery import Heading, mastery_by
from webapp.history.predictions import Prediction
from webapp.models import Actor, Card, ClaimActor, Question, ReviewLog
from webapp.progress.queries import CHARTS, KNOWLEDGE, OVERVIEW, SLIPS
from webapp.web.naming import IMPORTANCES, KINDS

DAY = timedelta(days=1)


def page(client: PersonClient, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200
    return " ".join(unescape(response.text).replace("\N{NO-BREAK SPACE}", " ").split())


def file_of(client: PersonClient, name: str) -> list[list[str]]:
    response = client.get(f"/progress/{name}")
    assert response.status_code == 200
    assert response.content_type == "text/csv; charset=utf-8"
    return list(csv.reader(response.text.removeprefix("\ufeff").splitlines()))


@pytest.fixture
def studied(loaded: None, people: People, clock: SettableClock) -> None:
    """Sixteen days: every card that comes is known, but for each fifth one."""
    given = 0
    for _ in range(16):
        for card in get_batch(people.ada, limit=30)["cards"]:
            given += 1
            answer(people.ada, card, clock(), rating=1 if given % 5 == 0 else 4)
            clock.move(timedelta(seconds=10))
        clock.move(DAY)


def test_every_chart_stands_on_one_page() -> None:
    assert sorted([*OVERVIEW, *KNOWLEDGE, *SLIPS]) == sorted(CHARTS)


@pytest.mark.usefixtures("studied")
def test_what_was_kept_is_said_against_what_is_wanted(people: People, database: Database) -> None:
    rows = file_of(people.ada, "retention.csv?by=month")
    reviews, passed = int(rows[1][2]), float(rows[1][3])
    with database.reader() as session:
        log = session.scalars(select(ReviewLog).where(ReviewLog.state_before == 2)).all()
    assert reviews == len({(row.question_id, row.study_day) for row in log}) > 0
    assert int(rows[1][4]) + int(rows[1][6]) == reviews
    said = f"You kept {round(100 * passed)} % of what came up for review in the last 12 months; you aim at 90 %."
    assert said in page(people.ada, "/progress?by=month")


@pytest.mark.usefixtures("studied")
@pytest.mark.parametrize(("by", "rows"), [("day", 30), ("week", 12), ("month", 12), ("", 12), ("no-such-thing", 12)])
def test_retention_is_counted_by_day_week_or_month(people: People, by: str, rows: int) -> None:
    assert len(file_of(people.ada, f"retention.csv?by={by}")) == rows + 1


@pytest.mark.usefixtures("studied")
def test_distributions_hold_every_card_once(people: People, database: Database) -> None:
    with database.reader() as session:
        cards = session.scalars(select(Card).where(Card.stability.is_not(None))).all()
    today = page(people.ada, "/progress/knowledge")
    assert f"Half of the {len(cards)} cards in your memory" in today
    for name in ("stability", "difficulty", "recall"):
        assert sum(int(number) for _, number in file_of(people.ada, f"{name}.csv")[1:]) == len(cards)


@pytest.mark.usefixtures("studied")
def test_cards_answered_today_have_no_chance_of_recall_yet(people: People, clock: SettableClock) -> None:
    before = sum(int(number) for _, number in file_of(people.ada, "recall.csv")[1:])
    answer(people.ada, get_batch(people.ada)["cards"][0], clock())
    assert sum(int(number) for _, number in file_of(people.ada, "recall.csv")[1:]) == before - 1
    assert "1 card answered today not counted." in page(people.ada, "/progress/knowledge")


@pytest.mark.usefixtures("studied")
@pytest.mark.parametrize("heading", Heading)
def test_mastery_counts_published_questions_under_each_heading(
    people: People, database: Database, heading: Heading
) -> None:
    assert people.ada.user_id is not None
    with database.reader() as session:
        rows = mastery_by(session, heading, user_id=people.ada.user_id)
        published = len(session.scalars(select(Question.id).where(Question.status == "published")).all())
        held = session.execute(
            select(Actor.id).join(ClaimActor, ClaimActor.actor_id == Actor.id)
            .join(Question, Question.primary_claim_id == ClaimActor.claim_id).where(Question.status == "published")
        ).all()  # fmt: skip
    total = sum(row.known.questions for row in rows)
    if heading is Heading.ACTOR:
        assert total == len(held) > 0
    elif heading is Heading.ARTICLE:
        assert total >= published
    else:
        assert total == published
    assert sum(row.known.known for row in rows) > 0
    names = [row[0] for row in file_of(people.ada, f"mastery.csv?by={heading}")[1:]]
    if heading in {Heading.IMPORTANCE, Heading.KIND}:
        assert set(names) <= {str(words) for words in (*IMPORTANCES.values(), *KINDS.values())}  # none by its key
    else:
        assert names == [row.title for row in rows]
    assert f'aria-current="true">by {heading}<' in page(people.ada, f"/progress/knowledge?by={heading}")


@pytest.mark.usefixtures("loaded")
def test_calibration_says_how_many_reviews_it_needs(people: People) -> None:
    assert "is told from 50 reviews on; so far: 0." in page(people.ada, "/progress/slips")
    assert len(file_of(people.ada, "calibration.csv")) == 1


@pytest.fixture
def long_studied(studied: None, people: People, clock: SettableClock) -> None:
    assert people.ada.user_id is not None
    for _ in range(12):
        log_in(people.ada, people.ada.user_id, now=clock.move(7 * DAY))
        for card in get_batch(people.ada, limit=30)["cards"]:
            answer(people.ada, card, clock(), rating=3)


@pytest.mark.usefixtures("long_studied")
def test_calibration_compares_what_was_foreseen_with_what_came(people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("webapp.history.calibration.FEWEST_REVIEWS", 20)
    rows = file_of(people.ada, "calibration.csv")[1:]
    number = sum(int(row[2]) for row in rows)
    assert number >= 20
    text = page(people.ada, "/progress/slips")
    assert f"of {number} reviews and remembered" in text
    assert all((row[4] == "") == (int(row[2]) < 10) for row in rows)


@pytest.mark.usefixtures("loaded")
@pytest.mark.parametrize(("kept", "lowest", "drawn_at"), [(45, "50", 116), (15, "20", 203.5), (6, "0", 196)])
def test_what_was_forgotten_more_than_it_was_kept_is_drawn_where_it_lies(
    people: People, monkeypatch: pytest.MonkeyPatch, kept: int, lowest: str, drawn_at: float
) -> None:
    came = [Prediction(expected=0.75, passed=number < kept) for number in range(60)]
    monkeypatch.setattr("webapp.progress.slips.predictions", lambda *_, **__: came)
    picture = page(people.ada, "/progress/slips").partition("with-axis scatter")[2].partition("</div>")[0]
    assert f'cy="{float(drawn_at)}"' in picture
    assert re.findall(r">(\d+) ?%</text>", picture)[2] == lowest


@pytest.mark.usefixtures("loaded")
def test_what_is_mixed_up_stands_with_its_question(people: People, clock: SettableClock) -> None:
    assert "Nothing yet: wrong choices" in page(people.ada, "/progress/slips")
    card = get_batch(people.ada, card="ferry-cost-number")["cards"][0]
    given = entry(card, clock(), response={"text": "10 million"})
    del given["rating"]
    send(people.ada, given)
    text = page(people.ada, "/progress/slips")
    assert "You took one thing for another 1 time in 1 way. None of them twice." in text
    assert file_of(people.ada, "mix-ups.csv")[1][:3] == ["Figure", "10 million USD", "11 million USD"]
    assert "Nothing yet: wrong choices" in page(people.ben, "/progress/slips")


@pytest.mark.usefixtures("studied")
@pytest.mark.parametrize("path", ["/progress", "/progress/knowledge", "/progress/slips"])
def test_each_chart_has_a_sentence_a_table_and_a_file(people: People, path: str) -> None:
    text = people.ada.get(path).text
    keys = [key for key in CHARTS if f'id="{key}-title"' in text]
    assert keys
    for key in keys:
        assert f'<p id="{key}-said" class="said">' in text
        assert f'href="/progress/{key}.csv' in text
    assert text.count("<table>") == len(keys)


def test_a_table_that_does_not_exist_is_named_as_such(people: People) -> None:
    assert people.ada.get("/progress/none.csv").status_code == 404


@pytest.mark.usefixtures("loaded")
@pytest.mark.parametrize("path", ["/progress", "/progress/knowledge", "/progress/slips"])
def test_somebody_who_has_done_nothing_is_told_what_to_do(people: People, path: str) -> None:
    assert "this page fills with your first answers" in page(people.guest, path)
    assert people.nobody.get(path).headers["Location"] == "/"


@pytest.fixture
def statements(people: People) -> Iterator[Callable[[], int]]:
    from tests.study.test_cost import Meter  # noqa: PLC0415  # it opens the database's connections anew

    meter = Meter(people.ada.database)
    yield lambda: len(meter.used)
    meter.reset()


@pytest.mark.usefixtures("studied")
@pytest.mark.parametrize(("path", "most"), [("/progress", 8), ("/progress/knowledge", 6), ("/progress/slips", 8)])
def test_a_page_takes_few_statements(people: People, statements: Callable[[], int], path: str, most: int) -> None:
    people.ada.get(path)
    before = statements()
    people.ada.get(path)
    assert statements() - before <= most
