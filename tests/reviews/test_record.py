"""Recording: what is written, what is refused, what a repeated or late delivery does."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy.exc import IntegrityError

from tests.conftest import MONDAY
from tests.reviews.asking import KEYS, Student, action, answer, new_id, undo
from webapp.models import SchedulingPolicy, UserSettings
from webapp.models.base import to_milliseconds
from webapp.reviews import preparing
from webapp.reviews.judging import Judged
from webapp.scheduling.memory import Rating, State

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


def test_a_first_answer_makes_card_log_row_and_day(ada: Student) -> None:
    entry = answer("rope", MONDAY, rating=4, duration_ms=90_000)
    result = ada.send_one(entry)
    card, (row,), (day,) = ada.known_card("rope"), ada.log(), ada.days()
    assert (result.id, result.status, result.leech_now) == (entry["id"], "recorded", False)
    assert result.memory is not None
    assert result.memory.due_at == card.due_at
    assert (card.state, card.repetitions, card.version, card.study_day) == (State.REVIEW, 1, 1, date(2026, 3, 2))
    assert card.due_at is not None
    assert card.due_at.hour == 4
    assert (row.rating, row.proposed, row.state_before, row.state_after, row.due_at) == (4, None, 0, 2, card.due_at)
    assert (row.stability_after, row.duration_ms, row.study_day) == (card.stability, 90_000, date(2026, 3, 2))
    assert row.policy_id is not None
    assert (day.answers, day.milliseconds, day.new_cards, day.reviews, day.passed) == (1, 60_000, 1, 0, 0)
    assert ada.differences() == []


def test_a_response_is_graded_and_its_proposal_taken(ada: Student) -> None:
    ada.send(
        answer("bank", MONDAY, response={"chosen": ["a"]}, seed=7),
        answer("year", MONDAY + MINUTE, response={"text": "1900"}),
        answer("year", MONDAY + 2 * MINUTE, response={"text": "1900"}, rating=3),
    )
    chosen, typed, overruled = ada.log()
    assert (chosen.outcome, chosen.proposed, chosen.rating) == ("right", 3, 3)
    assert chosen.response == '{"chosen":["a"]}'
    shown = json.loads(chosen.presentation or "")
    assert (shown["seed"], sorted(shown["options"])) == (7, ["a", "b", "c"])
    assert (typed.outcome, typed.proposed, typed.rating, typed.presentation) == ("wrong", 1, 1, None)
    assert (overruled.outcome, overruled.proposed, overruled.rating) == ("wrong", 1, 3)


@pytest.mark.parametrize("space", ["\u00a0", "\u3000", "\u200d", "\u00ad", "\u2028"])
def test_what_keyboards_and_clipboards_put_between_words_is_recorded(ada: Student, space: str) -> None:
    (result,) = ada.send(answer("year", MONDAY, response={"text": f"in{space}1874"}))
    assert result.status == "recorded"


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"card": "nowhere"}, "no question"),
        ({"card": "secret"}, "not published"),
        ({"card": "Rope!"}, "key of a question"),
        ({"card": 7}, "key of a question"),
        ({"revision": 2}, "revision"),
        ({"revision": None}, "revision"),
        ({"revision": 10**30}, "revision"),
        ({"rating": 5}, "1 to 4"),
        ({"rating": True}, "1 to 4"),
        ({"rating": None}, "rating"),
        ({"rating": None, "response": {}}, "graded by yourself"),
        ({"response": []}, "JSON object"),
        ({"card": "bank", "response": {"chosen": ["z"]}}, ""),
        ({"card": "year", "response": {"text": "\ud800"}}, ""),
        ({"card": "year", "response": {"text": "1874", "x": "y" * 9000}}, ""),
        ({"id": "seven"}, "UUID"),
        ({"id": None}, "UUID"),
        ({"answered_at": None}, "answered_at"),
        ({"answered_at": 10**30}, "no instant"),
        ({"answered_at": "yesterday"}, "no instant"),
        ({"answered_at": "2026-03-02T10:00:00"}, "offset"),
        ({"duration_ms": -1}, "duration_ms"),
        ({"duration_ms": 1.5}, "duration_ms"),
        ({"seed": 2**60}, "seed"),
        ({"mode": "quiz"}, "mode"),
        ({"mode": ["read"]}, "mode"),
        ({"action": "burn"}, "action"),
        ({"action": ["bury"]}, "action"),
        ({"undoes": "x"}, "undoes"),
    ],
)
def test_a_bad_entry_is_refused_with_a_reason_and_the_others_are_recorded(
    ada: Student, change: dict[str, Any], word: str
) -> None:
    bad = {**answer("rope", MONDAY), **change}
    first, refused, last = ada.send(answer("rope", MONDAY), bad, answer("year", MONDAY), now=MONDAY)
    assert (first.status, refused.status, last.status) == ("recorded", "refused", "recorded")
    assert refused.reason
    assert word in refused.reason
    assert len(ada.log()) == 2
    assert ada.differences() == []


@pytest.mark.parametrize("junk", [None, 7, "x", [], [[]], {}])
def test_an_entry_that_is_no_entry_is_refused(ada: Student, junk: object) -> None:
    result = ada.send_one(junk)
    assert (result.status, result.id) == ("refused", None)
    assert ada.log() == []


def test_the_same_id_is_a_duplicate_whatever_it_says(ada: Student, ben: Student) -> None:
    entry = answer("rope", MONDAY)
    assert ada.send_one(entry).status == "recorded"
    assert ada.send_one(entry).status == "duplicate"
    assert ada.send_one({**entry, "card": "nowhere"}).status == "duplicate"
    assert ada.send_one(entry, now=MONDAY + 200 * DAY).status == "duplicate"
    assert ada.send_one({**answer("year", MONDAY), "id": entry["id"]}).status == "duplicate"
    assert ada.send_one({**action("rope", "bury", MONDAY), "id": entry["id"]}).status == "duplicate"
    assert [result.status for result in ada.send(answer("year", MONDAY), entry)] == ["recorded", "duplicate"]
    assert ben.send_one(entry).status == "recorded"
    assert len(ada.log()) == 2
    assert ada.known_card("rope").repetitions == 1


def test_the_same_id_twice_in_one_delivery_is_recorded_once(ada: Student) -> None:
    entry = answer("rope", MONDAY)
    later = answer("rope", MONDAY + MINUTE)
    assert [result.status for result in ada.send(entry, entry, later)] == ["recorded", "duplicate", "recorded"]
    assert ada.known_card("rope").repetitions == 2
    assert ada.differences() == []


def test_the_same_id_for_two_cards_in_one_delivery_is_recorded_once(ada: Student) -> None:
    buried = action("rope", "bury", MONDAY)
    first, second = ada.send(buried, {**answer("year", MONDAY), "id": buried["id"]})
    assert (first.status, second.status, len(ada.log()), ada.card("year")) == ("recorded", "duplicate", 1, None)


def test_what_comes_in_one_delivery_leaves_what_it_leaves_one_by_one(ada: Student, ben: Student) -> None:
    first, last = answer("rope", MONDAY, rating=4), answer("rope", MONDAY + DAY, rating=1)
    between, buried = answer("rope", MONDAY + MINUTE, rating=2), action("rope", "bury", MONDAY + DAY)
    entries = [first, last, between, undo(last, MONDAY + DAY), buried, undo(buried, MONDAY + DAY), buried, first]
    results = ada.send(*entries, now=MONDAY + DAY)
    assert [result.status for result in results] == ["recorded"] * 6 + ["duplicate"] * 2
    for entry in entries:
        ben.send_one(entry, now=MONDAY + DAY)
    cards = [student.known_card("rope") for student in (ada, ben)]
    assert len({(card.stability, card.state, card.repetitions, card.version, card.buried_until) for card in cards}) == 1
    logs = [[(row.id, row.state_before, row.state_after) for row in student.log()] for student in (ada, ben)]
    assert sorted(logs[0]) == sorted(logs[1])
    assert ada.differences() == ben.differences() == []


def test_an_answer_in_the_place_of_one_taken_back_is_logged_as_if_that_had_never_been(
    ada: Student, ben: Student
) -> None:
    """As it comes from a device that had no connection: all in one delivery."""
    at = MONDAY + 3 * DAY
    slip, meant = answer("rope", at, rating=1), answer("rope", at + MINUTE, rating=3)
    entries = [answer("rope", MONDAY, rating=4), slip, undo(slip, at), meant]
    assert {result.status for result in ada.send(*entries, now=at + DAY)} == {"recorded"}
    for entry in entries:
        ben.send_one(entry, now=at + DAY)
    logs = [
        [(row.id, row.state_before, row.stability_before, row.stability_after) for row in student.log()]
        for student in (ada, ben)
    ]
    assert sorted(logs[0]) == sorted(logs[1])


@pytest.mark.parametrize("ahead", [timedelta(minutes=5), timedelta(minutes=5, milliseconds=1), timedelta(days=4000)])
def test_more_than_five_minutes_in_the_future_counts_as_received_now(ada: Student, ahead: timedelta) -> None:
    ada.send_one(answer("rope", MONDAY + ahead), now=MONDAY)
    assert ada.log()[0].answered_at == (MONDAY + ahead if ahead == timedelta(minutes=5) else MONDAY)


def test_older_than_ninety_days_is_refused(ada: Student) -> None:
    entry = answer("rope", MONDAY)
    assert ada.send_one(entry, now=MONDAY + 90 * DAY + timedelta(milliseconds=1)).status == "refused"
    assert ada.log() == []
    assert ada.send_one(entry, now=MONDAY + 90 * DAY).status == "recorded"


def test_a_late_answer_takes_its_place_in_time(ada: Student, ben: Student) -> None:
    first, second, third = (
        answer("rope", MONDAY + days * DAY, rating=rating) for days, rating in ((0, 4), (9, 1), (9.01, 3))
    )
    for entry in (first, second, third):
        ada.send_one(entry)
    for entry in (third, first, second):
        ben.send_one(entry, now=MONDAY + 10 * DAY)
    for column in ("state", "step", "stability", "difficulty", "answered_at", "repetitions", "lapses", "version"):
        assert getattr(ada.known_card("rope"), column) == getattr(ben.known_card("rope"), column)
    assert [(d.study_day, d.answers, d.reviews, d.passed, d.new_cards) for d in ada.days()] == [
        (d.study_day, d.answers, d.reviews, d.passed, d.new_cards) for d in ben.days()
    ]
    assert [row.state_after for row in ben.log()] == [2, 3, 1]  # as it looked when each arrived
    assert ben.differences() == []


def test_a_hand_full_of_answers_to_one_card_in_one_delivery(ada: Student) -> None:
    entries = [answer("rope", MONDAY + n * MINUTE) for n in (0, 1, 12, 13)]
    assert {result.status for result in ada.send(*entries)} == {"recorded"}
    assert ada.known_card("rope").repetitions == 4
    assert ada.differences() == []


def test_bury_and_suspend_are_log_rows_and_flags(ada: Student) -> None:
    ada.send(action("rope", "bury", MONDAY), action("bank", "suspend", MONDAY))
    assert ada.known_card("rope").buried_until == date(2026, 3, 3)
    assert ada.known_card("bank").suspended
    assert [row.state_after for row in ada.log()] == [None, None]
    ada.send(action("bank", "unsuspend", MONDAY + MINUTE), action("rope", "unbury", MONDAY + MINUTE))
    assert ada.card("rope") is None
    assert ada.card("bank") is None
    assert ada.differences() == []


def test_an_action_that_arrives_late_does_not_win(ada: Student) -> None:
    ada.send_one(action("rope", "unsuspend", MONDAY + MINUTE))
    ada.send_one(action("rope", "suspend", MONDAY), now=MONDAY + 2 * MINUTE)
    assert ada.card("rope") is None


def test_undo_takes_back_step_by_step_until_the_card_is_new_again(ada: Student) -> None:
    first, second = answer("rope", MONDAY), answer("rope", MONDAY + MINUTE, rating=4)
    ada.send(first)
    after_first = ada.known_card("rope")
    ada.send(second)
    assert ada.send_one(undo(second, MONDAY + 2 * MINUTE)).status == "recorded"
    back = ada.known_card("rope")
    assert (back.state, back.step, back.stability, back.due_at, back.repetitions, back.version) == (
        after_first.state,
        after_first.step,
        after_first.stability,
        after_first.due_at,
        1,
        3,
    )
    ada.send_one(undo(first, MONDAY + 3 * MINUTE))
    assert ada.card("rope") is None
    assert ada.days() == []
    assert len(ada.log()) == 4
    assert ada.differences() == []


def test_a_card_that_is_new_again_can_be_answered_again(ada: Student) -> None:
    first = answer("rope", MONDAY)
    ada.send(first, undo(first, MONDAY + MINUTE))
    ada.send_one(answer("rope", MONDAY + 2 * MINUTE))
    assert (ada.known_card("rope").repetitions, ada.known_card("rope").version) == (1, 3)
    assert ada.days()[0].new_cards == 1
    assert ada.differences() == []


def test_bury_and_suspend_can_be_undone(ada: Student) -> None:
    bury = action("rope", "bury", MONDAY)
    ada.send(answer("rope", MONDAY), bury, undo(bury, MONDAY + MINUTE))
    assert ada.known_card("rope").buried_until is None
    assert ada.differences() == []


def _refusal(student: Student, entry: dict[str, Any], now: datetime) -> str:
    result = student.send_one(entry, now=now)
    assert result.status == "refused"
    return result.reason or ""


def test_undos_that_make_no_sense_are_refused(ada: Student, ben: Student) -> None:
    entry = answer("rope", MONDAY)
    first_undo = undo(entry, MONDAY + MINUTE)
    assert "nothing recorded" in _refusal(ada, first_undo, MONDAY + MINUTE)
    ada.send_one(entry)
    assert "nothing recorded" in _refusal(ben, undo(entry, MONDAY + MINUTE), MONDAY + MINUTE)
    assert "same study day" in _refusal(ada, undo(entry, MONDAY + DAY), MONDAY + DAY)
    assert ada.send_one(first_undo).status == "recorded"
    assert ada.send_one(first_undo).status == "duplicate"
    assert "already" in _refusal(ada, undo(entry, MONDAY + 2 * MINUTE), MONDAY + 2 * MINUTE)
    assert "cannot be undone" in _refusal(ada, undo(first_undo, MONDAY + 2 * MINUTE), MONDAY + 2 * MINUTE)
    assert len(ada.log()) == 2


def test_a_leech_is_told_at_the_eighth_lapse_and_every_fourth_after(ada: Student) -> None:
    at, told = MONDAY, []
    ada.send_one(answer("rope", at, rating=4))
    for lapse in range(1, 17):
        at += DAY
        if ada.send_one(answer("rope", at, rating=1)).leech_now:
            told.append(lapse)
        ada.send_one(answer("rope", at + 20 * MINUTE, rating=3))
    assert told == [8, 12, 16]
    assert ada.known_card("rope").leech
    assert ada.differences() == []


def test_true_retention_counts_the_first_review_of_a_card_on_a_day(ada: Student) -> None:
    ada.send(answer("rope", MONDAY, rating=4), answer("year", MONDAY, rating=4))
    tuesday = MONDAY + DAY
    ada.send(
        answer("rope", tuesday, rating=1),
        answer("rope", tuesday + 11 * MINUTE, rating=3),
        answer("rope", tuesday + 12 * MINUTE, rating=3),
        answer("year", tuesday, rating=2),
    )
    counts = ada.days()[1]
    assert (counts.answers, counts.new_cards, counts.reviews, counts.passed) == (4, 0, 2, 1)


def test_the_settings_of_the_day_are_kept_with_the_row(ada: Student) -> None:
    ada.send_one(answer("rope", MONDAY, rating=4))
    with ada.database.writer() as session:
        session.add(UserSettings(user_id=ada.id, zone="Asia/Kathmandu", desired_retention=0.95))
    ada.send_one(answer("year", MONDAY, rating=4))
    first, second = sorted(ada.log(), key=lambda row: row.policy_id or 0)
    with ada.database.reader() as session:
        policies = [session.get_one(SchedulingPolicy, row.policy_id).content for row in (first, second)]
    assert [(policy["zone"], policy["desired_retention"]) for policy in policies] == [
        ("UTC", 0.9),
        ("Asia/Kathmandu", 0.95),
    ]
    assert ada.differences() == []


def test_iso_times_are_read_to_the_millisecond(ada: Student) -> None:
    ada.send_one({**answer("rope", MONDAY), "answered_at": "2026-03-02T11:00:00.123456+01:00"}, now=MONDAY + MINUTE)
    assert to_milliseconds(ada.log()[0].answered_at) == to_milliseconds(MONDAY) + 123


def test_ids_are_answered_as_uuids_are_written(ada: Student) -> None:
    entry = answer("rope", MONDAY)
    name = new_id()
    assert ada.send_one({**entry, "id": name.upper()}).id == name


def test_a_promised_day_is_in_the_log_and_in_a_rebuild(ada: Student) -> None:
    """Of each card one of the days that fuzz may choose, whatever the seed says of it."""
    for number, key in enumerate(KEYS):
        promised = datetime(2026, 3, 9 + number, 4, tzinfo=UTC)
        ada.send_one(answer(key, MONDAY, rating=4, due_at=to_milliseconds(promised)))
        assert ada.known_card(key).due_at == promised
    assert {row.due_at for row in ada.log()} == {ada.known_card(key).due_at for key in KEYS}
    assert ada.differences() == []


def test_a_row_that_the_log_does_not_take_is_never_passed_over(ada: Student, monkeypatch: pytest.MonkeyPatch) -> None:
    """SQLite ignores it together with one that is there already, or whose card is another one by now."""
    ada.send_one(answer("rope", MONDAY))
    monkeypatch.setattr(preparing, "judge", lambda *_: Judged(rating=Rating.GOOD, proposed=9))  # type: ignore[arg-type]
    with pytest.raises(IntegrityError):
        ada.send_one(answer("rope", MONDAY + DAY))
    assert len(ada.log()) == 1
