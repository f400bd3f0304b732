from __future__ import annotations

from question_bank.coverage import (
    Tally,
    claims_without_question,
    coverage,
    of_importance,
    of_kinds,
    total,
    whole_bank,
)

from .banks import load
from .reviewing import Sketch, claim, short, view


def importances(tally: Tally) -> tuple[int, ...]:
    return tuple(of_importance(tally, importance) for importance in ("core", "useful", "detail"))


def test_rows_for_article_and_passages() -> None:
    rows = coverage(load())
    assert [row.passage for row in rows] == [None, "p01", "p02", "p03", "p04", "p05", "p06", "p07", "p08"]
    assert {row.article for row in rows} == {"sorrel-ferry"}
    assert [row.role for row in rows[:4]] == [None, "heading", "apparatus", "body"]


def test_a_question_counts_on_each_passage_of_its_claims_and_once_on_the_article() -> None:
    sketch = Sketch(
        claims=(claim(), view("view", sources=["ferry#p01", "ferry#p02"]), claim("bare", importance="detail")),
        questions=(
            short("one", claims=["first", "view"]),
            short("two", claims=["view"], importance="useful"),
            short("draft", claims=["bare"], status="draft"),
        ),
    )
    whole, first, second = coverage(sketch.bank())
    assert [total(row.claims) for row in (whole, first, second)] == [3, 3, 1]
    assert [total(row.questions) for row in (whole, first, second)] == [2, 2, 2]
    assert of_kinds(whole.claims) == {"event": 2, "position": 1}
    assert importances(whole.claims) == (2, 0, 1)
    assert importances(whole.questions) == (1, 1, 0)
    assert [left.id for left in claims_without_question(sketch.bank())] == ["bare"]


def test_the_whole_bank_counts_each_record_once() -> None:
    bank = load()
    whole = whole_bank(bank)
    assert (whole.article, whole.passage, whole.role) == (None, None, None)
    assert total(whole.claims) == len(bank.claims)
    assert total(whole.questions) == sum(question.status == "published" for question in bank.questions.values())
    assert sum(importances(whole.questions)) == total(whole.questions)


def test_bare_passages_are_those_of_the_body_without_a_claim_or_a_question() -> None:
    assert [row.passage for row in coverage(load()) if row.is_bare] == ["p07"]
    unasked = Sketch(claims=(claim(), claim("other", sources=["ferry#p02"])))
    assert [row.passage for row in coverage(unasked.bank()) if row.is_bare] == ["p02"]
