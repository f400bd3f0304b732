from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from question_bank.wordings import replaced, wordings

CONTENT: dict[str, Any] = {
    "id": "ferry-bridge", "kind": "choice", "claims": ["ferry-bridge"], "status": "draft", "tags": ["ferry"],
    "stem": "What does the ferry cost?", "accept": ["a ferry", "b"],
    "options": [{"key": "a", "text": "A ferry.", "feedback": "No ferry."}, {"key": "ferry", "text": "None"}],
    "gaps": {"ferry": {"accept": ["ferry"]}}, "answer": {"value": "3", "unit": "ferry"}, "explanation": "Ferry.",
}  # fmt: skip


def test_only_what_people_read_is_replaced_and_names_stay() -> None:
    found = replaced(CONTENT, find="ferry", put="boat")
    assert found == {
        **CONTENT,
        "stem": "What does the boat cost?", "accept": ["a boat", "b"],
        "options": [{"key": "a", "text": "A boat.", "feedback": "No boat."}, {"key": "ferry", "text": "None"}],
        "gaps": {"ferry": {"accept": ["boat"]}},
    }  # fmt: skip
    assert replaced(CONTENT, find="ferry", put="boat", ignore_case=True)["explanation"] == "boat."


def test_signs_of_patterns_are_plain_text() -> None:
    assert replaced({"stem": "1 + 1 (two)"}, find="1 (two)", put=r"\1 \g<0>") == {"stem": r"1 + \1 \g<0>"}


def test_the_words_of_a_content_are_what_was_written() -> None:
    assert list(wordings(CONTENT)) == [
        "What does the ferry cost?", "a ferry", "b", "A ferry.", "No ferry.", "None", "ferry", "Ferry.",
    ]  # fmt: skip


@given(st.text(min_size=1, max_size=3), st.text(max_size=3))
def test_replacing_there_leaves_nothing_to_find_unless_it_was_put_there(find: str, put: str) -> None:
    marked = put.replace(find[0], "") or "§§"
    found = replaced({"stem": f"a{find}b{find}"}, find=find, put=marked)["stem"]
    assert found.count(marked) >= 2
