"""Quizzes whose questions go out of their student's sight, as rights on a bank are taken: what is left counts."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import delete

from tests.conftest import SettableClock
from tests.reading.pages import words
from tests.study.banks import load_other_bank
from webapp.db import Database
from webapp.models import BankMember

from .taking import RIGHT, Taker

CLASS = "quokka"


class Shared:
    """A bank for a class, on which ada has rights until they are taken."""

    def __init__(self, taker: Taker, database: Database, folder: Path, clock: SettableClock) -> None:
        self.taker, self.database = taker, database
        with database.writer() as session:
            bank = load_other_bank(session, folder, word=CLASS, audience="members", now=clock())
            self.member = {"user_id": taker.id, "bank_id": bank}
        self.give()

    def give(self) -> None:
        with self.database.writer() as session:
            session.add(BankMember(**self.member, role="reader"))

    def take(self) -> None:
        with self.database.writer() as session:
            session.execute(delete(BankMember))

    def positions(self, quiz: UUID, *, hidden: bool) -> list[int]:
        return [item.position for item in self.taker.items(quiz) if item.key.startswith(CLASS) is hidden]


@pytest.fixture
def shared(ada: Taker, database: Database, tmp_path: Path, clock: SettableClock) -> Shared:
    return Shared(ada, database, tmp_path, clock)


def test_what_is_out_of_sight_is_skipped_and_not_counted(ada: Taker, shared: Shared) -> None:
    quiz = ada.made(length="24")
    for item in ada.items(quiz):
        if item.key in RIGHT and item.key != "ferry-bridge-who":
            ada.answer(quiz, item, RIGHT[item.key])
    shared.take()
    seen, hidden = shared.positions(quiz, hidden=False), shared.positions(quiz, hidden=True)
    overview = ada.page(f"/quiz/{quiz}")
    assert "12 questions are now out of your sight, and do not count." in words(overview)
    assert "11 of 12 answered; 1 question is still open." in words(overview)
    assert f'"/quiz/{quiz}/{hidden[0]}"' not in overview
    for path in (ada.client.get(f"/quiz/{quiz}/{hidden[0]}"), ada.client.post(f"/quiz/{quiz}/{hidden[0]}")):
        assert path.status_code == 404
        assert "out of your sight" in path.text
    for before, after in pairwise(seen):
        page = ada.page(f"/quiz/{quiz}/{after}")
        assert f"Question {after} of 24" in words(page)
        item = next(each for each in ada.items(quiz) if each.position == after)
        if item.key != "ferry-bridge-who":
            response = RIGHT[item.key]
            assert ada.answer(quiz, item, response, go="back").location == f"/quiz/{quiz}/{before}"
            on = [each for each in seen if each > after]
            there = f"/quiz/{quiz}/{on[0]}" if on else f"/quiz/{quiz}"
            assert ada.answer(quiz, item, response, go="next").location == there
    ada.hand_in(quiz)
    assert ada.attempt(quiz).score == pytest.approx(11 / 12)
    page = words(ada.page(f"/quiz/{quiz}"))
    assert "11 of 12 points. 1 question is not answered. 12 questions were out of your sight, and did not count" in page
    assert len(ada.log()) == 11
    shared.give()  # what was not graded is no result, nor a thing to learn from this quiz
    assert words(ada.page(f"/quiz/{quiz}")).count("Something is wrong here") == 12
    ada.client.post(f"/quiz/{quiz}/study")
    assert len(ada.log()) == 12


def test_links_between_questions_lead_past_what_is_out_of_sight(ada: Taker, shared: Shared) -> None:
    quiz = ada.made(length="24", feedback="once")
    shared.take()
    seen = shared.positions(quiz, hidden=False)
    for before, position, after in zip([None, *seen], seen, [*seen[1:], None], strict=False):
        page = ada.page(f"/quiz/{quiz}/{position}")
        assert (f'href="/quiz/{quiz}/{before}">Back' in page) is (before is not None)
        assert (f'href="/quiz/{quiz}/{after}">Skip' in page) is (after is not None)


def test_a_quiz_all_of_whose_questions_are_out_of_sight_is_handed_in_without_a_score(
    ada: Taker, shared: Shared, database: Database
) -> None:
    quiz = ada.made(length="12", articles="sorrel-quokka")
    assert shared.positions(quiz, hidden=False) == []
    shared.take()
    assert "None of its questions is in your sight any more." in words(ada.page(f"/quiz/{quiz}"))
    ada.hand_in(quiz)
    page = words(ada.page(f"/quiz/{quiz}"))
    assert "No score" in page
    assert "12 questions were out of your sight" in page
    assert "No score" in words(ada.page("/quiz"))
