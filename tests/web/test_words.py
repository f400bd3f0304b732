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

from tests.bank.workshop import form_fields
from tests.conftest import SettableClock
from tests.mails import read_mails, text_of
from tests.people import PASSWORD, PersonClient, make_people
from tests.study.banks import load_small_bank
from tests.study.student import entry, hidden_fields
from webapp.db import Database
from webapp.models import Actor, Article, Claim, ClaimRevision, Passage, Question, QuestionRevision, Topic
from webapp.web import reasons
from webapp.web.edge import Tumen
from webapp.web.reasons import reason_words

from .everywhere import NO_PAGES, PLACES, Everywhere, first_link
from .pseudo import LANGUAGE, left_over, make_translation, names_of_time, words_in

ZONES = {part for name in available_timezones() for part in re.findall(r"[^\W\d_]{2,}", name)}
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
                    if column.key == "why":
                        continue
                    for text in _texts(getattr(row, column.key, None)):
                        words |= set(words_in(text))
    every = words | set(words_in(" ".join((*ZONES, *names_of_time(), *NAMES))))
    every |= {"ada", "ben", "eva", "eve", "admin", "guest", "la", "de"}  # people; what dates of the language have
    every |= {"what", "troubles", "the", "ferry", "at", "millbrook", "gh", "sn", "tv"}  # an issue, letters of actors
    every |= {"nothing", "there"}  # what was searched for
    return frozenset(every)


def unmarked(answer: TestResponse, known: frozenset[str]) -> list[str]:
    assert f'<html lang="{LANGUAGE}">' in answer.text, answer.request.path
    return [f"{answer.request.path}: {each}" for each in sorted(set(left_over(answer.text, known=known)))]


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


BANK_OF_BEN: dict[str, tuple[str, dict[str, str]]] = {
    "a question": (
        "/bank/questions/ferry-bridge-choice/edit",
        {
            "stem": "",
            "options-0-text": "",
            "options-0-feedback": "",
            "claims": "ferry ferry",
            "explanation": "x" * 4001,
            "importance": "ferry",
            "tags": "Ferry ferry ferry",
        },
    ),
    "a card": ("/bank/questions/ferry-rope-card/edit", {"front": "ferry", "back": "ferry"}),
    "gaps": ("/bank/questions/ferry-first-day-cloze/edit", {"text": "ferry [ferry] [ferry]", "gaps-0-accept": "-"}),
    "a figure": (
        "/bank/questions/ferry-riders-number/edit",
        {"number": "ferry", "scale": "percent", "unit": "ferry", "how": "relative", "tolerance": "-1"},
    ),
    "a date": ("/bank/questions/ferry-first-day-date/edit", {"answer": "ferry", "precision": "ferry"}),
    "an order": ("/bank/questions/ferry-years-ordering/edit", {"items-0-text": "ferry", "items-1-text": "ferry"}),
    "a list": ("/bank/questions/ferry-people-list/edit", {"least": "90", "items-0-accept": "ferry"}),
    "pairs": ("/bank/questions/ferry-trouble-matching/edit", {"pairs-0-text": "ferry", "pairs-1-text": "ferry"}),
    "a line": ("/bank/questions/ferry-first-year-timeline/edit", {"answer": "1", "start": "1900", "end": "1901"}),
    "a position": ("/bank/questions/ferry-trouble-position/edit", {"options-0-claim": "", "options-0-text": "ferry"}),
    "a claim": (
        "/bank/claims/ferry-riders/edit",
        {
            "kind": "figure",
            "value": "ferry",
            "topic": "ferry",
            "conflicts_with": "ferry",
            "sources-0-words": "zebra",
            "statement": "",
        },
    ),
    "a claim of kinds": ("/bank/claims/ferry-first-day/edit", {"kind": "position", "value": "", "supersedes": "ferry"}),
    "a new article": (
        "/bank/articles/new",
        {"key": "sorrel-ferry", "title": "ferry", "date": "1874", "language": "en", "text": "ferry"},
    ),
    "an article": ("/bank/articles/sorrel-ferry/edit", {"title": "", "address": "ferry", "language": "ferry!"}),
    "an actor": ("/bank/vocabulary/actor/holm", {"name": "Tomas Veld", "aliases": "Veld", "line": "ferry"}),
    "a new topic": ("/bank/vocabulary/new?kind=topic", {"key": "ferry", "title": "ferry", "line": ""}),
}
"""Forms of instructors, with what cannot be kept."""


