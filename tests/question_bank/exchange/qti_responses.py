"""Responses to questions of ours as items of QTI take them, with what each has to score and which words it brings."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from question_bank.exchange.drafts import Draft
from question_bank.exchange.qti.marks import claim_identifier

ONE = "RESPONSE"


@dataclass(frozen=True, slots=True)
class Tried:
    """A response by the names of its parts; ``score`` is what it earns, ``said`` what is said to it."""

    response: dict[str, Any]
    score: float
    said: tuple[str, ...] = ()


def responses(draft: Draft) -> list[Tried]:
    """Right and wrong responses, and those in between; none where nothing is scored."""
    return list(_OF_KIND[draft.kind](draft.data))


def _choice(data: Any) -> Iterator[Tried]:
    options = {option.get("key") or claim_identifier(option["claim"]): option for option in data["options"]}
    rights = [key for key, option in options.items() if option.get("right")]
    for key, option in options.items():
        said = (option["feedback"],) if option.get("feedback") else ()
        response = key if len(rights) == 1 else [key]
        yield Tried({ONE: response}, bool(option.get("right")) / len(rights), said)
    if len(rights) > 1:
        said = tuple(option["feedback"] for option in options.values() if option.get("feedback"))
        yield Tried({ONE: list(options)}, max(0, len(rights) * 2 - len(options)) / len(rights), said)
        yield Tried({ONE: rights}, 1, tuple(options[key]["feedback"] for key in rights if options[key].get("feedback")))


def _matching(data: Any) -> Iterator[Tried]:
    pairs = [f"item_{item['key']} option_{item['answer']}" for item in data["items"]]
    yield Tried({ONE: pairs}, 1)
    yield Tried({ONE: pairs[:1]}, 1 / len(pairs))
    answers = [pair.split()[1] for pair in pairs]
    turned = [f"{pair.split()[0]} {answer}" for pair, answer in zip(pairs, [*answers[1:], answers[0]], strict=True)]
    yield Tried({ONE: turned}, 0)


def _ordering(data: Any) -> Iterator[Tried]:
    keys = [item["key"] for item in data["items"]]
    yield Tried({ONE: keys}, 1)
    yield Tried({ONE: keys[::-1]}, 0)


def _short(data: Any) -> Iterator[Tried]:
    yield from (Tried({ONE: text}, 1) for text in data["accept"])
    for wrong in data.get("wrong", ()):
        yield from (Tried({ONE: text.upper()}, 0, (wrong["feedback"],)) for text in wrong["accept"])
    yield Tried({ONE: "Lorem ipsum"}, 0)


def _date(data: Any) -> Iterator[Tried]:
    yield Tried({ONE: data["answer"]}, 1)
    for wrong in data.get("wrong", ()):
        yield Tried({ONE: wrong["date"]}, 0, (wrong["feedback"],))


def _number(data: Any) -> Iterator[Tried]:
    answer = Decimal(data["answer"]["number"])
    span = Decimal(data.get("tolerance", {}).get("absolute", 0))
    for figure in {answer, answer + span / 2, answer - span / 2}:
        yield Tried({ONE: float(figure)}, 1)
    for figure in (answer + span * 2 + 1, answer - span * 2 - 1):
        yield Tried({ONE: float(figure)}, 0, _said_to(figure, data))
    for wrong in data.get("wrong", ()):
        is_near = abs(Decimal(wrong["number"]) - answer) <= span
        yield Tried({ONE: float(wrong["number"])}, float(is_near), _said_to(Decimal(wrong["number"]), data))


def _said_to(figure: Decimal, data: Any) -> tuple[str, ...]:
    return tuple(wrong["feedback"] for wrong in data.get("wrong", ()) if Decimal(wrong["number"]) == figure)


def _timeline(data: Any) -> Iterator[Tried]:
    answer, span = int(data["answer"]), int(data.get("tolerance", 0))
    for year, score in ((answer, 1), (answer + span, 1), (answer - span, 1), (answer + span + 1, 0)):
        yield Tried({ONE: year}, score)


def _cloze(data: Any) -> Iterator[Tried]:
    rights = {f"{ONE}{place}": gap["accept"][-1] for place, gap in enumerate(data["gaps"].values(), start=1)}
    yield Tried(rights, 1)
    yield Tried(dict.fromkeys(rights, "Lorem ipsum"), 0)
    yield Tried({f"{ONE}1": rights[f"{ONE}1"]}, 1 / len(rights))


def _nothing(data: Any) -> Iterator[Tried]:
    yield Tried({}, 0)


_OF_KIND = {
    "card": _nothing,
    "choice": _choice,
    "cloze": _cloze,
    "date": _date,
    "matching": _matching,
    "number": _number,
    "ordering": _ordering,
    "position": _choice,
    "short": _short,
    "timeline": _timeline,
}
