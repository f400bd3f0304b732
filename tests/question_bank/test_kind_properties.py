"""What holds for every kind, whatever the content and whatever is answered."""

from __future__ import annotations

import contextlib
import json
import random
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from question_bank.canonical import content_hash
from question_bank.grading import BadResponse, Outcome
from question_bank.kinds import KINDS, Kind
from question_bank.kinds.cloze import ClozeContent
from question_bank.kinds.short import ShortContent

from .responses import right_response
from .strategies import CONTENTS, json_values, kinds_with_content, words

Pair = tuple[Kind[Any], Any]


def test_every_kind_has_a_strategy() -> None:
    assert set(CONTENTS) == set(KINDS)
    assert [name for name, kind in KINDS.items() if kind.self_graded] == ["card"]
    assert all(kind.name == name for name, kind in KINDS.items())


@given(kinds_with_content)
def test_contents_survive_json(pair: Pair) -> None:
    kind, content = pair
    data = kind.to_json(content)
    again = kind.from_json(json.loads(json.dumps(data)))
    assert again == content
    assert content_hash(kind.to_json(again)) == content_hash(data)


@given(kinds_with_content)
def test_made_contents_pass_their_check(pair: Pair) -> None:
    kind, content = pair
    assert list(kind.check(content)) == []


def response_to(kind: Kind[Any], content: Any, text: str) -> dict[str, Any]:
    """A response of the shape that the kind reads, made of the text: typed as it is, or chosen by it."""
    by_text = random.Random(text)
    responses: dict[str, Callable[[], dict[str, Any]]] = {
        "cloze": lambda: {"gaps": dict.fromkeys(content.gaps, text)},
        "choice": lambda: {"chosen": [by_text.choice(content.options).key]},
        "position": lambda: {"chosen": [by_text.choice(content.options).key]},
        "matching": lambda: {"pairs": {item.key: by_text.choice(content.options).key for item in content.items}},
        "ordering": lambda: {"order": by_text.sample([item.key for item in content.items], len(content.items))},
        "list": lambda: {"items": [text]},
        "timeline": lambda: {"year": text},
    }
    return responses[kind.name]() if kind.name in responses else {"text": text}


TYPED = {"short", "number", "date", "cloze", "list", "timeline"}

typed = (
    st.text(max_size=60)
    | st.text("0123456789., '$%€kmbn-/eE+xX", max_size=30)
    | st.from_regex(r"\d{1,4}[-/. ]\d{1,4}[-/. ]\d{1,5}", fullmatch=True)
    | words
)


@given(kinds_with_content, typed)
def test_grades_lie_between_0_and_1_and_agree_with_their_outcome(pair: Pair, text: str) -> None:
    kind, content = pair
    response = response_to(kind, content, text)
    if kind.self_graded or (kind.name in TYPED and "\x00" in text):
        with pytest.raises(BadResponse, match=r"."):
            kind.grade(content, response)
        return
    grade = kind.grade(content, response)
    assert 0 <= grade.score <= 1
    assert (grade.outcome is Outcome.RIGHT) == (grade.score == 1)
    assert (grade.outcome is Outcome.WRONG) == (grade.score == 0)
    assert all(grade.feedback)


def shaped_as_if(garbage: Any) -> list[dict[str, Any]]:
    """Garbage where each kind looks for something."""
    whole = [{key: garbage} for key in ("text", "chosen", "gaps", "pairs", "order", "items", "year")]
    return [
        *whole,
        {"gaps": {"one": garbage}},
        {"pairs": {"k0": garbage}},
        {"order": ["k0", "k1", garbage]},
        {"items": [garbage]},
    ]


@given(kinds_with_content, json_values)
def test_garbage_raises_bad_response_and_nothing_else(pair: Pair, garbage: Any) -> None:
    kind, content = pair
    for response in (garbage, *shaped_as_if(garbage)):
        with contextlib.suppress(BadResponse):
            assert 0 <= kind.grade(content, response).score <= 1


@given(kinds_with_content)
def test_the_shown_answer_is_right(pair: Pair) -> None:
    kind, content = pair
    if kind.self_graded:
        return
    response = right_response(kind, content)
    grade = kind.grade(content, response)
    assert (grade.outcome, grade.score) == (Outcome.RIGHT, 1), grade


@given(CONTENTS["short"])
def test_every_variant_is_right_and_every_known_wrong_answer_wrong(content: ShortContent) -> None:
    for answer in content.accept:
        assert KINDS["short"].grade(content, {"text": f" The {answer.upper()}! "}).score == 1
    for item in content.wrong:
        grade = KINDS["short"].grade(content, {"text": item.accept[0]})
        assert (grade.score, grade.feedback) == (0, (item.feedback,))


@given(CONTENTS["cloze"], st.data())
def test_every_variant_of_a_gap_is_right(content: ClozeContent, data: st.DataObject) -> None:
    gaps = {name: data.draw(st.sampled_from(gap.accept)) for name, gap in content.gaps.items()}
    assert KINDS["cloze"].grade(content, {"gaps": gaps}).parts == dict.fromkeys(gaps, Outcome.RIGHT)


@given(kinds_with_content, st.integers(0, 1000))
def test_a_prompt_has_no_word_of_the_answer(pair: Pair, seed: int) -> None:
    """Questions are in Greek and answers in Latin letters and figures; options are shown, but not which is right."""
    kind, content = pair
    shown = kind.prompt(content, random.Random(seed)).to_json()
    known = {option.key for option in getattr(content, "options", ())}
    assert {key for key, _ in shown["options"]} <= known
    for frame in ("kind", "options", "scale", "unit", "precision", "count", "axis"):
        del shown[frame]
    shown["items"] = [text for _, text in shown["items"]]
    shown["segments"] = [text for name, text in shown["segments"] if name == "text"]
    shown["gaps"] = [hint for _, hint in shown["gaps"] if hint]
    text = json.dumps(list(shown.values()), ensure_ascii=False).replace("true", "").replace("false", "")
    assert not any(letter.isascii() and letter.isalnum() for letter in text.replace("null", ""))


@given(CONTENTS["choice"])
def test_a_choice_in_a_prompt_does_not_tell_which_is_right(content: Any) -> None:
    shown = KINDS["choice"].prompt(content, random.Random(1)).to_json()
    assert all(len(option) == 2 for option in shown["options"])
    assert "right" not in json.dumps(shown)


@pytest.mark.parametrize("name", sorted(TYPED))
@given(data=st.data())
def test_long_answers_are_refused_with_the_limit(name: str, data: st.DataObject) -> None:
    kind, content = KINDS[name], data.draw(CONTENTS[name])
    with pytest.raises(BadResponse, match="at most 500 characters"):
        kind.grade(content, response_to(kind, content, "9" * 100_000))
