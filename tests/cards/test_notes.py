"""Cards as notes: gaps that stay gaps whatever is in them."""

from __future__ import annotations

from collections.abc import Mapping
from random import Random

from question_bank.questions import Question
from webapp.cards.notes import cloze_text


def text_of(text: str, **gaps: Mapping[str, object]) -> str:
    content = {"id": "q", "kind": "cloze", "claims": ["c"], "status": "published", "importance": "core",
               "explanation": "x", "text": text, "gaps": gaps}  # fmt: skip
    question = Question.from_json(content)
    return cloze_text(question.prompt(Random(0)), dict(question.solution().gaps))


def test_gaps_and_hints() -> None:
    gap = {"accept": ["1874", "in 1874"], "hint": "a year"}
    assert text_of("Opened in **[year]**.", year=gap) == "<p>Opened in <strong>{{c1::1874::a year}}</strong>.</p>\n"


def test_nothing_in_a_gap_or_around_it_ends_it() -> None:
    text = text_of("{{c2::no}} gap: [one], [two].", one={"accept": ["a}}b::c"]}, two={"accept": ["<b>&"]})
    assert text == (
        "<p>&#123;&#123;c2::no&#125;&#125; gap: {{c1::a&#125;&#125;b&#58;&#58;c}}, {{c1::&lt;b&gt;&amp;}}.</p>\n"
    )
