"""Questions that are answered where they stand in an article, by plain forms."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from sqlalchemy import select
from werkzeug.test import TestResponse

from tests.conftest import SettableClock
from tests.people import People, PersonClient
from tests.study.test_cost import Meter
from webapp.db import Database
from webapp.models import Card, Question, ReviewDay, ReviewLog
from webapp.models.base import to_milliseconds
from webapp.reviews.rebuild import rebuild
from webapp.scheduling.fold import Mode

from .pages import html_of, words

pytestmark = pytest.mark.usefixtures("loaded")

FERRY = "/read/sorrel-ferry"
CHOICE, ROPE, COST = "ferry-bridge-choice", "ferry-rope-card", "ferry-cost-number"
CLOZE = "ferry-first-day-cloze"
MOST_STATEMENTS = 12  # the session, the person, the question with its evidence, the settings


def _carried(html: str) -> dict[str, Any]:
    found = re.search(r'name="carried" value="([^"]*)"', html)
    assert found is not None
    carried: dict[str, Any] = json.loads(unescape(found[1]))
    return carried


def _check(client: PersonClient, key: str, **entered: Any) -> TestResponse:
    carried = _carried(html_of(client, f"{FERRY}/ask/{key}"))
    return client.post(f"{FERRY}/ask/{key}", data={"carried": json.dumps(carried), **entered})


def _answer(client: PersonClient, key: str, rating: object = 3, **entered: Any) -> TestResponse:
    checked = _check(client, key, **entered)
    assert checked.status_code == 200, checked.text
    data = {"carried": json.dumps(_carried(checked.text)), "rating": rating}
    return client.post(f"{FERRY}/answer/{key}", data=data)


def _log(database: Database) -> list[ReviewLog]:
    with database.reader() as session:
        return list(session.scalars(select(ReviewLog).order_by(ReviewLog.answered_at)))


def _card(database: Database, key: str) -> Card:
    with database.reader() as session:
        return session.scalars(
            select(Card).join(Question, Question.id == Card.question_id).where(Question.key == key)
        ).one()


def test_the_first_answer_begins_the_memory_and_leads_back_to_its_place(people: People, database: Database) -> None:
    answered = _answer(people.ada, CHOICE, chosen="b")
    assert (answered.status_code, answered.location) == (303, f"{FERRY}#ask-{CHOICE}")
    (logged,) = _log(database)
    assert (logged.mode, logged.outcome, logged.proposed, logged.rating) == (Mode.READ, "right", 3, 3)
    assert logged.due_at == _card(database, CHOICE).due_at is not None
    with database.reader() as session:
        day = session.scalars(select(ReviewDay)).one()
    assert (day.answers, day.new_cards, day.reviews) == (1, 1, 0), "it is one of today's new ones"
    place = html_of(people.ada, FERRY).split(f'id="ask-{CHOICE}"')[1].split("</details>")[1]
    assert words(place.split("</li>")[0]) == "learning"
    asked = people.ada.get("/api/v1/study/batch").get_json()
    assert CHOICE not in [card["card"] for card in asked["cards"] if card["state"] == "new"]


def test_later_answers_are_practice(people: People, database: Database, clock: SettableClock) -> None:
    _answer(people.ada, CHOICE, rating=4, chosen="b")
    before = _card(database, CHOICE)
    clock.move(timedelta(days=2))
    page = _check(people.ada, CHOICE, chosen="a")
    assert "Practice: your schedule stays as it is." in page.text
    assert "Your first answer" not in page.text
    assert "min" not in words(page.text.split("data-grades")[1]), "no interval is promised"
    _answer(people.ada, CHOICE, rating=1, chosen="a")
    after = _card(database, CHOICE)
    assert (after.due_at, after.stability, after.lapses) == (before.due_at, before.stability, before.lapses)
    assert [logged.outcome for logged in _log(database)] == ["right", "wrong"]


def test_the_result_is_shown_and_nothing_is_written_before_the_grade(people: People, database: Database) -> None:
    html = _check(people.ada, CHOICE, chosen="a").text
    assert "Not yet" in html
    assert "She expects fewer." in html
    assert re.search(r'value="1" data-is-proposed', html)
    assert "Your first answer" in html
    assert _log(database) == []


def test_what_the_article_has_a_wrong_answer_for_is_said(people: People) -> None:
    for name, is_said in (("Tomas Veld", True), ("Somebody Else", False)):
        html = _check(people.ada, "ferry-bridge-who", text=name).text
        assert ("The article speaks of them elsewhere:" in html) is is_said


def test_a_card_that_only_its_student_can_grade(people: People, database: Database) -> None:
    assert "Show answer" in html_of(people.ada, f"{FERRY}/ask/{ROPE}")
    assert _answer(people.ada, ROPE, rating=2).status_code == 303
    assert [(logged.rating, logged.outcome) for logged in _log(database)] == [(2, None)]


def test_a_guest_answers_too_and_comes_back_to_the_place(people: People, database: Database) -> None:
    html = html_of(people.nobody, FERRY)
    assert f'form="start" name="next"\n                     value="{FERRY}#ask-{ROPE}"' in html
    assert "Answer here" not in html
    started = people.nobody.post("/start", data={"next": f"{FERRY}#ask-{ROPE}", "zone": "Asia/Seoul"})
    assert (started.status_code, started.location) == (303, f"{FERRY}#ask-{ROPE}")
    assert "Answer here" in html_of(people.nobody, FERRY)
    assert _answer(people.nobody, ROPE).status_code == 303
    assert len(_log(database)) == 1


@pytest.mark.parametrize("place", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"])
def test_nobody_is_led_to_another_site(people: People, place: str) -> None:
    assert people.nobody.post("/start", data={"next": place}).location == "/study"


def test_a_double_click_is_recorded_once(people: People, database: Database) -> None:
    checked = _check(people.ada, CHOICE, chosen="b")
    data = {"carried": json.dumps(_carried(checked.text)), "rating": "3"}
    for _ in range(2):
        assert people.ada.post(f"{FERRY}/answer/{CHOICE}", data=data).status_code == 303
    assert len(_log(database)) == 1


def test_a_hint_lowers_what_is_proposed_and_is_kept(people: People, database: Database) -> None:
    gaps = {"gap-year": "1874", "gap-town": "Millbrook"}
    assert 'value="3" data-is-proposed' in _check(people.ada, CLOZE, **gaps).text
    checked = _check(people.ada, CLOZE, hint="year", **gaps)
    assert 'value="2" data-is-proposed' in checked.text
    data = {"carried": json.dumps(_carried(checked.text)), "rating": "2"}
    assert people.ada.post(f"{FERRY}/answer/{CLOZE}", data=data).status_code == 303
    (row,) = _log(database)
    assert json.loads(row.presentation or "{}")["hints"] == 1


def test_what_cannot_be_read_is_asked_again_with_what_was_entered(people: People, database: Database) -> None:
    response = _check(people.ada, "ferry-years-ordering", **{"place-rope": "1", "place-motor": "1", "place-cost": "2"})
    assert response.status_code == 400
    assert "2 of them stand at place 1." in response.text
    assert '<option value="2" selected>' in response.text
    assert _log(database) == []


def test_a_question_that_has_changed_since_is_shown_as_it_is_now(people: People, database: Database) -> None:
    carried = _carried(html_of(people.ada, f"{FERRY}/ask/{CHOICE}")) | {"seed": 7}
    response = people.ada.post(f"{FERRY}/ask/{CHOICE}", data={"carried": json.dumps(carried), "chosen": "b"})
    assert response.status_code == 409
    assert "This has changed since it was shown." in response.text


@pytest.mark.parametrize(
    "path",
    [f"{FERRY}/ask/no-such-question", f"{FERRY}/ask/%00", f"/read/nothing/ask/{ROPE}", f"{FERRY}/ask/{'x' * 99}"],
)
def test_what_is_not_there_is_a_404_in_words(people: People, path: str) -> None:
    for response in (people.ada.get(path), people.ada.post(path, data={"carried": "{}"})):
        assert response.status_code == 404
        assert "There is no such question in this article." in response.text


ID = '"id": "0197a3c2-5a1e-7cc3-98c4-dc0c0c07398f"'


@pytest.mark.parametrize("carried", ["", "{", "[]", "null", "[" * 100_000, "{}", '{"id": "x"}', '{"id": NaN}',
                                     f'{{{ID}, "revision": 1e9, "seed": "\\ud800"}}', f'{{{ID}, "revision": 99}}',
                                     f'{{{ID}, "revision": 1, "response": {{"chosen": "\\ud800"}}}}'])  # fmt: skip
@pytest.mark.parametrize("rating", ["3", "5", "", "\0"])
def test_no_form_makes_the_server_fail_or_write(people: People, database: Database, carried: str, rating: str) -> None:
    data = {"carried": carried, "rating": rating, "chosen": "\0"}
    for path in (f"{FERRY}/answer/{CHOICE}", f"{FERRY}/answer/nothing", f"{FERRY}/ask/{CHOICE}"):
        assert people.ada.post(path, data=data).status_code in {400, 409}
    assert _log(database) == []


@pytest.mark.parametrize("path", [f"{FERRY}/ask/{CHOICE}", f"{FERRY}/ask"])
def test_a_question_or_all_are_read_with_few_statements(people: People, path: str) -> None:
    html_of(people.ada, path)
    meter = Meter(people.ada.database)
    html_of(people.ada, path)
    assert 3 < len(meter.used) <= MOST_STATEMENTS, meter.used


def _asking(html: str) -> dict[str, dict[str, Any]]:
    """What a browser is told of each question of the page, by key."""
    found = (json.loads(unescape(text)) for text in re.findall(r'data-asking="([^"]*)"', html))
    return {each["card"]: each for each in found}


def test_the_page_of_all_questions_has_each_as_its_own_page_has_it(people: People) -> None:
    """A browser keeps it, and takes the one from there that is opened without a connection."""
    _answer(people.ada, CHOICE, chosen="b")
    article, html = html_of(people.ada, FERRY), html_of(people.ada, f"{FERRY}/ask")
    asked = _asking(html)
    assert len(asked) > 3
    assert sorted(asked) == sorted(re.findall(r'id="ask-([a-z-]+)"', article))
    for key, told in asked.items():
        alone = html_of(people.ada, f"{FERRY}/ask/{key}")
        assert _asking(alone) == {key: told}
        assert _card_of(alone, key) == _card_of(html, key)
    assert asked[CHOICE]["grading"]["right"] == ["b"]
    assert (asked[ROPE]["grading"], asked[COST]["grading"]) == ({"by": "self"}, {"by": "check"})
    assert html.count("data-practice") == len(asked) - 1, "all but the one that was answered are new"


def _card_of(html: str, key: str) -> str:
    return html.split(f'data-card="{key}"')[1].split("</article>", maxsplit=1)[0]


def test_the_questions_of_a_long_article_stand_with_its_passages(
    people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("webapp.reading.services.asking.MOST_ASKED", 3)
    html = html_of(people.ada, f"{FERRY}/ask")
    assert _asking(html) == {}
    assert "They stand with the passages that they ask about." in html


def test_an_answer_that_was_kept_on_a_device_begins_the_memory_at_its_time(
    people: People, database: Database, clock: SettableClock
) -> None:
    """It comes a day late and twice; what was answered elsewhere in between was then no first answer."""
    told = _asking(html_of(people.ada, f"{FERRY}/ask"))[CHOICE]
    given = clock()
    kept = {name: told[name] for name in ("card", "revision", "seed")} | {
        "id": "0197a3c2-5a1e-7cc3-98c4-dc0c0c07398f", "mode": "read", "response": {"chosen": ["b"]}, "rating": 4,
        "hints": 0, "duration_ms": 3000, "answered_at": to_milliseconds(given),
    }  # fmt: skip
    clock.move(timedelta(days=1))
    _answer(people.ada, CHOICE, rating=1, chosen="a")
    statuses = [people.ada.post("/api/v1/reviews", json=[kept]).get_json()["results"][0]["status"] for _ in range(2)]
    assert statuses == ["recorded", "duplicate"]
    first, _second = _log(database)
    assert (first.answered_at, first.mode, first.rating, first.outcome) == (given, Mode.READ, 4, "right")
    card = _card(database, CHOICE)
    assert card.repetitions == 1, "the answer of the day after is practice by now"
    assert card.answered_at == given
    with database.writer() as session:
        assert rebuild(session, check=True) == []
