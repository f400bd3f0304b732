"""Pages on the quality of the bank: questions alike, claims to look at, and balance."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from sqlalchemy import insert, select

from question_bank.review.similarity import alike_stems
from tests.conftest import SettableClock
from tests.people import People
from tests.study.banks import load_small_bank
from webapp.db import Database
from webapp.models import Claim, ClaimLink, Question

from .test_editing import NEW


@pytest.fixture(autouse=True)
def loaded(database: Database, clock: SettableClock) -> None:
    with database.writer() as session:
        load_small_bank(session, now=clock())


def test_stems_of_the_same_rare_words_are_alike_and_other_figures_keep_them_apart() -> None:
    stems = {
        "a": "Who visited Pyongyang with a delegation?", "b": "Which delegation visited Pyongyang?",
        "c": "What share did trade have in 2014?", "d": "What share did trade have in 2016?",
    }  # fmt: skip
    ((one, other, share),) = alike_stems(stems)
    assert ((one, other), share > 0.6) == (("a", "b"), True)


def test_questions_alike_are_shown_in_pairs_once_they_were_looked_for_again(
    people: People, clock: SettableClock
) -> None:
    ben = people.ben
    assert "ferry-new" not in ben.get("/bank/quality/alike").text
    ben.post("/bank/questions/new", data=NEW)
    ben.post(
        "/bank/questions/new", data={**NEW, "key": "ferry-again", "stem": "Who is it that reckons with ten million?"}
    )
    clock.move(timedelta(minutes=10))
    page = ben.get("/bank/quality/alike").text
    assert "/bank/questions/ferry-new" in page
    assert "/bank/questions/ferry-again" in page
    ben.post("/bank/questions/ferry-again/status", data={"status": "retired", "base_revision": 1})
    clock.move(timedelta(minutes=10))
    assert "ferry-again" not in ben.get("/bank/quality/alike").text


def test_what_was_found_alike_in_one_bank_is_told_in_no_other(people: People) -> None:
    ben = people.ben
    ben.post("/bank/questions/new", data=NEW)
    ben.post("/bank/questions/new", data={**NEW, "key": "ferry-again"})
    assert "ferry-again" in ben.get("/bank/quality/alike").text
    ben.post("/banks", data={"title": "Rivers of the north"})
    page = ben.get("/bank/quality/alike").text
    assert "ferry-again" not in page
    assert "ten million" not in page
    assert "ferry-again" in people.cleo.get("/bank/quality/alike").text


def test_rival_claims_are_paired_once_and_claims_of_one_article_are_listed(people: People, database: Database) -> None:
    with database.writer() as session:
        ids = dict(session.execute(select(Claim.key, Claim.id)).all())
        pair = (ids["ferry-cost-board"], ids["ferry-motor-view"])
        session.execute(insert(ClaimLink), [
            {"claim_id": one, "other_id": other, "kind": "conflicts-with"} for one, other in (pair, pair[::-1])
        ])  # fmt: skip
    page = people.ben.get("/bank/quality/claims").text
    disputed = page.split("Contradicting each other")[1].split("Said by one article alone")[0]
    assert disputed.count("q=ferry-motor-view") == 1
    assert f"{len(ids)} claims" in page


def test_the_balance_counts_published_questions_by_kind_and_importance(people: People, database: Database) -> None:
    with database.reader() as session:
        kinds = list(session.scalars(select(Question.kind).where(Question.status == "published")))
    page = people.ben.get("/bank/quality/balance").text.split("By kind")[-1]
    (number,) = re.findall(r'Choice</th><td class="number figures">(\d+)</td>', page)
    assert int(number) == kinds.count("choice")


@pytest.mark.parametrize("path", ["alike", "claims"])
def test_a_page_has_a_number(people: People, path: str) -> None:
    assert people.ben.get(f"/bank/quality/{path}?page=x").status_code == 400
    assert people.ben.get(f"/bank/quality/{path}?page=900").status_code == 200
