"""A student's cards as a package for Anki, with their schedule and every answer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from io import BytesIO
from itertools import groupby

from sqlalchemy.orm import Session

from question_bank.exchange.anki.writing import DECK_NAME, WrittenNote, write_package
from question_bank.kinds import KINDS
from question_bank.pictures import pictures_of
from webapp.cards.assembling import load_evidence
from webapp.cards.notes import written_note
from webapp.cards.originals import Originals
from webapp.decks.queries import questions as asked
from webapp.decks.queries.questions import AnswerRow, DeckQuestion
from webapp.history.pictures import named_pictures, names_of_pictures
from webapp.history.settings import settings_of

from .schedule import Scale, first_day, written_card, written_reviews


def export_deck(session: Session, *, user_id: int, unseen: bool, originals: Originals, now: datetime) -> bytes:
    """The package of what the student has studied; with ``unseen`` also of all that is published."""
    ids = asked.deck_question_ids(session, user_id=user_id, unseen=unseen)
    questions = [
        question
        for start in range(0, len(ids), asked.AT_ONCE)
        for question in asked.deck_questions(session, user_id=user_id, question_ids=ids[start : start + asked.AT_ONCE])
    ]
    policy = settings_of(session, user_id=user_id).policy
    scale = Scale(policy=policy, first=first_day(questions, policy=policy, now=now), now=now)
    rows = asked.answers(session, user_id=user_id)
    history = {number: list(group) for number, group in groupby(rows, key=lambda row: row.question_id)}
    shown = {digest for question in questions for digest in pictures_of(question.content)}
    names = names_of_pictures(session, digests=shown, user_id=user_id)
    file = BytesIO()
    write_package(
        file,
        _notes(session, questions, history, scale, originals, names),
        deck=DECK_NAME,
        kinds=tuple(KINDS),
        calendar=scale.calendar,
        now_s=int(now.timestamp()),
        pictures=named_pictures(session, names=names, user_id=user_id),
    )
    return file.getvalue()


def _notes(
    session: Session,
    questions: list[DeckQuestion],
    history: dict[int, list[AnswerRow]],
    scale: Scale,
    originals: Originals,
    pictures: Mapping[str, str],
) -> Iterator[WrittenNote]:
    for start in range(0, len(questions), asked.AT_ONCE):
        together = questions[start : start + asked.AT_ONCE]
        evidence = load_evidence(session, question_ids=[each.id for each in together], originals=originals)
        for place, question in enumerate(together, start=start + 1):
            yield written_note(
                question.content,
                bank=question.bank,
                key=question.key,
                topic=question.topic,
                rests_on=evidence[question.id],
                card=written_card(question, scale, place=place),
                reviews=written_reviews(history.get(question.id, ()), scale.policy),
                is_leech=bool(question.leech),
                pictures=pictures,
            )
