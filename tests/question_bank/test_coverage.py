from __future__ import annotations

from question_bank.coverage import coverage

from .banks import load


def test_rows_for_article_and_passages() -> None:
    rows = coverage(load())
    assert [row.passage for row in rows] == [None, "p01", "p02", "p03", "p04", "p05", "p06", "p07", "p08"]
    whole = rows[0]
    assert (whole.article, whole.claims, whole.questions) == ("sorrel-ferry", 5, 8)  # the draft does not count
    assert whole.claims_by_kind == {"date": 1, "figure": 3, "position": 1}
    assert whole.claims_by_importance == {"core": 3, "detail": 1, "useful": 1}
    assert whole.questions_by_kind == {"date": 1, "cloze": 1, "number": 2, "short": 1, "choice": 2, "card": 1}
    assert whole.questions_by_importance == {"core": 4, "useful": 2, "detail": 2}


def test_a_question_counts_on_each_passage_of_its_claims() -> None:
    by_passage = {row.passage: row for row in coverage(load())}
    assert (by_passage["p04"].claims, by_passage["p04"].questions) == (2, 1)
    assert by_passage["p05"].questions_by_kind == {"short": 1, "choice": 2}
    assert by_passage["p06"].questions_by_kind == {"number": 1, "choice": 1}


def test_bare_passages_are_those_of_the_body_without_a_question() -> None:
    assert [row.passage for row in coverage(load()) if row.is_bare] == ["p07"]
