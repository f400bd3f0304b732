"""Whatever is sent to the API: an answer in words below 500, and nothing changed by what cannot be read."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.people import People, PersonClient

from .banks import MadeBank
from .student import get_batch

ROUTES = ("/api/v1/reviews", "/api/v1/check")
ID = "0197a3c2-5a1e-7cc3-98c4-dc0c0c07398f"

_atoms = (
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20) | st.integers(-(10**400), 10**400)
)
_json = st.recursive(_atoms, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=9), inner))
_telling: st.SearchStrategy[object] = st.sampled_from(
    [ID, "question-1", 1, 2, "bury", "suspend", "explode", None, -1, 10**30, 1.5, True, "", "\ud800", "a\0b", {}, [],
     {"text": "x"}, {"chosen": ["a"]}, "2026-03-02T10:00:00Z", "2026-03-02", "9999-12-31T23:59:59-23:59", 1772445600000]
)  # fmt: skip
_fields = st.sampled_from(
    ["id", "card", "revision", "rating", "response", "answered_at", "duration_ms", "seed", "action", "undoes", "mode"]
)
_nearly = st.dictionaries(_fields, _telling | _json)
_queries = st.dictionaries(st.sampled_from(["limit", "card", "counts"]), st.text(max_size=30))
_patient = settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])


def _post(client: PersonClient, address: str, body: bytes) -> Any:
    response = client.post(address, data=body, content_type="application/json")
    assert response.status_code < 500, (body, response.text)
    if response.status_code >= 400:
        assert len(response.get_json()["error"]["message"]) > 10
    return response


@_patient
@given(content=st.lists(_nearly, max_size=3) | _json | _nearly)
def test_no_json_makes_the_server_fail(people: People, made_bank: MadeBank, content: object) -> None:
    for address in ROUTES:
        _post(people.ada, address, json.dumps(content).encode())


@_patient
@given(body=st.binary(max_size=60))
def test_no_bytes_make_the_server_fail_or_change_anything(people: People, made_bank: MadeBank, body: bytes) -> None:
    for address in ROUTES:
        _post(people.ada, address, body)
    assert get_batch(people.ada, limit=1)["counts"]["answered"] == 0


@_patient
@given(query=_queries)
def test_no_query_makes_the_batch_fail(people: People, made_bank: MadeBank, query: dict[str, str]) -> None:
    response = people.ada.get("/api/v1/study/batch", query_string=query)
    assert response.status_code in {200, 400, 404}, (query, response.text)


@pytest.mark.parametrize("address", ROUTES)
@pytest.mark.parametrize(
    "body",
    [
        b"", b"{", b"[", b"null", b"nul", b'"x"', b"1", b"[]", b"{}", b"[[[[[[[[", b"[" * 100_000, b"\xff\xfe\x00[",
        b"[NaN]", b"[Infinity]", b"[1e999]", b"9" * 10_000, b'[{"id": ' + b"9" * 5000 + b"}]", b'{"card": "\\ud800"}',
        b"x" * 1_000_000, json.dumps([{}] * 201).encode(),
    ],
)  # fmt: skip
def test_what_is_no_list_of_entries_changes_nothing(
    people: People, made_bank: MadeBank, address: str, body: bytes
) -> None:
    before = get_batch(people.ada)
    response = _post(people.ada, address, body)
    assert response.status_code == 400 or {one["status"] for one in response.get_json()["results"]} == {"refused"}
    assert get_batch(people.ada) == before


@pytest.mark.parametrize("address", ROUTES)
def test_a_huge_body_is_refused(people: People, made_bank: MadeBank, address: str) -> None:
    assert _post(people.ada, address, b" " * 3_000_000).status_code == 413


@pytest.mark.parametrize(
    "change",
    [
        {"id": "x"}, {"id": None}, {"id": 7}, {"card": "no-such-question"}, {"card": "Question-1"}, {"card": 7},
        {"card": None}, {"revision": 2}, {"revision": 0}, {"revision": "1"}, {"revision": True}, {"revision": 10**40},
        {"rating": 0}, {"rating": 5}, {"rating": "3"}, {"rating": 3.0}, {"rating": None}, {"answered_at": None},
        {"answered_at": "yesterday"}, {"answered_at": "2026-03-02T10:00:00"}, {"answered_at": 10**20},
        {"answered_at": -(10**20)}, {"answered_at": "2025-03-02T10:00:00Z"}, {"duration_ms": -1},
        {"duration_ms": "long"}, {"seed": -1}, {"seed": 2**60}, {"response": []}, {"response": "x"},
        {"action": "explode"}, {"undoes": "x"}, {"undoes": "0197a3c2-5a1e-7cc3-98c4-dc0c0c07398e"},
    ],
)  # fmt: skip
def test_an_entry_that_cannot_be_taken_is_refused_with_a_reason_and_the_others_are_recorded(
    people: People, made_bank: MadeBank, change: dict[str, object]
) -> None:
    good = {"id": ID, "card": "question-1", "revision": 1, "rating": 3, "answered_at": "2026-03-02T10:00:00Z"}
    bad = {**good, "id": "0197a3c2-5a1e-7cc3-98c4-dc0c0c073980", "card": "question-2", **change}
    response = people.ada.post("/api/v1/reviews", json=[bad, good])
    assert response.status_code == 200
    refused, recorded = response.get_json()["results"]
    assert refused["status"] == "refused"
    assert len(refused["reason"]) > 10
    assert recorded["status"] == "recorded"
    assert get_batch(people.ada)["counts"]["answered"] == 1


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"card": "no-such-question"}, 404), ({"card": "A"}, 400), ({"card": 1}, 400), ({"revision": 2}, 400),
        ({"revision": "1"}, 400), ({"revision": True}, 400), ({"response": None}, 400), ({"response": []}, 400),
        ({"response": {"chosen": "a"}}, 400), ({"response": {"chosen": [1]}}, 400), ({"response": {"text": "b"}}, 400),
        ({"response": {"chosen": ["nothing"]}}, 400), ({"card": "ferry-rope-card"}, 400),
        ({"card": "ferry-draft"}, 404),
    ],
)  # fmt: skip
def test_a_check_that_cannot_be_made_says_why(
    people: People, small_bank: None, change: dict[str, object], status: int
) -> None:
    body = {"card": "ferry-bridge-choice", "revision": 1, "response": {"chosen": ["b"]}}
    assert people.ada.post("/api/v1/check", json=body).status_code == 200
    refused = people.ada.post("/api/v1/check", json={**body, **change})
    assert refused.status_code == status
    assert len(refused.get_json()["error"]["message"]) > 10
