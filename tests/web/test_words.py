"""Every word that people see goes through a translation: a language that marks them all leaves none unmarked."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from zoneinfo import available_timezones

import pytest
from sqlalchemy import select
from werkzeug.test import TestResponse

from tests.conftest import SettableClock
from tests.people import PASSWORD, PersonClient, make_people
from tests.study.banks import load_small_bank
from tests.study.student import entry, hidden_fields
from webapp.db import Database
from webapp.models import Actor, Article, Claim, ClaimRevision, Passage, Question, QuestionRevision, Topic
from webapp.web.edge import Tumen

from .everywhere import NO_PAGES, PLACES, Everywhere, first_link, read_mails
from .pseudo import LANGUAGE, left_over, make_translation, names_of_time, words_in

ZONES = {part for name in available_timezones() for part in re.findall(r"[^\W\d_]{2,}", name)}
LEFT = frozenset({
    "explanation", "it has no explanation", "it names no claim that it rests on",
    "the wrong option 'b' has no feedback that says why", "the wrong option 'c' has no feedback that says why",
})  # fmt: skip
"""What still has no translation, and may only shrink: the checks of the bank speak English, in the editor too, and name
fields as its files do.
"""
NAMES = (
    "Tumen",
    "Markdown",
    "CSV",
    "TSV",
    "JSON",
    "YAML",
    "XML",
    "GIFT",
    "Aiken",
    "Moodle",
    "Quizlet",
    "API",
    "UTC",
    "Anki",
    "apkg",
    "FSRS",
    "example.org",
)


@pytest.fixture(scope="module")
def translations(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("words") / "translations"
    make_translation(folder)
    return folder


@pytest.fixture
def marked(make_app: Callable[..., Tumen], translations: Path) -> Tumen:
    return make_app(BABEL_TRANSLATION_DIRECTORIES=str(translations), OWN_PUBLISHING=False)


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for each in value.values():
            yield from _texts(each)
    elif isinstance(value, (list, tuple)):
        for each in value:
            yield from _texts(each)


@pytest.fixture
def known(database: Database, clock: SettableClock) -> frozenset[str]:
    """The words of the bank, of dates and of the names that stay as they are in every language."""
    with database.writer() as session:
        load_small_bank(session, now=clock())
    words: set[str] = set()
    with database.reader() as session:
        for model in (Actor, Article, Claim, ClaimRevision, Passage, Question, QuestionRevision, Topic):
            for row in session.scalars(select(model)):
                for column in model.__table__.columns:
                    for text in _texts(getattr(row, column.key, None)):
                        words |= set(words_in(text))
    every = words | set(words_in(" ".join((*ZONES, *names_of_time(), *NAMES))))
    every |= {"ada", "ben", "eva", "eve", "admin", "guest", "la", "de"}  # people; what dates of the language have
    every |= {"what", "troubles", "the", "ferry", "at", "millbrook", "gh", "sn", "tv"}  # an issue, letters of actors
    every |= {"nothing", "there"}  # what was searched for
    return frozenset(every)


def unmarked(answer: TestResponse, known: frozenset[str]) -> list[str]:
    assert f'<html lang="{LANGUAGE}">' in answer.text, answer.request.path
    return [f"{answer.request.path}: {each}" for each in sorted({*left_over(answer.text, known=known)} - LEFT)]


def test_no_page_has_words_that_no_translator_gets(
    marked: Tumen, known: frozenset[str], clock: SettableClock, instance: Path
) -> None:
    everywhere = Everywhere(marked, clock=clock, instance=instance)
    found: list[str] = []
    for client, address in everywhere.visits():
        answer = client.get(address, headers={"Accept-Language": LANGUAGE})
        assert answer.status_code == 200, (address, answer.status_code, answer.location)
        found += unmarked(answer, known)
    missing = everywhere.people.nobody.get("/no-such-page", headers={"Accept-Language": LANGUAGE})
    assert missing.status_code == 404
    found += unmarked(missing, known)
    assert not found, "\n".join(found)


def test_the_first_administrator_is_met_in_her_language(marked: Tumen, known: frozenset[str], instance: Path) -> None:
    browser = PersonClient(marked, marked.response_class)
    answer = browser.get(first_link(marked, instance), headers={"Accept-Language": LANGUAGE})
    assert answer.status_code == 200
    assert not unmarked(answer, known)


def test_every_page_of_the_map_is_walked(marked: Tumen) -> None:
    pages = {rule.endpoint for rule in marked.url_map.iter_rules() if "GET" in (rule.methods or ())}
    assert pages == {*PLACES, *NO_PAGES}, "a new address belongs among the PLACES, or among NO_PAGES with what it gives"


WRONG: dict[str, dict[str, str]] = {
    "ferry-first-day-date": {"text": "May 1874"},
    "ferry-first-day-cloze": {"gap-year": "1873", "gap-town": "Millbroook"},
    "ferry-cost-number": {"text": "11"},
    "ferry-riders-number": {"text": "ninety persons"},
    "ferry-bridge-who": {"text": "Greta Hollm"},
    "ferry-closures-choice": {"chosen": "ride"},
    "ferry-trouble-matching": {"pair-holm": "cost"},
    "ferry-years-ordering": {"place-rope": "2", "place-motor": "1", "place-cost": "3"},
    "ferry-people-list": {"entry-0": "Holm", "entry-1": "Holm"},
    "ferry-first-year-timeline": {"year": "1870"},
}
"""Answers that grading has something to say to."""
TYPED = frozenset({"millbroook", "hollm", "ninety", "persons", "may", "million", "millbr", "ook", "hol", "lm"})


def test_what_is_said_to_an_answer_can_be_translated(
    marked: Tumen, known: frozenset[str], clock: SettableClock
) -> None:
    ada = make_people(marked, now=clock()).ada
    for key, response in [("ferry-bridge-choice", {}), *WRONG.items()]:
        page = ada.get(f"/study?card={key}").text
        form = {**hidden_fields(page, "/study/check"), **response}
        answer = ada.post("/study/check", data=form, headers={"Accept-Language": LANGUAGE})
        assert answer.status_code == 200
        assert 'name="rating"' in answer.text
        assert not unmarked(answer, known | TYPED), key


def test_an_answer_that_cannot_be_read_is_refused_in_the_language_of_the_page(
    marked: Tumen, known: frozenset[str], clock: SettableClock
) -> None:
    ada = make_people(marked, now=clock()).ada
    form = hidden_fields(ada.get("/study?card=ferry-years-ordering").text, "/study/check")
    for places in ({"place-rope": "1"}, {"place-rope": "1", "place-motor": "1", "place-cost": "1"}):
        given = {"place-rope": "", "place-motor": "", "place-cost": "", **places}
        answer = ada.post("/study/check", data={**form, **given}, headers={"Accept-Language": LANGUAGE})
        assert answer.status_code == 400
        assert not unmarked(answer, known)


@pytest.mark.parametrize(
    ("path", "form"),
    [
        ("/login", {"email": "nobody@example.org", "password": "certainly not this one"}),
        ("/login", {"email": "", "password": ""}),
        ("/register", {"email": "no address", "password": "short"}),
        ("/register", {"email": "ada@example.org", "password": PASSWORD}),
        ("/reset", {"email": "no address"}),
    ],
)
def test_what_is_said_to_a_form_of_the_door_can_be_translated(
    marked: Tumen, known: frozenset[str], clock: SettableClock, path: str, form: dict[str, str]
) -> None:
    nobody = make_people(marked, now=clock()).nobody
    answer = nobody.post(path, data=form, headers={"Accept-Language": LANGUAGE})
    assert answer.status_code in {200, 400}
    assert not unmarked(answer, known)


def test_mails_can_be_translated(marked: Tumen, known: frozenset[str], clock: SettableClock, instance: Path) -> None:
    Everywhere(marked, clock=clock, instance=instance)
    mails = read_mails(instance)
    assert len(mails) == 3
    for mail in mails:
        assert str(mail["Subject"]).startswith("⟦"), mail["Subject"]
        paragraphs = [each.strip() for each in mail.get_content().split("\n\n")]
        assert all(each.startswith(("⟦", "http")) for each in paragraphs if each), paragraphs


def test_a_refusal_is_said_in_the_language_of_who_is_refused(
    marked: Tumen, known: frozenset[str], clock: SettableClock
) -> None:
    ada = make_people(marked, now=clock()).ada
    card = json.loads(ada.get("/api/v1/study/batch").text)["cards"][0]
    long_ago = entry(card, clock() - timedelta(days=100))
    undo = {"id": long_ago["id"], "undoes": long_ago["id"], "answered_at": clock().isoformat()}
    reply = ada.post("/api/v1/reviews", json=[long_ago, undo], headers={"Accept-Language": LANGUAGE})
    reasons = [result["reason"] for result in json.loads(reply.text)["results"]]
    assert len(reasons) == 2
    assert all(reason.startswith("⟦") for reason in reasons), reasons


def test_the_buttons_say_their_intervals_in_the_language_of_the_page(
    marked: Tumen, known: frozenset[str], clock: SettableClock
) -> None:
    ada = make_people(marked, now=clock()).ada
    batch = json.loads(ada.get("/api/v1/study/batch", headers={"Accept-Language": LANGUAGE}).text)
    intervals = batch["cards"][0]["intervals"].values()
    assert all(text.startswith("⟦") for text in intervals), intervals
    english = json.loads(ada.get("/api/v1/study/batch").text)["cards"][0]["intervals"].values()
    assert not any("⟦" in text for text in english)


def test_a_card_that_was_remembered_in_english_is_not_shown_to_others(
    marked: Tumen, known: frozenset[str], clock: SettableClock
) -> None:
    ada = make_people(marked, now=clock()).ada

    def cards(language: str) -> str:
        batch = json.loads(ada.get("/api/v1/study/batch", headers={"Accept-Language": language}).text)
        return " ".join(card["html"] for card in batch["cards"])

    english = cards("en")
    assert "⟦" not in english
    assert "⟦" in cards(LANGUAGE)
    assert cards("en") == english
