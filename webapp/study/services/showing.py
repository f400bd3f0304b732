"""Cards as one student sees them: content, order of options, intervals on the buttons; as objects and as JSON."""

from __future__ import annotations

import json
import random
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cached_property, lru_cache
from itertools import chain
from typing import Any

from sqlalchemy.orm import Session

from question_bank.prompts import Prompt
from webapp.cards import Fragment, ShownCard, render_fragment
from webapp.cards.shown import Aside
from webapp.models.base import to_milliseconds
from webapp.scheduling.fuzz import card_seed
from webapp.scheduling.intervals import Interval, interval_between, text_of
from webapp.scheduling.memory import NEW_MEMORY, Memory, Rating, State, previews
from webapp.scheduling.policy import Policy
from webapp.scheduling.settings import StudySettings
from webapp.study.queries.changed import known_revisions
from webapp.study.queries.content import AskedCard
from webapp.web.languages import page_locale
from webapp.web.markdown import render_inline
from webapp.web.words import say

from .balancing import Balancer, Intervals
from .contents import Contents, Material

A_DAY = timedelta(days=1)
A_MILLISECOND = timedelta(milliseconds=1)
_encode = json.JSONEncoder(separators=(",", ":"), check_circular=False).encode
_READY = "ready"  # where the JSON of a card has what was written before
MOST_LOCALES = 8  # in which the HTML of one content is remembered: dates and figures stand on it
_STATES = {state.value: state for state in State}
_STATE_NAMES = {state: state.name.lower() for state in State}


@dataclass(kw_only=True)  # frozen, each field would cost three times as much: a batch makes one for each card
class Showing:
    """A question on the screen of one student, for a ``locale``; ``prompt`` asks it in the order that ``seed`` gives.

    ``intervals`` are the words on its buttons, by rating. ``dues`` are what they promise where the day was chosen: they
    come back with the answer. ``note`` is her own on the question, empty where there is none; None: it was not looked
    for. ``is_early``: the day has it before its time, and its answer is one given ahead. ``elsewhere`` is
    what else is said of a wrong answer that was given.
    """

    key: str
    material: Material
    locale: str
    state: str
    version: int
    seed: int
    prompt: Prompt
    intervals: Mapping[int, str]
    due_at: datetime | None
    steps: Mapping[int, int]  # by rating, milliseconds until it comes again, where that is within a day
    dues: Mapping[int, datetime]  # by rating, the day that was chosen for it
    note: str | None = None
    is_early: bool = False
    elsewhere: Aside | None = None

    @property
    def proposed(self) -> int | None:
        """The rating to mark before the student has chosen."""
        return int(Rating.GOOD) if self.material.question.kind == "card" else None

    @cached_property
    def card(self) -> ShownCard:
        """The card for a template. A batch of cards whose HTML is remembered needs none."""
        material = self.material
        return ShownCard(
            question_key=self.key,
            revision=material.edition.revision,
            version=self.version,
            kind=material.question.kind,
            state=self.state,
            content=material.question,
            prompt=self.prompt,
            solution=material.solution,
            seed=self.seed,
            sources=material.backing.sources,
            voices=material.backing.voices,
            errata=material.backing.errata,
            rivals=material.backing.rivals,
            intervals=self.intervals,
            proposed=self.proposed,
            claims=material.backing.claims,
            elsewhere=self.elsewhere,
            changed=material.changed,
        )


@lru_cache(maxsize=4096)  # most cards share their intervals with others
def _words(interval: Interval, _locale: str) -> str:
    """An interval in the language of the page, which is named for the memory of what was said."""
    return say(text_of(interval))


def memory_of(card: AskedCard) -> Memory:
    """The person's memory of the question."""
    if card.state is None:
        return NEW_MEMORY
    return Memory(
        state=_STATES[card.state],
        step=card.step,
        stability=card.stability,
        difficulty=card.difficulty,
        due_at=card.due_at,
        answered_at=card.answered_at,
        study_day=card.study_day,
        repetitions=card.repetitions or 0,
        lapses=card.lapses or 0,
    )


def show_cards(
    session: Session,
    *,
    user_id: int,
    cards: Collection[AskedCard],
    now: datetime,
    settings: StudySettings,
    contents: Contents,
    balancer: Balancer | None = None,
) -> list[Showing]:
    """The cards as the person would see them now, in their order. Without ``balancer`` their days are not balanced."""
    known = _known_revisions(session, user_id, cards)
    materials = contents.load(session, cards, known) if cards else {}
    memories = {card.question_id: memory_of(card) for card in cards}
    placed = balancer.place(session, user_id=user_id, memories=memories, settings=settings, now=now) if balancer else {}
    policy, locale = settings.policy, page_locale()
    return [
        show(
            user_id,
            card.key,
            materials[card.question_id],
            memory=memories[card.question_id],
            version=card.version or 0,
            now=now,
            policy=policy,
            locale=locale,
            placed=placed.get(card.question_id),
            note=card.note or "",
        )
        for card in cards
    ]


