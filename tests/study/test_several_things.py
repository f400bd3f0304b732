"""Cards that ask for several things, in plain forms: what no page of ours sends is refused, and nothing is recorded."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.people import People, PersonClient

from .student import get_batch, hidden_fields


def _form(client: PersonClient, key: str) -> dict[str, str]:
    return hidden_fields(client.get(f"/study?card={key}").text, "/study/check")


@pytest.mark.parametrize(
    ("key", "fields", "said"),
    [
        ("ferry-trouble-position", {"chosen": "nobody"}, "keys of this question"),
        ("ferry-trouble-position", {"chosen": ["ferry-bridge-view", "ferry-motor-view"]}, "Choose one option"),
        ("ferry-trouble-matching", {"pair-holm": "nothing"}, "one of this question"),
        ("ferry-trouble-matching", {"pair-nobody": "bridge"}, "The items of this question"),
        ("ferry-years-ordering", {"place-rope": "1"}, "the keys of all items"),
        ("ferry-years-ordering", {"place-rope": "1", "place-cost": "1", "place-motor": "2"}, "a place of its own"),
        ("ferry-years-ordering", {"place-rope": "1", "place-cost": "2", "place-none": "3"}, "each item"),
        ("ferry-people-list", {f"entry-{number}": "x" for number in range(9)}, "a list of at most 2"),
        ("ferry-people-list", {"entry-0": "x" * 600}, "Shorten the answer"),
        ("ferry-first-year-timeline", {"year": "9" * 600}, "Shorten the answer"),
    ],
)
def test_what_cannot_be_graded_is_asked_for_again(
    people: People, small_bank: None, key: str, fields: dict[str, object], said: str
) -> None:
    response = people.ada.post("/study/check", data={**_form(people.ada, key), **fields})
    assert response.status_code == 400
    assert said in response.text
    assert hidden_fields(response.text, "/study/check")["card"] == key
    assert get_batch(people.ada)["counts"]["answered"] == 0


@pytest.mark.parametrize("year", ["soon", "-5", "12.5", "99999999999", "1874; drop table"])
def test_a_year_that_is_none_is_wrong_and_no_failure(people: People, small_bank: None, year: str) -> None:
    form = _form(people.ada, "ferry-first-year-timeline")
    response = people.ada.post("/study/check", data={**form, "year": year})
    assert response.status_code == 200
    assert 'data-outcome="wrong"' in response.text


def test_the_result_keeps_the_items_and_options_as_they_were_shown(people: People, small_bank: None) -> None:
    page = people.ada.get("/study?card=ferry-trouble-matching").text
    card = page.partition("</article>")[0]
    form = hidden_fields(page, "/study/check")
    result = people.ada.post("/study/check", data={**form, "pair-holm": "bridge"}).text
    for pattern in (r'data-row="([^"]+)"', r'<option value="([^"]+)"'):
        assert re.findall(pattern, result) == re.findall(pattern, card) != []


def test_the_items_of_a_list_that_were_named_are_told_by_the_api(people: People, small_bank: None) -> None:
    body = {"card": "ferry-people-list", "revision": 1, "response": {"items": ["nobody", "Tomas Veld"]}}
    checked = people.ada.post("/api/v1/check", json=body).get_json()
    assert checked["parts"] == {"0": "wrong", "1": "right"}
    assert checked["found"] == ["1"]


@pytest.mark.parametrize(
    ("key", "response", "parts"),
    [
        ("ferry-people-list", {"items": [" ", "Tomas Veld"]}, {"0": "empty", "1": "right"}),
        ("ferry-people-list", {"items": ["nobody"]}, {"0": "wrong", "1": "empty"}),
        ("ferry-trouble-matching", {"pairs": {"holm": "bridge"}}, {"holm": "right", "veld": "empty"}),
    ],
)
def test_what_was_left_empty_is_told_from_what_is_wrong(
    people: People, small_bank: None, key: str, response: dict[str, Any], parts: dict[str, str]
) -> None:
    body = {"card": key, "revision": 1, "response": response}
    assert people.ada.post("/api/v1/check", json=body).get_json()["parts"] == parts
