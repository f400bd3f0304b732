"""Passages tile the text whatever is done to them, and claims stay with the words that they rest on."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from question_bank.claims import Claim, ClaimKind, Importance
from question_bank.cutting import MOST_PASSAGES, CutError, cut, follow, join, move_border, split
from question_bank.passages import Passage, Role

TEXT = "A Rope Over the Water\n\nThe rope was hung in 1874.\nIt held.\n\n\u00a0Veld says it cost much.\n"


def claim(**changes: object) -> Claim:
    made = Claim(
        id="c", topic="t", kind=ClaimKind.EVENT, statement="It held.", importance=Importance.CORE, sources=("a#p02",)
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def words(passages: tuple[Passage, ...], text: str = TEXT) -> list[str]:
    return [text[each.start : each.end] for each in passages]


def test_a_text_is_cut_by_its_paragraphs_and_a_short_line_is_a_heading() -> None:
    passages = cut(TEXT, article="a")
    assert [(each.id, each.role) for each in passages] == [
        ("p01", Role.HEADING),
        ("p02", Role.BODY),
        ("p03", Role.BODY),
    ]
    assert words(passages)[1].strip() == "The rope was hung in 1874.\nIt held."


def test_without_empty_lines_each_line_is_a_passage() -> None:
    assert words(cut("One.\nTwo.\n", article="a"), "One.\nTwo.\n") == ["One.\n", "Two.\n"]


def test_too_many_paragraphs_are_refused() -> None:
    with pytest.raises(CutError, match="more than"):
        cut("a.\n\n" * (MOST_PASSAGES + 1), article="a")


@given(st.text(alphabet="ab.\n \t\u00a0", min_size=1, max_size=200), st.data())
def test_passages_tile_the_text_after_any_changes(text: str, data: st.DataObject) -> None:
    passages = cut(text, article="a")
    for _ in range(data.draw(st.integers(0, 6))):
        change = data.draw(st.sampled_from([split, join, move_border]))
        key = data.draw(st.sampled_from([each.id for each in passages]))
        try:
            if change is join:
                passages = join(passages, key)
            else:
                passages = change(passages, key, data.draw(st.integers(0, len(text))))  # type: ignore[operator]
        except CutError:
            continue
    assert "".join(words(passages, text)) == text
    assert all(each.start < each.end for each in passages)
    assert len({each.id for each in passages}) == len(passages)


@given(st.data())
def test_words_that_a_claim_means_stay_the_same_words(data: st.DataObject) -> None:
    before = cut(TEXT, article="a")
    passage = before[1]
    start = data.draw(st.integers(0, passage.end - passage.start - 1))
    end = data.draw(st.integers(start + 1, passage.end - passage.start))
    meant = TEXT[passage.start + start : passage.start + end]
    at = data.draw(st.integers(passage.start + 1, passage.end - 1))
    after = data.draw(st.sampled_from([split(before, "p02", at), join(before, "p01"), move_border(before, "p01", at)]))
    followed = follow(claim(spans={"a#p02": (start, end)}), before, after)
    by_reference = {each.reference: each for each in after}
    assert followed.sources
    if len(followed.sources) == 1:
        (source,) = followed.sources
        (span,) = followed.spans.values()
        new = by_reference[source]
        assert TEXT[new.start + span[0] : new.start + span[1]] == meant
    else:
        assert not followed.spans


def test_a_claim_on_a_whole_passage_rests_on_both_parts_of_it() -> None:
    before = cut(TEXT, article="a")
    assert follow(claim(), before, split(before, "p02", before[1].start + 5)).sources == ("a#p02", "a#p04")


def test_a_claim_on_a_passage_that_was_joined_rests_on_the_whole() -> None:
    before = cut(TEXT, article="a")
    assert follow(claim(), before, join(before, "p01")).sources == ("a#p01",)


def test_a_moved_border_leaves_a_claim_on_a_whole_passage_where_it_was() -> None:
    before = cut(TEXT, article="a")
    assert follow(claim(), before, move_border(before, "p02", before[1].end + 3)) == claim()


def test_what_rests_on_another_article_is_left_alone() -> None:
    before = cut(TEXT, article="a")
    other = claim(sources=("b#p01",), spans={"b#p01": (1, 2)})
    assert follow(other, before, join(before, "p01")) == other


@pytest.mark.parametrize(("key", "at"), [("p02", 0), ("p02", 10_000), ("p99", 30)])
def test_a_cut_outside_a_passage_is_refused(key: str, at: int) -> None:
    with pytest.raises(CutError):
        split(cut(TEXT, article="a"), key, at)


def test_the_last_passage_has_no_next_one() -> None:
    passages = cut(TEXT, article="a")
    with pytest.raises(CutError):
        join(passages, "p03")
    with pytest.raises(CutError):
        move_border(passages, "p03", 5)