def _known_revisions(session: Session, user_id: int, cards: Collection[AskedCard]) -> dict[int, int]:
    """What the person knows of the questions whose answer has changed since. No statement where none has."""
    changed_in = {
        card.question_id: card.answer_changed_in
        for card in cards
        if card.answer_changed_in is not None and card.repetitions and card.answer_changed_in <= card.question_revision
    }
    return known_revisions(session, user_id=user_id, changed_in=changed_in) if changed_in else {}


def show(  # noqa: PLR0913  # what is shown, to whom, and when
    user_id: int,
    key: str,
    material: Material,
    *,
    memory: Memory,
    version: int,
    now: datetime,
    policy: Policy,
    locale: str,
    placed: Intervals | None = None,
    note: str | None = None,
) -> Showing:
    """The material as a person with this memory of it would see it now; ``placed`` are intervals that were chosen."""
    seed = card_seed(user_id, material.edition.question_id, memory.repetitions)
    chosen: Intervals = placed or {}
    dues = previews(memory, now=now, policy=policy, seed=seed, chosen=chosen)
    intervals, steps = {}, {}
    for rating, due_at in dues.items():
        wait = due_at - now
        if wait < A_DAY:
            steps[int(rating)] = wait // A_MILLISECOND
        interval = chosen.get(rating) or interval_between(now, due_at, policy.calendar)
        intervals[int(rating)] = _words(interval, locale)
    return Showing(
        key=key,
        material=material,
        locale=locale,
        state=_STATE_NAMES[memory.state],
        version=version,
        seed=seed,
        prompt=material.prompt(seed),
        intervals=intervals,
        due_at=memory.due_at,
        steps=steps,
        dues={int(rating): dues[rating] for rating in chosen},
        note=note,
    )


def with_seed(card: ShownCard, seed: int) -> ShownCard:
    """The card with its options in the order that another ``seed`` gives: that in which it had been shown."""
    return replace(card, seed=seed, prompt=card.content.prompt(random.Random(seed)))  # noqa: S311


def fragment_of(showing: Showing) -> Fragment:
    """The card's HTML: rendered once for everyone who sees the same content, in whatever order of options."""
    fragments = showing.material.fragments
    known = fragments.get(showing.locale)
    if known is None:
        if len(fragments) >= MOST_LOCALES:
            fragments.clear()
        known = fragments[showing.locale] = render_fragment(showing.card)
    return known


def to_json(showing: Showing) -> dict[str, Any]:
    """The card as the API gives it."""
    html = str(fragment_of(showing).in_order(showing.prompt))
    return {**_own(showing), "grading": showing.material.grading, "html": html}


def cards_to_text(content: Mapping[str, Any], showings: Collection[Showing]) -> str:
    """The JSON of ``content`` with the cards as ``to_json`` gives them. Nearly all of it is HTML, which is written as
    JSON once for everybody and put into its places here.
    """
    text = _encode({**content, "cards": [{**_own(showing), _READY: None} for showing in showings]})
    pieces = text.split(f'"{_READY}":null')  # no text within has this: its quotation marks are escaped
    return "".join(chain(*zip(pieces, map(_ready, showings), strict=False), pieces[-1:]))


def _ready(showing: Showing) -> str:
    """The members of a card that are the same for everybody, as JSON."""
    html = fragment_of(showing).in_json(showing.prompt)
    return f'"grading":{showing.material.grading_in_json},"html":{html}'


def _own(showing: Showing) -> dict[str, Any]:
    """What the card has of this student."""
    material = showing.material
    return {
        "card": showing.key,
        "version": showing.version,
        "revision": material.edition.revision,
        "kind": material.question.kind,
        "state": showing.state,
        "seed": showing.seed,
        "due_at": None if showing.due_at is None else to_milliseconds(showing.due_at),
        "intervals": {str(rating): text for rating, text in showing.intervals.items()},
        "steps": {str(rating): wait for rating, wait in showing.steps.items()},
        "dues": {str(rating): to_milliseconds(due_at) for rating, due_at in showing.dues.items()},
        "proposed": showing.proposed,
        **({} if showing.note is None else {"note": note_to_json(showing.note)}),
        **({"mode": "ahead"} if showing.is_early else {}),
    }


def note_to_json(text: str) -> Mapping[str, str]:
    """A note as it was written and as it is shown."""
    return {"text": text, "html": render_inline(text)}
