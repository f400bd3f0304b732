"""What the reviewer's rules count with: words, sentences, likeness, chance."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from question_bank.kinds import KINDS
from question_bank.questions import Question
from question_bank.review import RULES, Material, review
from question_bank.review.asked import read_asked
from question_bank.review.options import improbable
from question_bank.review.similarity import NEAR, likeness, near_pairs
from question_bank.review.words import names_somebody, sentences, tokens

from .reviewing import Sketch, short, view
from .strategies import kinds_with_content

word_sets = st.frozensets(st.sampled_from("abcdefghijklmnopqrstuvw"), min_size=1, max_size=8)


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("One. Two.", 2),
        ("One only", 0),
        ("J. R. Quill wrote for the U.S. Mail.", 1),
        ("It cost $1.5 million. Nobody paid!", 2),
        ('He asked: "Why?" Nobody knew.', 2),
        ("St. Petersburg and Dr. No are places. (So it is said.) *Well.*", 3),
        ("See No. 5 of 1990. In 1991 there was none.", 2),
    ],
)
def test_sentences(text: str, count: int) -> None:
    assert sentences(text) == count


@pytest.mark.parametrize(
    ("text", "name", "found"),
    [
        ("What does Rinna's article say?", "Rinna", True),
        ("What did the Russian side say?", "Russia", True),
        ("What did South Koreans say?", "South Korea", True),
        ("What did the Jardines say?", "Jardine and Bodner", False),
        ("What did Bodner and Jardine say?", "Bodner", True),
        ("What was said in Kimberley?", "Kim", False),
        ("What was said?", "...", False),
    ],
)
def test_who_is_named(text: str, name: str, found: bool) -> None:
    assert names_somebody(tokens(text), name) is found


@given(word_sets, word_sets)
def test_likeness_is_of_both_sides_and_between_0_and_1(one: frozenset[str], other: frozenset[str]) -> None:
    weights = {word: 1.0 + ord(word) % 5 for word in one | other}
    share = likeness(one, other, weights)
    assert 0 <= share <= 1
    assert share == likeness(other, one, weights)
    assert (share == 1) is (one == other)


@given(st.lists(word_sets, min_size=2, max_size=12))
def test_near_pairs_are_those_that_a_comparison_of_all_finds(sets: list[frozenset[str]]) -> None:
    """Bringing together only those that share a word misses nothing."""
    words = {f"q{place}": found for place, found in enumerate(sets)}
    pairs = [(one, other) for one, other, share in near_pairs(words) if share >= NEAR]
    assert len(pairs) == len(set(pairs))
    assert all(list(words).index(one) < list(words).index(other) for one, other in pairs)
    equal = {(one, other) for one in words for other in words if one < other and words[one] == words[other]}
    assert {tuple(sorted(pair)) for pair in pairs} >= {tuple(sorted(pair)) for pair in equal}


@given(st.integers(1, 60), st.integers(2, 6))
def test_chance_is_judged_the_same_way_all_along(questions: int, options: int) -> None:
    verdicts = [improbable(hits, [1 / options] * questions) for hits in range(1, questions + 1)]
    assert verdicts == sorted(verdicts)
    assert not improbable(max(1, questions // options), [1 / options] * questions)


CONTENTS: dict[str, dict[str, Any]] = {
    "card": {"front": "What?", "back": "That."},
    "choice": {"stem": "What?", "options": [{"key": "a", "text": "That.", "right": True}, {"key": "b", "text": "No."}]},
    "position": {
        "stem": "What?", "ask": "stance",
        "options": [{"claim": "a", "text": "That.", "right": True}, {"claim": "b", "text": "No.", "feedback": "No."}],
    },
    "cloze": {"text": "What? [a].", "gaps": {"a": {"accept": ["That."]}}},
    "short": {"stem": "What?", "accept": ["That."], "wrong": [{"accept": ["No."], "feedback": "No."}]},
    "number": {"stem": "What?", "answer": {"number": "11", "scale": "billion", "unit": "USD"}},
    "date": {"stem": "What?", "answer": "2014-05-05", "precision": "day"},
    "timeline": {"stem": "What?", "answer": "1994", "from": "1945", "to": "2025"},
    "list": {"stem": "What?", "items": [{"accept": ["That.", "This."]}, {"accept": ["Those."]}]},
    "matching": {
        "stem": "What?",
        "items": [{"key": "i", "text": "One", "answer": "a"}, {"key": "j", "text": "Two", "answer": "b"}],
        "options": [{"key": key, "text": text} for key, text in (("c", "No."), ("b", "Those."), ("a", "That."))],
    },
    "ordering": {"stem": "What?", "items": [{"key": key, "text": key} for key in "abc"]},
}  # fmt: skip
RIGHTS = {
    "number": (("11 billion USD",),),
    "date": (("5 May 2014",),),
    "timeline": (("1994",),),
    "list": (("That.", "This."), ("Those.",)),
    "matching": (("That.",), ("Those.",)),
    "ordering": (),
}


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_a_question_of_every_kind_is_read(kind: str) -> None:
    """A kind that is added has to be added here, so that the rules do not pass over it."""
    shell = {key: value for key, value in short().items() if key not in {"stem", "accept"}}
    asked = read_asked(Question.from_json({**shell, "kind": kind, **CONTENTS[kind]}))
    assert asked.stem.startswith("What?")
    assert asked.rights == RIGHTS.get(kind, (("That.",),))
    assert [wrong.text for wrong in asked.wrongs] == (["No."] if "No." in str(CONTENTS[kind]) else [])
    assert asked.filled == ("What? That.." if kind == "cloze" else asked.stem)


@given(st.lists(kinds_with_content, min_size=1, max_size=4), st.booleans())
def test_whatever_a_question_holds_the_review_comes_to_an_end(made: list[tuple[Any, Any]], has_claims: bool) -> None:
    """Also where the claims could not be read."""
    sketch = Sketch(claims=(view(),) if has_claims else (), questions=()).bank()
    questions = [
        replace(Question.from_json(short(f"q{place}")), kind=kind.name, content=content)
        for place, (kind, content) in enumerate(made)
    ]
    found = review(Material(bank=replace(sketch, questions={question.id: question for question in questions})))
    assert {finding.rule for finding in found} <= {rule.id for rule in RULES}
