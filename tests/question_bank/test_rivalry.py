"""Whose claim a wrong answer would be right by."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from question_bank.claims import Claim, ClaimKind, Importance, Value
from question_bank.partial_dates import PartialDate
from question_bank.quantities import Quantity, Scale
from question_bank.rivalry import matched_rival
from question_bank.stances import Stance

CLAIM = Claim(
    id="rival",
    topic="debt",
    kind=ClaimKind.FIGURE,
    statement="It was ten.",
    importance=Importance.CORE,
    sources=("a#p01",),
)
TEN_BILLION = Quantity(number=Decimal(10), scale=Scale.BILLION, unit="USD")
NINETY = Quantity(number=Decimal(90), scale=Scale.PERCENT)


@pytest.mark.parametrize(
    ("response", "value", "is_matched"),
    [
        ({"text": "10 bn"}, TEN_BILLION, True),
        ({"text": "10"}, TEN_BILLION, True),
        ({"text": "10,000,000,000"}, TEN_BILLION, True),
        ({"text": "10 million"}, TEN_BILLION, False),
        ({"text": "10 billion roubles"}, TEN_BILLION, False),
        ({"text": "90 %"}, NINETY, True),
        ({"text": "5 May 2014"}, PartialDate(2014, 5, 5), True),
        ({"text": "2014"}, PartialDate(2014, 5, 5), True),
        ({"text": "5 May"}, PartialDate(2014, 5, 5), False),  # of whatever year
        ({"text": "May 2013"}, PartialDate(2014, 5, 5), False),
        ({"year": 2012}, PartialDate(2012), True),
        ({"gaps": {"year": "2012", "town": ""}}, PartialDate(2012), True),
        ({"text": "Against it"}, Stance(issue="thaad", stance="against it"), True),
        ({"chosen": ["a"]}, TEN_BILLION, False),
        ({}, TEN_BILLION, False),
        ({"text": "10 bn"}, None, False),
    ],
)
def test_a_rival_is_matched_by_its_value(response: dict[str, Any], value: Value | None, is_matched: bool) -> None:
    claim = replace(CLAIM, value=value)
    assert matched_rival(response, [replace(CLAIM, id="other"), claim]) == (claim if is_matched else None)
