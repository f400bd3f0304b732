"""What a student takes for what: answers that are right elsewhere, or known to be wrong."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from typing import Any

from sqlalchemy import Select, and_, bindparam, func, select
from sqlalchemy.orm import Session

from question_bank.dates import parse_date
from question_bank.grading import BadResponse, Grade, Outcome
from question_bank.kinds.choice import ChoiceContent
from question_bank.kinds.cloze import ClozeContent
from question_bank.kinds.date import DateContent
from question_bank.kinds.matching import MatchingContent
from question_bank.kinds.number import NumberContent
from question_bank.kinds.position import Ask, PositionContent
from question_bank.kinds.short import ShortContent
from question_bank.kinds.timeline import TimelineContent
from question_bank.partial_dates import PartialDate
from question_bank.problems import BankError
from question_bank.prompts import as_markdown
from question_bank.quantities import Quantity
from question_bank.questions import Question
from question_bank.spelling import normalise
from webapp.models import Actor, QuestionRevision, ReviewLog
from webapp.models import Question as StoredQuestion
from webapp.scheduling.fold import EventKind

KINDS_READ = ("choice", "position", "matching", "number", "date", "timeline", "short", "cloze")
MOST_RESPONSES = 200
"""How many different wrong responses are looked into, the most frequent first."""


Thing = str | PartialDate | Quantity
Actors = Mapping[str, str]
"""What actors are called, by every name of theirs as it is compared."""


class Sort(StrEnum):
    """What was mixed up."""

    WHO = "who"
    WHEN = "when"
    FIGURE = "figure"
    ANSWER = "answer"
    TYPED = "typed"


@dataclass(frozen=True, slots=True, kw_only=True)
class MixUp:
    """``taken`` was given where ``right`` is right; texts are Markdown. ``stem`` is empty where any may ask."""

    sort: Sort
    taken: Thing
    right: Thing
    stem: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Confusion:
    """A mix-up and how often it happened."""

    mix_up: MixUp
    times: int


def confusions(session: Session, *, user_id: int, first: date, most: int) -> list[Confusion]:
    """The mix-ups among the newest ``most`` rows of the log since ``first``, the most frequent first."""
    counted = _wrong_responses(session, user_id, first, most)
    actors = _actors(session) if counted else {}
    contents = _contents(session, {(question_id, revision) for question_id, revision, _ in counted})
    times: Counter[MixUp] = Counter()
    for (question_id, revision, response), number in counted.items():
        with suppress(BankError, BadResponse):  # written in the form of an older version: nothing can be told of it
            question = Question.from_json(contents[question_id, revision])
            times.update(dict.fromkeys(mix_ups(question, json.loads(response), actors), number))
    return sorted(
        (Confusion(mix_up=mix_up, times=number) for mix_up, number in times.items()),
        key=lambda each: (-each.times, str(each.mix_up.right), str(each.mix_up.taken)),
    )


def mix_ups(question: Question, response: Mapping[str, Any], actors: Actors) -> Iterator[MixUp]:
    """What a response to a question takes for what: one actor for another wherever it is asked, else an answer for the
    question's own.
    """
    for found in _mix_ups(question, response):
        taken, right = _actor(found.taken, actors), _actor(found.right, actors)
        if taken and right:
            if taken != right:
                yield MixUp(sort=Sort.WHO, taken=taken, right=right)
        elif found.sort is not Sort.TYPED:
            yield found


def _actor(thing: Thing, actors: Actors) -> str | None:
    return actors.get(normalise(thing)) if isinstance(thing, str) else None


def _actors(session: Session) -> Actors:
    """The actors in sight, by their names and aliases."""
    rows = session.execute(select(Actor.name, Actor.aliases).where(Actor.retired_at.is_(None))).all()
    return {normalise(called): as_markdown(name) for name, aliases in rows for called in (name, *aliases)}


def _mix_ups(question: Question, response: Mapping[str, Any]) -> Iterator[MixUp]:
    content = question.content
    if isinstance(content, ChoiceContent | PositionContent):
        yield from _options(content, response)
    elif isinstance(content, MatchingContent):
        yield from _pairs(content, response)
    elif isinstance(content, TimelineContent):
        yield from _year(content, response, question.grade(response))
    elif isinstance(content, NumberContent):
        yield from _figure(content, question.grade(response))
    elif isinstance(content, DateContent):
        yield from _date(content, response)
    elif isinstance(content, ShortContent):
        yield _typed(str(response.get("text", "")), content.accept[0])
    elif isinstance(content, ClozeContent):
        given: Mapping[str, str] = response.get("gaps") or {}
        yield from (_typed(str(given.get(name, "")), gap.accept[0]) for name, gap in content.gaps.items())


def _typed(text: str, right: str) -> MixUp:
    """What was typed: it tells something only where both are actors."""
    return MixUp(sort=Sort.TYPED, taken=text, right=right)


def _options(content: ChoiceContent | PositionContent, response: Mapping[str, Any]) -> Iterator[MixUp]:
    chosen = response.get("chosen") or ()
    missed = [option.text for option in content.options if option.right and option.key not in chosen]
    is_who = isinstance(content, PositionContent) and content.ask is Ask.HOLDER
    for option in content.options:
        if option.key in chosen and not option.right and missed:
            yield MixUp(
                sort=Sort.WHO if is_who else Sort.ANSWER,
                taken=option.text,
                right="; ".join(missed),
                stem="" if is_who else content.stem,
            )


def _pairs(content: MatchingContent, response: Mapping[str, Any]) -> Iterator[MixUp]:
    texts = {option.key: option.text for option in content.options}
    given: Mapping[str, str] = response.get("pairs") or {}
    for item in content.items:
        taken = texts.get(given.get(item.key, ""))
        if taken is not None and given[item.key] != item.answer:
            yield MixUp(sort=Sort.ANSWER, taken=taken, right=texts[item.answer], stem=item.text)


def _year(content: TimelineContent, response: Mapping[str, Any], grade: Grade) -> Iterator[MixUp]:
    year = str(response.get("year", "")).strip()
    if grade.outcome is not Outcome.RIGHT and year.isdecimal():
        yield MixUp(sort=Sort.WHEN, taken=year, right=str(content.answer), stem=content.stem)


def _figure(content: NumberContent, grade: Grade) -> Iterator[MixUp]:
    """The figure that the question lists as wrong: grading has told it by its feedback."""
    taken = next((item.quantity for item in content.wrong if item.feedback in grade.feedback), None)
    if taken is not None:
        yield MixUp(sort=Sort.FIGURE, taken=taken, right=content.answer, stem=content.stem)


def _date(content: DateContent, response: Mapping[str, Any]) -> Iterator[MixUp]:
    """The date that was typed, where it says another year, or is known to be wrong."""
    read = parse_date(str(response.get("text", "")))
    if read is None or any(content.answer.covers(each) for each in read.readings):
        return
    known = [item.date for item in content.wrong]
    taken = next((each for each in read.readings if each.year and _is_taken(each, content.answer, known)), None)
    if taken is not None:
        yield MixUp(sort=Sort.WHEN, taken=taken, right=content.answer, stem=content.stem)


def _is_taken(reading: PartialDate, answer: PartialDate, known: Sequence[PartialDate]) -> bool:
    return reading.year != answer.year or any(date.covers(reading) for date in known)


def _wrong_responses(session: Session, user_id: int, first: date, most: int) -> dict[tuple[int, int, str], int]:
    """Wrong and partly right responses by question and revision, with how often each was given and not undone."""
    rows: Iterable[Any] = session.execute(_newest_wrong_responses(), {"user_id": user_id, "first": first, "most": most})
    return {(question_id, revision, response): number for question_id, revision, response, number in rows}


@cache
def _newest_wrong_responses() -> Select[Any]:
    """Those among the newest ``most`` rows of ``user_id`` since the day ``first``. Built once: that costs more than
    reading them.
    """
    newest = (
        select(
            ReviewLog.id, ReviewLog.kind, ReviewLog.question_id, ReviewLog.revision, ReviewLog.response,
            ReviewLog.outcome, ReviewLog.undoes,
        )
        .where(ReviewLog.user_id == bindparam("user_id"), ReviewLog.study_day >= bindparam("first"))
        .order_by(ReviewLog.study_day.desc(), ReviewLog.id.desc())
        .limit(bindparam("most"))
        .cte("newest")
    )  # fmt: skip
    undone = select(newest.c.undoes).where(newest.c.kind == EventKind.UNDO)
    answered_wrongly = and_(
        newest.c.kind == EventKind.ANSWER,
        newest.c.outcome.in_((Outcome.WRONG, Outcome.PARTLY)),
        newest.c.response.is_not(None),
        newest.c.id.not_in(undone),
    )
    key = (newest.c.question_id, newest.c.revision, newest.c.response)
    times = func.count().label("times")
    return (
        select(*key, times)
        .join(StoredQuestion, StoredQuestion.id == newest.c.question_id)
        .where(answered_wrongly, StoredQuestion.kind.in_(KINDS_READ))
        .group_by(*key)
        .order_by(times.desc(), *key)
        .limit(MOST_RESPONSES)
    )


def _contents(session: Session, wanted: Iterable[tuple[int, int]]) -> dict[tuple[int, int], Mapping[str, Any]]:
    """The contents of the revisions."""
    revisions = set(wanted)
    rows: Sequence[Any] = session.execute(
        select(QuestionRevision.question_id, QuestionRevision.number, QuestionRevision.content).where(
            QuestionRevision.question_id.in_({question_id for question_id, _ in revisions})
        )
    ).all()
    found = {(question_id, number): content for question_id, number, content in rows}
    return {revision: found[revision] for revision in revisions}
