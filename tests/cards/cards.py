"""Cards to render: every question of the small bank as a student would be shown it."""

from __future__ import annotations

import random
from dataclasses import replace
from functools import cache
from typing import Any

from question_bank.bank import Bank, load_bank
from question_bank.kinds import kind
from question_bank.questions import Question
from tests.question_bank.examples import EXAMPLES
from tests.study.banks import SMALL
from webapp.cards import ShownCard, Source
from webapp.cards.shown import Rival, Voice

SOURCE = Source(
    article_key="sorrel-ferry",
    title="Crossing the Sorrel",
    authors=("Ada Wren", "Tomas Veld"),
    publisher="The Millbrook Courier",
    published_on="2019-06-01",
    address="https://example.org/ferry",
    passage_key="p03",
    digest="The boat has followed the rope since 1874.",
    original=None,
    number=3,
    section="On the river",
)


@cache
def small_bank() -> Bank:
    return load_bank(SMALL / "articles", SMALL / "data")


def shown(question: Question, **changes: Any) -> ShownCard:
    """``question`` as a new card; ``changes`` replace fields of the ShownCard."""
    card = ShownCard(
        question_key=question.id,
        revision=1,
        version=0,
        kind=question.kind,
        state="new",
        content=question,
        prompt=question.prompt(random.Random(1)),
        solution=question.solution(),
        seed=1,
        sources=(SOURCE,),
        voices=(Voice(who="Tomas Veld", statements=("It runs on a rope.",)),),
        errata=(),
        rivals=(),
        intervals={1: "1 min", 2: "5.5 min", 3: "10 min", 4: "8 days"},
        proposed=3,
    )
    return replace(card, **changes)


def of_kind(kind: str, **changes: Any) -> ShownCard:
    """The first published question of a kind."""
    return shown(next(q for q in small_bank().questions.values() if q.kind == kind), **changes)


def example(name: str, **changes: Any) -> ShownCard:
    """A card with the example content of a kind that asks for several things at once."""
    question = next(q for q in small_bank().questions.values() if q.kind == name)
    return shown(replace(question, content=kind(name).from_json(EXAMPLES[name])), **changes)


def rival(**changes: Any) -> Rival:
    """A claim that says otherwise; ``changes`` replace fields of it."""
    claim = next(iter(small_bank().claims.values()))
    return Rival(claim=replace(claim, **{"attributed_to": "Greta Holm", **changes}), source=SOURCE)


def drawn(card: ShownCard, seed: int) -> ShownCard:
    """The card as another seed shows it."""
    return replace(card, seed=seed, prompt=card.content.prompt(random.Random(seed)))
