"""The API does what its document says, whatever it is sent: schemathesis makes the requests."""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from tests.conftest import SettableClock
from tests.people import People, PersonClient
from tests.study.banks import load_small_bank
from webapp.accounts.services import make_token
from webapp.db import Database
from webapp.web.edge import Tumen
from webapp.web.people import Scope

schemathesis: Any = pytest.importorskip("schemathesis", reason="schemathesis is installed by the gate")
checks: Any = pytest.importorskip("schemathesis.specs.openapi.checks")
not_a_server_error: Any = pytest.importorskip("schemathesis.checks").not_a_server_error

EXAMPLES = 8  # requests of an operation
PARTS = ("questions", "claims", "articles", "actors", "issues", "topics")
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=8),
    lambda values: st.lists(values, max_size=3) | st.dictionaries(st.text(max_size=8), values, max_size=3),
    max_leaves=6,
)


class Known:
    """What the bank has, so that requests reach further than to “there is no such thing”."""

    def __init__(self, browser: PersonClient, headers: dict[str, str]) -> None:
        self._browser, self._headers = browser, headers
        self._keys = {part: [self._key(each) for each in self._get(part)[part]] for part in PARTS}

    def record(self, part: str, data: st.DataObject) -> Mapping[str, Any]:
        """One that there is, with its ETag."""
        return self._get(f"{part}/{data.draw(st.sampled_from(self._keys[part]))}")

    def _get(self, path: str) -> Mapping[str, Any]:
        found: Mapping[str, Any] = self._browser.get(f"/api/v1/bank/{path}", headers=self._headers).get_json()
        return found

    @staticmethod
    def _key(row: Mapping[str, Any]) -> str:
        records = (row.get(part.removesuffix("s")) for part in PARTS)
        return _key_of(next((each for each in records if isinstance(each, dict)), row))


def _key_of(record: Mapping[str, Any]) -> str:
    """What a record is known by; its other parts may be called alike (a claim has a topic, an article no id)."""
    return str(next(record[name] for name in ("key", "id", "topic") if name in record))


def _aim(case: Any, known: Known, data: st.DataObject) -> None:
    """Let half of the requests be about a record that there is, and send it as it is, all but one part."""
    part = next((each for each in PARTS if f"/bank/{each}" in case.path), None)
    if part is None or not data.draw(st.booleans()):
        return
    state, name = known.record(part, data), part.removesuffix("s")
    record = deepcopy(state[name])
    place = next((name for name in ("key", "term") if f"{{{name}}}" in case.path), None)
    if place is not None:
        case.path_parameters[place] = _key_of(record)
        if case.method != "GET" and data.draw(st.booleans()):
            case.headers["If-Match"] = state["etag"]
    elif case.method == "POST" and part != "articles":
        key = f"new-{data.draw(st.integers(min_value=0, max_value=10**6))}"
        record |= {"topic" if part == "topics" else "id": key, **({"status": "draft"} if part == "questions" else {})}
    if case.method == "PUT" or case.path.endswith(f"/{part}"):
        if data.draw(st.booleans()):
            _break(record, data)
        case.body = {name: record, "why": data.draw(st.text(max_size=5))}


def _break(record: dict[str, Any], data: st.DataObject) -> None:
    """Put something else in the place of a part, or of a part of a part."""
    within: Any = record
    while True:
        places = [*within, "else"] if isinstance(within, dict) else list(range(len(within)))
        place = data.draw(st.sampled_from(places))
        inner = within[place] if place != "else" else None
        if not isinstance(inner, (dict, list)) or not inner or data.draw(st.booleans()):
            within[place] = data.draw(JSON)
            return
        within = inner


def test_the_api_does_what_its_document_says(
    app: Tumen, people: People, database: Database, clock: SettableClock
) -> None:
    assert people.ben.user_id is not None
    with database.writer() as session:
        load_small_bank(session, now=clock())
        made = make_token(session=session, user_id=people.ben.user_id, name="x", scopes=tuple(Scope), now=clock())
    headers = {"Authorization": f"Bearer {made.token}", "Accept-Encoding": "identity"}
    known = Known(people.nobody, headers)
    wanted = [
        not_a_server_error, checks.status_code_conformance, checks.content_type_conformance,
        checks.response_headers_conformance, checks.response_schema_conformance,
    ]  # fmt: skip
    found = schemathesis.openapi.from_wsgi("/api/openapi.json", app)
    answered: dict[str, set[int]] = {}
    for operation in (each.ok() for each in found.get_all_operations()):
        modes = schemathesis.GenerationMode
        cases = operation.as_strategy(modes.POSITIVE) | operation.as_strategy(modes.NEGATIVE)

        @seed(20261129)
        @settings(
            max_examples=EXAMPLES, phases=[Phase.explicit, Phase.generate], suppress_health_check=list(HealthCheck)
        )
        @given(case=cases, data=st.data())
        def ask(case: Any, data: st.DataObject) -> None:
            _aim(case, known, data)
            response = case.call(headers=headers)
            case.validate_response(response, checks=wanted)
            answered.setdefault(case.operation.label, set()).add(response.status_code)

        ask()
    assert set().union(*answered.values()) >= {200, 404, 412, 422, 428}  # the requests reach all of what there is
