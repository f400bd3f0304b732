"""One content of each kind that asks for several things at once, as JSON."""

from __future__ import annotations

from typing import Any

from question_bank.grading import Grade
from question_bank.kinds import kind

POSITION: dict[str, Any] = {
    "stem": "Who wants the bridge?",
    "ask": "holder",
    "options": [
        {"claim": "veld-bridge", "text": "Tomas Veld", "right": True},
        {"claim": "holm-bridge", "text": "Greta Holm", "feedback": "She fears for the boat."},
        {"claim": "board-bridge", "text": "the board", "feedback": "It has not decided."},
        {"claim": "town-bridge", "text": "the town", "feedback": "It would have to pay."},
        {"claim": "miller-bridge", "text": "the miller", "feedback": "He does not care."},
    ],
}
MATCHING: dict[str, Any] = {
    "stem": "Match each event with its year.",
    "items": [
        {"key": "rope", "text": "The rope is hung", "answer": "y1874", "feedback": "The rope came first."},
        {"key": "motor", "text": "A motor is built in", "answer": "y1931"},
        {"key": "count", "text": "Closures are counted", "answer": "y2012", "feedback": "Nobody counted before."},
    ],
    "options": [{"key": f"y{year}", "text": str(year)} for year in (1874, 1902, 1931, 2012)],
}
ORDERING: dict[str, Any] = {
    "stem": "Put these in order, the earliest first.",
    "items": [
        {"key": "rope", "text": "The rope is hung", "when": "1874", "claim": "ferry-rope"},
        {"key": "motor", "text": "A motor is built in", "when": "spring 1931"},
        {"key": "count", "text": "Closures are counted"},
        {"key": "bridge", "text": "The bridge opens", "when": "2020"},
    ],
}
LIST: dict[str, Any] = {
    "stem": "Name the three who paid for the ferry.",
    "items": [
        {"accept": ["Tomas Veld", "Veld"], "feedback": "The historian gave most of it."},
        {"accept": ["Greta Holm", "Holm", "Frau Holm"]},
        {"accept": ["the town of Millbrook", "Millbrook"], "feedback": "The town gave the land."},
    ],
    "wrong": [{"accept": ["the Navigation Board", "the board"], "feedback": "The board gave nothing."}],
}
TIMELINE: dict[str, Any] = {"stem": "When was the motor built in?", "answer": 1931, "from": 1870, "to": 2030}

EXAMPLES: dict[str, dict[str, Any]] = {
    "position": POSITION,
    "matching": MATCHING,
    "ordering": ORDERING,
    "list": LIST,
    "timeline": TIMELINE,
}


def grade(name: str, data: dict[str, Any], response: Any) -> Grade:
    return kind(name).grade(kind(name).from_json(data), response)
