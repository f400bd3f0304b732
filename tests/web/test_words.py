"""Every word that people see goes through a translation: a language that marks them all leaves none unmarked."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from zoneinfo import available_timezones

import pytest
from sqlalchemy import select

from tests.conftest import SettableClock
from tests.people import PersonClient, make_people
from tests.study.banks import load_small_bank
from webapp.db import Database
from webapp.models import Actor, Article, Claim, ClaimRevision, Passage, Question, QuestionRevision, Topic
from webapp.web.edge import Tumen

from .pseudo import LANGUAGE, left_over, make_translation, names_of_time

ZONES = {part for name in available_timezones() for part in re.findall(r"[^\W\d_]{2,}", name)}
LEFT = frozenset({"Forgot password?"})
"""What still has no translation, and may only shrink: a label that Flask-Security brings."""
NAMES = ("Tumen", "Markdown", "CSV", "JSON", "API", "UTC", "Anki", "apkg", "FSRS", "example.org")
PAGES = {
    "nobody": ("/", "/login", "/register", "/reset", "/articles", "/timeline", "/positions", "/search",
               "/search?q=ferry", "/articles/ferry", "/no-such-page", "/study"),
    "guest": ("/", "/study", "/account/delete", "/progress"),
    "ada": ("/", "/study", "/study?mode=ahead", "/study/suspended", "/settings", "/quiz", "/quiz/new", "/progress",
            "/progress/knowledge", "/progress/slips", "/progress/calendar", "/account", "/account/email", "/change",
            "/account/delete", "/collections", "/collections/select", "/reports", "/articles", "/timeline",
            "/positions", "/search?q=ferry", "/search?q=nothing-there", "/exams", "/simulator", "/weights", "/anki"),
    "ben": ("/bank", "/bank/claims", "/bank/new", "/bank/review", "/bank/quality/items",
            "/bank/questions/ferry-bridge-choice",
            "/bank/questions/ferry-bridge-choice/edit", "/reports/inbox"),
    "admin": ("/account",),
}  # fmt: skip


@pytest.fixture
def marked(make_app: Callable[..., Tumen], tmp_path: Path) -> Tumen:
    make_translation(tmp_path / "translations")
    return make_app(BABEL_TRANSLATION_DIRECTORIES=str(tmp_path / "translations"))


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
def known(database: Database, clock: SettableClock) -> re.Pattern[str]:
    """The words of the bank, of dates and of the names that stay as they are in every language."""
    with database.writer() as session:
        load_small_bank(session, now=clock())
    words: set[str] = set()
    with database.reader() as session:
        for model in (Actor, Article, Claim, ClaimRevision, Passage, Question, QuestionRevision, Topic):
            for row in session.scalars(select(model)):
                for column in model.__table__.columns:
                    for text in _texts(getattr(row, column.key, None)):
                        words |= set(re.findall(r"[^\W\d_]{2,}", text))
    every = words | ZONES | {part for name in (*names_of_time(), *NAMES) for part in re.findall(r"[^\W\d_]{2,}", name)}
    every |= {"ada", "ben", "admin", "guest", "la", "de"}  # people; what dates of the language have beside names
    every |= {"What", "troubles", "the", "ferry", "at", "Millbrook", "GH", "SN", "TV"}  # an issue, letters of actors
    every |= {"nothing", "there"}  # what was searched for
    return re.compile(
        r"(?<![^\W\d_])(?:" + "|".join(sorted(map(re.escape, every), key=len, reverse=True)) + r")(?![^\W\d_])",
        re.IGNORECASE,
    )


def test_no_page_has_words_that_no_translator_gets(marked: Tumen, known: re.Pattern[str], clock: SettableClock) -> None:
    people = make_people(marked, now=clock())
    found: dict[str, list[str]] = {}
    for name, addresses in PAGES.items():
        client: PersonClient = getattr(people, name)
        for address in addresses:
            answer = client.get(address, headers={"Accept-Language": LANGUAGE}, follow_redirects=True)
            assert answer.status_code < 500, address
            assert f'<html lang="{LANGUAGE}">' in answer.text, address
            if words := sorted({*left_over(answer.text, known=known)} - LEFT):
                found[f"{name} {address}"] = words
    unmarked = [f"{page}: {each}" for page, words in found.items() for each in words]
    assert not unmarked, "\n".join(unmarked)


def test_a_card_that_was_remembered_in_english_is_not_shown_to_others(
    marked: Tumen, known: re.Pattern[str], clock: SettableClock
) -> None:
    ada = make_people(marked, now=clock()).ada

    def cards(language: str) -> str:
        batch = json.loads(ada.get("/api/v1/study/batch", headers={"Accept-Language": language}).text)
        return " ".join(card["html"] for card in batch["cards"])

    english = cards("en")
    assert "⟦" not in english
    assert "⟦" in cards(LANGUAGE)
    assert cards("en") == english
