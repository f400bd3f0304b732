"""What an edit changed is shown word by word, and nothing of either text is lost."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from question_bank.changes import Part, Run, changed_fields, compare_words

BEFORE = {
    "id": "q",
    "stem": "Who paid the debt?",
    "options": [{"key": "a", "text": "Moscow", "right": True}, {"key": "b", "text": "Seoul", "feedback": "No."}],
    "claims": ["one", "two"],
}


def texts(runs: tuple[Run, ...], part: Part) -> str:
    return "".join(run.text for run in runs if run.part in {Part.KEPT, part})


@given(st.text(max_size=60), st.text(max_size=60))
def test_both_texts_can_be_read_out_of_the_comparison(before: str, after: str) -> None:
    runs = compare_words(before, after)
    assert texts(runs, Part.TAKEN_OUT) == before
    assert texts(runs, Part.PUT_IN) == after


def test_words_that_stayed_are_kept() -> None:
    assert compare_words("a debt of 11 billion", "a debt of 10 billion") == (
        Run(Part.KEPT, "a debt of "),
        Run(Part.TAKEN_OUT, "11 "),
        Run(Part.PUT_IN, "10 "),
        Run(Part.KEPT, "billion"),
    )


def test_a_sentence_that_was_written_anew_is_one_change_and_not_many() -> None:
    parts = [run.part for run in compare_words("One use is active", "Another lets others in")]
    assert parts == [Part.TAKEN_OUT, Part.PUT_IN]


def test_equal_contents_have_no_changes() -> None:
    assert changed_fields(BEFORE, BEFORE) == []


def test_each_changed_field_is_named_by_its_path() -> None:
    after = {
        **BEFORE,
        "stem": "Who wrote the debt off?",
        "options": [{"key": "b", "text": "Seoul", "right": True}, {"key": "c", "text": "Beijing"}],
        "claims": ["one"],
    }
    assert [change.path for change in changed_fields(BEFORE, after)] == [
        ("stem",), ("options", "b", "right"), ("options", "c", "key"), ("options", "c", "text"), ("claims",),
        ("options", "a", "key"), ("options", "a", "text"), ("options", "a", "right"), ("options", "b", "feedback"),
    ]  # fmt: skip


def test_an_entry_without_a_name_is_known_by_its_place() -> None:
    before, after = {"items": [{"accept": ["x"]}]}, {"items": [{"accept": ["x", "y"]}]}
    (change,) = changed_fields(before, after)
    assert change.path == ("items", "1", "accept")
    assert change.runs == (Run(Part.TAKEN_OUT, "x"), Run(Part.PUT_IN, "x\ny"))
