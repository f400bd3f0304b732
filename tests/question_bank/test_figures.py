from __future__ import annotations

import pytest

from question_bank.figures import figures


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (r"\$11 billion", "$11bn"),
        ("11\u00a0billion dollars", "eleven billion dollars"),
        ("90%", "ninety percent"),
        ("90 %", "90 per cent"),
        ("Nineteen Nineties", "the 1990s"),
        ("nineteen-nineties", "1990's"),
        ("the twentieth century", "the 20th century"),
        ("Nineteen Ninety-One", "1991"),
        ("twenty-five years", "25 years"),
        ("11,000 tonnes", "eleven thousand tonnes"),
        ("5 May 2014", "May 5th, 2014"),
        ("the third wave", "the 3rd wave"),
        ("four wars", "4 wars"),
        ("10.96 billion", "$10.96bn"),
        ("the nineties", "the 1990s"),
        ("on 3 March", "on the third of March 3"),
    ],
)
def test_the_same_figure_however_it_is_written(one: str, other: str) -> None:
    assert figures(one).keys() == figures(other).keys()
    assert figures(one)


@pytest.mark.parametrize(
    ("text", "forms"),
    [
        ("One may march on, first and second to none.", set()),
        ("In May 2014 and on 8 March", {"May", "2014", "8", "March"}),
        ("from 2012-2014", {"2012", "2014"}),
        ("90 people, 90 percent", {"90", "90 percent"}),
        ("October is no figure's neighbour", {"October"}),
        ("the S-300", {"300"}),
        ("2.5 million, 3%", {"2500000", "3 percent"}),
        ("pre-Nineteen Nineties method", {"1990s"}),
        ("", set()),
    ],
)
def test_what_is_found(text: str, forms: set[str]) -> None:
    assert set(figures(text)) == forms


@pytest.mark.parametrize(("one", "other"), [("90%", "90"), ("1990s", "1990"), ("11 billion", "11 million"), ("5", "6")])
def test_different_figures_differ(one: str, other: str) -> None:
    assert figures(one).keys() != figures(other).keys()
