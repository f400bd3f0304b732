"""Pages and lists go out packed, but for those that repeat what the request brought."""

from __future__ import annotations

import gzip
import re

from tests.conftest import SettableClock
from tests.people import People, PersonClient
from tests.study.banks import load_small_bank
from webapp.db import Database

PACKED = {"Accept-Encoding": "gzip, br"}
FIRST_VISIT = 100_000  # bytes
FILE = re.compile(r'(?:href|src)="(/static/[^"]+|/manifest\.webmanifest)"')


def test_a_page_is_packed_for_who_can_unpack_it(client: PersonClient) -> None:
    packed, plain = client.get("/", headers=PACKED), client.get("/", headers={"Accept-Encoding": "gzip;q=0"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert "Content-Encoding" not in plain.headers
    assert "Study now" in gzip.decompress(packed.data).decode()
    assert int(packed.headers["Content-Length"]) == len(packed.data) < len(plain.data)
    assert "Accept-Encoding" in packed.headers["Vary"]
    assert "Accept-Encoding" in plain.headers["Vary"]


def test_what_repeats_the_request_is_not_packed(people: People) -> None:
    """How long it is packed would tell the token that stands in it to who chooses what it repeats."""
    for answer in (
        people.ada.get("/search?q=csrf_token", headers=PACKED),
        people.ada.get("/none-such", headers=PACKED),
        people.ada.post("/settings", headers=PACKED),
    ):
        assert "Content-Encoding" not in answer.headers


def test_little_is_sent_as_it_is(client: PersonClient) -> None:
    assert "Content-Encoding" not in client.get("/healthz", headers=PACKED).headers


def bytes_of(client: PersonClient, path: str) -> int:
    """The body of what is at ``path``, as sent to a browser."""
    answer = client.get(path, headers=PACKED)
    assert answer.status_code == 200, path
    return len(answer.data)


def bytes_of_a_first_visit(client: PersonClient, path: str) -> int:
    """The page with each file that it names, once."""
    answer = client.get(path, headers=PACKED)
    files = set(FILE.findall(gzip.decompress(answer.data).decode()))
    assert len([file for file in files if ".css" in file]) == 2  # nothing is painted before all of them are there
    assert any(".js" in file for file in files)
    return len(answer.data) + sum(bytes_of(client, file) for file in files)


def test_a_first_visit_takes_less_than_100_kilobytes(
    people: People, client: PersonClient, database: Database, clock: SettableClock
) -> None:
    with database.writer() as session:
        load_small_bank(session, now=clock())
    assert bytes_of_a_first_visit(client, "/") < FIRST_VISIT
    studying = bytes_of_a_first_visit(people.ada, "/study") + bytes_of(people.ada, "/api/v1/study/batch?limit=24")
    assert studying < FIRST_VISIT
