"""Sentences of the bank: English to whoever compares or stores them, and their parts to whoever translates them."""

from __future__ import annotations

import json

import pytest

from question_bank.words import Count, Message, from_json, gettext, ngettext, to_json, together


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


@pytest.mark.parametrize(
    "message",
    [
        gettext("The file is empty."),
        gettext("'%(key)s' has %(count)s characters", key="stem", count=Count(4001)),
        ngettext("%(num)d year too %(side)s", "%(num)d years too %(side)s", 3, side="late"),
        together([gettext("it is %(what)s", what=gettext("empty")), gettext("it is long")]),
    ],
)
def test_what_is_stored_comes_back_with_its_parts(message: Message) -> None:
    kept = from_json(json.loads(json.dumps(to_json(message))))
    assert isinstance(kept, Message)
    assert (kept, kept.template, kept.values, kept.plural, kept.number) == (
        message, message.template, message.values, message.plural, message.number
    )  # fmt: skip


def test_what_was_stored_without_parts_is_a_text_still() -> None:
    assert from_json("it is empty") == to_json("it is empty") == "it is empty"


def test_how_many_there_are_is_grouped_and_a_year_is_not() -> None:
    assert gettext("%(some)s in %(year)s", some=Count(4001), year=1874) == "4,001 in 1874"


def test_several_sentences_are_one_and_each_is_said_once() -> None:
    first, second = gettext("it is empty"), gettext("it is long")
    assert together([first, second, first]) == "it is empty; it is long"
    assert together([first]) is first


def test_of_very_many_sentences_the_first_are_said_and_the_others_counted() -> None:
    many = together(gettext("unknown key '%(key)s'", key=number) for number in range(5000))
    assert many.startswith("unknown key '0'; unknown key '1'; ")
    assert many.endswith("; unknown key '19'; and 4980 more")
    assert from_json(json.loads(json.dumps(to_json(many)))) == many