SAID = {
    reasons.LOADED: "⟦loaded from the bank's files⟧",
    reasons.BACK_TO.filled(revision=12): "⟦back to revision 12⟧",
    reasons.REPLACED.filled(find="a “b”", put="c d"): "⟦“a “b”” replaced by “c d”⟧",
    reasons.UNDONE.filled(what=reasons.MOVED.filled(topic="ferry")): "⟦undone: ⟦moved to ferry⟧⟧",
    "the date was wrong": "the date was wrong",
    "the passage p05 split in a bad place": "the passage p05 split in a bad place",
}


def test_a_kept_reason_is_said_in_the_language_of_the_page(make_app: Callable[..., Tumen], translations: Path) -> None:
    app = make_app(BABEL_TRANSLATION_DIRECTORIES=str(translations))
    with app.test_request_context(headers={"Accept-Language": LANGUAGE}):
        assert {str(why): reason_words(str(why)) for why in SAID} == SAID
    with app.test_request_context():
        assert [reason_words(str(why)) for why in SAID] == list(SAID)


def test_what_the_bank_refuses_is_said_in_the_language_of_the_page(
    marked: Tumen, known: frozenset[str], clock: SettableClock
) -> None:
    ben = make_people(marked, now=clock()).ben
    found: list[str] = []
    for what, (address, wrong) in BANK_OF_BEN.items():
        form = form_fields(ben.get(address).text.split('<form class="form', 1)[1].split("</form>")[0])
        for name, value in wrong.items():
            form[name] = value
        answer = ben.post(address, data=form, headers={"Accept-Language": LANGUAGE})
        assert answer.status_code == 400, (what, answer.status_code)
        found += unmarked(answer, known | {"zebra", "x" * 4001})
    assert not found, "\n".join(found)


FILES: dict[str, str] = {
    "gift": "::ferry:: The ferry? {=%50%ferry ~bridge#no ~%10%rope}\n\n::ferry:: Ferry {}\n\nThe ferry.\n\n"
            "Bridge {#=ferry}\n\n// [tag:Ferry!]\nRope {=rope -> ferry =bridge -> rope}\n\nThe rope? {T}",
    "aiken": "The ferry?\nA. ferry\nB. bridge\nANSWER: Z\n\nThe rope?\nA. rope\n\nA. ferry\nANSWER: A",
    "csv": "kind,question,answer,wrong\nferry,The ferry?,ferry,\nmatching,The rope?,rope,\ncard,,,\n"
           "choice,The ferry?,ferry,bridge",
    "yaml": "questions:\n  - ferry\n  - id: 1\n    kind: ferry\n  - id: bridge\n    kind: card\n    front: ferry\n",
    "json": '{"format": "tumen-questions", "version": 1, "questions": [{"id": 5}, {"kind": "number", "stem": 7}]}',
    "moodle": '<quiz><question type="essay"><name><text>ferry</text></name></question>'
              '<question type="calculated"/><question type="cloze"><questiontext><text>{1:MC:ferry~=rope}</text>'
              '</questiontext></question></quiz>',
}  # fmt: skip


UNREADABLE = {"yaml": "ferry: [", "json": "{", "moodle": "<ferry/>", "quizlet": "ferry", "csv": '"', "": "-"}


def test_what_becomes_of_a_file_is_said_in_the_language_of_the_page(
    marked: Tumen, known: frozenset[str], clock: SettableClock
) -> None:
    ben, headers = make_people(marked, now=clock()).ben, {"Accept-Language": LANGUAGE}
    said, found = known | {"essay", "calculated", "kind", "question", "answer", "wrong", "gap"}, []
    for form, text in FILES.items():
        read = ben.post("/bank/exchange", data={"text": text, "form": form}, headers=headers)
        assert read.status_code == 303, form
        found += unmarked(ben.get("/bank/import", headers=headers), said)
        ben.post("/bank/import")
        ben.get("/bank")  # what was said to the post is said there
        for address in ("/bank/import/report", "/bank/imported"):
            found += unmarked(ben.get(address, headers=headers), said)
    for form, text in UNREADABLE.items():
        answer = ben.post("/bank/exchange", data={"text": text, "form": form}, headers=headers)
        read_anyway = answer.status_code == 303  # and each of its questions refused
        found += unmarked(ben.get("/bank/import", headers=headers) if read_anyway else answer, said)
    assert not found, "\n".join(found)


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
        paragraphs = [each.strip() for each in text_of(mail).split("\n\n")]
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
