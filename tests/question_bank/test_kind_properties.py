"""What holds for every kind, whatever the content and whatever is answered."""

from __future__ import annotations

import contextlib
import json
import random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from question_bank.canonical import content_hash
from question_bank.grading import BadResponse, Outcome
from question_bank.kinds import KINDS, Kind
from question_bank.kinds.cloze import ClozeContent
from question_bank.kinds.short import ShortContent

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
    if kind.name == "cloze":
        return {"gaps": dict.fromkeys(content.gaps, text)}
    if kind.name == "choice":
        return {"chosen": [option.key for option in content.options if option.key in text][:1]}
    return {"text": text}


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
    if kind.self_graded or (kind.name != "choice" and "\x00" in text):
        with pytest.raises(BadResponse, match=r"."):
            kind.grade(content, response)
        return
    grade = kind.grade(content, response)
    assert 0 <= grade.score <= 1
    assert (grade.outcome is Outcome.RIGHT) == (grade.score == 1)
    assert (grade.outcome is Outcome.WRONG) == (grade.score == 0)
    assert all(grade.feedback)


@given(kinds_with_content, json_values)
def test_garbage_raises_bad_response_and_nothing_else(pair: Pair, garbage: Any) -> None:
    kind, content = pair
    for response in (garbage, {"text": garbage}, {"chosen": garbage}, {"gaps": garbage}, {"gaps": {"one": garbage}}):
        with contextlib.suppress(BadResponse):
            assert 0 <= kind.grade(content, response).score <= 1


@given(kinds_with_content)
def test_the_shown_answer_is_right(pair: Pair) -> None:
    kind, content = pair
    solution = kind.solution(content)
    if kind.name == "card":
        return
    if kind.name == "choice":
        response: dict[str, Any] = {"chosen": [key for key, (right, _) in solution.options.items() if right]}
    elif kind.name == "cloze":
        response = {"gaps": dict(solution.gaps)}
    else:
        response = {"text": solution.text}
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
    """Questions are in Greek and answers in Latin letters and figures; a choice shows its options, but not which."""
    kind, content = pair
    shown = kind.prompt(content, random.Random(seed)).to_json()
    if kind.name == "choice":
        assert {key for option in shown["options"] for key in (option[0],)} == {
            option.key for option in content.options
        }
        del shown["options"]
    for frame in ("kind", "scale", "unit", "precision"):
        del shown[frame]
    shown["segments"] = [text for name, text in shown["segments"] if name == "text"]
    shown["gaps"] = [hint for _, hint in shown["gaps"] if hint]
    text = json.dumps(list(shown.values()), ensure_ascii=False).replace("true", "").replace("false", "")
    assert not any(letter.isascii() and letter.isalnum() for letter in text.replace("null", ""))


@given(CONTENTS["choice"])
def test_a_choice_in_a_prompt_does_not_tell_which_is_right(content: Any) -> None:
    shown = KINDS["choice"].prompt(content, random.Random(1)).to_json()
    assert all(len(option) == 2 for option in shown["options"])
    assert "right" not in json.dumps(shown)


@given(CONTENTS["choice"], st.integers(0, 10**6))
def test_the_generator_alone_decides_the_order_of_options(content: Any, seed: int) -> None:
    kind = KINDS["choice"]
    assert kind.prompt(content, random.Random(seed)) == kind.prompt(content, random.Random(seed))


def test_the_right_option_stands_in_every_place() -> None:
    content = KINDS["choice"].from_json(
        {"stem": "Which?", "options": [{"key": key, "text": key, "right": key == "a"} for key in "abcd"]}
    )
    prompts = [KINDS["choice"].prompt(content, random.Random(seed)) for seed in range(100)]
    assert {[key for key, _ in prompt.options].index("a") for prompt in prompts} == {0, 1, 2, 3}


@pytest.mark.parametrize("name", ["short", "number", "date", "cloze"])
@given(data=st.data())
def test_long_answers_are_refused_with_the_limit(name: str, data: st.DataObject) -> None:
    kind, content = KINDS[name], data.draw(CONTENTS[name])
    with pytest.raises(BadResponse, match="at most 500 characters"):
        kind.grade(content, response_to(kind, content, "9" * 100_000))
