from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from flask import url_for

from tests.people import People, PersonClient
from tests.web.test_access import address, methods
from webapp.web.edge import Tumen

WANTED = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Cross-Origin-Resource-Policy": "same-origin",
}


@pytest.mark.parametrize(
    "path", ["/", "/login", "/register", "/no-such-page", "/account", "/api/v1/study/batch", "/healthz",
             "/static/css/base.css", "/static/none.css", "/reset/none"],
)  # fmt: skip
def test_every_answer_carries_the_headers(client: PersonClient, path: str) -> None:
    headers = client.get(path).headers
    assert {name: headers.get(name) for name in WANTED} == WANTED
    policy = headers["Content-Security-Policy"]
    for part in ("default-src 'none'", "base-uri 'none'", "frame-ancestors 'none'", "form-action 'self'",
                 "script-src 'self'", "style-src 'self'"):  # fmt: skip
        assert part in policy
    assert "unsafe" not in policy


def test_strict_transport_belongs_to_https(make_app: Callable[..., Tumen], client: PersonClient) -> None:
    assert "Strict-Transport-Security" not in client.get("/login").headers
    app = make_app(PUBLIC_URL="https://tumen.example")
    secure = app.test_client().get("/login", base_url="https://tumen.example")
    assert "max-age=63072000" in secure.headers["Strict-Transport-Security"]


ASKED_ANEW = {"web.openapi", "web.web_manifest", "study.worker"}  # nothing of a person is in them


def test_pages_are_not_kept_by_caches(app: Tumen, people: People) -> None:
    for rule in app.url_map.iter_rules():
        if rule.endpoint != "static" and "GET" in methods(rule):
            wanted = "no-cache" if rule.endpoint in ASKED_ANEW else "no-store"
            assert people.ada.get(address(app, rule)).headers["Cache-Control"] == wanted, rule


def test_static_files_are_kept_for_good_when_their_address_says_what_they_contain(
    app: Tumen, client: PersonClient
) -> None:
    with app.test_request_context():
        versioned = url_for("static", filename="css/base.css")
    assert re.fullmatch(r"/static/css/base\.css\?v=[0-9a-f]{12}", versioned)
    assert "immutable" in client.get(versioned).headers["Cache-Control"]
    assert client.get("/static/css/base.css").headers["Cache-Control"] == "no-cache"
    assert client.get("/static/css/base.css?v=000000000000").headers["Cache-Control"] == "no-cache"
    assert client.get("/static/none.css?v=1").headers["Cache-Control"] == "no-store"


def test_no_page_has_script_or_style_in_it(app: Tumen, people: People) -> None:
    for rule in app.url_map.iter_rules():
        if rule.endpoint == "static" or "GET" not in methods(rule):
            continue
        for _, client in people:
            response = client.get(address(app, rule))
            if "attachment" in response.headers.get("Content-Disposition", ""):
                continue  # a file to keep, which no browser shows as a page
            text = response.text
            scripts = re.findall(r"<script(?![^>]*\bsrc=)[^>]*>", text)
            assert all('type="application/json"' in script for script in scripts), rule
            assert not re.search(r"<style|\sstyle=|\son[a-z]+=|javascript:", text), rule
