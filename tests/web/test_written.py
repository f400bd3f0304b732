"""What the grading says of dates, figures and units is in the language of the page; examples of input stay readable."""

from __future__ import annotations

from decimal import Decimal

import pytest
from flask_babel import force_locale

from question_bank.numbers import parse_number
from question_bank.partial_dates import PartialDate
from question_bank.quantities import Quantity, Scale
from question_bank.words import gettext
from question_bank.written import Unit, written
from webapp.web.edge import Tumen
from webapp.web.words import say

BILLIONS = Quantity(number=Decimal("11.25"), scale=Scale.BILLION, unit="USD")


@pytest.mark.parametrize(
    ("thing", "texts"),
    [
        (PartialDate(2014, 5, 5), ("5 May 2014", "May 5, 2014", "5. Mai 2014")),
        (PartialDate(2014, 5), ("May 2014", "May 2014", "Mai 2014")),
        (PartialDate(None, 2, 29), ("29 February", "February 29", "29. Februar")),
        (PartialDate(988), ("988", "988", "988")),
        (BILLIONS, ("11.25 billion USD", "11.25 billion USD", "11,25 billion USD")),
        (Quantity(number=Decimal(53), scale=Scale.PERCENT), ("53%", "53%", "53\N{NO-BREAK SPACE}%")),
        (Quantity(number=Decimal("1200.50"), unit="tonnes"), ("1,200.5 tonnes", "1,200.5 tonnes", "1.200,5 tonnes")),
        (Unit("*odd* units"), (r"\*odd\* units",) * 3),
    ],
)
def test_a_date_or_figure_is_written_as_the_language_does(
    app: Tumen, thing: PartialDate | Quantity | Unit, texts: tuple[str, ...]
) -> None:
    for language, text in zip(("en", "en_US", "de"), texts, strict=True):
        with app.test_request_context(), force_locale(language):
            assert say(written(thing)) == text
            assert say(gettext("Read as %(figure)s.", figure=written(thing))) == f"Read as {text}."


def test_where_no_language_is_known_it_is_english_and_can_be_read_again() -> None:
    text = gettext("Read as %(figure)s.", figure=written(BILLIONS))
    assert text == "Read as 11.25 billion USD."
    read = parse_number(str(written(BILLIONS)), unit="USD")
    assert read is not None
    assert read.value == BILLIONS.value
