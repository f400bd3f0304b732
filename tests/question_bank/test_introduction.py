"""Newcomers meet what matters most first, and not one subject for days."""

from __future__ import annotations

from question_bank.bank import default_folders, load_bank
from question_bank.introduction import introduction_order

BANK = load_bank(*default_folders())
ORDER = introduction_order(BANK)


def test_every_question_has_one_place() -> None:
    assert sorted(ORDER) == sorted(BANK.questions)


def test_core_comes_before_useful_and_useful_before_detail() -> None:
    ranks = ["core", "useful", "detail"]
    found = [ranks.index(BANK.questions[key].importance.value) for key in ORDER]
    assert found == sorted(found)


def test_the_first_day_touches_every_topic() -> None:
    first_day = {BANK.claims[BANK.questions[key].claims[0]].topic for key in ORDER[:20]}
    assert first_day == set(BANK.topics)


def test_questions_of_one_topic_and_importance_keep_the_order_of_their_file() -> None:
    in_file = list(BANK.questions)
    for topic in BANK.topics:
        mine = [key for key in ORDER if BANK.claims[BANK.questions[key].claims[0]].topic == topic]
        core = [in_file.index(key) for key in mine if BANK.questions[key].importance.value == "core"]
        assert core == sorted(core)
