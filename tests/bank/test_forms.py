"""What an instructor sees in the editor is the question: saved without a change, it stays what it was."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, FieldList, FormField

from question_bank.bank import Bank, default_folders, load_bank
from question_bank.kinds import KINDS
from question_bank.questions import Question
from webapp.bank.forms.kinds import FORMS
from webapp.web.edge import Tumen


def test_every_kind_has_a_form_and_it_names_its_own_fields() -> None:
    assert set(FORMS) == set(KINDS)


def posted(form: Any) -> MultiDict[str, str]:
    """What a browser would send of the form as it is shown, its line ends included."""
    return MultiDict(_posted(form))


def _posted(form: Any) -> Iterator[tuple[str, str]]:
    for field in form:
        if isinstance(field, FieldList):
            for entry in field:
                yield from _posted(entry.form if isinstance(entry, FormField) else [entry])
        elif isinstance(field, BooleanField):
            if field.data:
                yield field.name, "y"
        elif field.type != "CSRFTokenField":
            yield field.name, str(field.data or "").replace("\n", "\r\n")


def again(question: Question) -> dict[str, Any]:
    content = question.to_json()
    form = FORMS[question.kind](formdata=posted(FORMS[question.kind].of(content, revision=3)))
    entered = form.question(key=question.id, status=question.status.value, waive=question.waive)
    return Question.from_json(entered).to_json()


def test_a_question_that_is_not_changed_stays_what_it_is(app: Tumen, small: Bank) -> None:
    with app.test_request_context():
        assert {question.kind for question in small.questions.values()} == set(KINDS)
        for question in small.questions.values():
            assert again(question) == question.to_json()


def test_every_question_of_the_shipped_bank_passes_through_its_form(app: Tumen) -> None:
    with app.test_request_context():
        changed = [
            key
            for key, question in load_bank(*default_folders()).questions.items()
            if again(question) != question.to_json()
        ]
    assert changed == []


@pytest.mark.parametrize("kind", FORMS)
def test_an_empty_form_shows_and_leaves_rows_to_fill(app: Tumen, kind: str) -> None:
    with app.test_request_context():
        form = FORMS[kind].of({}, revision=0)
        assert all(len(field) == 2 for field in form if isinstance(field, FieldList))
        for name in FORMS[kind].shown:
            assert name in form


def test_new_rows_get_keys_that_nobody_has(app: Tumen) -> None:
    sent = MultiDict(
        [
            ("stem", "Which?"), ("options-0-key", "b"), ("options-0-text", "Seoul"), ("options-0-right", "y"),
            ("options-1-text", "Moscow"), ("options-2-text", ""), ("options-3-text", "Tokyo"),
        ]
    )  # fmt: skip
    with app.test_request_context():
        options = FORMS["choice"](formdata=sent).own_content()["options"]
    assert [(option["key"], option["text"]) for option in options] == [("b", "Seoul"), ("a", "Moscow"), ("c", "Tokyo")]
