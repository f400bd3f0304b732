"""Each convention that students bring along, by name, through the API and with the clock in hand."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from tests.conftest import SettableClock
from tests.people import People
from webapp.db import Database
from webapp.models import UserSettings

from .banks import MadeBank, make_bank, set_status
from .memories import Stored, put_cards, put_day, put_settings
from .student import answer, entry, get_batch, keys, send

LEARNING, REVIEW = 1, 2
YESTERDAY = date(2026, 3, 1)


def _learn(people: People, clock: SettableClock, *, until: int) -> None:
    for _ in range(until):
        answer(people.ada, get_batch(people.ada, limit=1)["cards"][0], clock(), rating=4)
        clock.move(timedelta(seconds=20))


def _settings(people: People, database: Database, **chosen: object) -> None:
    assert people.ada.user_id is not None
    with database.writer() as session:
        put_settings(session, people.ada.user_id, **chosen)


def _cards(people: People, database: Database, *cards: Stored) -> None:
    assert people.ada.user_id is not None
    with database.writer() as session:
        put_cards(session, people.ada.user_id, list(cards))


def test_twenty_new_cards_a_day(people: People, made_bank: MadeBank, clock: SettableClock) -> None:
    assert get_batch(people.ada, limit=100)["counts"]["new"] == 20
    _learn(people, clock, until=20)
    done = get_batch(people.ada)
    assert (done["cards"], done["counts"]["new"], done["counts"]["answered"]) == ([], 0, 20)
    clock.move(timedelta(days=1))
    assert keys(get_batch(people.ada))[-1] == "question-40"


def test_new_cards_and_reviews_are_counted_apart(
    people: People, made_bank: MadeBank, database: Database, clock: SettableClock
) -> None:
    _settings(people, database, new_per_day=3, reviews_per_day=4)
    due = [Stored(question_id=number, state=REVIEW, due_at=clock() - timedelta(days=1), answered_on=YESTERDAY)
           for number in range(1, 11)]  # fmt: skip
    _cards(people, database, *due)
    assert {name: get_batch(people.ada)["counts"][name] for name in ("new", "due")} == {"new": 3, "due": 4}
    answer(people.ada, get_batch(people.ada)["cards"][0], clock())
    assert {name: get_batch(people.ada)["counts"][name] for name in ("new", "due")} == {"new": 3, "due": 3}


def test_two_hundred_reviews_a_day(people: People, database: Database, clock: SettableClock) -> None:
    with database.writer() as session:
        make_bank(session, claims_of=range(230), now=clock())
    due = [Stored(question_id=number, state=REVIEW, due_at=clock() - timedelta(minutes=number), answered_on=YESTERDAY)
           for number in range(1, 231)]  # fmt: skip
    _cards(people, database, *due)
    assert get_batch(people.ada)["counts"]["due"] == 200


def test_learning_comes_first_then_the_oldest_due_then_new(
    people: People, made_bank: MadeBank, database: Database, clock: SettableClock
) -> None:
    now = clock()
    _cards(
        people,
        database,
        Stored(question_id=30, state=REVIEW, due_at=now - timedelta(days=1), answered_on=YESTERDAY),
        Stored(question_id=31, state=REVIEW, due_at=now - timedelta(days=3), answered_on=YESTERDAY),
        Stored(question_id=32, state=LEARNING, due_at=now - timedelta(minutes=1), answered_on=date(2026, 3, 2)),
        Stored(question_id=33, state=LEARNING, due_at=now - timedelta(minutes=5), answered_on=date(2026, 3, 2)),
    )
    assert keys(get_batch(people.ada, limit=5)) == [f"question-{number}" for number in (33, 32, 31, 30, 1)]


def test_reviews_of_later_today_are_due_already(
    people: People, made_bank: MadeBank, database: Database, clock: SettableClock
) -> None:
    end = datetime(2026, 3, 3, 4, 0, tzinfo=UTC)
    _cards(
        people,
        database,
        Stored(question_id=30, state=REVIEW, due_at=end - timedelta(seconds=1), answered_on=YESTERDAY),
        Stored(question_id=31, state=REVIEW, due_at=end, answered_on=YESTERDAY),
    )
    assert get_batch(people.ada, limit=1)["counts"]["due"] == 1


def test_learning_is_shown_up_to_twenty_minutes_ahead_when_nothing_else_is_left(
    people: People, database: Database, clock: SettableClock
) -> None:
    with database.writer() as session:
        make_bank(session, claims_of=range(2), now=clock())
    first = get_batch(people.ada)["cards"][0]
    answer(people.ada, first, clock())
    assert keys(get_batch(people.ada)) == ["question-2", "question-1"]
    answer(people.ada, get_batch(people.ada)["cards"][0], clock(), rating=4)
    assert keys(get_batch(people.ada)) == ["question-1"]


def test_learning_further_ahead_waits_and_says_when(
    people: People, made_bank: MadeBank, database: Database, clock: SettableClock
) -> None:
    _settings(people, database, new_per_day=0)
    due_at = clock() + timedelta(minutes=21)
    _cards(people, database, Stored(question_id=1, state=LEARNING, due_at=due_at, answered_on=date(2026, 3, 2)))
    waiting = get_batch(people.ada)
    assert waiting["cards"] == []
    assert waiting["next_due_at"] - waiting["now"] == 21 * 60 * 1000
    assert waiting["counts"]["learning"] == 1
    page = people.ada.get("/study").text
    assert 'data-view="waiting" tabindex="-1">' in page
    assert "in 21 minutes" in page
    clock.move(timedelta(minutes=1))
    assert keys(get_batch(people.ada)) == ["question-1"]


def test_siblings_are_kept_to_different_days(people: People, database: Database, clock: SettableClock) -> None:
    with database.writer() as session:
        make_bank(session, claims_of=[0, 0, 1, 0], now=clock())
    assert keys(get_batch(people.ada)) == ["question-1", "question-3"]
    answer(people.ada, get_batch(people.ada)["cards"][0], clock(), rating=4)
    assert keys(get_batch(people.ada)) == ["question-3"]
    clock.move(timedelta(days=1))
    assert keys(get_batch(people.ada)) == ["question-2", "question-3"]


def test_a_card_in_its_steps_is_shown_again_although_it_was_answered_today(
    people: People, database: Database, clock: SettableClock
) -> None:
    with database.writer() as session:
        make_bank(session, claims_of=[0, 0], now=clock())
    answer(people.ada, get_batch(people.ada)["cards"][0], clock())
    clock.move(timedelta(minutes=11))
    assert keys(get_batch(people.ada)) == ["question-1"]


def test_the_study_day_begins_at_four_in_the_students_zone(
    people: People, made_bank: MadeBank, database: Database, clock: SettableClock
) -> None:
    _settings(people, database, zone="Asia/Seoul", new_per_day=1)
    clock.instant = datetime(2026, 3, 2, 18, 59, tzinfo=UTC)  # 03:59 of the next morning in Seoul
    answer(people.ada, get_batch(people.ada)["cards"][0], clock(), rating=4)
    before = get_batch(people.ada)
    assert (before["study_day"], before["counts"]["new"]) == ("2026-03-02", 0)
    clock.move(timedelta(minutes=1))
    after = get_batch(people.ada)
    assert (after["study_day"], after["counts"]["new"]) == ("2026-03-03", 1)


def test_a_day_that_the_clocks_shorten_ends_at_four_as_well(
    people: People, made_bank: MadeBank, database: Database, clock: SettableClock
) -> None:
    _settings(people, database, zone="Europe/Berlin")
    clock.instant = datetime(2026, 3, 29, 1, 59, tzinfo=UTC)  # 03:59 after the spring jump
    assert get_batch(people.ada)["study_day"] == "2026-03-28"
    clock.move(timedelta(minutes=1))
    assert get_batch(people.ada)["study_day"] == "2026-03-29"


def test_close_the_browser_and_come_back_tomorrow(people: People, made_bank: MadeBank, clock: SettableClock) -> None:
    easy, good = get_batch(people.guest)["cards"][:2]
    answer(people.guest, easy, clock(), rating=4)
    answer(people.guest, good, clock())
    clock.move(timedelta(minutes=10))
    assert "card" not in answer(people.guest, good, clock())
    clock.move(timedelta(days=1))
    tomorrow = get_batch(people.guest)
    assert tomorrow["counts"]["due"] == 0
    clock.move(timedelta(days=2))
    assert keys(get_batch(people.guest))[0] == good["card"]
    clock.move(timedelta(days=30))
    assert keys(get_batch(people.guest))[:2] == [good["card"], easy["card"]]


def test_a_suspended_card_stays_away_until_it_is_brought_back(
    people: People, made_bank: MadeBank, clock: SettableClock
) -> None:
    card = get_batch(people.guest)["cards"][0]
    acted = {"id": "0197a3c2-5a1e-7cc3-98c4-000000000001", "card": card["card"], "action": "suspend",
             "answered_at": clock().isoformat()}  # fmt: skip
    send(people.guest, acted)
    clock.move(timedelta(days=300))
    assert card["card"] not in keys(get_batch(people.guest, limit=100))
    send(people.guest, {**acted, "id": "0197a3c2-5a1e-7cc3-98c4-000000000002", "action": "unsuspend",
                      "answered_at": clock().isoformat()})  # fmt: skip
    assert keys(get_batch(people.guest))[0] == card["card"]


def test_a_buried_card_comes_back_tomorrow(people: People, made_bank: MadeBank, clock: SettableClock) -> None:
    card = get_batch(people.ada)["cards"][0]
    people.ada.post("/study/act", data={"action": "bury", "card": card["card"]})
    assert card["card"] not in keys(get_batch(people.ada, limit=100))
    clock.move(timedelta(days=1))
    assert keys(get_batch(people.ada))[0] == card["card"]


def test_a_retired_question_is_not_asked_again(
    people: People, made_bank: MadeBank, database: Database, clock: SettableClock
) -> None:
    learned, unseen = get_batch(people.guest)["cards"][:2]
    answer(people.guest, learned, clock(), rating=4)
    with database.writer() as session:
        set_status(session, 1, "retired")
        set_status(session, 2, "draft")
    clock.move(timedelta(days=60))
    assert not {learned["card"], unseen["card"]} & set(keys(get_batch(people.guest, limit=100)))


def test_an_undone_first_answer_makes_the_card_new_again(
    people: People, made_bank: MadeBank, clock: SettableClock
) -> None:
    card = get_batch(people.ada)["cards"][0]
    given = entry(card, clock(), rating=4)
    send(people.ada, given)
    send(people.ada, {"id": "0197a3c2-5a1e-7cc3-98c4-000000000003", "undoes": given["id"],
                      "answered_at": (clock() + timedelta(seconds=5)).isoformat()})  # fmt: skip
    again = get_batch(people.ada)
    assert keys(again)[0] == card["card"]
    assert (again["counts"]["new"], again["counts"]["answered"]) == (20, 0)


def test_the_eighth_lapse_is_told(
    people: People, made_bank: MadeBank, database: Database, clock: SettableClock
) -> None:
    told = []
    for _ in range(60):
        card = get_batch(people.ada, card="question-1", limit=1)["cards"][0]
        if card["card"] != "question-1":
            clock.move(timedelta(days=1))
            continue
        result = answer(people.ada, card, clock(), rating=1 if card["state"] == "review" else 4)
        told.append((card["state"], result.get("leech", False)))
        clock.move(timedelta(minutes=11))
    lapses = [leech for state, leech in told if state == "review"]
    assert lapses[:8] == [False] * 7 + [True]


def test_the_estimate_follows_the_students_pace(
    people: People, made_bank: MadeBank, database: Database, clock: SettableClock
) -> None:
    assert get_batch(people.ada)["minutes"] == 5  # 20 cards at the usual 15 seconds
    assert people.ada.user_id is not None
    with database.writer() as session:
        put_day(session, people.ada.user_id, YESTERDAY, new=10, reviews=10, milliseconds=20 * 60_000)
    assert get_batch(people.ada)["minutes"] == 20


def test_settings_hold_for_later_reviews(people: People, made_bank: MadeBank, database: Database) -> None:
    first = get_batch(people.ada)["cards"][0]
    chosen = {"zone": "Asia/Tokyo", "rollover_hour": "5", "new_per_day": "7", "reviews_per_day": "9",
              "desired_retention": "0.97", "maximum_interval": "2", "single_keys": ""}  # fmt: skip
    assert people.ada.post("/settings", data=chosen).status_code == 303
    again = get_batch(people.ada)
    assert again["counts"]["new"] == 7
    assert first["intervals"]["4"] != again["cards"][0]["intervals"]["4"] == "2 days"
    with database.reader() as session:
        stored = session.get_one(UserSettings, people.ada.user_id)
        assert (stored.zone, stored.rollover_hour, stored.desired_retention) == ("Asia/Tokyo", 5, 0.97)
        assert stored.single_keys is False
