"""What a wrong answer is right for: only what a claim says exactly, and never a guess."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from question_bank.claims import Value
from question_bank.elsewhere import Elsewhere, Meant, said_elsewhere
from question_bank.partial_dates import PartialDate
from question_bank.quantities import Quantity, Scale

from .test_rivalry import CLAIM, NINETY, TEN_BILLION

DAY = PartialDate(2014, 5, 5)
PEOPLE = Quantity(number=Decimal(12), unit="people")
NAMES = {"holm": ("Greta Holm", "Holm"), "veld": ("Tomas Veld",)}


@pytest.mark.parametrize(
    ("kind", "response", "value", "what"),
    [
        ("date", {"text": "5 May 2014"}, DAY, Meant.DATE),
        ("date", {"text": "2014"}, DAY, Meant.DATE),
        ("timeline", {"year": "2014"}, DAY, Meant.DATE),
        ("cloze", {"gaps": {"year": "2014", "town": ""}}, PartialDate(2014), Meant.DATE),
        ("date", {"text": "5 May 2014"}, PartialDate(2014), None),  # the claim is less exact
        ("date", {"text": "5 May"}, DAY, None),
        ("date", {"text": "06/05/2014"}, PartialDate(2014, 5, 6), None),  # could be another day
        ("number", {"text": "$10 bn"}, TEN_BILLION, Meant.FIGURE),
        ("number", {"text": "90 %"}, NINETY, Meant.FIGURE),
        ("number", {"text": "12 persons"}, PEOPLE, Meant.FIGURE),
        ("number", {"text": "12"}, PEOPLE, None),  # of what is not said
        ("number", {"text": "10"}, TEN_BILLION, None),
        ("number", {"text": "11 billion dollars"}, TEN_BILLION, None),
        ("number", {"text": "10 billion euros"}, TEN_BILLION, None),
        ("number", {"text": "10 billion"}, Quantity(number=Decimal(10), scale=Scale.BILLION), None),
        ("number", {"text": "2014"}, PartialDate(2014), None),
        ("choice", {"chosen": ["a"]}, DAY, None),
    ],
)
def test_a_date_or_figure_is_found_where_a_claim_has_exactly_it(
    kind: str, response: dict[str, Any], value: Value, what: Meant | None
) -> None:
    claim = replace(CLAIM, value=value)
    expected = None if what is None else Elsewhere(what, claim)
    assert said_elsewhere(response, [replace(CLAIM, id="other"), claim], kind=kind, names={}) == expected


@pytest.mark.parametrize(
    ("text", "actors", "is_found"),
    [
        ("greta holm", ("holm",), True),
        ("Holm", ("veld", "holm"), True),
        ("Veld", ("veld",), False),  # a part of a name is no name
        ("Greta Holm", ("veld",), False),
        ("", ("holm",), False),
    ],
)
def test_a_name_is_found_where_a_claim_is_of_who_has_it(text: str, actors: tuple[str, ...], is_found: bool) -> None:
    claim = replace(CLAIM, actors=actors)
    expected = Elsewhere(Meant.NAME, claim) if is_found else None
    assert said_elsewhere({"text": text}, [claim], kind="short", names=NAMES) == expected
