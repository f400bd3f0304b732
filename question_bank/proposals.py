"""Questions of fitting kinds on a claim, with wrong answers from claims like it. A person reads and mends them.

Nothing is invented: what is asked is the claim's own statement with its value left open, and wrong answers are the
values of other claims.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, TypeAlias

from .actors import Actor
from .claims import Claim, Span, Value
from .issues import Issue
from .partial_dates import PartialDate, Precision
from .quantities import Quantity
from .spelling import normalise
from .stances import Stance

MOST_WRONG = 3
LEAST_WRONG = 2  # a choice has three options at least
AROUND = 20  # years to both sides of a year on a line

Proposal: TypeAlias = dict[str, Any]
"""A question as JSON, a draft; its explanation is the claim's statement."""
Wrong: TypeAlias = tuple[str, Claim]
"""A wrong answer, and the claim that it is taken from."""


def proposals(
    claim: Claim, *, like: Iterable[Claim], actors: Mapping[str, Actor], issues: Mapping[str, Issue]
) -> list[Proposal]:
    """Questions that can be asked of a claim. ``like`` are others to take wrong answers from: of its kind or issue."""
    others = [other for other in like if other.id != claim.id and other.id not in claim.conflicts_with]
    if isinstance(claim.value, PartialDate):
        found = _of_date(claim, claim.value, others)
    elif isinstance(claim.value, Quantity):
        found = _of_figure(claim, claim.value, others)
    elif isinstance(claim.value, Stance):
        found = _of_stance(claim, claim.value, others, actors, issues)
    else:
        found = iter(())
    return [_question(claim, content) for content in (*found, *_of_any(claim))]


def _question(claim: Claim, content: Proposal) -> Proposal:
    return {
        "id": f"{claim.id[:50]}-{content['kind']}",
        "claims": [claim.id],
        "status": "draft",
        "importance": claim.importance.value,
        "explanation": claim.statement,
        **content,
    }


def _of_date(claim: Claim, date: PartialDate, others: list[Claim]) -> Iterator[Proposal]:
    asked = {Precision.DAY: "On what day", Precision.MONTH: "In which month and year", Precision.YEAR: "In which year"}
    stem = _open(claim)
    question = f"{asked[date.precision]} was it? {stem}"
    yield {"kind": "date", "stem": question, "answer": date.iso(), "precision": date.precision.value}
    if date.year is not None:
        line = {"from": str(date.year - AROUND), "to": str(date.year + AROUND)}
        yield {"kind": "timeline", "stem": f"When was it? {stem}", "answer": str(date.year), **line, "tolerance": "1"}
    wrong = _different(str(date), [(str(other.value), other) for other in others if _is_as_exact(other, date)])
    yield from _choice(f"When was it? {stem}", str(date), wrong)


def _is_as_exact(other: Claim, date: PartialDate) -> bool:
    return isinstance(other.value, PartialDate) and other.value.precision is date.precision


def _of_figure(claim: Claim, figure: Quantity, others: list[Claim]) -> Iterator[Proposal]:
    stem = f"Which figure is left out here? {_open(claim)}"
    yield {"kind": "number", "stem": stem, "answer": figure.to_json()}
    wrong = _different(str(figure), [(str(other.value), other) for other in others if _is_counted_alike(other, figure)])
    yield from _choice(stem, str(figure), wrong)


def _is_counted_alike(other: Claim, figure: Quantity) -> bool:
    return isinstance(other.value, Quantity) and other.value.counted_in == figure.counted_in


def _of_stance(
    claim: Claim, stance: Stance, others: list[Claim], actors: Mapping[str, Actor], issues: Mapping[str, Issue]
) -> Iterator[Proposal]:
    """Who holds it, and what somebody holds."""
    holders = [actors[key] for key in claim.actors if key in actors]
    if not holders:
        return
    issue = issues[stance.issue].question if stance.issue in issues else claim.statement
    sides = [other for other in others if _is_other_side(other, claim, stance)]
    wrong = _each_holder_once(sides, actors, holders[0].name)
    who, name = f"{issue} Who answers: {stance.stance}?", holders[0].name
    if len(wrong) >= LEAST_WRONG:
        options = [{"claim": claim.id, "text": name, "right": True}]
        options += [{"claim": other.id, "text": text, "feedback": other.statement} for text, other in wrong]
        yield {"kind": "position", "stem": who, "ask": "holder", "options": options}
    texts = [(other.value.stance, other) for other in sides if isinstance(other.value, Stance)]
    yield from _choice(f"{issue} What does {name} answer?", stance.stance, _different(stance.stance, texts))
    yield {"kind": "short", "stem": who, "accept": list(holders[0].names)}


def _is_other_side(other: Claim, claim: Claim, stance: Stance) -> bool:
    """Whether another claim answers the same issue otherwise, and by others."""
    value = other.value
    return (
        isinstance(value, Stance)
        and value.issue == stance.issue
        and normalise(value.stance) != normalise(stance.stance)
        and not set(other.actors) & set(claim.actors)
    )


def _each_holder_once(sides: list[Claim], actors: Mapping[str, Actor], right: str) -> list[Wrong]:
    named = [(actors[key].name, other) for other in sides if (key := next(iter(other.actors), "")) in actors]
    return _different(right, named)


def _of_any(claim: Claim) -> Iterator[Proposal]:
    """A gap in the statement where its value stands, and a card."""
    span = _place_of(claim, _written(claim.value))
    if span is not None and "[" not in claim.statement:
        start, end = span
        text = f"{claim.statement[:start]}[gap]{claim.statement[end:]}"
        yield {"kind": "cloze", "text": text, "gaps": {"gap": {"accept": [claim.statement[start:end]]}}}
    yield {"kind": "card", "front": "", "back": claim.statement}


def _open(claim: Claim) -> str:
    """The statement with its value left out; as it is where the value does not stand in it as it is written."""
    span = _place_of(claim, _written(claim.value))
    return claim.statement if span is None else f"{claim.statement[: span[0]]}…{claim.statement[span[1] :]}"


def _written(value: Value | None) -> list[str]:
    """How a statement may write a date or a figure, the fullest first."""
    if isinstance(value, PartialDate):
        return [str(value), value.iso(), str(value.year)]
    return [str(value), f"{value.number:,f}", f"{value.number:f}"] if isinstance(value, Quantity) else []


def _place_of(claim: Claim, written: list[str]) -> Span | None:
    """Where the value stands in the statement, as words of its own."""
    for value in written:
        found = re.search(rf"(?<![\w.,]){re.escape(value)}(?!\w|[.,]\d)", claim.statement)
        if found:
            return found.span()
    return None


def _different(right: str, candidates: list[Wrong]) -> list[Wrong]:
    """The first few candidates whose text is not the right one, each text once."""
    by_text: dict[str, Wrong] = {}
    for text, other in candidates:
        by_text.setdefault(normalise(text), (text, other))
    by_text.pop(normalise(right), None)
    return list(by_text.values())[:MOST_WRONG]


def _choice(stem: str, right: str, wrong: list[Wrong]) -> Iterator[Proposal]:
    """A choice among values, where there are enough; what is said to a wrong one is what it is true of."""
    if len(wrong) >= LEAST_WRONG:
        options: list[Proposal] = [{"key": "a", "text": right, "right": True}]
        options += [
            {"key": key, "text": text, "feedback": other.statement}
            for key, (text, other) in zip("bcd", wrong, strict=False)
        ]
        yield {"kind": "choice", "stem": stem, "options": options}
