"""Mechanical fixes by a table: the finding is gone afterwards, no other has come, and nothing else was changed."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from question_bank.claims import Claim
from question_bank.questions import Question
from question_bank.review import Material, review, review_one
from question_bank.review.fixes import CLAIM_FIXES, QUESTION_FIXES, fixed

from .reviewing import EXPLANATION, Sketch, choice, claim, short, view

FIGURE = claim(
    kind="figure", value={"number": "40", "unit": "people"}, statement="The boat carries 40 people.", as_of="2019"
)
NUMBER: dict[str, Any] = {
    **{name: value for name, value in short().items() if name != "accept"},
    "kind": "number",
    "stem": "How many can the boat carry?",
    "answer": {"number": "60", "unit": "people"},
}
PAIRS: dict[str, Any] = {
    **{name: value for name, value in short().items() if name != "accept"},
    "kind": "matching",
    "stem": "Match each person with a trade.",
    "items": [{"key": key, "text": text, "answer": answer} for key, text, answer in (
        ("a", "Holm", "x"), ("b", "Veld", "y"), ("c", "Quill", "z"))],
    "options": [{"key": key, "text": text} for key, text in (
        ("x", "Boatwoman"), ("y", "Historian"), ("z", "Reporter"))],
}  # fmt: skip
SIDES: dict[str, Any] = {
    **choice(),
    "kind": "position",
    "stem": "What is to become of the ferry? Who says: it has to stay?",
    "ask": "holder",
    "options": [
        {"claim": "first", "text": "Greta Holm", "right": True},
        {"claim": "other", "text": "Tomas Veld"},
    ],
}


def asking(question: dict[str, Any], *claims: dict[str, Any]) -> Sketch:
    return Sketch(claims=claims or (claim(),), questions=(question,))


def claiming(first: dict[str, Any]) -> Sketch:
    return Sketch(claims=(first,))


FIXES = [
    ("untidy-text", asking(short(stem="By what  is it held ?")), {"stem": "By what is it held ?"}),
    ("untidy-text", asking(short(hint="Look , above .")), {"hint": "Look, above."}),
    ("missing-full-stop", asking(short(explanation=EXPLANATION[:-1])), {"explanation": EXPLANATION}),
    ("key-in-stem", asking(short(hint="It is a rope.")), {"hint": None}),
    ("figure-not-in-claim", asking(NUMBER, FIGURE), {"answer": {"number": "40", "unit": "people"}}),
    (
        "unit-spelling",
        asking({**NUMBER, "answer": {"number": "40", "unit": "persons"}}, FIGURE),
        {"answer": {"number": "40", "unit": "people"}},
    ),
    (
        "unattributed-opinion",
        asking(short(stem="What has to happen at Millbrook?", accept=["It stays"]), view()),
        {"stem": "According to Greta Holm, what has to happen at Millbrook?"},
    ),
    ("key-position", asking(PAIRS), {"options": [*PAIRS["options"][1:], PAIRS["options"][0]]}),
    (
        "same-option-twice",
        asking(choice("A rope", "A cable", "A chain", "a chain.")),
        {"options": choice("A rope", "A cable", "A chain")["options"]},
    ),
    (
        "all-of-the-above",
        asking(choice("A rope", "A cable", "A chain", "None of these")),
        {"options": choice("A rope", "A cable", "A chain")["options"]},
    ),
    (
        "missing-feedback",
        asking(SIDES, view(), view("other", "veld", "It has to go", statement="Veld says that it has to go.")),
        {"options": [SIDES["options"][0], {**SIDES["options"][1], "feedback": "Veld says that it has to go."}]},
    ),
    (
        "short-explanation",
        asking(short(explanation="Older guides to the whole valley do not know of it at all, nor does Veld.")),
        {"explanation": "A rope was hung over the river. Older guides to the whole valley do not know of it at all, "
                        "nor does Veld."},
    ),
]  # fmt: skip
CLAIM_TABLE = [
    ("untidy-text", claiming(claim(statement="A rope , they say.")), {"statement": "A rope, they say."}),
    ("missing-full-stop", claiming(claim(statement="A rope was hung")), {"statement": "A rope was hung."}),
    (
        "unit-spelling",
        claiming({**FIGURE, "value": {"number": "40", "unit": "persons"}}),
        {"value": {"number": "40", "unit": "people"}},
    ),
    ("undated-claim", claiming({**FIGURE, "as_of": None}), {"as_of": "2019-06"}),
]


def present(content: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in content.items() if value is not None}


@pytest.mark.parametrize(("rule", "sketch", "changed"), FIXES)
def test_a_fix_of_a_question_takes_its_finding_away(rule: str, sketch: Sketch, changed: dict[str, Any]) -> None:
    material = sketch.material()
    (found,) = [each for each in review_one(material, "question", "asked") if each.rule == rule]
    after = fixed(material, found)
    assert after is not None
    before = material.bank.questions["asked"].to_json()
    assert after.content == present({**before, **changed})
    assert after.said
    bank = replace(material.bank, questions={"asked": Question.from_json(after.content)})
    assert rule not in {each.rule for each in review_one(Material(bank=bank), "question", "asked")}


@pytest.mark.parametrize(("rule", "sketch", "changed"), CLAIM_TABLE)
def test_a_fix_of_a_claim_takes_its_finding_away(rule: str, sketch: Sketch, changed: dict[str, Any]) -> None:
    sketch = replace(sketch, claims=tuple(present(each) for each in sketch.claims))
    material = sketch.material()
    (found,) = [each for each in review_one(material, "claim", "first") if each.rule == rule]
    after = fixed(material, found)
    assert after is not None
    assert after.content == {**material.bank.claims["first"].to_json(), **changed}
    bank = replace(material.bank, claims={"first": Claim.from_json(after.content)})
    assert rule not in {each.rule for each in review_one(Material(bank=bank), "claim", "first")}


def test_every_fix_stands_in_a_table() -> None:
    assert {rule for rule, _, _ in FIXES} == set(QUESTION_FIXES)
    assert {rule for rule, _, _ in CLAIM_TABLE} == set(CLAIM_FIXES)


@pytest.mark.parametrize(
    ("rule", "question"),
    [
        ("key-in-stem", short(stem="A rope holds the boat. By what is it held?", hint="Look at what is said.")),
        ("same-option-twice", choice("A rope", "A cable", "a cable.")),
        ("short-explanation", short(explanation="So it is.")),
        ("missing-feedback", {**choice(), "options": [*choice()["options"][:2], {"key": "z", "text": "Oars"}]}),
        ("long-stem", short(stem="What holds the boat, of all the things that are told of it here? " * 6)),
    ],
)
def test_where_a_fix_does_not_help_none_is_offered(rule: str, question: dict[str, Any]) -> None:
    material = asking(question).material()
    (found,) = [each for each in review_one(material, "question", "asked") if each.rule == rule]
    assert fixed(material, found) is None


@pytest.mark.parametrize(("rule", "sketch", "_changed"), [*FIXES, *CLAIM_TABLE])
def test_of_one_record_is_found_what_the_review_of_the_bank_finds_of_it(
    rule: str, sketch: Sketch, _changed: dict[str, Any]
) -> None:
    sketch = replace(sketch, claims=tuple(present(each) for each in sketch.claims))
    beside = tuple(short(f"beside-{number}", stem=f"What is shown on picture {number}?") for number in range(4))
    material = replace(sketch, questions=(*beside, *sketch.questions)).material()
    for record, key in (("question", "asked"), ("claim", "first")):
        if record == "question" and key not in material.bank.questions:
            continue
        found = [each for each in review(material) if (each.record, each.id) == (record, key)]
        assert sorted(review_one(material, record, key), key=str) == sorted(found, key=str)
