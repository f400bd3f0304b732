"""What somebody answers who knows a question's answer, and what somebody answers who does not."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from random import Random
from typing import Any

from question_bank.questions import Question

Response = dict[str, Any]
NO_IDEA = "no idea"


def right_response(question: Question) -> Response | None:
    """A response that is graded as right; None where the student grades."""
    answered = _RIGHT.get(question.kind, _right_text)
    return None if question.kind == "card" else answered(question)


def wrong_response(question: Question, generator: Random) -> Response | None:
    """A response that is not: a wrong option, a rival answer, parts confused or left out. None for a plain card."""
    answered = _WRONG.get(question.kind, _rival)
    return None if question.kind == "card" else answered(question, generator)


def _right_text(question: Question) -> Response:
    return {"text": str(question.content.answer)}


def _chosen(question: Question, *, right: bool) -> list[str]:
    return [key for key, (is_right, _) in question.solution().options.items() if is_right is right]


def _pairs(question: Question) -> dict[str, str]:
    return {item.key: item.answer for item in question.content.items}


def _named(question: Question) -> list[str]:
    return [item.shown for item in question.content.items[: question.content.asked]]


_RIGHT: Mapping[str, Callable[[Question], Response]] = {
    "choice": lambda question: {"chosen": _chosen(question, right=True)},
    "position": lambda question: {"chosen": _chosen(question, right=True)},
    "cloze": lambda question: {"gaps": dict(question.solution().gaps)},
    "short": lambda question: {"text": question.content.accept[0]},
    "matching": lambda question: {"pairs": _pairs(question)},
    "ordering": lambda question: {"order": list(question.solution().order)},
    "list": lambda question: {"items": _named(question)},
    "timeline": lambda question: {"year": question.content.answer},
}


def _wrong_choice(question: Question, generator: Random) -> Response:
    return {"chosen": [generator.choice(_chosen(question, right=False))]}


def _missed_gap(question: Question, generator: Random) -> Response:
    gaps = question.solution().gaps
    missed = generator.choice(list(gaps))
    return {"gaps": {name: NO_IDEA if name == missed else text for name, text in gaps.items()}}


def _confused_pair(question: Question, generator: Random) -> Response:
    pairs = _pairs(question)
    item = generator.choice(list(pairs))
    others = [option.key for option in question.content.options if option.key != pairs[item]]
    return {"pairs": {**pairs, item: generator.choice(others)}}


def _neighbours_swapped(question: Question, generator: Random) -> Response:
    order = list(question.solution().order)
    place = generator.randrange(len(order) - 1)
    order[place : place + 2] = order[place + 1], order[place]
    return {"order": order}


def _one_not_named(question: Question, generator: Random) -> Response:
    named = _named(question)
    named.pop(generator.randrange(len(named)))
    return {"items": named}


def _far_year(question: Question, generator: Random) -> Response:
    """A wrong year on the line: of three guesses the nearest."""
    line = question.content
    wrong = [year for year in range(line.start, line.end + 1) if abs(year - line.answer) > line.tolerance]
    return {"year": min(generator.sample(wrong, min(3, len(wrong))), key=lambda year: abs(year - line.answer))}


def _rival(question: Question, generator: Random) -> Response:
    """One of the answers that the question knows as wrong, if it knows any."""
    rivals = question.content.wrong
    if not rivals:
        return {"text": NO_IDEA}
    chosen = generator.choice(rivals)
    match question.kind:
        case "short":
            return {"text": str(chosen.accept[0])}
        case "number":
            return {"text": str(chosen.quantity)}
        case _:
            return {"text": str(chosen.date)}


_WRONG: Mapping[str, Callable[[Question, Random], Response]] = {
    "choice": _wrong_choice,
    "position": _wrong_choice,
    "cloze": _missed_gap,
    "matching": _confused_pair,
    "ordering": _neighbours_swapped,
    "list": _one_not_named,
    "timeline": _far_year,
}
