"""The description of the API and the API itself are one: nothing is undescribed, and nothing described is missing."""

from __future__ import annotations

from pathlib import Path

from tests.people import People
from webapp.web.access import ACCESS, SCOPES, is_api
from webapp.web.api_table import method_of, path_of
from webapp.web.edge import Tumen
from webapp.web.people import Scope, Standing

README = (Path(__file__).resolve().parents[2] / "README.md").read_text(encoding="utf-8")


def test_every_address_of_the_api_is_described_and_every_described_one_exists(app: Tumen, people: People) -> None:
    document = people.nobody.get("/api/openapi.json").get_json()
    there = {(path_of(rule), method_of(rule).lower()) for rule in app.url_map.iter_rules() if is_api(rule.rule)}
    described = {(path, method) for path, methods in document["paths"].items() for method in methods}
    assert described == there
    for rule in app.url_map.iter_rules():
        if is_api(rule.rule):
            said = document["paths"][path_of(rule)][method_of(rule).lower()]
            inside = {f"{{{each['name']}}}" for each in said.get("parameters", ()) if each["in"] == "path"}
            assert inside == {part for part in path_of(rule).split("/") if part.startswith("{")}, path_of(rule)
            scope = SCOPES[rule.endpoint]
            assert said.get("security", [{"token": []}]) == [{"token": [scope] if scope else []}]


def test_only_instructors_have_what_only_instructors_give_tokens_for() -> None:
    for endpoint, scope in SCOPES.items():
        assert (ACCESS[endpoint] >= Standing.INSTRUCTOR) == (scope in {Scope.BANK_READ, Scope.BANK_WRITE}), endpoint


def test_every_address_of_the_api_stands_in_the_readme_and_on_the_page(app: Tumen, people: People) -> None:
    section = README.split("\n### API for programs\n")[1].split("\n## ")[0]
    page = people.nobody.get("/api").text.replace("<wbr>", "")
    for rule in app.url_map.iter_rules():
        if is_api(rule.rule):
            assert path_of(rule).replace("{key}", "KEY").replace("{term}", "KEY") in section, rule.rule
            assert f">{path_of(rule)}</code>" in page, rule.rule
