"""The API of studying: batches, answers, checks."""

from __future__ import annotations

from datetime import timedelta

from tests.conftest import SettableClock
from tests.people import People

from .banks import MadeBank
from .student import answer, entry, get_batch, keys, send


def test_a_batch_brings_rendered_cards_with_intervals(people: People, small_bank: None) -> None:
    batch = get_batch(people.guest, limit=5)
    assert batch["study_day"] == "2026-03-02"
    card = batch["cards"][0]
    assert card["version"] == 0
    assert card["state"] == "new"
    assert set(card["intervals"]) == {"1", "2", "3", "4"}
    assert 'data-part="question"' in card["html"]


def test_an_answered_card_comes_back_with_its_next_fragment(
    people: People, made_bank: MadeBank, clock: SettableClock
) -> None:
    first = get_batch(people.ada)["cards"][0]
    result = answer(people.ada, first, clock())
    assert result["card"]["card"] == first["card"]
    assert result["card"]["state"] == "learning"
    assert result["card"]["html"] == first["html"]
    assert result["card"]["version"] == 1
    clock.move(timedelta(minutes=11))
    again = get_batch(people.ada)["cards"][0]
    apart = {"intervals": None, "dues": None, "note": None}  # what is balanced, and what the page knows already
    assert {**again, **apart} == {**result["card"], **apart}


def test_a_card_that_left_learning_does_not_come_back(
    people: People, made_bank: MadeBank, clock: SettableClock
) -> None:
    first = get_batch(people.ada)["cards"][0]
    assert "card" not in answer(people.ada, first, clock(), rating=4)
    assert first["card"] not in keys(get_batch(people.ada))


def test_counts_are_given_when_asked_for(people: People, made_bank: MadeBank, clock: SettableClock) -> None:
    first = get_batch(people.ada)["cards"][0]
    entry = {"id": "0197a3c2-5a1e-7cc3-98c4-dc0c0c07398f", "card": first["card"], "revision": 1, "rating": 3,
             "answered_at": clock().isoformat()}  # fmt: skip
    reply = send(people.ada, entry, counts=True)
    assert reply["counts"] == {"new": 19, "learning": 1, "due": 0, "left": 20, "answered": 1}
    assert "counts" not in people.ada.post("/api/v1/reviews", json=[entry]).get_json()


def test_with_a_hint_a_right_answer_is_proposed_as_hard_and_the_hint_is_kept(
    people: People, small_bank: None, clock: SettableClock
) -> None:
    card = get_batch(people.ada, card="ferry-cost-number")["cards"][0]
    answered = entry(card, clock(), response={"text": "11 million"}, hints=1)
    del answered["rating"]
    send(people.ada, answered)
    (row,) = people.ada.get("/account/data.json").get_json()["review_log"]
    assert (row["outcome"], row["proposed"], row["rating"]) == ("right", 2, 2)
    assert row["presentation"] == {"seed": card["seed"], "hints": 1}
    for strange in (-1, 21, "1", 1.5, True):
        refused = people.ada.post("/api/v1/reviews", json=[{**answered, "hints": strange}]).get_json()["results"][0]
        assert refused["status"] == "refused"


def test_the_rest_of_the_day_is_fetched_in_steps(people: People, made_bank: MadeBank) -> None:
    whole = keys(get_batch(people.ada, limit=20))
    parts = [keys(people.ada.get(f"/api/v1/study/batch?limit=7&skip={skip}").get_json()) for skip in (0, 7, 14, 21)]
    assert [key for part in parts for key in part] == whole
    for wrong in ("-1", "x", "10000", ""):
        assert people.ada.get(f"/api/v1/study/batch?skip={wrong}").status_code == 400


def test_a_card_says_after_which_grades_it_comes_again_today(people: People, made_bank: MadeBank) -> None:
    card = get_batch(people.ada)["cards"][0]
    minutes = {rating: wait / 60_000 for rating, wait in card["steps"].items()}
    assert minutes == {"1": 1, "2": 5.5, "3": 10}
    assert "day" in card["intervals"]["4"]
