from __future__ import annotations

from urllib.parse import urljoin

import pytest

from tests.people import PASSWORD, PersonClient
from webapp.web.redirects import own_path

EVA = {"email": "eva@example.org", "password": PASSWORD}
ELSEWHERE = [
    "//evil.example",
    "///evil.example",
    "https://evil.example/",
    "/\\evil.example",
    "\\\\evil.example",
    "/\t/evil.example",
    " //evil.example",
    "/ /evil.example",
    "javascript:alert(1)",
    "evil.example",
    "\x19//evil.example",
    "/\n/evil.example",
    "http:evil.example",
    "/%0a/evil.example\n",
    "data:text/html,x",
]


@pytest.mark.parametrize("address", [*ELSEWHERE, "", None])
def test_other_places_are_not_ours(address: str | None) -> None:
    assert own_path(address) is None


@pytest.mark.parametrize("address", ["/", "/study", "/study?card=a-b&x=1", "/a/b#c", "/%D0%BF"])
def test_our_paths_are_ours(address: str) -> None:
    assert own_path(address) == address


@pytest.fixture
def eva(client: PersonClient) -> PersonClient:
    client.post("/register", data=EVA)
    client.post("/logout")
    return client


def test_logging_in_never_leads_elsewhere(eva: PersonClient) -> None:
    for address in ELSEWHERE:
        for data, query in ((EVA, {"next": address}), ({**EVA, "next": address}, {})):
            response = eva.post("/login", data=data, query_string=query)
            location = response.location or "/"
            assert urljoin("http://localhost/login", location).startswith("http://localhost/"), address
            assert own_path(location), address
            eva.post("/logout")


def test_logging_in_leads_on_to_where_somebody_was_going(eva: PersonClient) -> None:
    assert eva.post("/login", data=EVA, query_string={"next": "/account"}).location == "/account"
