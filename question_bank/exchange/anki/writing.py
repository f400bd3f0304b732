"""Writing a package in the oldest layout, which every Anki reads: notes by genanki, then how each card stands and why.

Everything is made in memory; the time is an argument.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from itertools import count
from typing import BinaryIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

import genanki

from question_bank.exchange.zip_files import pack

from .deck import ReviewKind

DECK_ID = 1_764_403_200_000
DECK_NAME = "Tumen"
FIRST_NOTE_TYPE_ID = 1_764_403_201_000
STARTING_EASE = 2500  # permille; what the schedulers before FSRS begin with

_FIELDS = ("Front", "Back", "Explanation", "Source")
_CLOZE_FIELDS = ("Text", "Explanation", "Source")
_BELOW = (
    '{{#Explanation}}<div class="explanation">{{Explanation}}</div>{{/Explanation}}<div class="source">{{Source}}</div>'
)
_STYLE = """.card { font-size: 20px; line-height: 1.5; max-width: 40em; margin: 0 auto; text-align: left; }
.explanation { margin-top: 1em; }
.source { margin-top: 1em; font-size: 16px; }
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenReview:
    """A row of ``revlog``. Intervals are days, or seconds below zero; ``factor`` is the difficulty as Anki notes it."""

    at_ms: int
    rating: int
    kind: ReviewKind
    interval: int
    last_interval: int
    factor: int
    duration_ms: int


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenCard:
    """How a card stands, in the columns of ``cards``; ``data`` is the memory as FSRS has it."""

    type: int
    queue: int
    due: int
    interval: int = 0
    repetitions: int = 0
    lapses: int = 0
    steps_left: int = 0
    data: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenNote:
    """A note with one card. ``fields`` are HTML: front, back, explanation and source, or text, explanation, source."""

    guid: str
    kind: str
    is_cloze: bool
    fields: Sequence[str]
    tags: Sequence[str]
    card: WrittenCard
    reviews: Sequence[WrittenReview] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    """How the collection counts its days: the instant at which day 0 began, and where, when days begin."""

    created_s: int
    minutes_west: int
    rollover_hour: int


def write_package(
    file: BinaryIO,
    notes: Iterable[WrittenNote],
    *,
    deck: str,
    kinds: Sequence[str],
    calendar: Calendar,
    now_s: int,
    pictures: Iterable[tuple[str, bytes]] = (),
) -> None:
    """Write the package of a deck with ``notes``, whose kinds are among ``kinds``: each has a note type of its own.

    ``pictures`` go along by the names that notes call them; they are asked for one by one, after the notes.
    """
    deck_of_notes = genanki.Deck(DECK_ID, deck)
    types: dict[str, genanki.Model] = {}
    written = list(notes)
    for note in written:
        if note.kind not in types:
            types[note.kind] = _note_type(note.kind, FIRST_NOTE_TYPE_ID + kinds.index(note.kind), note.is_cloze)
        deck_of_notes.add_note(
            genanki.Note(model=types[note.kind], fields=list(note.fields), tags=list(note.tags), guid=note.guid)
        )
    with closing(sqlite3.connect(":memory:")) as connection:
        genanki.Package(deck_of_notes).write_to_db(connection.cursor(), now_s, count(now_s * 1000))
        _put_calendar(connection, calendar, now_s)
        _put_history(connection, written, now_s)
        connection.commit()
        content = connection.serialize()
    with ZipFile(file, "w", ZIP_DEFLATED) as packed:
        pack(packed, "collection.anki2", content)
        listed = {}
        for number, (name, picture) in enumerate(pictures):
            pack(packed, str(number), picture, ZIP_STORED)
            listed[str(number)] = name
        pack(packed, "media", json.dumps(listed).encode())


def _note_type(kind: str, number: int, is_cloze: bool) -> genanki.Model:  # noqa: FBT001  # two of a sort
    front = "{{cloze:Text}}" if is_cloze else "{{Front}}"
    back = "{{cloze:Text}}" if is_cloze else "{{FrontSide}}<hr id=answer>{{Back}}"
    return genanki.Model(
        model_id=number,
        name=f"Tumen {kind}",
        fields=[{"name": name} for name in (_CLOZE_FIELDS if is_cloze else _FIELDS)],
        templates=[{"name": "Card 1", "qfmt": front, "afmt": back + _BELOW}],
        css=_STYLE,
        model_type=genanki.Model.CLOZE if is_cloze else genanki.Model.FRONT_BACK,
    )


def _put_calendar(connection: sqlite3.Connection, calendar: Calendar, now_s: int) -> None:
    conf = json.loads(connection.execute("SELECT conf FROM col").fetchone()[0])
    conf |= {
        "schedVer": 2,
        "sched2021": True,
        "creationOffset": calendar.minutes_west,
        "rollover": calendar.rollover_hour,
    }
    connection.execute(
        "UPDATE col SET crt = ?, mod = ?, scm = ?, conf = ?",
        (calendar.created_s, now_s * 1000, now_s * 1000, json.dumps(conf)),
    )


def _put_history(connection: sqlite3.Connection, notes: Sequence[WrittenNote], now_s: int) -> None:
    """How each card stands, and all reviews, each with an id of its own: two of one millisecond lie side by side."""
    rows = connection.execute("SELECT notes.guid, cards.id FROM cards JOIN notes ON notes.id = cards.nid")
    card_ids = dict(rows.fetchall())
    connection.executemany(
        "UPDATE cards SET mod = ?, type = ?, queue = ?, due = ?, ivl = ?, factor = ?, reps = ?, lapses = ?, left = ?, "
        "data = ? WHERE id = ?",
        [(now_s, *_card_row(note.card), card_ids[note.guid]) for note in notes],
    )
    taken: set[int] = set()
    reviews = sorted(
        ((review, card_ids[note.guid]) for note in notes for review in note.reviews), key=lambda each: each[0].at_ms
    )
    connection.executemany(
        "INSERT INTO revlog (id, cid, usn, ease, ivl, lastIvl, factor, time, type) VALUES (?, ?, -1, ?, ?, ?, ?, ?, ?)",
        [(_free(review.at_ms, taken), card, *_review_row(review)) for review, card in reviews],
    )


def _card_row(card: WrittenCard) -> tuple[object, ...]:
    ease = STARTING_EASE if card.type else 0
    return (
        card.type,
        card.queue,
        card.due,
        card.interval,
        ease,
        card.repetitions,
        card.lapses,
        card.steps_left,
        json.dumps(dict(card.data)) if card.data else "",
    )


def _review_row(review: WrittenReview) -> tuple[int, ...]:
    return (
        review.rating,
        review.interval,
        review.last_interval,
        review.factor,
        review.duration_ms,
        int(review.kind),
    )


def _free(at_ms: int, taken: set[int]) -> int:
    while at_ms in taken:
        at_ms += 1
    taken.add(at_ms)
    return at_ms
