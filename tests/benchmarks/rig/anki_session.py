"""Run by the interpreter of a throw-away environment with Anki in it: times next card + answer, prints JSON.

It imports nothing of ours, and nothing of ours imports it: Anki's licence is another one.
"""

from __future__ import annotations

import json
import statistics
import sys
import time
from typing import Any

from anki.collection import Collection  # type: ignore[import-not-found]  # only in that environment


def filled(path: str, notes: int) -> Any:
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
    collection.decks.update_config(settings)
    collection.decks.select(deck)
    return collection


def one(collection: Any, *, rendered: bool = False) -> float:
    """Seconds that the next card and its answer take; ``rendered``: with the card's two sides as HTML."""
    begin = time.perf_counter()
    queued = collection.sched.get_queued_cards(fetch_limit=1).cards[0]
    card = collection.get_card(queued.card.id)
    if rendered:
        card.render_output()
    card.start_timer()
    answer = collection.sched.build_answer(card=card, states=queued.states, rating=2)  # Good, counted from 0
    collection.sched.answer_card(answer)
    return time.perf_counter() - begin


def main(path: str, notes: str, samples: str) -> None:
    collection = filled(path, int(notes))
    for turn in range(50):
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
