"""A typed answer beside the wanted one: what is missing, too much or another, and what is left alone."""

from __future__ import annotations

from typing import Any

import pytest

from question_bank.differences import Change, Comparison, compare_letters, nearest
from question_bank.kinds import kind
from question_bank.partial_dates import MONTHS, PartialDate

from .test_kinds import CLOZE, DAY, MONTH, NUMBER, SHORT, YEAR


def marked(comparison: Comparison | None) -> str | None:
    """The pieces in one line: [-too much-], [+missing+], [other|wanted]."""
    if comparison is None:
        return None
    shown = {Change.SAME: "{1}", Change.MISSING: "[+{1}+]", Change.EXTRA: "[-{0}-]", Change.CHANGED: "[{0}|{1}]"}
    return "".join(shown[piece.change].format(piece.given, piece.wanted) for piece in comparison.pieces)


@pytest.mark.parametrize(
    ("given", "wanted", "shown"),
    [
        ("Peskv", "Peskov", "Pesk[+o+]v"),
        ("Keisong", "Kaesong", "K[ei|ae]song"),
        ("the kaesong industrail park", "Kaesong Industrial Park", "Kaesong Industr[ai|ia]l Park"),
        ("Peskóv", "Peskov", None),  # accents do not count
        ("dmitry-peskov", "Dmitry Peskov", None),  # nor do case and signs
        ("Kosachev", "Peskov", None),  # another answer, not a slip of this one
        ("", "Peskov", None),
        ("x" * 500, "Peskov", None),
    ],
)
def test_letters_are_compared_where_a_slip_was_made(given: str, wanted: str, shown: str | None) -> None:
    assert marked(compare_letters(given, wanted)) == shown


def test_the_pieces_give_both_answers_back() -> None:
    found = compare_letters("Kim Yong Nam", "Kim Yong-nam Jr")
    assert found is not None
    assert "".join(piece.given for piece in found.pieces) == "Kim Yong Nam"
    assert "".join(piece.wanted for piece in found.pieces) == "Kim Yong-nam Jr"


def test_the_nearest_of_several_accepted_answers_is_compared() -> None:
    assert nearest("tony rina", ["Anthony V. Rinna", "Tony Rinna", "Rinna"]) == "Tony Rinna"


@pytest.mark.parametrize(
    ("name", "content", "answer", "shown"),
    [
        ("short", SHORT, "Dmitri Peskow", "Dmitr[i|y] Pesko[w|v]"),
        ("short", SHORT, "Peskov", None),
        ("short", SHORT, "Kosachev", None),
        ("date", DAY, "5 June 2014", "5 [June|May] 2014"),
        ("date", DAY, "May 2014", "[+5 +]May 2014"),
        ("date", DAY, "2014", "[+5 May +]2014"),
        ("date", DAY, "05.05.2014", None),
        ("date", {**DAY, "answer": "2014-09-05"}, "5 Septmber 2014", "5 Sept[+e+]mber 2014"),
        ("date", DAY, "yesterday", None),
        ("date", MONTH, "5 May 2014", None),
        ("date", YEAR, "2013", None),  # nothing of it is right: the answer alone says more
        ("number", NUMBER, "11 thousand", "11 [thousand|billion] USD"),
        ("number", NUMBER, "$12 million", "[12|11] [million|billion] USD"),
        ("number", NUMBER, "11 bilion", "11 bi[+l+]lion"),
        ("number", NUMBER, "12", None),  # how it was read is said in words
        ("number", NUMBER, "many", None),
    ],
)
def test_each_typed_kind_compares_in_its_own_way(
    name: str, content: dict[str, Any], answer: str, shown: str | None
) -> None:
    found = kind(name).compare(kind(name).from_json(content), {"text": answer})
    assert [marked(comparison) for comparison in found] == ([] if shown is None else [shown])


def by_month(thing: object) -> str:
    """As another language might write it: the month first, a decimal comma, other words."""
    if isinstance(thing, PartialDate):
        return f"{MONTHS[(thing.month or 1) - 1]} {thing.day}, {thing.year}"
    return str(thing).replace(" billion", " milliards").replace(" million", " millions")


@pytest.mark.parametrize(
    ("name", "content", "answer", "shown"),
    [
        ("date", {**DAY, "answer": "2014-09-05"}, "Septmber 5, 2014", "Sept[+e+]mber 5, 2014"),
        ("date", {**DAY, "answer": "2014-09-05"}, "5 Septmber 2014", "5 Sept[+e+]mber 2014"),
        ("date", {**DAY, "answer": "2014-09-05"}, "2014 Septmber 5", "2014 Sept[+e+]mber 5"),
        ("date", DAY, "5 June 2014", "[June|May] 5, 2014"),  # how it was read, as the page writes dates
        ("number", NUMBER, "11 bilion", "11 bi[+l+]lion"),
        ("number", NUMBER, "$12 million", "[12|11] [millions|milliards] USD"),
    ],
)
def test_what_was_typed_is_compared_with_the_form_that_fits_it(
    name: str, content: dict[str, Any], answer: str, shown: str
) -> None:
    (found,) = kind(name).compare(kind(name).from_json(content), {"text": answer}, by_month)
    assert marked(found) == shown


def test_of_several_gaps_each_is_compared_and_numbered() -> None:
    response = {"gaps": {"year": "2014", "amount": "11 bilion dolars"}}
    (found,) = kind("cloze").compare(kind("cloze").from_json(CLOZE), response)
    assert (found.gap, marked(found)) == (2, "11 bi[+l+]lion do[+l+]lars")


@pytest.mark.parametrize("answer", ["\U0001d7d9" * 200, "a\u0301" * 200, "1 " * 200, "\ufdfa" * 150])
def test_whatever_is_typed_can_be_compared(answer: str) -> None:
    for name, content in (("short", SHORT), ("date", DAY), ("number", NUMBER)):
        kind(name).compare(kind(name).from_json(content), {"text": answer})
