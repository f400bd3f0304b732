"""Sentences of the bank: English to whoever compares or stores them, and their parts to whoever translates them."""

from __future__ import annotations

import json

from question_bank.words import Message, gettext, ngettext


def test_a_sentence_is_an_english_text_that_knows_its_parts() -> None:
    said = gettext("Read as %(figure)s.", figure="11 million")
    assert said == "Read as 11 million."
    assert json.dumps([said]) == '["Read as 11 million."]'
    assert (said.template, said.values, said.plural) == ("Read as %(figure)s.", {"figure": "11 million"}, None)


def test_a_number_chooses_the_form() -> None:
    forms = [
        ngettext("%(num)d year too %(side)s", "%(num)d years too %(side)s", number, side="late") for number in (1, 3)
    ]
    assert forms == ["1 year too late", "3 years too late"]
    assert {form.template for form in forms} == {"%(num)d year too %(side)s"}
    assert [form.number for form in forms] == [1, 3]


def test_a_sentence_without_values_may_have_a_percent_sign() -> None:
    assert gettext("90 % of them") == "90 % of them"
    assert isinstance(gettext("90 % of them"), Message)
