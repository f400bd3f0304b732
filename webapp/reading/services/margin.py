"""What rests on the passages of an article: what they claim, what is asked about it, and what of it one knows."""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from question_bank.claims import Span
from question_bank.prompts import Prompt
from webapp.history.memory import Memory, question_memories, together
from webapp.reading.queries import claims, questions
from webapp.reading.queries.articles import ArticleRow, PassageRow
from webapp.reviews.known import Known

from .words import voice


@dataclass(frozen=True, slots=True, kw_only=True)
class Other:
    """A claim that bears on another one. ``place`` is article and passage, None where it stands nowhere any more."""

    relation: str
    statement: str
    who: str | None
    place: tuple[str, str] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownClaim:
    """A claim in its passage. ``memory`` is None where nothing is asked about it or nobody is known."""

    statement: str
    who: str
    erratum: str | None
    others: tuple[Other, ...]
    memory: Memory | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownQuestion:
    """A question in the text: what is asked, without the answer."""

    key: str
    prompt: Prompt
    memory: Memory | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Margin:
    """What rests on each passage, by its id; ``spans`` are the words of it that claims rest on."""

    claims: Mapping[int, tuple[ShownClaim, ...]]
    questions: Mapping[int, tuple[ShownQuestion, ...]]
    spans: Mapping[int, tuple[Span, ...]]


def read_margin(
    session: Session, passages: Sequence[PassageRow], article: ArticleRow, *, user_id: int | None, known: Known
) -> Margin:
    """The claims of the passages, and the questions on them, each at the first of the passages that it is about."""
    rows = claims.claims_of_passages(session, passage_ids=[passage.id for passage in passages])
    claim_ids = {row.claim_id for row in rows}
    asked = _asked(session, claim_ids, user_id, known)
    others = _others(session, claim_ids)
    here: dict[int, list[claims.ClaimRow]] = {passage.id: [] for passage in passages}
    for row in rows:
        here[row.passage_id].append(row)
    shown = {
        passage_id: tuple(
            _claim(row.content, article, others.get(row.claim_id, ()), asked.get(row.claim_id, ())) for row in found
        )
        for passage_id, found in here.items()
    }
    questions_at = {
        passage_id: tuple(question for row in found for question in asked.pop(row.claim_id, ()))
        for passage_id, found in here.items()
    }
    spans = {
        passage.id: _spans(f"{article.key}#{passage.key}", [row.content for row in here[passage.id]])
        for passage in passages
    }
    return Margin(claims=shown, questions=questions_at, spans=spans)


def _spans(source: str, contents: Iterable[Mapping[str, Any]]) -> tuple[Span, ...]:
    """Where in a passage the words stand that claims rest on, of those that say it."""
    found = (content.get("spans", {}).get(source) for content in contents)
    return tuple((span[0], span[1]) for span in found if span is not None)


def _claim(
    content: Mapping[str, Any], article: ArticleRow, others: tuple[Other, ...], asked: Sequence[ShownQuestion]
) -> ShownClaim:
    words = [question.memory for question in asked if question.memory is not None]
    return ShownClaim(
        statement=content["statement"],
        who=content.get("attributed_to") or voice(article.authors),
        erratum=content.get("erratum"),
        others=others,
        memory=together(words) if words else None,
    )


def _asked(session: Session, claim_ids: set[int], user_id: int | None, known: Known) -> dict[int, list[ShownQuestion]]:
    """What is asked about each claim first of all."""
    rows = questions.questions_of_claims(session, claim_ids=claim_ids)
    contents = questions.question_contents(session, rows=rows, known=known)
    memories: dict[int, Memory] = {}
    if user_id is not None:
        memories = question_memories(session, user_id=user_id, question_ids=list(contents))
    found: dict[int, list[ShownQuestion]] = {}
    for row in rows:
        generator = random.Random(row.question_id)  # noqa: S311  # the order of options is no secret
        prompt = contents[row.question_id].prompt(generator)
        question = ShownQuestion(key=row.key, prompt=prompt, memory=memories.get(row.question_id))
        found.setdefault(row.claim_id, []).append(question)
    return found


def _others(session: Session, claim_ids: set[int]) -> dict[int, tuple[Other, ...]]:
    rows = claims.other_claims(session, claim_ids=claim_ids)
    places = claims.places(session, claim_ids={row.other_id for row in rows})
    found: dict[int, tuple[Other, ...]] = {}
    for row in rows:
        place = next(iter(places.get(row.other_id, ())), None)
        other = Other(
            relation=row.relation,
            statement=row.content["statement"],
            who=row.content.get("attributed_to") or (voice(place.authors) if place else None),
            place=(place.article_key, place.passage_key) if place else None,
        )
        found[row.claim_id] = (*found.get(row.claim_id, ()), other)
    return found
