"""Run by the interpreter of a throw-away environment with Anki in it: times next card + answer, prints JSON.

Anki does the work that ours does: cards in review are due, FSRS schedules them, days are balanced, and each card comes
with the words on its four buttons, which Anki's reviewer asks for (``describe_next_states``) before it is answered.

It imports nothing of ours, and nothing of ours imports it: Anki's licence is another one.
"""

from __future__ import annotations

import json
import statistics
import sys
import time
from typing import Any

from anki.cards_pb2 import FsrsMemoryState  # type: ignore[import-not-found]  # only in that environment
from anki.collection import Collection  # type: ignore[import-not-found]

WARM_UP = 50
IN_REVIEW = 1000  # as many as each of our people has
DAY_SECONDS = 86_400
REVIEW = 2  # Anki's number for both the type and the queue of a card in review
REVIEWS_FIRST = 1


def filled(path: str, notes: int, due: int) -> Any:
    """A collection of so many notes, ``due`` of which are in review and due today, others later."""
    collection = Collection(path)
    notetype = collection.models.by_name("Basic")
    deck = collection.decks.id("Benchmark")
    for number in range(notes):
        note = collection.new_note(notetype)
        note["Front"], note["Back"] = f"Question {number}?", f"Answer {number}."
        collection.add_note(note, deck)
    settings = collection.decks.config_dict_for_deck_id(deck)
    settings["new"]["perDay"] = 9999
    settings["rev"]["perDay"] = 9999
    settings["newMix"] = REVIEWS_FIRST
    collection.decks.update_config(settings)
    collection.decks.select(deck)
    for name in ("fsrs", "loadBalancerEnabled"):
        collection.set_config(name, True)
    put_in_review(collection, due)
    return collection


def put_in_review(collection: Any, due: int) -> None:
    """Give the first cards the memory that ``filling`` gives to ours, and a day on which they are due."""
    today, answered_at = collection.sched.today, int(time.time()) - 40 * DAY_SECONDS
    cards = []
    for place, card_id in enumerate(collection.find_cards("deck:Benchmark", order=True)[:IN_REVIEW]):
        card = collection.get_card(card_id)
        card.type = card.queue = REVIEW
        card.ivl, card.reps, card.factor = 25, 1, 2500
        card.due = today - 15 if place < due else today + 2 + place % 30
        card.memory_state = FsrsMemoryState(stability=25.0, difficulty=5.4)
        card.last_review_time = answered_at
        cards.append(card)
    collection.update_cards(cards)


def one(collection: Any, *, rendered: bool = False) -> float:
    """Seconds that the next card, the words on its buttons and its answer take; ``rendered``: with the card's two sides
    as HTML.
    """
    begin = time.perf_counter()
    queued = collection.sched.get_queued_cards(fetch_limit=1).cards[0]
    card = collection.get_card(queued.card.id)
    collection.sched.describe_next_states(queued.states)
    if rendered:
        card.render_output()
    card.start_timer()
    answer = collection.sched.build_answer(card=card, states=queued.states, rating=2)  # Good, counted from 0
    collection.sched.answer_card(answer)
    seconds = time.perf_counter() - begin
    if not queued.states.good.normal.review.HasField("memory_state"):
        raise RuntimeError("Anki's card was not in review, or not scheduled by FSRS")
    return seconds


def main(path: str, notes: str, samples: str) -> None:
    collection = filled(path, int(notes), due=WARM_UP + 2 * int(samples))
    for turn in range(WARM_UP):
        one(collection, rendered=turn % 2 == 1)
    seconds, rendered = [], []
    for _ in range(int(samples)):
        seconds.append(one(collection))
        rendered.append(one(collection, rendered=True))
    figures = {
        "median_ms": statistics.median(seconds) * 1000,
        "p95_ms": sorted(seconds)[int(len(seconds) * 0.95)] * 1000,
        "rendered_median_ms": statistics.median(rendered) * 1000,
        "journal_mode": collection.db.scalar("PRAGMA journal_mode"),
        "synchronous": collection.db.scalar("PRAGMA synchronous"),
    }
    collection.close()
    json.dump(figures, sys.stdout)


if __name__ == "__main__":
    main(*sys.argv[1:])
