"""The response of somebody who has seen a question's solution."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from question_bank.kinds import Kind
from question_bank.prompts import Solution

Response = dict[str, Any]


def right_response(kind: Kind[Any], content: Any) -> Response:
    """A response that is right, in whatever kind but one that the student grades."""
    return _BY_KIND.get(kind.name, _typed)(kind.solution(content), content)


def _typed(solution: Solution, _: Any) -> Response:
    return {"text": solution.text}


def _chosen(solution: Solution, _: Any) -> Response:
    return {"chosen": [key for key, (right, _) in solution.options.items() if right]}


def _gaps(solution: Solution, _: Any) -> Response:
    return {"gaps": dict(solution.gaps)}


def _pairs(solution: Solution, content: Any) -> Response:
    keys = {option.text: option.key for option in content.options}
    return {"pairs": {item: keys[text] for item, text in solution.items.items()}}


def _order(solution: Solution, _: Any) -> Response:
    return {"order": list(solution.order)}


def _items(_: Solution, content: Any) -> Response:
    return {"items": [item.accept[0] for item in content.items][: content.asked]}


def _year(solution: Solution, _: Any) -> Response:
    return {"year": solution.year}


_BY_KIND: Mapping[str, Callable[[Solution, Any], Response]] = {
    "choice": _chosen,
    "position": _chosen,
    "cloze": _gaps,
    "matching": _pairs,
    "ordering": _order,
    "list": _items,
    "timeline": _year,
}
