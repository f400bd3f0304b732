"""What a response takes for what, kind by kind."""

from __future__ import annotations

from typing import Any

import pytest

from question_bank.questions import Question
from webapp.history.mixups import MixUp, Sort, mix_ups

COMMON = {"id": "ferry", "claims": ["ferry"], "status": "published", "importance": "core", "explanation": "So it is."}
OPTIONS = [
    {"key": "a", "text": "Left", "right": True},
    {"key": "b", "text": "Right", "feedback": "The inn."},
    {"key": "c", "text": "Both", "feedback": "One mill."},
]
CHOICE = {"kind": "choice", "stem": "Which bank?", "options": OPTIONS}
HOLDERS = [
    {"claim": "one", "text": "Ada", "right": True},
    {"claim": "two", "text": "Ben", "feedback": "Not he."},
    {"claim": "three", "text": "Cleo", "feedback": "Not she."},
]
POSITION = {"kind": "position", "stem": "Who wants a bridge?", "ask": "holder", "options": HOLDERS}
MATCHING = {
    "kind": "matching",
    "stem": "Match.",
    "items": [{"key": "rope", "text": "The rope", "answer": "y1874"}, {"key": "motor", "text": "The motor",
              "answer": "y1931"}],
    "options": [{"key": "y1874", "text": "1874"}, {"key": "y1931", "text": "1931"}, {"key": "y1950", "text": "1950"}],
}  # fmt: skip
NUMBER = {"kind": "number", "stem": "What did it cost?", "answer": {"number": "11", "scale": "million", "unit": "USD"},
          "wrong": [{"number": "10", "scale": "million", "feedback": "The plan."}]}  # fmt: skip
DATE = {"kind": "date", "stem": "When did it begin?", "answer": "1874-05-05", "precision": "day",
        "wrong": [{"date": "2012", "feedback": "The bridge."}]}  # fmt: skip
ACTORS = {"greta holm": "Greta Holm", "holm": "Greta Holm", "tomas veld": "Tomas Veld", "veld": "Tomas Veld",
          "mr veld": "Tomas Veld"}  # fmt: skip
ACTORS_CHOICE = {"kind": "choice", "stem": "Who pays?", "options": [
    {"key": "a", "text": "Greta Holm", "right": True}, {"key": "b", "text": "Veld", "feedback": "Not he."},
    {"key": "c", "text": "The inn", "feedback": "No."}]}  # fmt: skip
SHORT = {"kind": "short", "stem": "Who pays?", "accept": ["Holm"]}
CLOZE = {"kind": "cloze", "text": "[who] pays.", "gaps": {"who": {"accept": ["Greta Holm"]}}}
TIMELINE = {"kind": "timeline", "stem": "When did it begin?", "answer": 1874, "from": 1800, "to": 1950}


def found(content: dict[str, Any], response: dict[str, Any]) -> list[tuple[Sort, str, str, str]]:
    question = Question.from_json({**COMMON, **content})
    return [(each.sort, str(each.taken), str(each.right), each.stem) for each in mix_ups(question, response, ACTORS)]


@pytest.mark.parametrize(
    ("content", "response", "expected"),
    [
        (CHOICE, {"chosen": ["b"]}, [(Sort.ANSWER, "Right", "Left", "Which bank?")]),
        (CHOICE, {"chosen": ["a"]}, []),
        (CHOICE, {"chosen": []}, []),
        (POSITION, {"chosen": ["two"]}, [(Sort.WHO, "Ben", "Ada", "")]),
        ({**POSITION, "ask": "stance"}, {"chosen": ["two"]}, [(Sort.ANSWER, "Ben", "Ada", "Who wants a bridge?")]),
        (MATCHING, {"pairs": {"rope": "y1931", "motor": "y1931"}}, [(Sort.ANSWER, "1931", "1874", "The rope")]),
        (MATCHING, {"pairs": {"rope": ""}}, []),
        (NUMBER, {"text": "10 million"}, [(Sort.FIGURE, "10 million USD", "11 million USD", "What did it cost?")]),
        (NUMBER, {"text": "no idea"}, []),
        (NUMBER, {"text": "11 million"}, []),
        (DATE, {"text": "2012"}, [(Sort.WHEN, "2012", "5 May 1874", "When did it begin?")]),
        (DATE, {"text": "May 1999"}, [(Sort.WHEN, "May 1999", "5 May 1874", "When did it begin?")]),
        (DATE, {"text": "1874"}, []),
        (DATE, {"text": "5 May"}, []),
        (DATE, {"text": "no idea"}, []),
        (ACTORS_CHOICE, {"chosen": ["b"]}, [(Sort.WHO, "Tomas Veld", "Greta Holm", "")]),
        (SHORT, {"text": "mr veld"}, [(Sort.WHO, "Tomas Veld", "Greta Holm", "")]),
        (SHORT, {"text": "the mayor"}, []),
        (SHORT, {"text": "holm"}, []),
        (CLOZE, {"gaps": {"who": "Veld"}}, [(Sort.WHO, "Tomas Veld", "Greta Holm", "")]),
        (CLOZE, {"gaps": {}}, []),
        (TIMELINE, {"year": 1900}, [(Sort.WHEN, "1900", "1874", "When did it begin?")]),
        (TIMELINE, {"year": " 1900 "}, [(Sort.WHEN, "1900", "1874", "When did it begin?")]),
        (TIMELINE, {"year": "1874"}, []),
        (TIMELINE, {"year": "some day"}, []),
    ],
)
def test_what_is_taken_for_what(
    content: dict[str, Any], response: dict[str, Any], expected: list[tuple[Sort, str, str, str]]
) -> None:
    assert found(content, response) == expected


def test_mix_ups_of_people_are_counted_across_questions() -> None:
    first = Question.from_json({**COMMON, **POSITION})
    other = Question.from_json({**COMMON, **POSITION, "id": "other", "stem": "Who pays for it?"})
    response = {"chosen": ["two"]}
    assert list(mix_ups(first, response, {})) == list(mix_ups(other, response, {}))
    assert list(mix_ups(first, response, {})) == [MixUp(sort=Sort.WHO, taken="Ben", right="Ada")]
