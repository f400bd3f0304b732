"""What a format carries comes back from it as it was, and what it cannot carry is said."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from question_bank.exchange.drafts import Draft, ExchangeError, Format
from question_bank.exchange.formats import FORMATS

from .drafts import drafts

formats = pytest.mark.parametrize("form", list(FORMATS.values()), ids=list(FORMATS))


@formats
@settings(max_examples=40)
@given(several=st.lists(st.integers(0, 999), min_size=1, max_size=4, unique=True), data=st.data())
def test_what_a_format_carries_comes_back_as_it_was(form: Format, several: list[int], data: st.DataObject) -> None:
    carried = [form.carry(data.draw(drafts(name=f"question-{number}"))).draft for number in several]
    sent = [draft for draft in carried if draft is not None]
    sent = list({(draft.kind, draft.title): draft for draft in sent}.values())
    if not sent:
        return
    items = form.read(form.write(sent))
    assert [item.refused for item in items] == [""] * len(sent)
    assert [item.changed for item in items] == [()] * len(sent)
    assert [dict(item.draft.data) for item in items if item.draft] == [dict(draft.data) for draft in sent]


@formats
@settings(max_examples=30)
@given(draft=drafts())
def test_what_is_left_behind_is_said(form: Format, draft: Draft) -> None:
    carried = form.carry(draft)
    if carried.draft is None:
        assert len(carried.losses) == 1
        return
    gone = {key for key in ("claims", "importance", "hint", "explanation", "tags") if key in draft.data} - set(
        carried.draft.data
    )
    assert not gone or carried.losses


@formats
@settings(max_examples=40)
@given(content=st.binary(max_size=200) | st.text("{}=~#:<>/'\",;\n\tABC. ANSWER->\\", max_size=200).map(str.encode))
def test_whatever_a_file_holds_it_is_read_or_refused_in_words(form: Format, content: bytes) -> None:
    with suppress(ExchangeError):
        assert all(item.refused or item.draft for item in form.read(content))


@pytest.mark.parametrize("name", ["aiken", "quizlet"])
def test_a_text_that_begins_with_a_byte_order_mark_keeps_it(name: str) -> None:
    form = FORMATS[name]
    options = [{"key": "a", "text": "Yes", "right": True}, {"key": "b", "text": "No", "feedback": ""}]
    data = {"kind": "choice", "stem": "\ufeffWho?", "options": options} if name == "aiken" else {
        "kind": "card", "front": "\ufeffWho", "back": "Holm"}  # fmt: skip
    carried = form.carry(Draft(name="one", data=data)).draft
    assert carried is not None
    (item,) = form.read(form.write([carried]))
    assert item.draft is not None
    assert dict(item.draft.data) == dict(carried.data)
