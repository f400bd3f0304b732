"""The page before a quiz is handed in cannot tell the answer: no key, explanation, feedback, hint or grading data."""

from __future__ import annotations

import random
import re
from html import unescape
from typing import Any

import pytest

from question_bank.bank import default_folders, load_bank
from question_bank.grading import BadResponse
from question_bank.questions import Question
from webapp.cards import render_sealed, seal
from webapp.cards.axis import Axis
from webapp.quizzes.services.wishes import KINDS
from webapp.web.edge import Tumen

from .taking import RIGHT, Taker

SECRET = ("answer", "accept", "explanation", "hint", "feedback", "wrong", "when", "tolerance", "reject", "source")


def texts(value: Any) -> list[str]:
    """Every text and number in a value of JSON."""
    if isinstance(value, dict):
        return [text for each in value.values() for text in texts(each)]
    if isinstance(value, list):
        return [text for each in value for text in texts(each)]
    return [str(value)] if isinstance(value, str | int) and not isinstance(value, bool) else []


def secrets_of(content: dict[str, Any]) -> set[str]:
    """What stands under the keys of a question's content that tell, at any depth."""
    found: set[str] = set()

    def walk(value: Any) -> None:
        if isinstance(value, dict):
            for key, inner in value.items():
                if key in SECRET:
                    found.update(texts(inner))
                walk(inner)
        elif isinstance(value, list):
            for inner in value:
                walk(inner)

    walk(content)
    return found


def keys_of(content: dict[str, Any]) -> set[str]:
    """The author's keys of a question's parts, and its claims."""
    parts = [*content.get("options", ()), *content.get("items", ())]
    named = {part[name] for part in parts for name in ("key", "claim") if name in part}
    gaps = content.get("gaps", {})
    return named | set(gaps) | set(content["claims"])


def shown(question: Question, seed: int) -> list[str]:
    """All that the question itself asks, and all that stands to be chosen."""
    prompt = question.prompt(random.Random(seed))
    measure = [prompt.scale or "", prompt.unit or "", prompt.precision or ""]
    years = [str(year) for year in Axis(*prompt.axis).labels] if prompt.axis else []
    return [prompt.stem, *measure, *years, *(text for _, text in (*prompt.options, *prompt.items, *prompt.segments))]


def plain(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def assert_sealed(question: Question, html: str, seed: int) -> None:
    content = question.to_json()
    asked = " ".join(shown(question, seed))
    visible = plain(html)
    said = " ".join(re.findall(r'(?:value|id|for|title|alt|placeholder|aria-label|data-[\w-]+)="([^"]*)"', html))
    for secret in secrets_of(content):
        if len(secret) > 2 and secret not in asked:
            word = re.compile(rf"(?<!\w){re.escape(secret)}(?!\w)")
            assert not word.search(visible), (question.id, secret)
            assert not word.search(unescape(said)), (question.id, secret)
    attributes = re.findall(r'[\w-]+="([^"]*)"', html)
    for key in keys_of(content):
        assert not [value for value in attributes if re.search(rf"(^|[-\s]){re.escape(key)}($|[-\s])", value)], key
    for attribute in ("data-mark", "data-outcome", "data-answered", "data-with-answer", 'data-part="answer"'):
        assert attribute not in html


def test_no_question_of_the_bank_tells_its_answer(app: Tumen) -> None:
    bank = load_bank(*default_folders())
    questions = [question for question in bank.questions.values() if question.kind in KINDS]
    assert len({question.kind for question in questions}) >= 6
    with app.test_request_context():
        for number, question in enumerate(questions):
            assert_sealed(question, str(render_sealed(seal(question, name="3", seed=number))), number)


@pytest.mark.parametrize("once", ["end", "once"])
def test_no_page_of_a_quiz_tells_an_answer_before_it_was_given(ada: Taker, once: str) -> None:
    quiz = ada.made(feedback=once, minutes="10")
    for item in ada.items(quiz):
        html = ada.page(f"/quiz/{quiz}/{item.position}")
        assert item.key not in html
        assert 'type="application/json"' not in html
        assert_sealed(item.content, html.split("<main", 1)[1], item.seed)
    overview = ada.page(f"/quiz/{quiz}")
    assert [item.key for item in ada.items(quiz) if item.key in overview] == []


@pytest.mark.parametrize("key", RIGHT)
def test_sealing_and_opening_a_response_gives_it_back(ada: Taker, key: str) -> None:
    item = ada.item(ada.made(), key)
    card = seal(item.content, name="1", seed=item.seed)
    assert card.opened(card.sealed(RIGHT[key])) == RIGHT[key]
    assert item.content.grade(card.opened(card.sealed(RIGHT[key]))).score == 1


def test_part_that_the_page_did_not_have_is_refused(ada: Taker) -> None:
    item = ada.item(ada.made(), "ferry-bridge-choice")
    with pytest.raises(BadResponse, match="load the page again"):
        seal(item.content, name="1", seed=1).opened({"chosen": ["b"]})
