"""The bank that is shipped: what must hold for each of its questions, whoever edits them."""

from __future__ import annotations

import random

import pytest

from question_bank.bank import Bank, default_folders, load_bank
from question_bank.kinds import KINDS, kind
from question_bank.questions import Question, Status
from question_bank.review import Material, Severity, review

from .responses import right_response


@pytest.fixture(scope="module")
def bank() -> Bank:
    return load_bank(*default_folders())


def test_there_is_enough_of_everything(bank: Bank) -> None:
    published = [question for question in bank.questions.values() if question.status is Status.PUBLISHED]
    assert len(published) >= 80
    assert len({question.claims[0] for question in published}) >= 60
    assert {question.kind for question in published} == set(KINDS)
    asked = {source.partition("#")[0] for question in published for source in bank.claims[question.claims[0]].sources}
    assert asked == set(bank.articles)


def test_the_shown_answer_of_every_question_is_right(bank: Bank) -> None:
    for question in bank.questions.values():
        if not kind(question.kind).self_graded:
            assert question.grade(right_response(kind(question.kind), question.content)).score == 1, question.id


def test_every_known_wrong_answer_is_told_so(bank: Bank) -> None:
    for question in bank.questions.values():
        for item in getattr(question.content, "wrong", ()):
            answers = getattr(item, "accept", None) or (str(getattr(item, "date", None) or item.quantity),)
            for answer in answers:
                grade = question.grade({"items": [answer]} if question.kind == "list" else {"text": answer})
                assert (grade.score, grade.feedback[:1]) == (0, (item.feedback,)), (question.id, answer)


def test_every_question_survives_json_and_has_a_prompt(bank: Bank) -> None:
    for question in bank.questions.values():
        assert Question.from_json(question.to_json()) == question
        assert question.prompt(random.Random(1)).to_json()["stem"]


def test_the_reviewer_finds_no_error_and_nothing_to_warn_of(bank: Bank) -> None:
    """What `bank check --strict` fails on; the rules that need the original texts are applied there."""
    assert [str(found) for found in review(Material(bank=bank)) if found.severity is not Severity.NOTICE] == []


@pytest.mark.parametrize(
    ("shows", "words"),
    [
        ("general-staff-task", "New START"),  # which new-start-cloze asks for
        ("new-start-cloze", "Ozerov"),  # whom ozerov-name asks for
        ("ozerov-name", "New START"),
        ("eastern-economic-forum-name", "2016"),  # the year of park-forum-timeline
    ],
)
def test_a_question_does_not_show_what_another_one_asks(bank: Bank, shows: str, words: str) -> None:
    shown = bank.questions[shows].prompt(random.Random(1)).to_json()
    assert shown["stem"]
    assert words.casefold() not in str(shown).casefold()
