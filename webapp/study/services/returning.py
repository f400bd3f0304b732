"""A card that stays in learning comes back with the reply to its answer: showing it again needs no other request."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from webapp.db import Database
from webapp.scheduling.memory import Memory
from webapp.scheduling.settings import stored_policy
from webapp.study.queries.returning import ReturningCard, claim_uses_of, returning_card
from webapp.web.languages import page_locale

from .contents import Contents, Edition
from .showing import Showing, show


def show_again(
    database: Database, user_id: int, memories: Mapping[int, Memory], now: datetime, contents: Contents
) -> dict[int, Showing]:
    """The person's cards with these memories (by question id) as they come next; suspended ones are left out."""
    cards: list[tuple[Edition, ReturningCard]] = []
    with database.reading() as connection:
        for question_id in memories:
            card = returning_card(connection, is_sqlite=database.is_sqlite, user_id=user_id, question_id=question_id)
            if card is not None and not card.suspended:
                uses = claim_uses_of(connection, is_sqlite=database.is_sqlite, question_id=question_id)
                cards.append((contents.edition(question_id, card.revision, uses, card.loaded_at), card))
    materials = contents.materials([edition for edition, _ in cards], database.reader)
    locale = page_locale()
    return {
        card.question_id: show(
            user_id,
            card.key,
            material,
            memory=memories[card.question_id],
            version=card.version,
            now=now,
            locale=locale,
            policy=stored_policy(card.chosen),
        )
        for (_, card), material in zip(cards, materials, strict=True)
    }
