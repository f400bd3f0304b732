from __future__ import annotations

import os
import uuid
from collections.abc import Callable

import pytest

from tests.people import PersonClient
from webapp.web.edge import Tumen
from webapp.web.limits import LIMITS

REDIS = os.environ.get("TUMEN_TEST_REDIS_URL", "")


def failed_log_ins(app: Tumen, times: int, email: str) -> list[int]:
    client = PersonClient(app, app.response_class)
    data = {"email": email, "password": "not the right words"}
    return [client.post("/login", data=data).status_code for _ in range(times)]


def test_every_limit_is_for_an_endpoint(app: Tumen) -> None:
    assert set(LIMITS) <= set(app.view_functions)


@pytest.mark.redis
@pytest.mark.skipif(not REDIS, reason="TUMEN_TEST_REDIS_URL names no Redis server")
def test_several_processes_count_together_in_redis(make_app: Callable[..., Tumen]) -> None:
    first, second = make_app(REDIS_URL=REDIS), make_app(REDIS_URL=REDIS)
    email = f"{uuid.uuid4().hex}@example.org"
    assert set(failed_log_ins(first, 6, email)) == {400}
    assert failed_log_ins(second, 5, email) == [400] * 4 + [429]


def test_without_its_redis_a_process_counts_for_itself(
    make_app: Callable[..., Tumen], caplog: pytest.LogCaptureFixture
) -> None:
    app = make_app(REDIS_URL="redis://127.0.0.1:1/0")
    assert failed_log_ins(app, 11, "eva@example.org") == [400] * 10 + [429]
    assert "falling back to in-memory" in caplog.text


def test_opening_a_page_counts_as_nothing(app: Tumen) -> None:
    client = PersonClient(app, app.response_class)
    assert {client.get("/login").status_code for _ in range(60)} == {200}


def test_a_refusal_says_when_to_come_back(app: Tumen) -> None:
    assert failed_log_ins(app, 11, "eva@example.org")[-1] == 429
    client = PersonClient(app, app.response_class)
    refused = client.post("/login", data={"email": "eva@example.org", "password": "not the right words"})
    assert (refused.status_code, refused.headers["Retry-After"]) == (429, str(15 * 60))
    assert "than are taken here in 15 minutes." in refused.text
    assert refused.text.count("Nothing was changed") == 1
