from __future__ import annotations

from question_bank.disagreements import disagreements, questions_on

from .reviewing import Sketch, claim, short


def test_rivals_stand_once_whoever_names_whom() -> None:
    bank = Sketch(
        claims=(
            claim("a", conflicts_with=["b"]),
            claim("b", conflicts_with=["a", "c"]),
            claim("c"),
            claim("d", conflicts_with=["a"], erratum="It was another.", supersedes=["c"]),
        ),
        questions=(),
    ).bank()
    found = disagreements(bank)
    assert [(one.id, other.id) for one, other in found.rivals] == [("a", "b"), ("a", "d"), ("b", "c")]
    assert [corrected.id for corrected in found.corrected] == ["d"]
    assert [(later.id, earlier.id) for later, earlier in found.superseded] == [("d", "c")]


def test_questions_on_a_claim_begin_with_those_it_is_the_primary_one_of() -> None:
    bank = Sketch(
        claims=(claim("a"), claim("b")),
        questions=(short("second", claims=["b", "a"]), short("first", claims=["a"]), short("other", claims=["b"])),
    ).bank()
    assert [question.id for question in questions_on(bank, bank.claims["a"])] == ["first", "second"]
